"""Which rows are the lines of a document: those that add up to what is printed below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from harness.reading.facts.totals import TotalsRead
from harness.reading.lines.products import summands
from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Amount

AMOUNTS = ("net_amount", "line_amount", "gross_amount")
"""Roles of what a line comes to, the one without VAT first."""


@dataclass(slots=True)
class Item:
    """What was collected for one line."""

    numbers: dict[str, Amount] = field(default_factory=dict)
    description: list[Cell] = field(default_factory=list)
    """The lines of its description, from top to bottom."""
    discounts: list[Amount] = field(default_factory=list)
    """All numbers below the discount's heading: "10 % + 2.50" are two."""

    @property
    def has_amount(self) -> bool:
        """Whether the row says what the line comes to: without that it is a part of another."""
        return any(name in self.numbers for name in AMOUNTS)

    @property
    def amount(self) -> Amount | None:
        """What the line comes to, without VAT where both are stated."""
        return next((self.numbers[name] for name in AMOUNTS if name in self.numbers), None)


def settled(ledger: Ledger, items: list[Item], totals: TotalsRead) -> list[Item]:
    """The rows that add up: without totals that stand close below the table, or parts of a line under it."""
    if not items or _sum(ledger, items) in (known := _known_sums(totals)):
        return items
    wanted = known | _printed_sums(ledger)
    priced = [item for item in items if "unit_price" in item.numbers]
    counted = [item for item in items if {"quantity", "unit_price"} & set(item.numbers)]
    return next((rows for rows in (items, counted, priced) if _sum(ledger, rows) in wanted), _above_sum(ledger, items))


def _above_sum(ledger: Ledger, items: list[Item]) -> list[Item]:
    """The lines above a row that brings nothing but their sum, whatever its name is; all where there is none."""
    for at, item in enumerate(items):
        bare = not {"quantity", "unit_price"} & set(item.numbers) and not item.description
        if at and bare and item.amount and ledger.value(item.amount) == _sum(ledger, items[:at]):
            return items[:at]
    return items


def proved(ledger: Ledger, items: Sequence[Item], totals: TotalsRead) -> bool:
    """Whether lines add up to something that is printed; without totals nothing speaks against them."""
    known = _known_sums(totals)
    return bool(items) and (not known or _sum(ledger, items) in known | _printed_sums(ledger))


def better(ledger: Ledger, headed: list[Item], added: list[Item]) -> list[Item]:
    """Rows that add up, rather than rows under headings that do not; but not for fewer ones that multiply, each."""
    names = [next(name for name in AMOUNTS if name in item.numbers) for item in headed]
    multiply = all(multiplies(ledger, item.numbers, name) for item, name in zip(headed, names, strict=True))
    return headed if not added or (headed and multiply and len(added) <= len(headed)) else added


def summed(ledger: Ledger, totals: TotalsRead) -> list[Item]:
    """Lines without a header that the vocabulary knows: the rows above the totals that add up to one of them."""
    wanted = [fact.value.amount for fact in (totals.net, totals.gross) if fact]
    found = summands(ledger, wanted) if wanted else None
    if found is None:
        return []
    rows, total = found
    role = "net_amount" if totals.net and total == totals.net.value.amount else "gross_amount"
    items = []
    for row in rows:
        numbers = {role if name == "amount" else name: amount for name, amount in row.numbers.items()}
        items.append(Item(numbers, [row.text]))
    return items


def _sum(ledger: Ledger, items: Sequence[Item]) -> Decimal:
    return sum((ledger.value(item.amount) for item in items if item.amount), Decimal(0))


def _known_sums(totals: TotalsRead) -> set[Decimal]:
    """What lines may add up to: the total without or with VAT, before a discount or after it."""
    found = {fact.value.amount for fact in (totals.net, totals.gross) if fact}
    return found | {amount + totals.discount.value.amount for amount in found if totals.discount}


def _printed_sums(ledger: Ledger) -> set[Decimal]:
    """All amounts with the name of a sum: before discounts, of one page, carried forward."""
    hits = ledger.sheet.all_hits("net", "subtotal", "total", "gross")
    return {ledger.value(amount) for hit in hits for amount in ledger.money_after(hit)[-1:]}


def multiplies(ledger: Ledger, numbers: dict[str, Amount], amount: str) -> bool:
    """Whether quantity x unit price is the amount under the role ``amount``, to a cent, whatever its sign."""
    if not {"quantity", "unit_price"} <= set(numbers):
        return False
    product = ledger.value(numbers["quantity"]) * ledger.value(numbers["unit_price"])
    return abs(abs(product) - abs(ledger.value(numbers[amount]))) <= CENT
