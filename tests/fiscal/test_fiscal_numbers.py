from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.fiscal import numbers
from harness.fiscal.code_list import load_code_list, mentioned
from harness.fiscal.errors import CodeError, CodeListError
from harness.fiscal.numbers import InvoiceNumber
from harness.fiscal.shapes import iso7064_mod11_10, mod11

REPEATABLE = settings(derandomize=True, deadline=None, database=None)

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "fiscal"
NAMES = st.from_regex("[0-9A-Za-z]{1,20}", fullmatch=True)


def test_the_two_orders():
    number = InvoiceNumber("TRGOVINA1", "BLAG2", 1234)
    assert numbers.dashed(number) == "TRGOVINA1-BLAG2-1234"
    assert numbers.parse_dashed("TRGOVINA1-BLAG2-1234") == number
    assert numbers.parse_slashed("12345/blag001/11245") == InvoiceNumber("blag001", "11245", 12345)


@pytest.mark.parametrize(
    ("text", "field"),
    [("A-B", "number"), ("A-B-1-2", "number"), ("A-B-01", "sequence"), ("A-B-0", "sequence"), ("A-B-x", "sequence"),
     ("-B-1", "premise"), ("A_1-B-1", "premise"), (f"A-{'b' * 21}-1", "device"), ("1/A/1", "number")],
)  # fmt: skip
def test_numbers_that_are_wrong(text, field):
    with pytest.raises(CodeError) as caught:
        numbers.parse_dashed(text)
    assert [fault.field for fault in caught.value.faults] == [field]


def test_the_device_is_a_number_where_slashes_part():
    with pytest.raises(CodeError, match="device is 'B1'"):
        numbers.parse_slashed("1/PP1/B1")
    with pytest.raises(CodeError):
        numbers.slashed(InvoiceNumber("PP1", "B1", 1))
    with pytest.raises(CodeError):
        numbers.dashed(InvoiceNumber("PP-1", "B1", 1))


@REPEATABLE
@given(NAMES, NAMES, st.integers(1, 10**20 - 1))
def test_dashed_numbers_are_read_as_they_were_built(premise, device, sequence):
    number = InvoiceNumber(premise, device, sequence)
    assert numbers.parse_dashed(numbers.dashed(number)) == number


@REPEATABLE
@given(NAMES, st.from_regex("[1-9][0-9]{0,19}", fullmatch=True), st.integers(1, 10**20 - 1))
def test_slashed_numbers_are_read_as_they_were_built(premise, device, sequence):
    number = InvoiceNumber(premise, device, sequence)
    assert numbers.parse_slashed(numbers.slashed(number)) == number


def test_sequences_per_premises_and_per_device():
    same = [InvoiceNumber("P", "1", 1), InvoiceNumber("P", "2", 1), InvoiceNumber("P", "2", 2)]
    assert numbers.sequence_faults(same, per_device=True) == ()
    (fault,) = numbers.sequence_faults(same, per_device=False)
    assert (fault.field, fault.value) == ("sequence of P", "1")
    gap = [InvoiceNumber("P", "1", 7), InvoiceNumber("P", "1", 5)]
    (fault,) = numbers.sequence_faults(gap, per_device=True)
    assert fault.rule == "no gap: 6 follows 5"


@pytest.mark.parametrize(("number", "holds"), [("12345678903", True), ("23618229102", True), ("00169331406", False)])
def test_iso_7064(number, holds):
    assert iso7064_mod11_10(number) is holds


def test_check_digits_agree_with_python_stdnum():
    from stdnum.hr import oib
    from stdnum.pt import nif
    from stdnum.si import ddv

    for body in range(10_000_00, 10_000_99):
        for digit in range(10):
            eight = f"{body}{digit}".zfill(8)
            assert mod11(eight, one_is_zero=True, zero_is_zero=False) == ddv.is_valid(eight)
            nine = f"5{eight}"
            assert mod11(nine, one_is_zero=True, zero_is_zero=True) == nif.is_valid(nine)
            eleven = f"123{eight}"
            assert iso7064_mod11_10(eleven) == oib.is_valid(eleven)


def test_exemption_codes_hold_from_their_day_to_their_day():
    codes = load_code_list(FIXTURES / "exemption_codes.toml")
    assert list(codes.faults("reason", "M07", date(2026, 11, 23))) == []
    assert [fault.value for fault in codes.faults("reason", "M08", date(2026, 11, 23))] == ["M08"]
    assert list(codes.faults("reason", "M08", date(2022, 12, 31))) == []
    assert len(list(codes.faults("reason", "M40", date(2022, 6, 30)))) == 1
    assert len(list(codes.faults("reason", "M17", date(2026, 11, 23)))) == 1
    assert codes.values["M46"].assurance == "recalled"


def test_exemption_codes_are_found_in_print_as_words():
    codes = load_code_list(FIXTURES / "exemption_codes.toml")
    assert mentioned("M16 Isento artigo 14.º do RITI; (M40) IVA - autoliquidação, M400, xM01, M16", codes) == (
        "M16",
        "M40",
    )


def test_cheques_are_gone():
    means = load_code_list(FIXTURES / "means_of_payment.toml")
    assert sorted(means.values) == ["C", "G", "K", "O", "T"]
    assert list(means.faults("payment", "C", date(2025, 8, 31))) == []
    assert len(list(means.faults("payment", "C", date(2025, 9, 1)))) == 1


ROW = '[[code]]\nvalue = "M01"\nmeaning = "x"\nsince = 2013-01-01\nsource = "y"\nassurance = "verified"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a name"), ("name = ", "Invalid|Expected"), (f'name = "n"\n{ROW}{ROW}', "stands twice"),
        (f'name = "n"\n{ROW}x = 1\n', "unknown keys x"),
        (f'name = "n"\n{ROW}'.replace('source = "y"\n', ""), "source is missing"),
        (f'name = "n"\n{ROW}'.replace("2013-01-01", '"2013"'), "since must be a date"),
        (f'name = "n"\n{ROW}'.replace("verified", "sure"), "assurance must be one of"),
    ],
)  # fmt: skip
def test_code_lists_that_cannot_be_used(tmp_path, text, message):
    path = tmp_path / "codes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodeListError, match=message):
        load_code_list(path)
    with pytest.raises(CodeListError):
        load_code_list(tmp_path / "none.toml")
