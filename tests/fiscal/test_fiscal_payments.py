"""Payment codes: EPC069-12, UPN QR and HUB3, published examples, limits, and reading what was built."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.fiscal import epc, hub3, iban, upn
from harness.fiscal.epc import EpcTransfer
from harness.fiscal.errors import CodeError
from harness.fiscal.hub3 import Hub3Payment
from harness.fiscal.lines import Postal
from harness.fiscal.upn import UpnPayment

REPEATABLE = settings(derandomize=True, deadline=None, database=None)

EPC = EpcTransfer("Seller d.o.o.", "SI56020170014356205", Decimal("1220.00"), "LJBASI2X", "OTHR", "RF18539007547034")
UPN = UpnPayment(
    payee_iban="SI56020170014356205", payee=Postal("RentaCar d.o.o.", "Pohorska ulica 22", "2000 Maribor"),
    amount=Decimal("81.05"), purpose_code="RENT", purpose="Plačilo najemnine za marec 2017",
    reference="SI121234567890120", payer=Postal("Janez Novak", "Dunajska ulica 1", "1000 Ljubljana"),
    due=date(2017, 4, 1),
)  # fmt: skip
UPN_TEXT = (
    "UPNQR\n\n\n\n\nJanez Novak\nDunajska ulica 1\n1000 Ljubljana\n00000008105\n\n\nRENT\n"
    "Plačilo najemnine za marec 2017\n01.04.2017\nSI56020170014356205\nSI121234567890120\n"
    "RentaCar d.o.o.\nPohorska ulica 22\n2000 Maribor\n201\n"
)
HUB3 = Hub3Payment(
    iban="HR1210010051863000160", payee=Postal("2DBK d.d.", "ALKARSKI PROLAZ 13B", "21230 SINJ"), model="HR01",
    amount=Decimal("123.55"), reference="7269-68949637676-00019", purpose_code="COST",
    description="Troškovi za 1. mjesec", payer=Postal("ŽELJKO SENEKOVIĆ", "IVANEČKA ULICA 125", "42000 VARAŽDIN"),
)  # fmt: skip


def _iban(country: str, body: str) -> str:
    return f"{country}{98 - iban.mod97(f'{country}00{body}'):02d}{body}"


def lines_up_to(limit: int, least: int = 0) -> st.SearchStrategy[str]:
    """Text of one line in characters that every scheme allows."""
    return st.text("ABC abc 0123 čšžČŠŽ .,-/", min_size=least, max_size=limit)


def postals(name: int, street: int, place: int, least: int = 1) -> st.SearchStrategy[Postal]:
    return st.builds(Postal, lines_up_to(name, least), lines_up_to(street), lines_up_to(place))


def named(caught: pytest.ExceptionInfo[CodeError]) -> list[str]:
    return [fault.field for fault in caught.value.faults]


def test_epc_as_built():
    text = "BCD\n002\n1\nSCT\nLJBASI2X\nSeller d.o.o.\nSI56020170014356205\nEUR1220.00\nOTHR\nRF18539007547034"
    assert epc.build(EPC) == text
    assert epc.parse(text) == epc.parse(text + "\n\n") == epc.parse(text.replace("\n", "\r\n")) == EPC


def test_epc_in_its_own_character_set():
    transfer = EpcTransfer("Verein", "DE33100205000001194700", Decimal("20"), text="Spende für uns", charset=2)
    assert epc.encode(transfer).endswith(b"Spende f\xfcr uns")
    assert epc.parse(epc.encode(transfer)) == transfer
    assert epc.parse(epc.build(transfer).replace("EUR20.00", "EUR20")) == transfer
    with pytest.raises(CodeError, match="text in utf-8"):
        epc.parse(epc.encode(transfer).replace(b"\n2\n", b"\n1\n"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": "003"}, "version"), ({"version": "001", "bic": ""}, "bic"), ({"bic": "LJBASI2"}, "bic"),
        ({"name": ""}, "name"), ({"name": "x" * 71}, "name"), ({"name": "a\nb"}, "name"), ({"iban": "SI56"}, "iban"),
        ({"iban": "SI57020170014356205"}, "iban"), ({"amount": Decimal("0.00")}, "amount"),
        ({"amount": Decimal("1000000000")}, "amount"), ({"amount": Decimal("0.001")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"), ({"purpose": "OTHER"}, "purpose"), ({"purpose": "othr"}, "purpose"),
        ({"reference": "RF19539007547034"}, "reference"), ({"reference": "x" * 36}, "reference"),
        ({"text": "invoice 1"}, "text"), ({"reference": "", "text": "x" * 141}, "text"),
        ({"information": "x" * 71}, "information"), ({"charset": 9}, "charset"), ({"name": "č", "charset": 2}, "name"),
    ],
)  # fmt: skip
def test_epc_values_that_break_a_rule_are_named(change, field):
    with pytest.raises(CodeError) as caught:
        epc.build(replace(EPC, **change))
    assert named(caught) == [field]


def test_epc_counts_bytes_not_characters():
    full = replace(EPC, name="ž" * 70, reference="", text="ž" * 66)
    assert len(epc.encode(replace(full, text="ž" * 65))) == epc.MOST_BYTES
    with pytest.raises(CodeError, match="at most 331 bytes"):
        epc.build(full)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("BCD", "BCE", "service tag"), ("\n002\n", "\n003\n", "version"), ("\n1\n", "\n9\n", "character set"),
        ("SCT", "SDD", "identification"), ("EUR1220.00", "EUR1220,00", "amount"),
        ("EUR1220.00", "HRK1220.00", "amount"),
        ("EUR1220.00", "1220.00", "amount"), ("OTHR\nRF18539007547034", "\n" * 8 + "x", "lines"),
        ("SI56020170014356205", "SI56 0201 7001 4356 205", "iban"),
    ],
)  # fmt: skip
def test_epc_payloads_that_are_wrong(old, new, field):
    with pytest.raises(CodeError) as caught:
        epc.parse(epc.build(EPC).replace(old, new))
    assert field in named(caught)


def test_epc_bytes_without_a_character_set_are_wrong():
    for payload in (b"", b"BCD\n002", b"BCD\n002\nx\nSCT\n", "BCD\n002\n²\nSCT".encode()):
        with pytest.raises(CodeError) as caught:
            epc.parse(payload)
        assert named(caught) == ["character set"]


@REPEATABLE
@given(
    st.builds(
        EpcTransfer,
        lines_up_to(40, 1),
        st.from_regex("[0-9]{15}", fullmatch=True).map(lambda body: _iban("SI", body)),
        st.none() | st.decimals("0.01", "999999999.99", places=2),
        st.sampled_from(["LJBASI2X", "BPOTBEB1XXX"]),
        st.sampled_from(["", "OTHR", "C1"]),
        st.just(""),
        lines_up_to(40),
        lines_up_to(20),
        st.sampled_from(["001", "002"]),
        st.sampled_from([1, 3]),
    )
)
def test_epc_is_read_as_it_was_built(transfer):
    assert epc.parse(epc.build(transfer)) == transfer
    assert epc.parse(epc.encode(transfer)) == transfer


def test_the_published_upn_example():
    assert upn.build(UPN) == UPN_TEXT
    assert upn.parse(UPN_TEXT) == UPN
    assert upn.parse(UPN_TEXT + " " * (411 - len(UPN_TEXT))) == UPN
    assert upn.parse(UPN_TEXT.removesuffix("\n")) == UPN


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payee_iban": "SI57020170014356205"}, "payee_iban"), ({"payer_iban": "x"}, "payer_iban"),
        ({"payee": Postal()}, "payee.name"), ({"payee": Postal("x" * 34)}, "payee.name"),
        ({"payer": Postal("x", "y" * 34)}, "payer.street"), ({"payer": Postal("x", "y", "z\t")}, "payer.place"),
        ({"amount": Decimal("-1")}, "amount"), ({"amount": Decimal("1e9")}, "amount"),
        ({"amount": Decimal("0.005")}, "amount"),
        ({"purpose_code": "RENTA"}, "purpose_code"), ({"purpose": ""}, "purpose"), ({"purpose": "x" * 43}, "purpose"),
        ({"purpose": "€"}, "purpose"), ({"reference": "12-345"}, "reference"), ({"reference": "SI12 345"}, "reference"),
        ({"reference": "RF19539007547034"}, "reference"), ({"payer_reference": "SI1"}, "payer_reference"),
    ],
)  # fmt: skip
def test_upn_values_that_break_a_rule_are_named(change, field):
    with pytest.raises(CodeError) as caught:
        upn.build(replace(UPN, **change))
    assert named(caught) == [field]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("\n201\n", "\n202\n", "count"), ("\n201\n", "\n", "count"), ("Maribor\n201\n", "", "lines"),
        ("Novak", "Nowack", "count"),
        ("00000008105", "      81.05", "amount"), ("\n201\n", "\n201\nx", "reserve"),
        ("UPNQR", "UPNRQ", "leading style"),
        ("\n201\n", "\n201\n" + " " * 300, "reserve"), ("01.04.2017", "31.04.2017", "due"),
        ("01.04.2017", "2017-04-01", "due"), ("\n\n\n\n\nJanez", "\n\nx\n\n\nJane", "deposit"),
    ],
)  # fmt: skip
def test_upn_payloads_that_are_wrong(old, new, field):
    with pytest.raises(CodeError) as caught:
        upn.parse(UPN_TEXT.replace(old, new))
    assert field in named(caught)


@REPEATABLE
@given(
    st.builds(
        UpnPayment,
        st.from_regex("[0-9]{15}", fullmatch=True).map(lambda body: _iban("SI", body)),
        postals(33, 33, 33),
        st.decimals(0, "999999999.99", places=2),
        st.from_regex("[A-Z]{4}", fullmatch=True),
        lines_up_to(42, 1),
        st.sampled_from(["SI99", "SI00123-456", "RF18539007547034"]),
        postals(33, 33, 33, 0),
        st.none() | st.dates(date(1000, 1, 1)),
        st.none() | st.dates(date(1000, 1, 1)),
        st.sampled_from(["", "SI56020170014356205"]),
        st.sampled_from(["", "SI99"]),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    )
)
def test_upn_is_read_as_it_was_built(payment):
    assert upn.parse(upn.build(payment)) == payment


def test_upn_bytes_are_in_their_own_character_set():
    assert upn.parse(upn.encode(UPN)) == UPN
    with pytest.raises(CodeError) as caught:
        upn.parse(UPN_TEXT.encode())
    assert named(caught) == ["count"]


def test_hub3_as_built():
    assert hub3.build(HUB3).split("\n") == [
        "HRVHUB30", "EUR", "000000000012355", "ŽELJKO SENEKOVIĆ", "IVANEČKA ULICA 125", "42000 VARAŽDIN", "2DBK d.d.",
        "ALKARSKI PROLAZ 13B", "21230 SINJ", "HR1210010051863000160", "HR01", "7269-68949637676-00019", "COST",
        "Troškovi za 1. mjesec", "",
    ]  # fmt: skip
    assert hub3.parse(hub3.build(HUB3)) == hub3.parse(hub3.build(HUB3).removesuffix("\n")) == HUB3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"iban": "SI56020170014356205"}, "iban"), ({"iban": "HR1310010051863000160"}, "iban"),
        ({"payee": Postal("x" * 26)}, "payee.name"), ({"payee": Postal("x", "x" * 26)}, "payee.street"),
        ({"payee": Postal()}, "payee.name"), ({"payer": Postal("x" * 31)}, "payer.name"),
        ({"payer": Postal("x", "x" * 28)}, "payer.street"), ({"amount": Decimal("-0.01")}, "amount"),
        ({"amount": Decimal("1e13")}, "amount"), ({"model": "HR1"}, "model"), ({"reference": "1" * 23}, "reference"),
        ({"reference": "1/2"}, "reference"), ({"purpose_code": "CO"}, "purpose_code"),
        ({"description": "x" * 36}, "description"),
    ],
)  # fmt: skip
def test_hub3_values_that_break_a_rule_are_named(change, field):
    with pytest.raises(CodeError) as caught:
        hub3.build(replace(HUB3, **change))
    assert field in named(caught)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("EUR", "HRK", "currency"), ("HRVHUB30", "HRVHUB20", "header"), ("000000000012355", "123.55", "amount"),
        ("COST", "COST\nx", "lines"), ("HR01", "", "model"),
    ],
)  # fmt: skip
def test_hub3_payloads_that_are_wrong(old, new, field):
    with pytest.raises(CodeError) as caught:
        hub3.parse(hub3.build(HUB3).replace(old, new))
    assert field in named(caught)


@REPEATABLE
@given(
    st.builds(
        Hub3Payment,
        st.from_regex("[0-9]{17}", fullmatch=True).map(lambda body: _iban("HR", body)),
        postals(25, 25, 27),
        st.decimals(0, "9999999999999.99", places=2),
        st.sampled_from(["HR00", "HR01", "HR99"]),
        st.from_regex("[0-9-]{0,22}", fullmatch=True),
        st.sampled_from(["", "COST"]),
        lines_up_to(35),
        postals(30, 27, 27, 0),
    )
)
def test_hub3_is_read_as_it_was_built(payment):
    assert hub3.parse(hub3.build(payment)) == payment


@pytest.mark.parametrize("value", ["DE33100205000001194700", "SI56020170014356205", "HR1210010051863000160"])
def test_ibans(value):
    assert list(iban.iban_faults("iban", value)) == []
    assert len(list(iban.iban_faults("iban", value[:-1] + str((int(value[-1]) + 1) % 10)))) == 1


def test_creditor_references():
    assert list(iban.creditor_reference_faults("reference", "RF18539007547034")) == []
    assert len(list(iban.creditor_reference_faults("reference", "RF18539007547035"))) == 1
    assert len(list(iban.creditor_reference_faults("reference", "RF18"))) == 1
