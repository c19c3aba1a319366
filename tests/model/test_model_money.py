"""Money: exact, of one currency, rounded half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.model.money import NO_CURRENCY, Money

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize("amount", [1, 1.0, "1.00", None, Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_an_amount_is_a_finite_decimal(amount):
    with pytest.raises(TypeError):
        Money(amount, "EUR")


@pytest.mark.parametrize("currency", ["", "EU", "EURO", "eur", "Eur", "E1R", "€UR", "ÄÖÜ", "123", "EU "])
def test_a_currency_is_a_code_of_three_upper_case_letters(currency):
    with pytest.raises(ValueError):
        Money(Decimal(1), currency)


def test_no_currency_has_a_code_of_its_own():
    assert Money(Decimal(1), NO_CURRENCY) != eur("1")


@pytest.mark.parametrize(
    ("amount", "digits", "expected"),
    [
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("0.0049", 2, "0.00"),
        ("2.675", 2, "2.68"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1.0005", 3, "1.001"),
        ("7", 2, "7.00"),
    ],
)
def test_half_is_rounded_away_from_zero(amount, digits, expected):
    rounded = eur(amount).rounded(digits)

    assert rounded == eur(expected)
    assert rounded.amount.as_tuple().exponent == -digits


def test_another_rounding_can_be_asked_for():
    assert eur("0.125").rounded(2, ROUND_HALF_EVEN) == eur("0.12")


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (eur("5"), "5.00 EUR"),
        (eur("5.5"), "5.50 EUR"),
        (eur("5.555"), "5.555 EUR"),
        (eur("-0.1"), "-0.10 EUR"),
        (eur("1E+3"), "1000.00 EUR"),
        (Money(Decimal("1500"), "JPY"), "1500.00 JPY"),
    ],
)
def test_the_text_shows_every_decimal_and_at_least_two(money, text):
    assert str(money) == text


@given(first=AMOUNTS, second=AMOUNTS)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_sums_are_exact(first, second):
    a, b = Money(first, "EUR"), Money(second, "EUR")

    assert a + b == b + a == Money(first + second, "EUR")
    assert (a + b) - b == a
    assert a - b == a + -b
    assert (-a) + a == Money(Decimal(0), "EUR")


@given(amount=AMOUNTS)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_rounding_moves_by_half_a_cent_at_most_and_only_once(amount):
    rounded = Money(amount, "EUR").rounded()

    assert abs(rounded.amount - amount) <= Decimal("0.005")
    assert rounded.rounded() == rounded
    assert (-Money(amount, "EUR")).rounded() == -rounded


def test_trailing_zeros_make_no_difference():
    assert eur("1.10") == eur("1.1")
    assert hash(eur("1.10")) == hash(eur("1.1"))


@pytest.mark.parametrize("operation", [lambda a, b: a + b, lambda a, b: a - b])
def test_currencies_are_never_mixed(operation):
    with pytest.raises(ValueError, match=r"1\.00 USD.*1\.00 EUR"):
        operation(eur("1"), Money(Decimal(1), "USD"))
    assert eur("1") != Money(Decimal(1), "USD")
