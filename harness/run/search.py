"""Searches for amounts that a target gets wrong: lines, quantities, prices, discounts and rates drawn by hypothesis.

Every drawn invoice is issued, and its answer held against the lawful results of the oracle, and against itself: rows
must give the VAT, base and VAT the gross total. Hypothesis shrinks what fails to the smallest such invoice. The random
source has a fixed seed, so the same search finds the same case again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from harness.model.case import Case, CaseLine, Discount, DiscountKind
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

    categories: Sequence[str]
    gross: bool
    tried: int = 0

    def run(self, fault_of: Callable[[Lines], str | None]) -> Found | None:
        """The smallest lines for which ``fault_of`` names a fault, or ``None``. Raises ``UsageError`` without hypothesis.

        What ``fault_of`` raises ends the search.
        """
        hypothesis = _hypothesis()
        faults: dict[Lines, str] = {}

        def wrong(lines: Lines) -> bool:
            if lines not in faults and self.tried < EXAMPLES + SHRINKS:
                self.tried += 1
                faults[lines] = fault_of(lines) or ""
            return bool(faults.get(lines))

        quiet = hypothesis.settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
        )
        try:
            lines = hypothesis.find(
                some_lines(self.categories, gross=self.gross), wrong, settings=quiet, random=Random(_SEED)
            )
        except hypothesis.errors.NoSuchExample:
            return None
        return Found(lines, faults[lines])


def some_lines(categories: Sequence[str], *, gross: bool) -> SearchStrategy[Lines]:
    """A strategy for the lines of one invoice."""
    _hypothesis()
    from hypothesis import strategies as st

    @st.composite
    def one(draw: DrawFn) -> CaseLine:
        price = Decimal(draw(st.integers(1, 5_000_000))).scaleb(-draw(st.integers(0, 4)))
        quantity = Decimal(draw(st.integers(1, 20_000))).scaleb(-draw(st.integers(0, 3)))
        given = {"gross_price": price} if gross else {"net_price": price}
        discounts = draw(_discounts(price * quantity))
        return CaseLine(
            "Drawn item", quantity, category=draw(st.sampled_from(list(categories))), discounts=discounts, **given
        )

    return st.lists(one(), min_size=1, max_size=_LINES).map(tuple)


def _discounts(subtotal: Decimal) -> SearchStrategy[tuple[Discount, ...]]:
    """Up to five discounts of both kinds, that together leave nothing negative."""
    from hypothesis import strategies as st

    most = int(subtotal / (2 * _DISCOUNTS) * 100)
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


def replayable(case: Case) -> str:
    """The case as one line of JSON, to be issued again."""
    return json.dumps(asdict(case), default=str, sort_keys=True, ensure_ascii=False)


def _hypothesis():  # type: ignore[no-untyped-def]
    """The library; it belongs to the test extra, and only full depth needs it."""
    try:
        import hypothesis
    except ImportError:
        raise UsageError(
            "the search at full depth needs hypothesis: pip install 'space-invoices-harness[test]'"
        ) from None
    return hypothesis
