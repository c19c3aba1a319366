"""Rows of a table that add up the rows above them: what they state are totals, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.model.facts import Fact
from harness.model.money import Money
from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import Row
from harness.reading.sheet.sheet import Amount
from harness.reading.sheet.tables import Column, Table, box_of

_ROLES = (("tax", {"vat_amount"}), ("net", {"base", "net_amount"}), ("gross", {"gross_amount", "line_amount"}))
_TAXES = {"vat_amount", "vat_rate"}
_AFTER = 2
"""Rows below a table's body that may be its sum."""
_TRUST = 0.96
Cells = dict[Column, Amount]


@dataclass(frozen=True, slots=True)
class SumRow:
    """The row that adds up a table, its amounts by column."""

    table: Table
    amounts: Mapping[Column, Amount]

    def taxes(self) -> list[tuple[Column, Amount]]:
        """The amounts in the columns of VAT."""
        return [(column, amount) for column, amount in self.amounts.items() if _is_tax(column)]


def sum_rows(ledger: Ledger, tables: Sequence[Table]) -> Iterator[SumRow]:
    """The first row of each table that adds up those above it."""
    for table in tables:
        above: list[Cells] = []
        for row in _rows(ledger, table):
            amounts = _by_column(ledger, table, row)
            if _adds_up(ledger, row, amounts, above):
                yield SumRow(table, amounts)
                break
            if amounts:
                above.append(amounts)


def column_sums(ledger: Ledger, tables: Sequence[Table]) -> Iterator[tuple[str, Fact[Money]]]:
    """``net``, ``tax`` or ``gross`` with the amount, for each column that a row adds up; several taxes make one."""
    for found in sum_rows(ledger, tables):
        taxes = [ledger.money(amount, _TRUST) for _, amount in found.taxes()]
        if len(taxes) > 1:
            total = sum((fact.value for fact in taxes[1:]), taxes[0].value)
            yield "tax", Fact(total, taxes[0].place, " + ".join(fact.text for fact in taxes), _TRUST)
        for column, amount in found.amounts.items():
            role = _role(found.table, column)
            if role and (role != "tax" or len(taxes) < 2):
                yield role, ledger.money(amount, _TRUST)


def _is_tax(column: Column) -> bool:
    return bool(column.roles) and column.roles <= _TAXES


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


def _adds_up(ledger: Ledger, row: Row, amounts: Cells, above: Sequence[Cells]) -> bool:
    """Whether two amounts at least are the sums of two others or more above, or of one below the name of a total.

    A column of VAT may hold percentages above the sum: net + VAT = gross proves it then.
    """
    if len(amounts) < 2 or len(above) < (1 if _is_named(ledger, row) else 2):
        return False
    summed = {column: _is_sum(ledger, column, amount, above) for column, amount in amounts.items()}
    if len(above) > 1 and all(summed.values()):
        return any(ledger.value(amount) for amount in amounts.values())
    others = [column for column in amounts if not _is_tax(column)]
    return len(others) > 1 and all(summed[column] for column in others) and _is_triple(ledger, amounts)


def _is_named(ledger: Ledger, row: Row) -> bool:
    """Whether a row begins with the name of a total."""
    return any(hit.leads and hit.means("total", "gross", "subtotal") for hit in ledger.sheet.hits[id(row.cells[0])])


def _is_sum(ledger: Ledger, column: Column, amount: Amount, above: Sequence[Cells]) -> bool:
    total = sum((ledger.value(cells[column]) for cells in above if column in cells), Decimal(0))
    return abs(ledger.value(amount) - total) <= CENT


def _is_triple(ledger: Ledger, amounts: Cells) -> bool:
    """Whether the row states net, VAT and gross, in columns of these names, that fit each other."""
    taxes = [ledger.value(amount) for column, amount in amounts.items() if _is_tax(column)]
    nets = [ledger.value(amount) for column, amount in amounts.items() if column.roles & {"base", "net_amount"}]
    gross = [ledger.value(amount) for column, amount in amounts.items() if "gross_amount" in column.roles]
    whole = bool(taxes) and len(nets) == len(gross) == 1
    return whole and abs(nets[0] + sum(taxes) - gross[0]) <= CENT and gross[0] != 0


def _role(table: Table, column: Column) -> str | None:
    """What a column's total is; a bare "amount" is the gross only where net or VAT stand in columns of their own."""
    if _is_tax(column) and "vat_rate" in column.roles:
        return "tax"  # what is left of such a column's rates in a row of sums is their amount
    role = next((name for name, roles in _ROLES if column.roles & roles), None)
    others = any({"vat_amount", "base"} & other.roles for other in table.columns if other is not column)
    return None if role == "gross" and "gross_amount" not in column.roles and not others else role
