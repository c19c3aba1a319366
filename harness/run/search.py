"""Searches for amounts that a target gets wrong: lines, quantities, prices, discounts and rates drawn by hypothesis.

Every drawn invoice is issued, and its answer held against the lawful results of the oracle, and against itself: rows
must give the VAT, base and VAT the gross total. Hypothesis shrinks what fails to the smallest such invoice. The random
source has a fixed seed, so the same search finds the same case again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from types import ModuleType
from typing import TYPE_CHECKING

from harness.api import CallFailed
from harness.model.case import CaseLine, Discount, DiscountKind
from harness.model.expectation import Expectation
from harness.model.facts import InvoiceFacts
from harness.model.money import Money
from harness.run.errors import UsageError

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

EXAMPLES = 40
"""Invoices that one search draws; a request each."""
SHRINKS = 60
"""Further requests that making a found case small may cost."""
GROSS_MODE = "b2c_gross_discount"
_SEED = 20060112  # Directive 2006/112/EC
_LINES, _DISCOUNTS = 5, 5  # the API allows five discounts a line

Lines = tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The smallest invoice that the target got wrong."""

    lines: Lines
    fault: str


@dataclass(slots=True)
class Search:
    """One search; counts what it tried."""

    rates: Mapping[str, Decimal]
    """Categories to draw from, with their rates in percent."""
    gross: bool
    tried: int = 0

    def run(self, fault_of: Callable[[Lines], str | None]) -> Found | None:
        """The smallest lines for which ``fault_of`` names a fault, or ``None``.

        Raises the ``CallFailed`` that ``fault_of`` raises first, and ``UsageError`` without hypothesis.
        """
        hypothesis = _hypothesis()
        faults: dict[Lines, str] = {}
        refused: list[CallFailed] = []  # hypothesis would take an exception for a find, and make it small

        def wrong(lines: Lines) -> bool:
            if lines not in faults and self.tried < EXAMPLES + SHRINKS and not refused:
                self.tried += 1
                try:
                    faults[lines] = fault_of(lines) or ""
                except CallFailed as error:
                    refused.append(error)
            return bool(faults.get(lines))

        quiet = hypothesis.settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
        )
        try:
            lines = hypothesis.find(
                some_lines(self.rates, gross=self.gross), wrong, settings=quiet, random=Random(_SEED)
            )
        except hypothesis.errors.NoSuchExample:
            lines = None
        if refused:
            raise refused[0]
        return None if lines is None else Found(lines, faults[lines])


def some_lines(rates: Mapping[str, Decimal], *, gross: bool) -> SearchStrategy[Lines]:
    """A strategy for the lines of one invoice."""
    _hypothesis()
    from hypothesis import strategies as st

    edges = {category: half_cents(rate, gross=gross) for category, rate in rates.items()}

    @st.composite
    def one(draw: DrawFn) -> CaseLine:
        category = draw(st.sampled_from(list(rates)))
        price, quantity = draw(_price(edges[category])), Decimal(1)
        discounts: tuple[Discount, ...] = ()
        if price not in edges[category] or draw(st.booleans()):
            quantity = draw(_quantity())
            discounts = draw(_discounts(price * quantity))
        return CaseLine(
            "Drawn item",
            quantity,
            net_price=None if gross else price,
            gross_price=price if gross else None,
            category=category,
            discounts=discounts,
        )

    return st.lists(one(), min_size=1, max_size=_LINES).map(tuple)


def half_cents(rate: Decimal, *, gross: bool) -> list[Decimal]:
    """Prices up to 20.00 at which the rounding of half a cent shows: in the line's amount, or in its VAT."""
    cents = [Decimal(n) / 100 for n in range(1, 2000)]
    divisor = 100 + rate if gross else Decimal(100)
    return [Decimal("0.005"), Decimal("1.005"), *(c for c in cents if c * rate * 100 % divisor * 2 == divisor)]


def _price(edges: Sequence[Decimal]) -> SearchStrategy[Decimal]:
    """Any price up to five millions with up to four decimals, or one at which rounding shows."""
    from hypothesis import strategies as st

    places = st.integers(0, 4).flatmap(lambda n: st.decimals(Decimal(1).scaleb(-n), 5_000_000, places=n))
    return st.one_of(st.sampled_from(edges), places)


def _quantity() -> SearchStrategy[Decimal]:
    """One, or any quantity up to twenty thousand with up to three decimals."""
    from hypothesis import strategies as st

    return st.one_of(st.just(Decimal(1)), st.integers(2, 20_000).map(Decimal), st.decimals("0.001", 20_000, places=3))


def _discounts(subtotal: Decimal) -> SearchStrategy[tuple[Discount, ...]]:
    """Up to five discounts of both kinds, that together leave nothing negative."""
    from hypothesis import strategies as st

    most = int(subtotal * 100 / (2 * _DISCOUNTS))
    percent = st.integers(0, 1000).map(lambda n: Discount(Decimal(n) / 100))
    amount = st.integers(0, most).map(lambda n: Discount(Decimal(n) / 100, DiscountKind.AMOUNT))
    return st.lists(st.one_of(percent, amount), max_size=_DISCOUNTS).map(tuple)


def fault_in(answered: InvoiceFacts, wanted: Expectation) -> str | None:
    """What is wrong with the totals of an answer; ``None`` if they are a lawful (or documented) result that adds up."""
    net, gross = answered.net_total, answered.gross_total
    if net is None or gross is None:
        return "the answer states no complete totals"
    rows = [row.amount.value for row in answered.vat if row.amount is not None]
    tax = sum(rows[1:], rows[0]) if rows else Money(Decimal("0.00"), gross.value.currency)
    if net.value + tax != gross.value:
        return f"net {net.value} and VAT {tax} do not give gross {gross.value}"
    results = [*wanted.law.totals, *wanted.documented.totals]
    if any((t.net, t.tax, t.gross) == (net.value, tax, gross.value) for t in results):
        return None
    lawful = "; ".join(f"net {t.net}, VAT {t.tax}, gross {t.gross} ({t.method})" for t in wanted.law.totals)
    return f"net {net.value}, VAT {tax}, gross {gross.value}; lawful is {lawful}"


def _hypothesis() -> ModuleType:
    """The library; it belongs to the test extra, and only full depth needs it."""
    try:
        import hypothesis
    except ImportError:
        raise UsageError(
            "the search at full depth needs hypothesis: pip install 'space-invoices-harness[test]'"
        ) from None
    return hypothesis
