"""Several VAT amounts named at once: in brackets behind a total, or in a column for each rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.model.facts import VatRow
from harness.reading.facts.sums import SumRow, sum_rows
from harness.reading.sheet.amounts import Ledger
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Amount
from harness.reading.sheet.tables import Column, Table, box_of

_BRACKETS = re.compile(r"\([^()]*%[^()]*\)")
_HALF_A_CENT = Decimal("0.005")


def enclosed_taxes(ledger: Ledger, cell: Cell) -> list[VatRow]:
    """The taxes that brackets list in pairs of amount and rate: ``(incl. 1.69 7 % VAT, 6.35 19 % VAT)``; else none."""
    found = _BRACKETS.search(cell.text)
    if found is None:
        return []
    start, end = found.span()
    hits = [hit for hit in ledger.sheet.hits[id(cell)] if start <= hit.start < end]
    inside = [item for item in ledger.sheet.amounts(cell) if start <= item.seen.start < end]
    if not any(hit.means("tax", "tax_total") for hit in hits) or any(map(ledger.is_base, inside)):
        return []
    return list(_in_pairs(ledger, inside))


def _in_pairs(ledger: Ledger, inside: Sequence[Amount]) -> Iterator[VatRow]:
    """Each rate with its amount, where rates and amounts take turns."""
    kinds = [item.seen.percent for item in inside]
    pairs = list(zip(inside[::2], inside[1::2], strict=False))
    if len(kinds) % 2 or not kinds or any(kind == before for kind, before in zip(kinds[1:], kinds, strict=False)):
        return
    for pair in pairs:
        rate, amount = sorted(pair, key=lambda item: not item.seen.percent)
        if ledger.is_money(amount):
            yield VatRow(ledger.number(rate, 0.9), None, ledger.money(amount, 0.9))


def tax_columns(ledger: Ledger, tables: Sequence[Table]) -> Iterator[tuple[Table, list[VatRow]]]:
    """The rates in the headings of columns of VAT, two at least, with their sums, by table."""
    for found in sum_rows(ledger, tables):
        rates = {column: rate for column, _ in found.taxes() if (rate := _heading_rate(ledger, found.table, column))}
        if len(rates) > 1:
            yield found.table, list(_rated(ledger, found, rates))


def _rated(ledger: Ledger, found: SumRow, rates: dict[Column, Amount]) -> Iterator[VatRow]:
    for column, amount in found.taxes():
        if column in rates:
            yield VatRow(ledger.number(rates[column], 0.95), None, ledger.money(amount, 0.95))


def _heading_rate(ledger: Ledger, table: Table, column: Column) -> Amount | None:
    """The percentage in the heading of a column, whose own box ends before it."""
    left, _, right, _ = column.box
    numbers = [item for cell in table.header.cells for item in ledger.sheet.amounts(cell) if item.seen.percent]
    near = (item for item in numbers if item.cell.box[0] <= left + 1 and right - 1 <= item.cell.box[2])
    return next((item for item in near if table.column_of(box_of(item)) is column), None)


def implied(vat: Sequence[VatRow]) -> tuple[Decimal, Decimal, Decimal] | None:
    """The net and the gross that VAT amounts come from by their rates, and how far cents may move them."""
    pairs = [(row.amount.value.amount, row.rate.value) for row in vat if row.amount and row.rate and row.rate.value]
    if len(pairs) < 2 or len(pairs) < len(vat):
        return None
    net = sum((amount * 100 / rate for amount, rate in pairs), Decimal(0))
    tax = sum((amount for amount, _ in pairs), Decimal(0))
    return net, net + tax, sum((_HALF_A_CENT * (1 + 100 / rate) for _, rate in pairs), 2 * _HALF_A_CENT)
