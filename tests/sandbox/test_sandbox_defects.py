"""Defects: each changes its own seam and nothing else; an unknown name is refused; they combine."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from harness.sandbox.defects import catalogue
from harness.sandbox.defects.seams import ClauseContext, Seams
from harness.sandbox.einvoice.carrier import Carrier
from harness.sandbox.einvoice.model import EInvoice, Party, VatRow
from harness.sandbox.einvoice.model import Line as XmlLine
from harness.sandbox.payment_codes import Occasion, Print, Transfer
from harness.sandbox.vat.calculation import DocumentTotals, Line, LineDiscount, LineTax, SummaryTax, calculate
from harness.sandbox.vies.answer import ViesAnswer

SEAMS = [name for name in dir(Seams) if not name.startswith("_")]
CONTEXT = ClauseContext("intra_eu_b2b", True, lambda: "other")
DOCUMENT = {"total_with_tax": Decimal(122), "total_due": Decimal(122), "customer": {"tax_number": "DE1"}}
UNREACHABLE = ViesAnswer("unreachable", "DE", "136695976", "TIMEOUT")
INVALID = replace(UNREACHABLE, outcome="invalid", code="INVALID")

GREEK = ViesAnswer("valid", "EL", "027807956")
VAT = LineTax(Decimal(22))
NOTE = {
    "total": 10,
    "total_with_tax": 12,
    "items": [{"total": 10, "total_with_tax": None}],
    "taxes": [{"base": 10, "amount": 2}],
}
NEGATED = {
    "total": -10,
    "total_with_tax": -12,
    "items": [{"total": -10, "total_with_tax": None}],
    "taxes": [{"base": -10, "amount": -2}],
}


def _line(price: int, rate: int, *percents: int) -> Line:
    discounts = tuple(LineDiscount("percent", Decimal(percent)) for percent in percents)
    return Line(Decimal(price), None, Decimal(1), discounts, (LineTax(Decimal(rate)),))


def _row(rate: int, base: int, amount: int) -> SummaryTax:
    return SummaryTax(Decimal(rate), None, False, Decimal(base), Decimal(amount))


LINES = (_line(400, 22, 50, 25), _line(100, 18, 50))
XML_PARTY = Party("S", None, None, None, None, "DE", "DE136695976", None, None, None, None, None)
XML_LINE = XmlLine(1, "x", None, Decimal(1), "C62", Decimal(100), Decimal(0), Decimal(100), "AE", Decimal(0))
XML_ROW = VatRow("AE", Decimal(0), Decimal(100), Decimal(0), "Reverse charge")
XML = EInvoice(
    number="1", type_code="380", issued=date(2026, 11, 1), due=date(2026, 12, 1), currency="EUR", buyer_reference="L",
    note=None, terms="", seller=XML_PARTY, buyer=XML_PARTY, lines=(XML_LINE,), vat=(XML_ROW,), net=Decimal(100),
    gross=Decimal(100), rounding=Decimal(0), paid=Decimal(0), payable=Decimal(100), iban=None, bic=None,
    delivered=None, period=None, preceding=None,
)  # fmt: skip
CENTS = replace(XML, lines=(replace(XML_LINE, net=Decimal("0.99")),))
TWICE = replace(XML, lines=(XML_LINE, XML_LINE))
OUTSIDE = replace(XML, lines=(replace(XML_LINE, category="G"),), vat=(replace(XML_ROW, category="G"),))

TOTALLED = ("total_up", (LINES, partial(calculate, mode="b2b_standard")), (_row(22, 100, 22), _row(18, 50, 9)))
"""Two lines: 100 at 22 % after two discounts, and 50 at 18 % after one."""

PAYABLE = Occasion("invoice", "EUR", Decimal(90), True)
TRANSFER = Transfer(
    amount=Decimal(90), iban="SI56191000000123438", bic="", payee={"name": "Payee"}, payer={"name": "Payer"},
    reference="2026-00001", due="", total=Decimal(122),
)  # fmt: skip
UPN = "\n" * 19 + "200\n"
HUB3 = "HRVHUB30\nEUR\n000000000012200\n"


def _asks(**changed: Any) -> tuple[str, tuple[Any, ...], Any, Any]:
    return "transfer_in_code", (TRANSFER,), TRANSFER, replace(TRANSFER, **changed)


def _printed(**changed: Any) -> tuple[str, tuple[Any, ...], Any, Any]:
    return "code_print", (Print(25, 4, 15), "upn"), Print(25, 4, 15), replace(Print(25, 4, 15), **changed)


MARK = ["#ff0000", "#00ff00"]


def _png(row: list[str]) -> bytes:
    """An image whose rows, twenty of them, are the colours of ``row``."""
    image = Image.new("RGB", (len(row), 20))
    for at, colour in enumerate(row):
        image.paste(colour, (at, 0, at + 1, 20))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


FONT, STRIP = ["/FontFile2"], ["1 1 1 rg"]


def _page_with_font(pages: int = 1) -> bytes:
    """A PDF that holds something as a font, and has something on each page."""
    writer = PdfWriter()
    for _ in range(pages):
        content = DecodedStreamObject()
        content.set_data(b"q Q")
        writer.add_blank_page(9, 9)[NameObject("/Contents")] = writer._add_object(content)
    font = DecodedStreamObject()
    font.set_data(b"glyphs")
    descriptor = DictionaryObject({NameObject("/FontFile2"): writer._add_object(font)})
    writer.pages[0][NameObject("/X")] = writer._add_object(descriptor)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


EXPECTED: dict[str, tuple[str, tuple[Any, ...], Any, Any]] = {
    "wrong-rate": ("choose_rate", (Decimal(22),), Decimal(22), Decimal(21)),
    "half-cent-rounding": ("round_half", (Decimal("0.125"),), Decimal("0.13"), Decimal("0.12")),
    "skipped-number": ("next_sequence_value", (4,), 5, 6),
    "reused-number": ("next_sequence_value", (4,), 5, 4),
    "reverse-charge-note-missing": ("clause_for", ("own", CONTEXT), "own", None),
    "note-in-wrong-language": ("clause_for", ("own", CONTEXT), "own", "other"),
    "vat-charged-despite-reverse-charge": ("apply_reverse_charge", (True, "intra_eu_b2b"), True, False),
    "vies-unreachable-taken-as-valid": (
        "read_vies",
        (UNREACHABLE,),
        UNREACHABLE,
        replace(UNREACHABLE, outcome="valid"),
    ),
    "other-tenants-logo": ("logo_for", (b"own", lambda: b"foreign"), b"own", b"foreign"),
    "wrong-colour": ("colour_for", ("#336699",), "#336699", "#c81e78"),
    "pdf-total-differs": (
        "document_as_printed",
        (DOCUMENT,),
        DOCUMENT,
        {**DOCUMENT, "total_with_tax": Decimal("122.01"), "total_due": Decimal("122.01")},
    ),
    "buyer-vat-id-missing-on-pdf": (
        "document_as_printed",
        (DOCUMENT,),
        DOCUMENT,
        {**DOCUMENT, "customer": {"tax_number": None}},
    ),
    "rate-of-today": ("day_of_rate", (date(2020, 7, 1), date(2026, 11, 23)), date(2020, 7, 1), date(2026, 11, 23)),
    "rates-merged": (*TOTALLED, (_row(22, 150, 31),)),
    "small-business-charged-vat": ("taxes_of_line", ((), False, lambda: [VAT]), (), (VAT,)),
    "greek-prefix-refused": ("read_vies", (GREEK,), GREEK, replace(GREEK, outcome="invalid", code="INVALID")),
    "invalid-number-taken-as-valid": ("read_vies", (INVALID,), INVALID, replace(INVALID, outcome="valid", code=None)),
    "consumer-under-reverse-charge": ("apply_reverse_charge", (False, "intra_eu_b2c"), False, True),
    "vat-charged-on-export": ("free_export", (True,), True, False),
    "discount-after-tax": (*TOTALLED, (_row(22, 100, 88), _row(18, 50, 18))),
    "second-discount-ignored": (*TOTALLED, (_row(22, 200, 44), _row(18, 50, 9))),
    "gross-discounts-from-the-price": (
        "calculation_mode",
        ("b2c_gross_discount",),
        "b2c_gross_discount",
        "b2b_standard",
    ),
    "vat-truncated": ("round_half", (Decimal("0.129"),), Decimal("0.13"), Decimal("0.12")),
    "whole-units": ("round_half", (Decimal("12.5"),), Decimal("12.50"), Decimal("13.00")),
    "credit-note-with-wrong-sign": ("document_as_issued", (NOTE, "credit_note"), NOTE, NEGATED),
    "credit-note-without-reference": (
        "document_as_printed",
        ({"document_relations": [{}]},),
        {"document_relations": [{}]},
        {"document_relations": []},
    ),
    "supply-dated-as-issued": (
        "document_as_issued",
        ({"date": "2026-03-10", "date_service": "2026-03-07"}, "invoice"),
        {"date": "2026-03-10", "date_service": "2026-03-07"},
        {"date": "2026-03-10", "date_service": "2026-03-10"},
    ),
    "seller-vat-id-missing-on-pdf": (
        "document_as_printed",
        ({"issuer": {"name": "S", "tax_number": "SI1"}},),
        {"issuer": {"name": "S", "tax_number": "SI1"}},
        {"issuer": {"name": "S", "tax_number": None}},
    ),
    "lines-out-of-order": (
        "document_as_printed",
        ({"items": [{"name": "a", "price": 1}, {"name": "b", "price": 2}]},),
        {"items": [{"name": "a", "price": 1}, {"name": "b", "price": 2}]},
        {"items": [{"name": "a", "price": 2}, {"name": "b", "price": 1}]},
    ),
    "metadata-lost": (
        "document_as_issued",
        ({"metadata": {"tenant_id": "1"}}, "invoice"),
        {"metadata": {"tenant_id": "1"}},
        {"metadata": {}},
    ),
    "other-tenants-documents-visible": ("may_see", (False,), False, True),
    "zoi-of-other-invoice": ("protective_code", ("1f", "2a", "furs"), "1f", "2a"),
    "zki-stale": ("protective_code", ("1f", None, "fina"), "1f", "20"),
    "eor-reused": ("authority_answer", ("new", "old"), "new", "old"),
    "qr-record-wrong-amount": ("amount_in_code", (Decimal(5),), Decimal(5), Decimal("5.01")),
    "qr-missing": (
        "document_as_printed",
        ({"furs": {"data": {"zoi": "1", "qr_code": "2"}}, "fina": None, "pt": {"qr_code": "3"}},),
        {"furs": {"data": {"zoi": "1", "qr_code": "2"}}, "fina": None, "pt": {"qr_code": "3"}},
        {"furs": {"data": {"zoi": "1", "qr_code": None}}, "fina": None, "pt": {"qr_code": None}},
    ),
    "hash-chain-broken": ("previous_hash", ("before",), "before", ""),
    "atcud-of-other-series": ("series_code", ("CSDF7T5H",), "CSDF7T5H", "ZZZZ9999"),
    "number-without-premises": ("fiscal_number", ("P1-E1-7", 7), "P1-E1-7", "7"),
    "devices-share-a-sequence": ("fiscal_sequence", ("P1/E1", "P1"), "P1/E1", "P1"),
    "identifier-while-authority-down": ("identifier_while_down", (lambda: "made up",), None, "made up"),
    "code-changes-on-late-submission": ("code_of_late_submission", ("1f",), "1f", "20"),
    "protective-code-of-another-minute": (
        "signed_at",
        (datetime(2026, 11, 23, 11, 0),),
        datetime(2026, 11, 23, 11, 0),
        datetime(2026, 11, 23, 10, 59),
    ),
    "printed-code-differs": (
        "document_as_printed",
        ({"furs": {"data": {"zoi": "1f"}}, "fina": None},),
        {"furs": {"data": {"zoi": "1f"}}, "fina": None},
        {"furs": {"data": {"zoi": "20"}}, "fina": None},
    ),
    "fiscal-symbol-too-small": (
        "document_as_printed",
        ({"id": "1"},),
        {"id": "1"},
        {"id": "1", "code_print": {"scale": 0.5}},
    ),
    "fiscal-symbol-weak": (
        "document_as_printed",
        ({"id": "1"},),
        {"id": "1"},
        {"id": "1", "code_print": {"error": "l"}},
    ),
    "cash-left-out": ("may_skip_cash", (), False, True),
    "means-always-cash": ("means_of_payment", ("K",), "K", "G"),
    "fiscalized-document-changed": ("may_change_fiscalized", (), False, True),
    "codes-of-void-lost": (
        "codes_of_void",
        ({"status": "success", "data": {"zoi": "1f"}},),
        {"status": "success", "data": {"zoi": "1f"}},
        {"status": "success", "data": None},
    ),
    "time-of-issue-not-printed": (
        "document_as_printed",
        ({"fina": {"data": {"issued_at": "x"}}},),
        {"fina": {"data": {"issued_at": "x"}}},
        {"fina": {"data": {"issued_at": None}}},
    ),
    "operator-not-printed": (
        "document_as_printed",
        ({"furs": {"data": {"operator_label": "Ana"}}},),
        {"furs": {"data": {"operator_label": "Ana"}}},
        {"furs": {"data": {"operator_label": None}}},
    ),
    "certificate-line-missing": (
        "document_as_printed",
        ({"pt": {"hash_printed": "abcd"}},),
        {"pt": {"hash_printed": "abcd"}},
        {"pt": {"hash_printed": None}},
    ),
    "wrong-hash-characters": (
        "document_as_printed",
        ({"pt": {"hash": "0123456", "hash_printed": "abcd"}},),
        {"pt": {"hash": "0123456", "hash_printed": "abcd"}},
        {"pt": {"hash": "0123456", "hash_printed": "0123"}},
    ),
    "exemption-reason-not-printed": (
        "document_as_printed",
        ({"items": [{"taxes": [{"rate": 0, "pt_exemption_code": "M07"}]}]},),
        {"items": [{"taxes": [{"rate": 0, "pt_exemption_code": "M07"}]}]},
        {"items": [{"taxes": [{"rate": 0}]}]},
    ),
    "xml-total-differs": ("einvoice", (XML,), XML, replace(XML, gross=Decimal("100.01"), payable=Decimal("100.01"))),
    "xml-missing-buyer-reference": ("einvoice", (XML,), XML, replace(XML, buyer_reference=None)),
    "reverse-charge-category-S-in-xml": (
        "einvoice",
        (XML,),
        XML,
        replace(XML, lines=(replace(XML_LINE, category="S"),), vat=(replace(XML_ROW, category="S", reason=None),)),
    ),
    "xml-issue-date-differs": ("einvoice", (XML,), XML, replace(XML, issued=date(2026, 12, 1))),
    "xml-seller-vat-id-missing": (
        "einvoice",
        (XML,),
        XML,
        replace(XML, seller=replace(XML_PARTY, vat_id=None, tax_id=None)),
    ),
    "attachment-relationship-wrong": ("carrier", (Carrier(),), Carrier(), Carrier(relationship="supplement")),
    "xml-of-other-invoice": (
        "einvoice",
        (replace(XML, number="A-10"),),
        replace(XML, number="A-10"),
        replace(XML, number="A-09"),
    ),
    "xml-currency-differs": ("einvoice", (XML,), XML, replace(XML, currency="USD")),
    "xml-lines-cut-off": ("einvoice", (CENTS,), CENTS, replace(CENTS, lines=(replace(XML_LINE, net=Decimal("0.9")),))),
    "xml-line-missing": ("einvoice", (TWICE,), TWICE, XML),
    "xml-credit-note-typed-invoice": ("einvoice", (replace(XML, type_code="381"),), replace(XML, type_code="381"), XML),
    "xml-exemption-reason-missing": ("einvoice", (XML,), XML, replace(XML, vat=(replace(XML_ROW, reason=None),))),
    "xml-buyer-vat-id-missing": ("einvoice", (XML,), XML, replace(XML, buyer=replace(XML_PARTY, vat_id=None))),
    "xml-export-zero-rated": (
        "einvoice",
        (OUTSIDE,),
        OUTSIDE,
        replace(OUTSIDE, lines=(replace(XML_LINE, category="Z"),), vat=(replace(XML_ROW, category="Z", reason=None),)),
    ),
    "hybrid-without-xml": ("carrier", (Carrier(),), Carrier(), Carrier(is_attached=False)),
    "hybrid-file-name-wrong": ("carrier", (Carrier(),), Carrier(), Carrier(file_name="invoice.xml")),
    "hybrid-profile-wrong": ("carrier", (Carrier(),), Carrier(), Carrier(profile="MINIMUM")),
    "hybrid-page-differs": (
        "hybrid_page",
        ({"total_with_tax": 1},),
        {"total_with_tax": 1},
        {"total_with_tax": Decimal("1.01")},
    ),
    "invalid-exported": ("may_export", (False,), False, True),
    "required-validation-ignored": ("blocks_save", (True,), True, False),
    "peppol-delivers-to-nobody": ("peppol_status", ("failed",), "failed", "delivered"),
    "peppol-without-supplier": ("may_send", (False,), False, True),
    "peppol-message-id-lost": ("peppol_message_id", ("m-1",), "m-1", None),
    "payment-code-wrong-amount": _asks(amount=Decimal("90.01")),
    "payment-code-ignores-payments": _asks(amount=Decimal(122)),
    "payment-code-to-other-account": _asks(iban="SI29191000000123439"),
    "payment-code-to-other-payee": _asks(payee={"name": "Payer"}),
    "payment-code-reference-of-other-document": _asks(reference="2026-00002"),
    "payment-code-missing": ("code_wanted", (True, PAYABLE), True, False),
    "payment-code-too-small": _printed(size=3.0),
    "payment-code-without-quiet-zone": _printed(quiet=0),
    "payment-code-weak-correction": _printed(error="l"),
    "payment-code-on-credit-note": ("code_wanted", (False, replace(PAYABLE, kind="credit_note")), False, True),
    "payment-code-although-paid": ("code_wanted", (False, replace(PAYABLE, due=Decimal(0))), False, True),
    "payment-code-in-foreign-currency": ("code_wanted", (False, replace(PAYABLE, currency="USD")), False, True),
    "payment-code-although-switched-off": ("code_wanted", (False, replace(PAYABLE, enabled=False)), False, True),
    "upn-in-other-version": _printed(version=None),
    "upn-wrong-count": ("code_text", (UPN, "upn"), UPN, UPN.replace("200", "181")),
    "hub3-amount-unpadded": ("code_text", (HUB3, "hub3"), HUB3, HUB3.replace("000000000012200", "12200")),
    "logo-mirrored": ("logo_for", (_png(MARK), lambda: b"foreign"), MARK, MARK[::-1]),
    "logo-stretched": ("logo_for", (_png(MARK[:1] * 10), lambda: b"foreign"), MARK[:1] * 10, MARK[:1] * 11),
    "logo-recoloured": ("logo_for", (_png(MARK), lambda: b"foreign"), MARK, ["#ff6c00", "#00ff6c"]),
    "logo-cut": ("logo_for", (_png(MARK * 10), lambda: b"foreign"), MARK * 10, ["#00ff00", *MARK * 8, "#ff0000"]),
    "logo-tiny": ("logo_percent", (None,), None, 10),
    "colour-slightly-off": ("colour_for", ("#0b6eff",), "#0b6eff", "#0e71fc"),
    "footer-of-other-tenant": ("footer_for", ("own", lambda: ("Stranger", "foreign")), "own", "foreign"),
    "footer-missing": ("footer_for", ("own", lambda: ("Stranger", "foreign")), "own", ""),
    "name-of-other-tenant-in-footer": ("footer_for", ("own", lambda: ("Stranger", "foreign")), "own", "own · Stranger"),
    "signature-missing": ("signature_for", (b"own", lambda: b"foreign"), b"own", None),
    "signature-of-other-tenant": ("signature_for", (b"own", lambda: b"foreign"), b"own", b"foreign"),
    "footer-of-first-page-only": ("page_as_set", (_page_with_font(pages=3),), FONT, [*FONT, *STRIP * 2]),
    "font-not-embedded": ("page_as_set", (_page_with_font(),), FONT, []),
}


def _seen(result: Any) -> Any:
    """What an expectation states: the rows of VAT of totals, the first row of an image, fonts and strips of a page."""
    if isinstance(result, bytes) and result.startswith(b"\x89PNG"):
        with Image.open(io.BytesIO(result)) as image:
            return ["#{:02x}{:02x}{:02x}".format(*image.convert("RGB").getpixel((x, 0))) for x in range(image.width)]
    if isinstance(result, bytes) and result.startswith(b"%PDF"):
        return re.findall("/FontFile2|1 1 1 rg", result.decode("latin-1"))
    return result.taxes if isinstance(result, DocumentTotals) else result


def test_all_defects_are_covered() -> None:
    assert tuple(EXPECTED) == catalogue.names()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_defect_changes_its_seam_only(name: str) -> None:
    seam, arguments, honest, faulty = EXPECTED[name]
    seams = catalogue.seams_with(frozenset({name}))
    assert _seen(getattr(Seams(), seam)(*arguments)) == honest
    assert _seen(getattr(seams, seam)(*arguments)) == faulty
    own = next(defect.seams for defect in catalogue.DEFECTS if defect.name == name)
    assert [method for method in SEAMS if method in vars(own)] == [seam]


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("wrong-rate", (Decimal(0),), Decimal(0)),
        ("reused-number", (0,), 1),
        ("vies-unreachable-taken-as-valid", (INVALID,), INVALID),
        ("other-tenants-logo", (None, lambda: b"foreign"), None),
        ("wrong-colour", ("#C81E78",), "#1ec85a"),
        ("small-business-charged-vat", ((VAT,), True, list), (VAT,)),
        ("greek-prefix-refused", (replace(GREEK, country_code="DE"),), replace(GREEK, country_code="DE")),
        ("invalid-number-taken-as-valid", (UNREACHABLE,), UNREACHABLE),
        ("consumer-under-reverse-charge", (False, "domestic"), False),
        ("credit-note-with-wrong-sign", (NOTE, "invoice"), NOTE),
    ],
)
def test_edges_of_defects(name: str, arguments: tuple[Any, ...], result: Any) -> None:
    seams = catalogue.seams_with(frozenset({name}))
    assert getattr(seams, EXPECTED[name][0])(*arguments) == result


def test_clauses_stay_without_reverse_charge() -> None:
    context = replace(CONTEXT, reverse_charge=False)
    for name in ("reverse-charge-note-missing", "note-in-wrong-language"):
        assert catalogue.seams_with(frozenset({name})).clause_for("own", context) == "own"


def test_two_defects_at_one_seam_both_show() -> None:
    seams = catalogue.seams_with(frozenset({"pdf-total-differs", "buyer-vat-id-missing-on-pdf"}))
    printed = seams.document_as_printed(DOCUMENT)
    assert (printed["total_with_tax"], printed["customer"]["tax_number"]) == (Decimal("122.01"), None)


def test_a_header_switches_a_defect_on_for_one_request(tenant: Any) -> None:
    faulty = tenant.with_headers(x_sandbox_defect="wrong-rate, skipped-number")
    assert (tenant.issue()["total_with_tax"], faulty.issue()["total_with_tax"]) == (122, 121)
    assert tenant.issue()["number"] == "2026-00004"


def test_a_server_can_have_defects(make_api: Any) -> None:
    tenant = make_api(defects=frozenset({"reused-number"})).entity()
    assert [tenant.issue()["number"] for _ in range(3)] == ["2026-00001"] * 3


def test_reverse_charge_defects_show_on_documents(api: Any, samples: Any) -> None:
    tenant = api.entity(settings={"tax_rules": {"eu": {"auto_reverse_charge": True}}})
    buyer = samples.german_business()
    honest = tenant.issue(customer=buyer)

    def with_defect(name: str, **fields: Any) -> dict[str, Any]:
        body: dict[str, Any] = tenant.with_headers(x_sandbox_defect=name).issue(**{"customer": buyer, **fields})
        return body

    assert with_defect("reverse-charge-note-missing")["tax_clause"] is None
    wrong = with_defect("note-in-wrong-language")["tax_clause"]
    assert wrong
    assert wrong != honest["tax_clause"]
    charged = with_defect("vat-charged-despite-reverse-charge")
    assert (charged["total_with_tax"], charged["transaction_type"]) == (122, "intra_eu_b2b")
    unreachable = samples.german_business("136695977")
    assert with_defect("vies-unreachable-taken-as-valid", customer=unreachable)["total_with_tax"] == 100
    half = with_defect("half-cent-rounding", customer=None, items=[samples.line(price=0.125, taxes=[])])
    assert half["total"] == 0.12


def test_printed_defects_change_the_page_and_not_the_answer(api: Any, samples: Any) -> None:
    tenant = api.entity(settings={"primary_color": "#336699", "has_logo": True})
    tenant.request("POST", "/upload/image", files={"file": ("logo.png", samples.png())})
    body = tenant.issue(customer=samples.german_business())
    path = f"/documents/{body['id']}/html"
    honest = tenant.get(path).text
    for name in ("other-tenants-logo", "wrong-colour", "pdf-total-differs", "buyer-vat-id-missing-on-pdf"):
        assert tenant.get(path, headers={"x-sandbox-defect": name}).text != honest, name
    assert tenant.get(path).text == honest
    assert tenant.get(f"/invoices/{body['id']}").json() == body


def test_the_other_logo_is_another_tenants(api: Any, samples: Any) -> None:
    mine, other = (api.entity(settings={"has_logo": True}) for _ in range(2))
    mine.request("POST", "/upload/image", files={"file": ("a.png", samples.png("#111111"))})
    path = f"/documents/{mine.issue()['id']}/html"
    faulty = mine.with_headers(x_sandbox_defect="other-tenants-logo")
    alone = faulty.get(path).text
    other.request("POST", "/upload/image", files={"file": ("b.png", samples.png("#eeeeee"))})
    assert len({mine.get(path).text, alone, faulty.get(path).text}) == 3


def test_unknown_defects_are_refused_with_the_known_names(api: Any) -> None:
    answer = api.get("/entities", headers={"x-sandbox-defect": "wrong-rate,nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "nonsense" in answer.json()["message"]
    assert all(name in answer.json()["message"] for name in catalogue.names())


def test_the_catalogue_names_requirements_and_countries() -> None:
    for row in catalogue.describe():
        assert row["sentence"].endswith(".")
        assert row["requirements"]
        assert row["countries"]
        assert row["shows_in"]


@pytest.mark.parametrize(
    ("name", "shows", "hides"),
    [
        ("wrong-rate", {"SI", "GR", "CH", "XI"}, {"US"}),
        ("vat-charged-on-export", {"SI", "GR"}, {"CH", "XI", "GB"}),
        ("greek-prefix-refused", {"SI"}, {"GR", "CH"}),
        ("small-business-charged-vat", {"SI", "CH"}, {"ES"}),
        ("rate-of-today", {"DE", "EE", "CH"}, {"SI", "FR"}),
        ("whole-units", {"SI", "HU"}, {"IS"}),
    ],
)
def test_a_defect_shows_where_it_can(name: str, shows: set[str], hides: set[str]) -> None:
    countries = set(next(row["countries"] for row in catalogue.describe() if row["name"] == name))
    assert shows <= countries
    assert not hides & countries
