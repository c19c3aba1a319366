"""The search for amounts that a target gets wrong."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest

from harness.api import CallFailed
from harness.law import expect
from harness.model.case import Case, CaseLine, CaseParty, DiscountKind
from harness.model.facts import Fact, InvoiceFacts, VatRow, Witness
from harness.model.money import Money
from harness.run import search
from harness.run.errors import UsageError

RATES = {"standard": Decimal(22), "reduced": Decimal("9.5")}
CENT = Decimal("0.01")


def _vat_with(rounding):
    """VAT on net lines, summed per rate, by one rounding; wrong where it is not half-up."""

    def fault_of(lines):
        bases = {category: Decimal(0) for category in RATES}
        for line in lines:
            bases[line.category] += (line.net_price * line.quantity).quantize(CENT, ROUND_HALF_UP)
        wrong = [b for c, b in bases.items() if _vat(b, c, rounding) != _vat(b, c, ROUND_HALF_UP)]
        return f"VAT on {wrong}" if wrong else None

    return fault_of


def _vat(base, category, rounding):
    return (base * RATES[category] / 100).quantize(CENT, rounding)


@pytest.mark.parametrize("rounding", [ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_DOWN])
def test_a_wrong_rounding_is_found_and_made_small(rounding):
    looking = search.Search(RATES, gross=False)
    found = looking.run(_vat_with(rounding))
    assert found is not None
    assert len(found.lines) == 1
    assert found.lines[0].quantity == 1
    assert found.lines[0].discounts == ()
    assert found.fault == _vat_with(rounding)(found.lines)
    assert looking.tried <= search.EXAMPLES + search.SHRINKS


def test_the_same_search_finds_the_same_case():
    first, second = (search.Search(RATES, gross=False).run(_vat_with(ROUND_HALF_EVEN)) for _ in range(2))
    assert first == second


def test_nothing_is_found_where_nothing_is_wrong():
    looking = search.Search(RATES, gross=True)
    assert looking.run(lambda lines: None) is None
    assert looking.tried == search.EXAMPLES


def test_what_the_target_raises_ends_the_search():
    asked = []

    def refuse(lines):
        asked.append(lines)
        if len(asked) == 3:
            raise CallFailed("the target is gone")

    with pytest.raises(CallFailed, match="the target is gone"):
        search.Search(RATES, gross=False).run(refuse)
    assert len(asked) == 3


def test_drawn_lines_are_such_as_the_api_takes():
    drawn = []
    for gross in (False, True):
        search.Search(RATES, gross=gross).run(lambda lines: drawn.append(lines))
    lines = [line for invoice in drawn for line in invoice]
    assert {line.category for line in lines} == set(RATES)
    assert {discount.kind for line in lines for discount in line.discounts} == set(DiscountKind)
    assert max(len(line.discounts) for line in lines) <= 5
    assert max(len(invoice) for invoice in drawn) <= 5
    assert all(_left(line) >= 0 for line in lines)
    assert any(_left(line) > 10**9 for line in lines)


def _left(line: CaseLine) -> Decimal:
    subtotal = (line.gross_price if line.net_price is None else line.net_price) * line.quantity
    taken = (subtotal * d.value / 100 if d.kind is DiscountKind.PERCENT else d.value for d in line.discounts)
    return subtotal - sum(taken)


@pytest.mark.parametrize(("rate", "gross"), [("22", False), ("8.1", False), ("20", True), ("25", False)])
def test_half_cents_are_halves(rate, gross):
    of_vat = [p for p in search.half_cents(Decimal(rate), gross=gross) if p == p.quantize(CENT)]
    assert of_vat
    for price in of_vat:
        vat = price * Decimal(rate) / (100 + Decimal(rate) if gross else 100)
        assert vat.quantize(CENT, ROUND_HALF_UP) - vat == Decimal("0.005")


def _case() -> Case:
    seller = CaseParty("Seller", "SI", vat_id="SI15012557")
    line = CaseLine("Item", net_price=Decimal("0.25"))
    day = date(2026, 3, 10)
    return Case(seller, CaseParty("Buyer", "SI", is_business=False), (line,), day, day, "EUR")


def _answer(net: str | None, tax: str | None, gross: str | None) -> InvoiceFacts:
    def money(text):
        return None if text is None else Fact(Money(Decimal(text), "EUR"))

    rows = () if tax is None else (VatRow(rate=Fact(Decimal(22)), base=money(net), amount=money(tax)),)
    return InvoiceFacts(witness=Witness.API, net_total=money(net), gross_total=money(gross), vat=rows)


@pytest.mark.parametrize(
    ("amounts", "fault"),
    [
        (("0.25", "0.06", "0.31"), None),
        (("0.25", "0.05", "0.30"), "net 0.25 EUR, VAT 0.05 EUR, gross 0.30 EUR; lawful is net 0.25 EUR, VAT 0.06 EUR"),
        (("0.25", "0.06", "0.30"), "net 0.25 EUR and VAT 0.06 EUR do not give gross 0.30 EUR"),
        (("0.25", None, "0.25"), "net 0.25 EUR, VAT 0.00 EUR, gross 0.25 EUR; lawful is"),
        ((None, "0.06", "0.31"), "the answer states no complete totals"),
    ],
)
def test_fault_of_an_answer(countries, amounts, fault):
    found = search.fault_in(_answer(*amounts), expect(_case(), countries))
    assert found is None if fault is None else found.startswith(fault)


def test_without_hypothesis_the_search_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(UsageError, match=r"pip install 'space-invoices-harness\[test\]'"):
        search.Search(RATES, gross=False).run(lambda lines: None)
