from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from harness.reading import Labels
from harness.reading.sheet.dates import find_dates
from harness.reading.sheet.numbers import decimal_comma, find_numbers, parse_digits


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("1.234,56", False, "1234.56"),
        ("1,234.56", True, "1234.56"),
        ("1 234,56", True, "1234.56"),
        ("1\u00a0234,56", True, "1234.56"),
        ("12\u202f498,60", False, "12498.60"),
        ("1\u2009234\u2009567,89", True, "1234567.89"),
        ("1'234.56", False, "1234.56"),
        ("1’234.56", False, "1234.56"),
        ("1.234", True, "1234"),
        ("1.234", False, "1.234"),
        ("1,234", True, "1.234"),
        ("0,0520", True, "0.0520"),
        ("0.500", True, "0.500"),
        ("1.234.567", False, "1234567"),
        ("2400.00", True, "2400.00"),
        ("19", False, "19"),
    ],
)
def test_digits_are_read_by_shape_then_by_convention(text: str, comma: bool, value: str) -> None:
    assert parse_digits(text, comma) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("€ -9,32", ["-9.32"]),
        ("−82.808,00 €", ["-82808.00"]),
        ("-€10,00", ["-10.00"]),
        ("Total 100,00EUR", ["100.00"]),
        ("EUR1.000,00", ["1000.00"]),
        ("DE136695976", []),
        ("2 x 10,00", ["2", "10.00"]),
        ("1  173,10", ["1", "173.10"]),
        ("12,50-", ["-12.50"]),
        ("Pos 1 - 5,00", ["1", "5.00"]),
    ],
)
def test_numbers_in_text(text: str, values: list[str]) -> None:
    assert [seen.value(True) for seen in find_numbers(text)] == [Decimal(value) for value in values]


def test_percentages_are_marked() -> None:
    assert [(seen.digits, seen.percent) for seen in find_numbers("VAT 9,5 % of 90,00")] == [
        ("9,5", True),
        ("90,00", False),
    ]


@pytest.mark.parametrize(
    ("texts", "comma"), [(["1.234,56", "3,50"], True), (["10.00", "1,234.00"], False), (["12", "1.234"], None)]
)
def test_convention_is_voted_on(texts: list[str], comma: bool | None) -> None:
    assert decimal_comma(texts) is comma


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("05.03.2025", date(2025, 3, 5)),
        ("5. 3. 2025", date(2025, 3, 5)),
        ("5.\u00a03.\u00a02025", date(2025, 3, 5)),
        ("05.03.2025.", date(2025, 3, 5)),
        ("31/01/2025", date(2025, 1, 31)),
        ("05-03-2025", date(2025, 3, 5)),
        ("2025-03-05", date(2025, 3, 5)),
        ("20260815", date(2026, 8, 15)),
        ("19 april 2014", date(2014, 4, 19)),
        ("5. marca 2025", date(2025, 3, 5)),
        ("5 de marzo de 2025", date(2025, 3, 5)),
        ("5 septembre 2025", date(2025, 9, 5)),
        ("5. září 2025", date(2025, 9, 5)),
        ("5 март 2025", date(2025, 3, 5)),
        ("March 5, 2025", date(2025, 3, 5)),
        ("5th of March 2025", date(2025, 3, 5)),
    ],
)
def test_dates_in_text(text: str, value: date, labels: Labels) -> None:
    assert [seen.value(month_first=False) for seen in find_dates(text, labels.months)] == [value]


@pytest.mark.parametrize(
    "text", ["INV-20250305", "2025-00017", "1.2.3.2025", "31.02.2025", "12/2025", "SI56 2025 0305"]
)
def test_what_is_no_date(text: str, labels: Labels) -> None:
    assert find_dates(text, labels.months) == []


def test_order_of_day_and_month_stays_open() -> None:
    (seen,) = find_dates("03/04/2026", {})
    assert not seen.is_certain
    assert (seen.value(month_first=True), seen.value(month_first=False)) == (date(2026, 3, 4), date(2026, 4, 3))
