from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from harness.fiscal import epc, hub3, ksef, upn, verifactu, zki_url, zoi_record
from harness.fiscal.lines import Postal
from harness.fiscal.recognise import Scheme, recognise, recognise_all, rule_for
from harness.model.place import Place
from harness.model.symbol import SymbolSeen

RECORD = zoi_record.ZoiRecord("a7e5f55e1dbb48b799268e1a6d8618a3", "12345678", datetime(2015, 8, 15, 10, 13, 32))
LOOKUP = zki_url.InvoiceLookup(datetime(2021, 2, 5, 8, 1), Decimal("5.10"), zki="12345678123412341234123456789012")
TRANSFER = epc.EpcTransfer("Verein", "DE33100205000001194700", Decimal("20.00"), text="Spende für uns", charset=2)
PAYMENT = upn.UpnPayment(
    "SI56020170014356205", Postal("Čebela d.o.o."), Decimal("81.05"), "RENT", "Plačilo", "SI121234567890120"
)
ORDER = hub3.Hub3Payment("HR1210010051863000160", Postal("2DBK d.d."), Decimal("123.55"), "HR01")
ADDRESS = verifactu.LookupAddress("89890001K", "12345678&G33", date(2024, 1, 1), "241.4")
KSEF = ksef.KsefAddress("1111111111", date(2026, 2, 1), ksef.digest_of(b"<x/>"))
ATCUD = (
    "A:123456789*B:4443332215*C:FR*D:FT*E:N*F:20190526*G:ABC BNH/4561*H:DK5ZJ2HN-4561*I1:FR*I7:100.00*I8:20.00"
    "*N:20.00*O:120.00*Q:YJRE*R:9999"
)


def symbol(text: str, kind: str = "QRCode", data: bytes | None = None, page: int = 1) -> SymbolSeen:
    return SymbolSeen(kind, text, text.encode() if data is None else data, Place(page=page), "M")


@pytest.mark.parametrize(
    ("seen", "scheme", "value"),
    [
        (symbol(zoi_record.build(RECORD)), Scheme.ZOI_RECORD, RECORD),
        (symbol(zoi_record.build(RECORD), "PDF417"), Scheme.ZOI_RECORD, RECORD),
        (symbol(zki_url.build(LOOKUP)), Scheme.ZKI_ADDRESS, LOOKUP),
        (symbol(epc.build(TRANSFER), data=epc.encode(TRANSFER)), Scheme.EPC, TRANSFER),
        (symbol(upn.build(PAYMENT), data=upn.encode(PAYMENT)), Scheme.UPN, PAYMENT),
        (symbol(hub3.build(ORDER), "PDF417"), Scheme.HUB3, ORDER),
        (symbol(verifactu.build(ADDRESS)), Scheme.VERIFACTU_ADDRESS, ADDRESS),
        (symbol(ksef.build(KSEF)), Scheme.KSEF_ADDRESS, KSEF),
    ],
)
def test_codes_are_recognised_and_read(seen, scheme, value):
    code = recognise(seen)
    assert code is not None
    assert (code.scheme, code.value, code.faults, code.symbols) == (scheme, value, (), (seen,))


def test_a_record_with_atcud_is_recognised():
    code = recognise(symbol(ATCUD))
    assert code is not None
    assert (code.scheme, code.value.atcud) == (Scheme.ATCUD_RECORD, "DK5ZJ2HN-4561")


@pytest.mark.parametrize(
    ("seen", "scheme", "field"),
    [
        (symbol("1" * 59), Scheme.ZOI_RECORD, "record"),
        (symbol("http://porezna.gov.hr/rn?x"), Scheme.ZKI_ADDRESS, "address"),
        (symbol(ATCUD.replace("120.00", "120,00")), Scheme.ATCUD_RECORD, "O"),
        (symbol("UPNQR\n"), Scheme.UPN, "lines"),
        (symbol(upn.build(PAYMENT)), Scheme.UPN, "count"),
        (symbol(hub3.build(ORDER).replace("EUR", "HRK"), "PDF417"), Scheme.HUB3, "currency"),
        (symbol("BCD\n002\n9\nSCT"), Scheme.EPC, "character set"),
    ],
)
def test_faulty_codes_keep_their_scheme(seen, scheme, field):
    code = recognise(seen)
    assert code is not None
    assert (code.scheme, code.value) == (scheme, None)
    assert field in [fault.field for fault in code.faults]


@pytest.mark.parametrize("text", ["https://example.com/pay", "4006381333931", "", "A:1", "porezna.gov.hr"])
def test_other_symbols_are_left_alone(text):
    assert recognise(symbol(text)) is None
    assert recognise_all([symbol(text), symbol(text, "Code128")]) == ()


def test_parts_are_joined_page_by_page():
    parts = zoi_record.split(zoi_record.build(RECORD), 3)
    seen = [symbol(part, "Code128", page=2) for part in parts]
    (code,) = recognise_all([symbol("4006381333931", "Code128"), *seen])
    assert (code.value, code.symbols) == (RECORD, tuple(seen))
    (broken,) = recognise_all(seen[:2])
    assert (broken.value, broken.scheme) == (None, Scheme.ZOI_RECORD)


def test_print_faults_are_those_of_the_format_in_use():
    assert rule_for(Scheme.ZOI_RECORD, "Code128").format == "Code128"
    code = recognise(symbol(hub3.build(ORDER)))
    assert code is not None
    assert [fault.field for fault in code.print_faults()] == ["format"]
