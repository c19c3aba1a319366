"""Invoice lines from tables whose header the vocabulary knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from harness.model.facts import Fact, LineFacts
from harness.model.money import Money
from harness.reading.facts.totals import TotalsRead
from harness.reading.lines.descriptions import as_text, beside_numbers, continuation, described, leans_down
from harness.reading.lines.products import by_product
from harness.reading.lines.settling import AMOUNTS, Item, better, multiplies, proved, settled, summed
from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import Cell, Row
from harness.reading.sheet.sheet import Amount
from harness.reading.sheet.tables import Column, Table, box_of

_ORDER = (
    "quantity", "unit_price", "line_discount", "vat_amount", "base", "net_amount", "gross_amount", "line_amount",
    "vat_rate", "position", "unit", "description",
)  # fmt: skip
_BASES = (1, 10, 100, 1000)
"""Quantities that a price may be stated for (BT-149)."""
_FITS = 0.97
"""Trust in numbers that the arithmetic of their line proves."""
_DOUBTFUL = 0.7
"""Trust in a quantity and a price that do not give the amount."""


def read_items(ledger: Ledger, tables: Sequence[Table], totals: TotalsRead) -> tuple[LineFacts, ...]:
    """All lines of all item tables, in their order."""
    items = [item for table in tables if not table.is_vat for item in _items(ledger, table)]
    complete = settled(ledger, [item for item in items if item.has_amount], totals)
    if not proved(ledger, complete, totals):
        complete = better(ledger, complete, summed(ledger, totals))
    gross = _amounts_are_gross(ledger, complete, totals)
    return tuple(_line(ledger, item, gross) for item in complete)


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


def _items(ledger: Ledger, table: Table) -> Iterator[Item]:
    roles = _roles(ledger, table)
    current: Item | None = None
    above: list[Cell] = []
    for at, row in enumerate(table.rows):
        numbers = _numbers(ledger, table, row, roles)
        text = described(table, row, roles)
        if not any(name in numbers for name in (*AMOUNTS, "unit_price", "quantity")):
            more = continuation(current.description, table.cells(row), leans_down(table.rows, at)) if current else None
            if current and more:
                current.description.append(more)
            elif text is not None:
                above.append(text)
            continue
        numbers = _repaired(ledger, table, row, numbers)
        if current is not None and _completes(current, numbers):
            current.numbers.update(numbers)
            current.discounts += _discounts(ledger, table, row, roles)
            continue
        if current is not None:
            yield current
        current = Item(numbers, beside_numbers(above, text), _discounts(ledger, table, row, roles))
        above = []
    if current is not None:
        yield current


def _repaired(ledger: Ledger, table: Table, row: Row, numbers: dict[str, Amount]) -> dict[str, Amount]:
    """The numbers by their product, where those below the headings do not multiply and others of the row do."""
    amount = next((name for name in AMOUNTS if name in numbers), None)
    if "line_discount" in numbers or (amount and multiplies(ledger, numbers, amount)):
        return numbers
    found = by_product(ledger, [item for cell in table.cells(row) for item in ledger.sheet.amounts(cell)])
    if found is None or not {"quantity", "unit_price"} & set(numbers):
        return numbers
    kept = {name: item for name, item in numbers.items() if name == "vat_rate"}
    named = amount or next(
        (role for role in AMOUNTS for column in table.columns if role in column.roles), "line_amount"
    )
    return {**kept, "quantity": found["quantity"], "unit_price": found["unit_price"], named: found["amount"]}


def _completes(item: Item, numbers: dict[str, Amount]) -> bool:
    """Whether a row only brings the amount of a line that began above it."""
    return not item.has_amount and not set(numbers) & set(item.numbers) and any(n in numbers for n in AMOUNTS)


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


def _amounts_are_gross(ledger: Ledger, items: Sequence[Item], totals: TotalsRead) -> bool:
    """Whether a plain "amount" column holds gross amounts: its sum is not the net total."""
    plain = [item.numbers["line_amount"] for item in items if "line_amount" in item.numbers]
    if not plain or totals.net is None:
        return False
    net = totals.net.value.amount
    total = sum((ledger.value(amount) for amount in plain), Decimal(0))
    rates = {ledger.value(item.numbers["vat_rate"]) for item in items if "vat_rate" in item.numbers}
    with_tax = [net * (100 + rate) / 100 for rate in rates if rate]
    with_tax += [totals.gross.value.amount] if totals.gross else []
    return abs(total - net) > CENT and any(abs(total - gross) <= CENT * 5 for gross in with_tax)


def _line(ledger: Ledger, item: Item, gross: bool) -> LineFacts:
    numbers = item.numbers
    plain = numbers.get("line_amount")
    net = numbers.get("net_amount") or (None if gross else plain)
    with_tax = numbers.get("gross_amount") or (plain if gross or "net_amount" in numbers else None)
    price = numbers.get("unit_price")
    line = LineFacts(
        description=as_text(ledger.sheet, item.description),
        quantity=ledger.number(numbers["quantity"], 0.9) if "quantity" in numbers else None,
        unit_price=ledger.money(price, 0.9) if price and net else None,
        vat_rate=ledger.number(numbers["vat_rate"], 0.9) if "vat_rate" in numbers else None,
        net_amount=ledger.money(net, 0.92) if net else None,
        gross_amount=ledger.money(with_tax, 0.92) if with_tax else None,
    )
    return _multiplied(replace(line, discount=_discount(ledger, line, item.discounts)))


def _multiplied(line: LineFacts) -> LineFacts:
    """Surer where quantity x price less the discount is the amount, less sure where no usual basis explains it."""
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return line
    quantity, price = line.quantity.value, line.unit_price.value.amount
    wanted = line.net_amount.value.amount + (line.discount.value.amount if line.discount else 0)
    slack = max(CENT / 2, abs(quantity) * Decimal("0.00005"))  # the price may be rounded to four decimals
    fitting = [basis for basis in _BASES if abs(quantity * price / basis - wanted) <= slack]
    trust = _DOUBTFUL if not fitting else _FITS if fitting[0] == 1 else line.unit_price.confidence
    return replace(
        line, quantity=replace(line.quantity, confidence=trust), unit_price=replace(line.unit_price, confidence=trust)
    )


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
