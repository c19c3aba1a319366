"""Fiscal codes: on flawless documents every check passes; each fault is named by the requirement that it breaks.

Codes are made here by the harness's own library from the case, with keys of the test: what is under test is the
comparison of witnesses. The vectors of the library itself are in tests/fiscal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from harness.checks.fiscal.codes import (
    authority_identifier,
    codes_are_never_repeated,
    moments_of,
    number_parts,
    protective_code,
)
from harness.checks.fiscal.numbers import (
    dated_when_issued,
    means_of_payment_is_reported,
    number_names_its_place,
    numbers_count_by_strategy,
    operator_is_printed,
    series_count_on,
)
from harness.checks.fiscal.readings import FiscalReadings, Registered, Series, not_in_force
from harness.checks.fiscal.series import (
    atcud_of_the_series,
    chain_of_signatures,
    exemption_is_given,
    line_of_the_certified_program,
)
from harness.checks.fiscal.states import (
    cash_is_never_left_out,
    change_is_refused,
    draft_bears_no_codes,
    keeps_its_number,
    left_out_at_wish,
    not_concerned,
    submitted_late,
    void_keeps_the_codes,
    waits_for_the_authority,
)
from harness.checks.fiscal.symbols import symbol_is_printed_as_asked, symbol_states_the_document
from harness.fiscal import atcud_record, hash_chain, zki, zki_url, zoi, zoi_record
from harness.fiscal.atcud_record import AtcudRecord, TaxSpace
from harness.fiscal.code_list import CodeList, CodeValue
from harness.fiscal.hash_chain import SignedDocument
from harness.fiscal.protection import ProtectedInvoice
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord
from harness.law import Countries, expect
from harness.model.case import Case, CaseLine, CaseParty
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, TextLine, Witness
from harness.model.finding import Verdict
from harness.model.fiscal import FiscalFacts
from harness.model.place import Place
from harness.model.symbol import SymbolSeen

DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 11, 15, 30)
EOR = "0d1f2a3b-1234-4abc-a123-0123456789ab"
POINTS = 72 / 25.4
MEANS = {"cash": "G", "card": "K", "bank_transfer": "T", "other": "O", "several": "O", "unpaid": "T"}
SERIES = {
    DocumentKind.INVOICE: Series("H2026", "HB6FT7RV", ("FT", "FS", "FR")),
    DocumentKind.CREDIT_NOTE: Series("N2026", "JL9DS4TT", ("NC",)),
}
LETTERS = CodeList("means of payment", {v: CodeValue(v, v, date(2013, 1, 1), "test", "verified") for v in "GKTO"})
REASONS = CodeList("exemption codes", {"M07": CodeValue("M07", "art. 9", date(2013, 1, 1), "test", "verified")})


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 1024)


def _symbol(text: str, side: float, version: int, columns: int) -> SymbolSeen:
    box = (100.0, 100.0, 100.0 + side * POINTS, 100.0 + side * POINTS)
    return SymbolSeen("QRCode", text, text.encode(), Place(page=1, box=box), "M", version, columns, columns, 6.0)


def _text(*lines: str) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(line, Place(page=1, box=(0.0, 10.0 * n, 500.0, 10.0 * n + 8))) for n, line in enumerate(lines)
    )


def _case(code: str, prefix: str, number: str, **changes: object) -> Case:
    seller = CaseParty("Papirnica", code, "Trg 1", "1000", "Mesto", vat_id=prefix + number)
    buyer = CaseParty("Mira Novak", code, "Trg 2", "1000", "Mesto", is_business=False)
    plain = Case(seller, buyer, (CaseLine("Notebook", Decimal(2), Decimal("50.00")),), DAY, DAY, "EUR")
    return replace(plain, **changes)  # type: ignore[arg-type]


def _witnesses(number: str, lines: Iterable[str], symbol: SymbolSeen) -> tuple[InvoiceFacts, InvoiceFacts]:
    api = InvoiceFacts(Witness.API, number=Fact(number), issue_date=Fact(DAY))
    return api, InvoiceFacts(Witness.PDF, text=_text(number, *lines), symbols=(symbol,))


Build = Callable[..., FiscalReadings]


@pytest.fixture(scope="module")
def slovenian(countries: Countries, key: RSAPrivateKey) -> Build:
    def build(sequence: int = 1, **changes: object) -> FiscalReadings:
        case = _case("SI", "SI", "10039856", **changes)
        law = expect(case, countries)
        sign = -1 if case.kind is DocumentKind.CREDIT_NOTE else 1
        amount = sign * law.law.totals[0].gross.amount
        code = zoi.compute(ProtectedInvoice("10039856", MOMENT, str(sequence), "P1", "E1", amount), key)
        record = zoi_record.build(ZoiRecord(code, "10039856", MOMENT))
        eor = EOR[:-1] + str(sequence)
        lines = ("Ura izdaje 11:15:30", "Blagajna Ana", f"ZOI {code}", f"EOR {eor}")
        api, pdf = _witnesses(f"P1-E1-{sequence}", lines, _symbol(record, 17, 2, 25))
        facts = FiscalFacts("furs", Fact("success"), None, Fact(code), Fact(eor), Fact(record), Fact("P1"), Fact("E1"))
        own = Registered("furs", "10039856", "Blagajna Ana", "P1", ("E1", "E2"), private_key=key)
        return FiscalReadings(case, law, api, pdf, facts, own, "E1", ("cash",))

    return build


@pytest.fixture(scope="module")
def croatian(countries: Countries, key: RSAPrivateKey) -> Build:
    def build(sequence: int = 1, *, printed: str = "11:15", payments: tuple[str, ...] = ("cash",)) -> FiscalReadings:
        case = _case("HR", "HR", "44442756160")
        law = expect(case, countries)
        amount = law.law.totals[0].gross.amount
        code = zki.compute(ProtectedInvoice("44442756160", MOMENT, str(sequence), "P1", "1", amount), key)
        url = zki_url.build(InvoiceLookup(MOMENT, amount, jir=EOR))
        lines = (f"Vrijeme {printed}", "Operater Ivo", f"ZKI {code}", f"JIR {EOR}")
        api, pdf = _witnesses(f"{sequence}/P1/1", lines, _symbol(url, 24, 6, 41))
        facts = FiscalFacts("fina", Fact("success"), None, Fact(code), Fact(EOR), Fact(url), means=Fact("G"))
        own = Registered("fina", "44442756160", "Operater Ivo", "P1", ("1",), MEANS, key)
        return FiscalReadings(case, law, api, pdf, facts, own, "1", payments)

    return build


@pytest.fixture(scope="module")
def portuguese(countries: Countries, key: RSAPrivateKey) -> Build:
    def build(sequence: int = 1, previous: str = "", **changes: object) -> FiscalReadings:
        case = _case("PT", "PT", "520132092", **changes)
        law = expect(case, countries)
        totals = law.law.totals[0]
        note = case.kind is DocumentKind.CREDIT_NOTE
        series = SERIES[case.kind]
        number, code = f"{series.types[0]} {series.code}/{sequence}", f"{series.validation_code}-{sequence}"
        signature = hash_chain.compute(SignedDocument(DAY, MOMENT, number, totals.gross.amount), previous, key)
        characters = hash_chain.printed_characters(signature)
        space = TaxSpace("PT", normal_base=totals.net.amount, normal_tax=totals.tax.amount)
        record = AtcudRecord(
            "520132092", "999999990", "PT", number[:2], "N", DAY, number, code, (space,), totals.tax.amount,
            totals.gross.amount, characters, "9999",
        )  # fmt: skip
        text = atcud_record.build(record)
        line = f"{characters}-Processado por programa certificado n.º 9999/AT"
        api, pdf = _witnesses(number, (f"ATCUD:{code}", line, "M07 – Isento artigo 9.º"), _symbol(text, 34, 10, 57))
        facts = FiscalFacts(
            "at", payload=Fact(text), atcud=Fact(code), signature=Fact(signature), characters=Fact(characters),
            certificate=Fact("9999"), entered=Fact(MOMENT.isoformat()),
        )  # fmt: skip
        own = Registered(
            "at", "520132092", series=SERIES, rates=(Decimal(23), Decimal(13), Decimal(6)), public_key=key.public_key()
        )
        assert note is (number[:2] == "NC")
        return FiscalReadings(case, law, api, pdf, facts, own)

    return build


def cash_register(r: FiscalReadings) -> list:
    return [
        *protective_code(r), *authority_identifier(r), *symbol_states_the_document(r), symbol_is_printed_as_asked(r),
        number_names_its_place(r), *dated_when_issued(r), operator_is_printed(r),
    ]  # fmt: skip


def series(r: FiscalReadings) -> list:
    return [
        *atcud_of_the_series(r), *chain_of_signatures([r]), *symbol_states_the_document(r),
        symbol_is_printed_as_asked(r), line_of_the_certified_program(r), number_names_its_place(r),
    ]  # fmt: skip


def with_fiscal(r: FiscalReadings, **changes: object) -> FiscalReadings:
    assert r.fiscal is not None
    return replace(r, fiscal=replace(r.fiscal, **changes))


def with_page(r: FiscalReadings, pattern: str, put: str) -> FiscalReadings:
    lines = tuple(replace(line, text=re.sub(pattern, put, line.text)) for line in r.pdf.text)
    assert lines != r.pdf.text
    return replace(r, pdf=replace(r.pdf, text=lines))


def with_symbol(r: FiscalReadings, **changes: object) -> FiscalReadings:
    symbols = tuple(replace(symbol, **changes) for symbol in r.pdf.symbols or ())
    return replace(r, pdf=replace(r.pdf, symbols=symbols))


def with_payload(r: FiscalReadings, text: str) -> FiscalReadings:
    return with_fiscal(with_symbol(r, text=text, data=text.encode()), payload=Fact(text))


def test_flawless_documents_pass(slovenian, croatian, portuguese, objected):
    assert objected(cash_register(slovenian())) == set()
    assert objected(cash_register(croatian())) == set()
    assert objected([means_of_payment_is_reported(croatian(), LETTERS)]) == set()
    assert objected(series(portuguese())) == set()
    assert objected(cash_register(slovenian(kind=DocumentKind.CREDIT_NOTE, credits="P1-E1-1"))) == set()
    assert objected(series(portuguese(kind=DocumentKind.CREDIT_NOTE, credits="FT H2026/1"))) == set()


def test_format_alone_is_never_called_verified(slovenian, portuguese):
    (eor, _) = authority_identifier(slovenian())
    assert eor.verdict is Verdict.PASSED
    assert "not verified by the authority" in eor.message
    r = slovenian()
    keyless = replace(r, tenant=replace(r.tenant, private_key=None))
    assert next((j.verdict, j.code) for j in protective_code(keyless)) == (Verdict.UNVERIFIABLE, "no-key")
    r = portuguese()
    (chain,) = chain_of_signatures([replace(r, tenant=replace(r.tenant, public_key=None))])
    assert (chain.verdict, chain.code) == (Verdict.UNVERIFIABLE, "no-key")


def test_an_authority_may_refuse_a_certificate_of_our_making(slovenian, objected):
    r = with_fiscal(slovenian(), authority_id=None, status=Fact("failed"), error=Fact("S004"))
    assert objected(authority_identifier(r)) == {"FISC-EOR failed not-stated"}
    ours = replace(r, tenant=replace(r.tenant, certified=False))
    assert objected(authority_identifier(ours)) == {"FISC-EOR unverifiable not-certified"}


def test_seconds_are_searched_where_only_the_minute_is_stated(croatian, objected):
    assert len(moments_of(croatian())) == 60
    assert moments_of(croatian(printed="11:15:30")) == [MOMENT]
    assert objected(protective_code(croatian(printed="11:15:30"))) == set()
    assert objected(protective_code(croatian(printed="11:15:31"))) == {"FISC-ZKI failed code-differs"}


def test_a_code_that_cannot_be_recomputed_is_not_passed(slovenian, objected):
    r = slovenian()
    bare = replace(r, pdf=replace(r.pdf, symbols=(), text=tuple(x for x in r.pdf.text if "11:15" not in x.text)))
    assert objected(protective_code(bare)) == {"FISC-ZOI unverifiable nothing-to-recompute-from"}
    odd = replace(r, api=replace(r.api, number=Fact("2026-00001")))
    assert "FISC-ZOI unverifiable nothing-to-recompute-from" in objected(protective_code(odd))


SHIFT = "0" * 32


@pytest.mark.parametrize(
    ("break_it", "expected"),
    [
        (lambda r: with_fiscal(r, code=None), {"FISC-ZOI failed not-stated", "FISC-ZOI-QR failed content-differs"}),
        (lambda r: with_fiscal(r, code=Fact("A" * 32)), {"FISC-ZOI failed format", "FISC-ZOI failed not-printed",
                                                         "FISC-ZOI-QR failed content-differs"}),
        (lambda r: with_fiscal(r, code=Fact(SHIFT)), {"FISC-ZOI failed code-differs", "FISC-ZOI failed not-printed",
                                                      "FISC-ZOI-QR failed content-differs"}),
        (lambda r: replace(r, device="E2"), {"FISC-ZOI failed code-differs", "FISC-NUMBER failed place-differs"}),
        (lambda r: with_page(r, "ZOI .*", "ZOI"), {"FISC-ZOI failed not-printed"}),
        (lambda r: with_page(r, "EOR .*", "EOR"), {"FISC-EOR failed not-printed"}),
        (lambda r: with_fiscal(r, authority_id=None), {"FISC-EOR failed not-stated"}),
        (lambda r: with_fiscal(r, authority_id=Fact("17")), {"FISC-EOR failed format", "FISC-EOR failed not-printed"}),
        (lambda r: with_page(r, "11:15:30", "11:16:30"), {"FISC-ZOI-QR failed content-differs"}),
        (lambda r: with_page(r, "11:15:30", ""), {"FISC-ZOI-QR failed content-differs",
                                                  "FISC-DATE failed time-not-printed"}),
        (lambda r: replace(r, pdf=replace(r.pdf, symbols=())), {"FISC-ZOI-QR failed symbol-missing",
                                                                "FISC-PRINT unverifiable no-symbol"}),
        (lambda r: replace(r, pdf=replace(r.pdf, symbols=None)), {"FISC-ZOI-QR unverifiable nobody-looked",
                                                                  "FISC-PRINT unverifiable no-symbol"}),
        (lambda r: with_fiscal(r, payload=Fact("1" * 60)), {"FISC-ZOI-QR failed answer-differs"}),
        (lambda r: with_fiscal(r, payload=None), {"FISC-ZOI-QR unverifiable not-answered"}),
        (lambda r: with_symbol(r, error_correction="L"), {"FISC-PRINT failed error_correction"}),
        (lambda r: with_symbol(r, version=3), {"FISC-PRINT failed versions"}),
        (lambda r: with_symbol(r, quiet_zone=2.0), {"FISC-PRINT failed quiet_modules"}),
        (lambda r: with_symbol(r, quiet_zone=None), {"FISC-PRINT unverifiable not-measured"}),
        (lambda r: replace(r, api=replace(r.api, number=Fact("1"))),
         {"FISC-NUMBER failed format", "FISC-ZOI unverifiable nothing-to-recompute-from"}),
        (lambda r: replace(r, api=replace(r.api, issue_date=Fact(date(2026, 11, 22)))),
         {"FISC-DATE failed date-differs"}),
        (lambda r: with_page(r, "Blagajna Ana", "Blagajna"), {"FISC-OPERATOR failed not-printed"}),
    ],
)  # fmt: skip
def test_faults_of_a_cash_register(slovenian, objected, break_it, expected):
    assert objected(cash_register(break_it(slovenian()))) == expected


def test_symbol_of_another_seller_or_day(slovenian, objected):
    r = slovenian()
    code = r.fiscal.code.value
    other = zoi_record.build(ZoiRecord(code, "12345679", MOMENT))
    assert objected(symbol_states_the_document(with_payload(r, other))) == {"FISC-ZOI-QR failed content-differs"}
    before = zoi_record.build(ZoiRecord(code, "10039856", MOMENT.replace(day=22)))
    assert objected(symbol_states_the_document(with_payload(r, before))) == {"FISC-ZOI-QR failed content-differs"}
    broken = r.fiscal.payload.value[:-1] + str((int(r.fiscal.payload.value[-1]) + 1) % 10)
    assert objected(symbol_states_the_document(with_payload(r, broken))) == {"FISC-ZOI-QR failed content-differs"}


def test_two_symbols_that_contradict_each_other(slovenian, objected):
    r = slovenian()
    (first,) = r.pdf.symbols
    other = zoi_record.build(ZoiRecord("0" * 32, "10039856", MOMENT))
    twice = replace(r, pdf=replace(r.pdf, symbols=(first, first)))
    mixed = replace(r, pdf=replace(r.pdf, symbols=(first, replace(first, text=other, data=other.encode()))))
    assert objected(symbol_states_the_document(twice)) == set()
    assert objected(symbol_states_the_document(mixed)) == {"FISC-ZOI-QR failed several-symbols"}


def test_record_that_is_split_over_bar_codes(slovenian, objected):
    r = slovenian()
    parts = zoi_record.split(r.fiscal.payload.value, 3)
    place = Place(page=1, box=(10.0, 10.0, 110.0, 40.0))
    codes = tuple(SymbolSeen("Code128", part, part.encode(), place, "") for part in parts)
    whole, lacking = (replace(r, pdf=replace(r.pdf, symbols=found)) for found in (codes, codes[:2]))
    assert objected(symbol_states_the_document(whole)) == set()
    assert "FISC-ZOI-QR failed content-differs" in objected(symbol_states_the_document(lacking))
    assert objected(protective_code(whole)) == set()


def test_lookup_address_with_another_amount(croatian, objected):
    r = croatian()
    url = zki_url.build(InvoiceLookup(MOMENT, r.amounts[0] + Decimal("0.01"), jir=EOR))
    assert objected(symbol_states_the_document(with_payload(r, url))) == {"FISC-ZKI-QR failed content-differs"}


def test_lookup_address_has_the_code_until_there_is_an_identifier(croatian, objected):
    r = with_fiscal(croatian(), authority_id=None, status=Fact("pending"))
    url = zki_url.build(InvoiceLookup(MOMENT, r.amounts[0], zki=r.fiscal.code.value))
    assert objected(symbol_states_the_document(with_payload(r, url))) == set()
    assert objected(symbol_states_the_document(r)) == {"FISC-ZKI-QR failed content-differs"}


def test_unreadable_page_proves_nothing(slovenian, portuguese, objected):
    r = slovenian()
    blind = replace(r, pdf=InvoiceFacts(Witness.PDF, unreadable="image only", symbols=r.pdf.symbols))
    assert objected(symbol_states_the_document(blind)) == set()
    assert objected([operator_is_printed(blind)]) == {"FISC-OPERATOR unverifiable unreadable"}
    assert objected(dated_when_issued(blind)) == {"FISC-DATE unverifiable unreadable"}
    p = portuguese()
    dark = replace(p, pdf=InvoiceFacts(Witness.PDF, unreadable="image only", symbols=p.pdf.symbols))
    assert objected([line_of_the_certified_program(dark)]) == {"FISC-CERT-LINE unverifiable unreadable"}
    assert objected(atcud_of_the_series(dark)) == {"FISC-ATCUD unverifiable unreadable"}
    reason = exemption_is_given(dark, ("M07", "Isento artigo 9.º"), REASONS)
    assert objected(reason) == {"FISC-EXEMPTION unverifiable unreadable"}


def test_codes_repeat(slovenian, objected):
    first, second = slovenian(1), slovenian(2)
    assert objected(codes_are_never_repeated([first, second])) == set()
    same = with_fiscal(second, authority_id=Fact(first.fiscal.authority_id.value.upper()))
    assert objected(codes_are_never_repeated([first, same])) == {"FISC-EOR failed repeated"}
    copied = with_fiscal(second, code=first.fiscal.code)
    assert objected(codes_are_never_repeated([first, copied])) == {"FISC-ZOI failed repeated"}


@pytest.mark.parametrize(
    ("payments", "letter", "expected"),
    [
        (("card",), "K", set()),
        (("cash", "card"), "O", set()),
        (("paypal",), "O", set()),
        ((), "T", set()),
        (("card",), "G", {"FISC-PAYMENT-TYPE failed means-differ"}),
        (("cash", "card"), "G", {"FISC-PAYMENT-TYPE failed means-differ"}),
        (("check",), "C", {"FISC-PAYMENT-TYPE failed means-differ"}),
        (("cash",), None, {"FISC-PAYMENT-TYPE unverifiable not-answered"}),
    ],
)
def test_means_of_payment(croatian, objected, payments, letter, expected):
    r = with_fiscal(croatian(payments=payments), means=Fact(letter) if letter else None)
    assert objected([means_of_payment_is_reported(r, LETTERS)]) == expected


@pytest.mark.parametrize(
    ("numbers", "per_device", "expected"),
    [
        (["P1-E1-1", "P1-E2-2", "P1-E1-3"], False, set()),
        (["P1-E1-1", "P1-E2-1", "P1-E1-2"], True, set()),
        (["P1-E1-1", "P1-E2-2", "P1-E1-3"], True, {"FISC-NUMBER failed sequence"}),
        (["P1-E1-1", "P1-E2-1"], False, {"FISC-NUMBER failed sequence"}),
        (["P1-E1-1", "P1-E1-3"], False, {"FISC-NUMBER failed sequence"}),
        (["P1E11", "P1-E1-2"], False, {"FISC-NUMBER failed format"}),
    ],
)
def test_numbers_by_strategy(objected, numbers, per_device, expected):
    parts = [number_parts("furs", number) for number in numbers]
    assert objected(numbers_count_by_strategy(numbers, parts, per_device=per_device)) == expected


def test_authority_down_and_late(slovenian, objected):
    r = slovenian()
    waiting = with_fiscal(r, status=Fact("pending"), authority_id=None)
    assert objected(waits_for_the_authority(waiting)) == set()
    assert objected(waits_for_the_authority(r)) == {
        "FISC-LATE failed not-pending", "FISC-LATE failed identifier-invented"
    }  # fmt: skip
    assert objected(waits_for_the_authority(with_fiscal(waiting, code=None))) == {"FISC-LATE failed code-missing"}
    assert objected(submitted_late(waiting, r)) == set()
    assert objected(submitted_late(waiting, with_fiscal(r, code=Fact(SHIFT)))) == {"FISC-LATE failed code-changed"}
    assert objected(submitted_late(waiting, waiting)) == {"FISC-LATE failed not-confirmed"}
    assert objected([keeps_its_number("P1-E1-1", "P1-E1-1")]) == set()
    assert objected([keeps_its_number("P1-E1-1", "P1-E1-2")]) == {"FISC-LATE failed number-changed"}


def test_what_may_be_left_out(slovenian, objected):
    r = slovenian()
    skipped = replace(r, fiscal=FiscalFacts("furs", Fact("skipped")))
    assert objected([left_out_at_wish(skipped, "unpaid"), not_concerned(replace(r, fiscal=None), "abroad")]) == set()
    assert objected([left_out_at_wish(r, "unpaid")]) == {"FISC-SKIP failed not-left-out"}
    assert objected([not_concerned(r, "abroad")]) == {"FISC-SKIP failed codes-without-duty"}
    assert objected([cash_is_never_left_out(422, "cash")]) == set()
    for status in (201, 404, 405, 500):
        assert objected([cash_is_never_left_out(status, "cash")]) == {"FISC-SKIP failed cash-left-out"}


def test_fiscalized_documents_are_final(slovenian, objected):
    r = slovenian()
    assert objected([draft_bears_no_codes(replace(r, fiscal=None)), change_is_refused("changing it", 422)]) == set()
    assert objected(void_keeps_the_codes(r, r)) == set()
    assert objected([draft_bears_no_codes(r)]) == {"FISC-FINAL failed draft-with-codes"}
    for status in (200, 404):
        assert objected([change_is_refused("changing it", status)]) == {"FISC-FINAL failed changed"}
    assert objected(void_keeps_the_codes(r, replace(r, fiscal=None))) == {"FISC-FINAL failed codes-lost"}
    assert objected(void_keeps_the_codes(r, slovenian(2))) == {
        "FISC-FINAL failed codes-lost",
        "FISC-FINAL failed number-changed",
    }


@pytest.mark.parametrize(
    ("break_it", "expected"),
    [
        (lambda r: with_fiscal(r, atcud=Fact("ZZZZ9999-1")), {"FISC-ATCUD failed code-differs",
                                                              "FISC-ATCUD-QR failed content-differs"}),
        (lambda r: with_fiscal(r, atcud=Fact("x")), {"FISC-ATCUD failed format",
                                                     "FISC-ATCUD-QR failed content-differs"}),
        (lambda r: with_fiscal(r, atcud=None), {"FISC-ATCUD unverifiable not-answered"}),
        (lambda r: with_page(r, "ATCUD:.*", "ATCUD"), {"FISC-ATCUD failed not-printed"}),
        (lambda r: with_page(r, ".*Processado", "abcd-Processado"), {"FISC-CERT-LINE failed line-differs"}),
        (lambda r: with_page(r, "9999/AT", "1234/AT"), {"FISC-CERT-LINE failed line-differs"}),
        (lambda r: with_page(r, ".*Processado.*", ""), {"FISC-CERT-LINE failed not-printed"}),
        (lambda r: with_fiscal(r, certificate=None), {"FISC-CERT-LINE unverifiable not-answered"}),
        (lambda r: with_fiscal(r, entered=Fact("2026-11-23T11:15:31")), {"FISC-CHAIN failed chain-broken"}),
        (lambda r: with_fiscal(r, entered=Fact("today")), {"FISC-CHAIN unverifiable not-stated"}),
        (lambda r: replace(r, api=replace(r.api, number=Fact("FT OTHER/1"))),
         {"FISC-CHAIN failed chain-broken", "FISC-ATCUD-QR failed content-differs", "FISC-NUMBER failed format"}),
        (lambda r: with_payload(r, r.fiscal.payload.value.replace("*O:123.00", "*O:123.01")),
         {"FISC-ATCUD-QR failed content-differs"}),
        (lambda r: with_payload(r, r.fiscal.payload.value.replace("I1:PT", "I1:PT-AC")),
         {"FISC-ATCUD-QR failed content-differs"}),
        (lambda r: with_payload(r, r.fiscal.payload.value.replace("B:999999990", "B:123456789")),
         {"FISC-ATCUD-QR failed content-differs"}),
        (lambda r: with_payload(r, r.fiscal.payload.value.replace("*D:FT", "*D:ND")),
         {"FISC-ATCUD-QR failed content-differs"}),
        (lambda r: with_symbol(r, error_correction="H"), {"FISC-PRINT failed error_correction"}),
    ],
)  # fmt: skip
def test_faults_of_a_series(portuguese, objected, break_it, expected):
    assert objected(series(break_it(portuguese()))) == expected


def test_every_page_bears_the_atcud(portuguese, objected):
    r = portuguese()
    second = TextLine("page two", Place(page=2, box=(0.0, 0.0, 10.0, 10.0)))
    longer = replace(r, pdf=replace(r.pdf, text=(*r.pdf.text, second)))
    assert objected(atcud_of_the_series(longer)) == {"FISC-ATCUD failed not-printed"}


def test_chain_goes_on_from_the_signature_before(portuguese, objected):
    first = portuguese(1)
    second = portuguese(2, first.fiscal.signature.value)
    third = portuguese(3, "")
    assert objected(chain_of_signatures([first, second])) == set()
    assert [j.verdict for j in chain_of_signatures([first, second, third])] == [
        Verdict.PASSED, Verdict.PASSED, Verdict.FAILED
    ]  # fmt: skip
    assert objected([series_count_on([first, second, third])]) == set()
    assert objected([series_count_on([first, third])]) == {"FISC-NUMBER failed sequence"}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (("M07", "Isento artigo 9.º"), set()),
        (("M07", "Isento artigo 15.º"), {"FISC-EXEMPTION failed reason-not-printed"}),
        (("M08", "Isento artigo 9.º"), {"FISC-EXEMPTION failed code-unknown"}),
    ],
)
def test_exemption(portuguese, objected, sent, expected):
    assert objected(exemption_is_given(portuguese(), sent, REASONS)) == expected


def test_a_duty_of_later_is_not_applicable():
    (judgement,) = not_in_force(["FISC-ZOI"], "furs", "2030-01-01")
    assert (judgement.verdict, judgement.code) == (Verdict.NOT_APPLICABLE, "not-in-force")
