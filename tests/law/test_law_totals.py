"""Rounding: lawful methods by name, unlawful ones recognised, and properties that hold for any lines."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.law import Countries
from harness.law.line_amounts import GROSS_DISCOUNT_MODE, Precision, RatedLine, line_amount
from harness.law.oracle import expect
from harness.law.totals import lawful_totals, unlawful_totals
from harness.model.case import Case, CaseLine, CaseParty, Discount, DiscountKind
from harness.model.expectation import Totals
from harness.model.money import Money

STANDARD_MODE = "b2b_standard"
CENT = Decimal("0.01")


def line(price: str, quantity: str = "1", *discounts: str, rate: str = "22", gross: bool = False) -> RatedLine:
    """Discounts: "10%" or an amount."""
    parsed = tuple(
        Discount(Decimal(text.rstrip("%")), DiscountKind.PERCENT if text.endswith("%") else DiscountKind.AMOUNT)
        for text in discounts
    )
    prices = {"gross_price": Decimal(price)} if gross else {"net_price": Decimal(price)}
    return RatedLine(CaseLine("Line", Decimal(quantity), discounts=parsed, **prices), Decimal(rate))


# name, mode, lines -> net, tax, gross by the canonical method
WORKED: list[tuple[str, str, list[RatedLine], tuple[str, str, str]]] = [
    ("published example", STANDARD_MODE, [line("100", "2", "10%")], ("180.00", "39.60", "219.60")),
    ("discounts count from the original", STANDARD_MODE, [line("100", "1", "10%", "20%")], ("70.00", "15.40", "85.40")),
    ("percent and amount", STANDARD_MODE, [line("50", "3", "10%", "5.5")], ("129.50", "28.49", "157.99")),
    ("in turn", GROSS_DISCOUNT_MODE, [line("122", "1", "10%", "20%", gross=True)], ("72.00", "15.84", "87.84")),
    ("net price grossed up", GROSS_DISCOUNT_MODE, [line("100", "1", "10%")], ("90.00", "19.80", "109.80")),
    ("amount first", GROSS_DISCOUNT_MODE, [line("100", "1", "10", "50%", gross=True)], ("36.89", "8.11", "45.00")),
    ("two rates", STANDARD_MODE, [line("10"), line("10", rate="9.5")], ("20.00", "3.15", "23.15")),
    ("half a cent goes up", STANDARD_MODE, [line("0.25", rate="10")], ("0.25", "0.03", "0.28")),
    ("half a cent goes away from zero", STANDARD_MODE, [line("-0.25", rate="10")], ("-0.25", "-0.03", "-0.28")),
    ("negative line", STANDARD_MODE, [line("100"), line("-20")], ("80.00", "17.60", "97.60")),
    ("all given away", STANDARD_MODE, [line("100", "1", "100%")], ("0.00", "0.00", "0.00")),
    ("a fraction of a unit", STANDARD_MODE, [line("19.99", "0.125")], ("2.50", "0.55", "3.05")),
    ("millions", STANDARD_MODE, [line("1e12", rate="10")], (f"{10**12}.00", f"{10**11}.00", f"{11 * 10**11}.00")),
    ("gross price without VAT", STANDARD_MODE, [line("9.99", rate="0", gross=True)], ("9.99", "0.00", "9.99")),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "lines", "wanted"), [w[1:] for w in WORKED], ids=[w[0] for w in WORKED])
def test_canonical_totals(mode: str, lines: list[RatedLine], wanted: tuple[str, str, str]) -> None:
    totals = lawful_totals(lines, mode, "EUR", 2)[0]
    assert (str(totals.net.amount), str(totals.tax.amount), str(totals.gross.amount)) == wanted


def by_name(totals: tuple[Totals, ...]) -> dict[str, str]:
    return {result.method: str(result.tax.amount) for result in totals}


def test_methods_differ_by_name() -> None:
    thirds = [line("0.33", rate="19")] * 3
    assert by_name(lawful_totals(thirds, STANDARD_MODE, "EUR", 2)) == {
        "vat_per_rate_half_up": "0.19",
        "vat_per_line_half_up": "0.18",
    }


def test_extraction_from_gross_prices_has_its_own_names() -> None:
    tickets = [line("0.99", rate="19", gross=True)] * 3
    found = by_name(lawful_totals(tickets, STANDARD_MODE, "EUR", 2))
    assert found["vat_from_gross_per_rate_half_up"] == "0.47"
    assert found["vat_from_gross_per_line_half_up"] == "0.48"
    assert found["vat_per_rate_half_up"] == "0.47"


@pytest.mark.parametrize(("digits", "wanted"), [(0, "2346"), (2, "2345.55"), (3, "2345.550")])
def test_currency_decimals(digits: int, wanted: str) -> None:
    assert str(lawful_totals([line("12345", rate="19")], STANDARD_MODE, "XXX", digits)[0].tax.amount) == wanted


UNLAWFUL = [
    ([line("0.25", rate="10")], "0.02", "vat_per_rate_half_even"),
    ([line("0.75", rate="10")], "0.07", "vat_per_rate_truncated"),
    ([line("0.99", rate="22")], "0.21", "vat_per_rate_truncated"),
    ([line("0.0199", "1000", rate="19")], "3.80", "unit_price_rounded_first_vat_per_rate_half_up"),
]


@pytest.mark.parametrize(("lines", "tax", "name"), UNLAWFUL)
def test_unlawful_methods_are_named(lines: list[RatedLine], tax: str, name: str) -> None:
    assert Decimal(tax) not in {totals.tax.amount for totals in lawful_totals(lines, STANDARD_MODE, "EUR", 2)}
    found = by_name(unlawful_totals(lines, STANDARD_MODE, "EUR", 2))
    assert found[name] == tax


# VAT that a target states -> the methods that give it, lawful or not
STATED = [
    ("0.05", {"vat_per_rate_half_up", "vat_per_line_half_up"}),
    ("0.06", set()),
    ("0.04", {"vat_per_rate_truncated"}),
]


@pytest.mark.parametrize(("tax", "wanted"), STATED)
def test_rounding_of_a_target_can_be_named(tax: str, wanted: set[str], countries: Countries) -> None:
    day = date(2026, 1, 1)
    lines = (CaseLine("Line", net_price=Decimal("0.25")),)
    expectation = expect(Case(CaseParty("Seller", "DE"), CaseParty("Buyer", "DE"), lines, day, day, "EUR"), countries)
    candidates = (*expectation.law.totals, *expectation.mistakes)
    assert {t.method for t in candidates if t.tax == Money(Decimal(tax), "EUR")} >= wanted
    assert wanted or all(t.tax != Money(Decimal(tax), "EUR") for t in candidates)


PRICES = st.decimals("-10000", "10000", places=4, allow_nan=False)
QUANTITIES = st.decimals("0", "1000", places=3)
RATES = st.sampled_from([Decimal(text) for text in ("22", "9.5", "5", "19", "7", "20", "10", "5.5", "2.1", "0")])
DISCOUNTS = st.lists(
    st.builds(Discount, st.decimals("0", "100", places=2), st.sampled_from(list(DiscountKind))), max_size=5
).map(tuple)


def rated_lines(*, gross: bool) -> st.SearchStrategy[list[RatedLine]]:
    price = "gross_price" if gross else "net_price"
    lines = st.builds(lambda p, q, d: CaseLine("Line", q, discounts=d, **{price: p}), PRICES, QUANTITIES, DISCOUNTS)
    return st.lists(st.builds(RatedLine, lines, RATES), min_size=1, max_size=8)


EXAMINE = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def half_up(value: Fraction) -> Decimal:
    """An independent half-up, on whole cents."""
    cents = abs(value) * 100
    whole = cents.numerator // cents.denominator
    whole += (cents - whole) * 2 >= 1
    return (Decimal(whole) / 100).copy_sign(1 if value >= 0 else -1)


@EXAMINE
@given(rated_lines(gross=False))
def test_vat_per_rate_is_the_rounded_product(lines: list[RatedLine]) -> None:
    totals = lawful_totals(lines, STANDARD_MODE, "EUR", 2)[0]
    for row in totals.breakdown:
        assert row.amount.amount == half_up(Fraction(row.base.amount) * Fraction(row.rate) / 100)


@EXAMINE
@given(rated_lines(gross=False), rated_lines(gross=True))
def test_every_result_adds_up(net_lines: list[RatedLine], gross_lines: list[RatedLine]) -> None:
    for totals in lawful_totals([*net_lines, *gross_lines], STANDARD_MODE, "EUR", 2):
        assert totals.net + totals.tax == totals.gross
        assert sum((row.base.amount for row in totals.breakdown), Decimal(0)) == totals.net.amount
        assert sum((row.amount.amount for row in totals.breakdown), Decimal(0)) == totals.tax.amount
        assert all(row.base.amount == row.base.amount.quantize(CENT, ROUND_HALF_UP) for row in totals.breakdown)


@EXAMINE
@given(rated_lines(gross=True))
def test_extraction_keeps_the_gross_total(lines: list[RatedLine]) -> None:
    paid = sum((line_amount(rated, STANDARD_MODE, Precision(2)).amount for rated in lines), Decimal(0))
    for totals in lawful_totals(lines, STANDARD_MODE, "EUR", 2):
        if totals.method.startswith("vat_from_gross"):
            assert totals.gross.amount == paid


@EXAMINE
@given(rated_lines(gross=False))
def test_lawful_methods_stay_within_half_a_cent_a_line(lines: list[RatedLine]) -> None:
    per_rate, per_line = lawful_totals(lines, STANDARD_MODE, "EUR", 2)
    rates = len({rated.rate for rated in lines})
    assert abs(per_rate.tax.amount - per_line.tax.amount) <= CENT / 2 * (len(lines) + rates)


@EXAMINE
@given(rated_lines(gross=False))
def test_mirrored_lines_give_mirrored_totals(lines: list[RatedLine]) -> None:
    mirrored = [
        RatedLine(CaseLine("Line", r.line.quantity, net_price=-(r.line.net_price or Decimal(0))), r.rate) for r in lines
    ]
    plain = [RatedLine(CaseLine("Line", r.line.quantity, net_price=r.line.net_price), r.rate) for r in lines]
    pairs = zip(
        lawful_totals(plain, STANDARD_MODE, "EUR", 2), lawful_totals(mirrored, STANDARD_MODE, "EUR", 2), strict=True
    )
    assert all(one.gross == -other.gross and one.tax == -other.tax for one, other in pairs)
