"""Codes on the page, decoded from its picture."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from harness.sandbox.payment_codes import Transfer
from harness.sandbox.rendering import TEMPLATES
from harness.sandbox.rendering.payloads import epc, hub3, upn

pypdfium2 = pytest.importorskip("pypdfium2")
zxingcpp = pytest.importorskip("zxingcpp", reason="no decoder of bar codes is installed")

IBAN = "SI56192001234567892"


def decoded(pdf: bytes) -> list[Any]:
    """Every code on the pages, at 400 dpi."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [code for page in document for code in zxingcpp.read_barcodes(page.render(scale=400 / 72).to_pil())]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_furs_record_is_read_back_from_every_template(furs: Any, template: str) -> None:
    invoice = furs.invoice()
    (code,) = decoded(furs.get(f"/documents/{invoice['id']}/pdf?template={template}").content)
    assert (code.text, code.ec_level, code.valid) == (invoice["furs"]["data"]["qr_code"], "M", True)


def test_zoi_and_eor_are_printed(furs: Any) -> None:
    invoice = furs.invoice()
    data = invoice["furs"]["data"]
    page = furs.get(f"/documents/{invoice['id']}/html").text
    assert all(text in page for text in (data["zoi"], data["eor"], "11:15:30", "Ana", invoice["number"]))


@pytest.fixture
def paying(make_tenant: Callable[..., Any]) -> Callable[..., Any]:
    """Issues an invoice of a tenant whose settings ask for the named codes, and decodes its page."""

    def pay(*names: str, **fields: Any) -> list[Any]:
        settings = {"bank_accounts": [{"type": "iban", "iban": IBAN}], **{name: {"enabled": True} for name in names}}
        tenant = make_tenant(settings=settings, address="Trg 1", city="Žalec", post_code="1")
        customer = {"name": "Čuk", "country": "Slovenia", "save_customer": False}
        invoice = tenant.invoice(customer=customer, **fields)
        return decoded(tenant.get(f"/documents/{invoice['id']}/pdf").content)

    return pay


def test_qr_codes_of_payment_are_read_back(paying: Callable[..., Any]) -> None:
    texts = {code.text[:3]: code.text.split("\n") for code in paying("epc_qr", "upn_qr")}
    assert texts["BCD"][6:8] == [IBAN, "EUR122.00"]
    assert texts["UPN"][5:9] == ["Čuk", "", "", "00000012200"]


def test_hub3_is_read_back(paying: Callable[..., Any]) -> None:
    (code,) = paying("hub3_qr")
    assert (str(code.format).split(".")[-1], code.text.split("\n")[1:4]) == (
        "PDF417",
        ["EUR", "000000000012200", "Čuk"],
    )


def test_what_is_paid_bears_no_payment_code(paying: Callable[..., Any]) -> None:
    assert paying("epc_qr", "upn_qr", "hub3_qr", payments=[{"type": "cash"}]) == []


def _transfer(**fields: Any) -> Transfer:
    payer = {"name": "Janez Novak", "address": "Dunajska ulica 1", "post_code": "1000", "city": "Ljubljana"}
    payee = {"name": "RentaCar d.o.o.", "address": "Pohorska ulica 22", "post_code": "2000", "city": "Maribor"}
    values = {"amount": Decimal("81.05"), "iban": "SI56020170014356205", "bic": "", "reference": "12-3"}
    return Transfer(**{**values, "due": "01.04.2017", "payer": payer, "payee": payee, **fields})


def test_the_count_of_a_upn_code() -> None:
    text = upn(_transfer(), "RENT")
    lines = text.split("\n")
    assert (len(lines), lines[8], lines[15], lines[20]) == (21, "00000008105", "SI0012-3", "")
    assert int(lines[19]) == len(text) - len("000\n")


def test_long_names_are_cut_and_large_sums_have_no_epc_code() -> None:
    long = _transfer(payee={"name": "x" * 99}, amount=Decimal(1))
    assert epc(long).split("\n")[5] == "x" * 70  # type: ignore[union-attr]
    assert upn(long, "OTHR").split("\n")[16] == "x" * 33
    assert hub3(long, "OTHR", "HR00").split("\n")[6] == "x" * 25
    assert epc(_transfer(amount=Decimal(10**9))) is None


def test_portuguese_pages_bear_the_atcud_each_and_one_code(make_tenant: Callable[..., Any]) -> None:
    pypdf = pytest.importorskip("pypdf")
    fields = ("company_number", "phone", "email", "address", "city", "post_code", "state")
    operator = {"operator_first_name": "A", "operator_last_name": "B", "operator_tax_number": "123456789"}
    seller = make_tenant(
        country="Portugal",
        tax_number="PT123456789",
        starting_capital=1,
        settings={"pt": operator},
        **dict.fromkeys(fields, "x"),
    )
    series = {"document_type": "invoice", "series_code": "A", "validation_code": "CSDF7T5H"}
    seller.done("POST", "/fiscalization/pt/series", series)
    items = [{"name": f"Line {at}", "price": 1, "taxes": [{"rate": 23}]} for at in range(60)]
    invoice = seller.invoice(items=items)
    pdf = seller.get(f"/documents/{invoice['id']}/pdf").content
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 1
    assert all("ATCUD:CSDF7T5H-1" in page for page in pages)
    (code,) = decoded(pdf)
    assert code.text == invoice["pt"]["qr_code"]


def test_the_croatian_address_is_read_back(make_tenant: Callable[..., Any]) -> None:
    seller = make_tenant(country="Croatia", tax_number="HR12345678903")
    base = "/fiscalization/fina"
    seller.done("PUT", f"{base}/settings", {"enabled": True, "operator_oib": "12345678903"})
    premise = seller.done("POST", f"{base}/premises", {"business_premise_name": "PP1"})["id"]
    seller.done("POST", f"{base}/premises/{premise}/devices", {"electronic_device_name": "1"})
    invoice = seller.invoice(customer={"name": "Kupac", "country": "Croatia", "save_customer": False}, rate=25)
    (code,) = decoded(seller.get(f"/documents/{invoice['id']}/pdf").content)
    assert code.text == invoice["fina"]["data"]["qr_code_url"]
