"""Properties of totals for any lines, rates and currencies; the search is derandomised, so every run sees the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.law import Countries, expect
from harness.law.line_amounts import RatedLine
from harness.law.totals import lawful_totals, rounded_down
from harness.model.case import Case, CaseLine, CaseParty, Discount, DiscountKind, Supply
from harness.model.expectation import Totals
from harness.model.facts import DocumentKind

MODE = "b2b_standard"
DAY = date(2026, 11, 22)
EXAMINE = settings(max_examples=100, deadline=None, derandomize=True, database=None)

DIGITS = st.sampled_from([0, 2, 3])
RATES = st.sampled_from([Decimal(text) for text in ("27", "25.5", "22", "19", "9.5", "8.1", "5.5", "2.1", "0")])
PRICES = st.one_of(st.decimals("-10000", "10000", places=4), st.decimals("-1000000000000", "1000000000000", places=2))
QUANTITIES = st.decimals("0", "1000", places=3)
DISCOUNTS = st.lists(
    st.builds(Discount, st.decimals("0", "100", places=2), st.sampled_from(list(DiscountKind))), max_size=5
).map(tuple)
NET_LINES = st.builds(lambda p, q, d: CaseLine("Line", q, net_price=p, discounts=d), PRICES, QUANTITIES, DISCOUNTS)
GROSS_LINES = st.builds(lambda p, q, d: CaseLine("Line", q, gross_price=p, discounts=d), PRICES, QUANTITIES, DISCOUNTS)
RATED = st.lists(st.builds(RatedLine, st.one_of(NET_LINES, GROSS_LINES), RATES), min_size=1, max_size=8)


def rows(totals: Totals) -> list[tuple[Decimal, Decimal, Decimal]]:
    return [(row.rate, row.base.amount, row.amount.amount) for row in totals.breakdown]


@EXAMINE
@given(RATED, DIGITS)
def test_parts_add_up_in_every_currency(lines: list[RatedLine], digits: int) -> None:
    for totals in lawful_totals(lines, MODE, "XXX", digits):
        assert sum((base for _, base, _ in rows(totals)), Decimal(0)) == totals.net.amount
        assert sum((tax for _, _, tax in rows(totals)), Decimal(0)) == totals.tax.amount
        assert totals.net + totals.tax == totals.gross
        assert -int(totals.gross.amount.as_tuple().exponent) == digits


@EXAMINE
@given(RATED.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_the_order_of_lines_changes_nothing(both: tuple[list[RatedLine], list[RatedLine]]) -> None:
    one, other = (lawful_totals(lines, MODE, "EUR", 2) for lines in both)
    assert [rows(totals) for totals in one] == [rows(totals) for totals in other]


@EXAMINE
@given(st.decimals("-1000000", "1000000", places=2), RATES)
def test_vat_on_a_net_price_is_found_again_in_the_gross_one(net: Decimal, rate: Decimal) -> None:
    there = lawful_totals([RatedLine(CaseLine("Line", net_price=net), rate)], MODE, "EUR", 2)[0]
    back = lawful_totals([RatedLine(CaseLine("Line", gross_price=there.gross.amount), rate)], MODE, "EUR", 2)[0]
    assert rows(back) == rows(there)


@EXAMINE
@given(st.decimals("-1000000", "1000000", places=2), RATES)
def test_a_gross_price_comes_back_within_one_cent(gross: Decimal, rate: Decimal) -> None:
    there = lawful_totals([RatedLine(CaseLine("Line", gross_price=gross), rate)], MODE, "EUR", 2)[0]
    back = lawful_totals([RatedLine(CaseLine("Line", net_price=there.net.amount), rate)], MODE, "EUR", 2)[0]
    assert there.gross.amount == gross
    assert abs(back.gross.amount - gross) <= Decimal("0.01")


@EXAMINE
@given(st.decimals("0", "1000000", places=2), RATES)
def test_rounding_down_costs_less_than_a_minor_unit_a_rate(net: Decimal, rate: Decimal) -> None:
    lines = [RatedLine(CaseLine("Line", net_price=net), rate)]
    half_up, down = lawful_totals(lines, MODE, "GBP", 2)[0], rounded_down(lines, MODE, "GBP", 2)
    assert Decimal(0) <= half_up.tax.amount - down.tax.amount <= Decimal("0.01")
    assert down.net == half_up.net


@EXAMINE
@given(
    st.lists(
        st.builds(
            lambda p, q, c: CaseLine("Line", q, net_price=p, category=c),
            PRICES,
            QUANTITIES,
            st.sampled_from(["standard", "reduced", "reduced2"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_credit_note_is_the_invoice_with_the_sign_turned(countries: Countries, lines: list[CaseLine]) -> None:
    invoice = Case(
        CaseParty("Seller", "SI"), CaseParty("Buyer", "SI"), tuple(lines), DAY, DAY, "EUR", supply=Supply.GOODS
    )
    turned = tuple(replace(line, net_price=-(line.net_price or Decimal(0))) for line in lines)
    credit = replace(invoice, lines=turned, kind=DocumentKind.CREDIT_NOTE)
    one, other = (expect(case, countries).law.totals for case in (invoice, credit))
    for plain, corrected in zip(one, other, strict=True):
        assert [(rate, -base, -tax) for rate, base, tax in rows(plain)] == rows(corrected)
        assert plain.gross == -corrected.gross
