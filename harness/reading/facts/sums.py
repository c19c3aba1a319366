"""Rows of a table that add up the rows above them: what they state are totals, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import Row
from harness.reading.sheet.sheet import Amount
from harness.reading.sheet.tables import Column, Table, box_of

_ROLES = (("tax", {"vat_amount"}), ("net", {"base", "net_amount"}), ("gross", {"gross_amount", "line_amount"}))
_AFTER = 2
"""Rows below a table's body that may be its sum."""
Cells = dict[Column, Amount]


def column_sums(ledger: Ledger, tables: Sequence[Table]) -> Iterator[tuple[str, Amount]]:
    """``net``, ``tax`` or ``gross`` with the amount, for each column that a row adds up."""
    for table in tables:
        above: list[Cells] = []
        for row in _rows(ledger, table):
            amounts = _by_column(ledger, table, row)
            if _adds_up(ledger, amounts, above):
                yield from ((role, amount) for column, amount in amounts.items() if (role := _role(table, column)))
                break
            if amounts:
                above.append(amounts)


def _rows(ledger: Ledger, table: Table) -> Sequence[Row]:
    last = table.rows[-1].index if table.rows else table.header.index
    following = ledger.sheet.rows[last + 1 : last + 1 + _AFTER]
    return [*table.rows, *(row for row in following if row.page == table.header.page)]


def _by_column(ledger: Ledger, table: Table, row: Row) -> Cells:
    """The amounts of a row by the column that each is nearest to."""
    found: Cells = {}
    for cell in table.cells(row):
        for amount in ledger.sheet.amounts(cell):
            if ledger.is_money(amount):
                found.setdefault(table.column_of(box_of(amount)), amount)
    return found


def _adds_up(ledger: Ledger, amounts: Cells, above: Sequence[Cells]) -> bool:
    """Whether at least two amounts are there, and each is the sum of two or more others above it."""
    if len(amounts) < 2 or len(above) < 2:
        return False
    sums = {
        column: sum((ledger.value(row[column]) for row in above if column in row), Decimal(0)) for column in amounts
    }
    return all(abs(ledger.value(amount) - sums[column]) <= CENT for column, amount in amounts.items()) and any(
        sums.values()
    )


def _role(table: Table, column: Column) -> str | None:
    """What a column's total is; a bare "amount" is the gross only where net or VAT stand in columns of their own."""
    role = next((name for name, roles in _ROLES if column.roles & roles), None)
    others = any({"vat_amount", "base"} & other.roles for other in table.columns if other is not column)
    return None if role == "gross" and "gross_amount" not in column.roles and not others else role
