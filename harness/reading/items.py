"""Invoice lines from tables whose header the vocabulary knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from harness.model.facts import Fact, LineFacts
from harness.model.money import Money
from harness.reading.amounts import CENT, Ledger
from harness.reading.layout import Cell, Row
from harness.reading.sheet import Amount
from harness.reading.tables import Column, Table, box_of

_ORDER = (
    "quantity", "unit_price", "line_discount", "vat_amount", "base", "net_amount", "gross_amount", "line_amount",
    "vat_rate", "position", "unit", "description",
)  # fmt: skip
_AMOUNTS = ("net_amount", "line_amount", "gross_amount")


@dataclass(slots=True)
class _Item:
    """What was collected for one line."""

    numbers: dict[str, Amount] = field(default_factory=dict)
    description: Cell | None = None
    discounts: list[Amount] = field(default_factory=list)
    """All numbers below the discount's heading: "10 % + 2.50" are two."""

    @property
    def has_amount(self) -> bool:
        return any(name in self.numbers for name in _AMOUNTS)


def read_items(ledger: Ledger, tables: Sequence[Table], net_total: Decimal | None) -> tuple[LineFacts, ...]:
    """All lines of all item tables, in their order."""
    items = [item for table in tables if not table.is_vat for item in _items(ledger, table)]
    complete = _without_totals(ledger, [item for item in items if item.has_amount], net_total)
    gross = _amounts_are_gross(ledger, complete, net_total)
    return tuple(_line(ledger, item, gross) for item in complete)


def _without_totals(ledger: Ledger, items: list[_Item], net_total: Decimal | None) -> list[_Item]:
    """Rows without quantity and price may be totals that stand close below the table: the sum settles it."""
    counted = [item for item in items if {"quantity", "unit_price"} & set(item.numbers)]
    if net_total is None or len(counted) == len(items) or _sum(ledger, items) == net_total:
        return items
    return counted if _sum(ledger, counted) == net_total else items


def _sum(ledger: Ledger, items: Sequence[_Item]) -> Decimal:
    amounts = (item.numbers.get("net_amount") or item.numbers.get("line_amount") for item in items)
    return sum((ledger.value(amount) for amount in amounts if amount), Decimal(0))


def _roles(ledger: Ledger, table: Table) -> dict[Column, str]:
    """One role for each column, settled by what stands below it."""
    chosen: dict[Column, str] = {}
    for column in sorted(table.columns, key=lambda item: len(item.roles)):
        percent = _has_percent(ledger, table, column)
        free = [role for role in _ORDER if role in column.roles - {"base"} and role not in chosen.values()]
        if percent and "vat_rate" in free:
            chosen[column] = "vat_rate"
        elif percent and "line_discount" in column.roles:
            chosen[column] = "line_discount"
        elif free:
            chosen[column] = _preferred(free)
    return chosen


def _preferred(free: Sequence[str]) -> str:
    """Of several roles the more usual one: a heading "VAT" without per cent signs below is mostly the rate."""
    if "vat_rate" in free and "vat_amount" in free:
        return "vat_rate"
    if "description" in free and "position" in free:
        return "description"
    return "line_amount" if "line_amount" in free else free[0]


def _has_percent(ledger: Ledger, table: Table, column: Column) -> bool:
    return any(
        amount.seen.percent and table.column_of(box_of(amount)) is column
        for row in table.rows
        for cell in table.cells(row)
        for amount in ledger.sheet.amounts(cell)
    )


def _items(ledger: Ledger, table: Table) -> Iterator[_Item]:
    roles = _roles(ledger, table)
    current: _Item | None = None
    waiting: Cell | None = None
    for row in table.rows:
        numbers = _numbers(ledger, table, row, roles)
        text = _description(table, row, roles)
        starts = any(name in numbers for name in (*_AMOUNTS, "unit_price", "quantity"))
        if not starts:
            waiting = text if current is None or current.has_amount else waiting
            continue
        if current is not None and _completes(current, numbers):
            current.numbers.update(numbers)
            current.discounts += _discounts(ledger, table, row, roles)
            continue
        if current is not None:
            yield current
        current = _Item(numbers, text or waiting, _discounts(ledger, table, row, roles))
        waiting = None
    if current is not None:
        yield current


def _completes(item: _Item, numbers: dict[str, Amount]) -> bool:
    """Whether a row only brings the amount of a line that began above it."""
    return not item.has_amount and not set(numbers) & set(item.numbers) and any(n in numbers for n in _AMOUNTS)


def _numbers(ledger: Ledger, table: Table, row: Row, roles: dict[Column, str]) -> dict[str, Amount]:
    """The numbers of a row by role: the one nearest to each heading."""
    found: dict[str, tuple[float, Amount]] = {}
    for column, amount in _by_column(ledger, table, row, roles):
        role, distance = roles[column], column.distance(box_of(amount))
        if role in ("description", "position", "unit") or not _fits(ledger, role, amount):
            continue
        if role not in found or distance < found[role][0]:
            found[role] = (distance, amount)
    return {role: amount for role, (_, amount) in found.items()}


def _discounts(ledger: Ledger, table: Table, row: Row, roles: dict[Column, str]) -> list[Amount]:
    columns = _by_column(ledger, table, row, roles)
    return [amount for column, amount in columns if roles[column] == "line_discount"]


def _by_column(ledger: Ledger, table: Table, row: Row, roles: dict[Column, str]) -> Iterator[tuple[Column, Amount]]:
    """The numbers of a row with their columns; a discount that is added to another stands in the column of that."""
    for cell in table.cells(row):
        column, end = None, 0
        for amount in ledger.sheet.amounts(cell):
            added = cell.text[end : amount.seen.start].strip(" \u00a0%-−") == "+"
            if not added or column is None or roles[column] != "line_discount":
                column = _column(table, roles, amount)
            end = amount.seen.end
            if column is not None:
                yield column, amount


def _column(table: Table, roles: dict[Column, str], amount: Amount) -> Column | None:
    box = box_of(amount)
    known = [column for column in table.columns if column in roles]
    if amount.seen.percent:
        known = [column for column in known if roles[column] in ("vat_rate", "line_discount")] or known
    return min(known, key=lambda column: column.distance(box)) if known else None


def _fits(ledger: Ledger, role: str, amount: Amount) -> bool:
    if role in ("vat_rate",):
        return 0 <= ledger.value(amount) <= 40
    if role == "line_discount":
        return True
    if role == "quantity":
        return not amount.seen.percent
    alone = not any(char.isalpha() for char in amount.cell.text[: amount.seen.start])
    return not amount.seen.percent and (ledger.is_money(amount) or alone)


def _description(table: Table, row: Row, roles: dict[Column, str]) -> Cell | None:
    """The text of a row under the description's heading, else its first cell with words."""
    texts = [cell for cell in table.cells(row) if any(char.isalpha() for char in cell.text)]
    headed = [column for column, role in roles.items() if role == "description"]
    if headed:
        right = min((c.box[0] for c in table.columns if c.box[0] > headed[0].box[2]), default=10_000.0)
        texts = [cell for cell in texts if cell.box[0] < right]
        return min(texts, key=lambda cell: abs(cell.box[0] - headed[0].box[0]), default=None)
    return texts[0] if texts else None


def _amounts_are_gross(ledger: Ledger, items: Sequence[_Item], net_total: Decimal | None) -> bool:
    """Whether a plain "amount" column holds gross amounts: its sum is not the net total."""
    plain = [item.numbers["line_amount"] for item in items if "line_amount" in item.numbers]
    if not plain or net_total is None:
        return False
    total = sum((ledger.value(amount) for amount in plain), Decimal(0))
    rates = {ledger.value(item.numbers["vat_rate"]) for item in items if "vat_rate" in item.numbers}
    with_tax = [net_total * (100 + rate) / 100 for rate in rates if rate]
    return abs(total - net_total) > CENT and any(abs(total - gross) <= CENT * 5 for gross in with_tax)


def _line(ledger: Ledger, item: _Item, gross: bool) -> LineFacts:
    numbers = item.numbers
    plain = numbers.get("line_amount")
    net = numbers.get("net_amount") or (None if gross else plain)
    with_tax = numbers.get("gross_amount") or (plain if gross or "net_amount" in numbers else None)
    price = numbers.get("unit_price")
    line = LineFacts(
        description=_text(item.description),
        quantity=ledger.number(numbers["quantity"], 0.9) if "quantity" in numbers else None,
        unit_price=ledger.money(price, 0.9) if price and net else None,
        vat_rate=ledger.number(numbers["vat_rate"], 0.9) if "vat_rate" in numbers else None,
        net_amount=ledger.money(net, 0.92) if net else None,
        gross_amount=ledger.money(with_tax, 0.92) if with_tax else None,
    )
    return replace(line, discount=_discount(ledger, line, item.discounts))


def _text(cell: Cell | None) -> Fact[str] | None:
    """The description, without the number of the line where the two stand close together."""
    if cell is None:
        return None
    text = " ".join(re.sub(r"^\d{1,3}\.?  ?(?=\w)", "", cell.text).split())
    return Fact(text, cell.place(), text, 0.85)


def _discount(ledger: Ledger, line: LineFacts, seen: Sequence[Amount]) -> Fact[Money] | None:
    """The line's discounts as one amount; ``None`` unless each of them could be read."""
    parts = [_one_discount(ledger, line, amount) for amount in seen]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    total = sum((part.value for part in known[1:]), known[0].value)
    total = total.rounded()  # once, of the sum: parts of half a cent each would add up to another cent
    return Fact(total, known[0].place, " + ".join(part.text for part in known), min(part.confidence for part in known))


def _one_discount(ledger: Ledger, line: LineFacts, seen: Amount) -> Fact[Money] | None:
    """A discount as an amount, not yet rounded; a percentage is applied to quantity and price."""
    if not seen.seen.percent and ledger.is_money(seen) and not _acts_as_percent(ledger, line, seen):
        fact = ledger.money(seen, 0.85)
        return Fact(Money(abs(fact.value.amount), ledger.currency), fact.place, fact.text, fact.confidence)
    if line.quantity is None or line.unit_price is None:
        return None
    value = line.quantity.value * line.unit_price.value.amount * abs(ledger.value(seen)) / 100
    shown = ledger.number(seen, 0.8)
    return Fact(Money(value, ledger.currency), shown.place, shown.text, 0.8)


def _acts_as_percent(ledger: Ledger, line: LineFacts, seen: Amount) -> bool:
    """Whether a discount without a sign is a percentage: quantity x price less the percentage is the amount."""
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return False
    full = line.quantity.value * line.unit_price.value.amount
    return abs(full * (1 - ledger.value(seen) / 100) - line.net_amount.value.amount) <= CENT and full != 0
