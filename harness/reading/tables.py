"""Tables: recognising a header by its labels, and giving the numbers below to its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.reading.layout import Box, Row, around
from harness.reading.sheet import Amount, Hit, Sheet

COLUMNS = (
    "position", "description", "quantity", "unit", "unit_price", "line_discount", "vat_rate", "net_amount",
    "vat_amount", "gross_amount", "line_amount", "base",
)  # fmt: skip
"""Fields of column headings."""
_MONEY_COLUMNS = frozenset({"net_amount", "gross_amount", "line_amount"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column heading."""

    roles: frozenset[str]
    box: Box
    key: str

    def distance(self, box: Box) -> float:
        """How far the best-fitting edge or centre of ``box`` is from the heading, in points."""
        mine, other = self.box, box
        centres = abs((mine[0] + mine[2]) - (other[0] + other[2])) / 2
        return min(abs(mine[2] - other[2]), abs(mine[0] - other[0]), centres)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it."""

    header: Row
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_vat: bool
    """Whether it breaks the VAT down by rate; it lists what was sold otherwise."""

    def column_of(self, box: Box) -> Column:
        """The column that a box below the header belongs to."""
        return min(self.columns, key=lambda column: column.distance(box))


def find_tables(sheet: Sheet) -> list[Table]:
    """All tables with a header that the vocabulary knows, from top to bottom."""
    headers = [(row, columns) for row in sheet.rows if (columns := _columns(sheet, row))]
    tables = []
    for at, (row, columns) in enumerate(headers):
        until = headers[at + 1][0].index if at + 1 < len(headers) else len(sheet.rows)
        body = [item for item in sheet.rows[row.index + 1 : until] if item.page == row.page]
        is_vat = not _lists_items(columns)
        tables.append(Table(row, columns, tuple(_body(sheet, body, is_vat)), is_vat))
    return tables


def _columns(sheet: Sheet, row: Row) -> tuple[Column, ...]:
    """The columns of a header row; none where the row is no header."""
    hits = [hit for hit in sheet.hits_in(row) if hit.means(*COLUMNS)]
    numbers = [item for cell in row.cells for item in sheet.amounts(cell)]
    if len(hits) < 2 or numbers or _words_besides(row, hits) > 6:
        return ()
    hits += _stacked_hits(sheet, row)
    columns = tuple(
        sorted((Column(hit.meanings & frozenset(COLUMNS), _box(hit), hit.key) for hit in hits), key=lambda c: c.box[0])
    )
    return columns if _lists_items(columns) or _breaks_vat_down(columns) else ()


def _box(hit: Hit) -> Box:
    return hit.cell.span(hit.start, hit.end)


def _words_besides(row: Row, hits: Sequence[Hit]) -> int:
    words = sum(len(cell.words) for cell in row.cells)
    return words - sum(len(hit.cell.text[hit.start : hit.end].split()) for hit in hits)


def _stacked_hits(sheet: Sheet, row: Row) -> list[Hit]:
    """Labels of a header that is set in several lines: those just above and below, in columns of their own."""
    near = [
        other
        for other in sheet.rows[max(0, row.index - 3) : row.index + 4]
        if other is not row and other.page == row.page and _touching(row, other)
    ]
    taken = [cell.box for cell in row.cells]
    found = []
    for other in near:
        if any(sheet.amounts(cell) for cell in other.cells):
            continue
        for hit in sheet.hits_in(other):
            box = _box(hit)
            free = all(box[2] < mine[0] or box[0] > mine[2] for mine in taken)
            if hit.means(*COLUMNS) and free:
                found.append(hit)
                taken.append(box)
    return found


def _touching(row: Row, other: Row) -> bool:
    height = row.cells[0].height
    gap = max(other.box[1] - row.box[3], row.box[1] - other.box[3])
    return gap < 0.9 * height


def _roles(columns: Iterable[Column]) -> list[frozenset[str]]:
    return [column.roles for column in columns]


def _lists_items(columns: Sequence[Column]) -> bool:
    """Whether a header lists items: a quantity or a unit price, or a description with an amount."""
    roles = _roles(columns)
    named = any("description" in role for role in roles)
    counted = any(role & {"quantity", "unit_price"} and not role & {"vat_rate"} for role in roles)
    amounts = any(role & _MONEY_COLUMNS and "base" not in role for role in roles)
    breakdown = _breaks_vat_down(columns)
    return (counted and (named or amounts)) or (named and amounts and not breakdown)


def _breaks_vat_down(columns: Sequence[Column]) -> bool:
    """Whether a header breaks VAT down: two of rate, base and VAT amount in columns of their own."""
    wanted = ({"vat_rate"}, {"base", "net_amount"}, {"vat_amount"})
    return sum(any(role & want for role in _roles(columns)) for want in wanted) >= 2


def _body(sheet: Sheet, rows: Sequence[Row], is_vat: bool) -> list[Row]:
    """Rows up to the totals, or to a wide gap."""
    found: list[Row] = []
    reach = 4.0 if is_vat else 9.0
    for row in rows:
        if found and row.box[1] - found[-1].box[3] > reach * row.cells[0].height:
            break
        if not is_vat and _ends_items(sheet, row):
            break
        found.append(row)
    return found


def _ends_items(sheet: Sheet, row: Row) -> bool:
    """Whether a row belongs to the totals: a total's label begins a cell, with an amount behind it."""
    for hit in sheet.hits_in(row):
        opens = not any(char.isalnum() for char in hit.cell.text[: hit.start])
        if opens and hit.means("net", "subtotal", "tax_total", "gross", "total", "amount_due", "tax"):
            behind = [item for cell in (hit.cell, *sheet.right_of(hit.cell)) for item in sheet.amounts(cell)]
            own_words = hit.cell.text[hit.end :].split()
            text_words = [word for word in own_words if any(char.isalpha() for char in word)]
            lonely = len([item for item in behind if not item.seen.percent]) <= 3 and len(text_words) <= 3
            if behind and lonely and hit.cell is row.cells[0]:
                return True
            if behind and lonely and hit.cell in row.cells and not _described(sheet, row, hit):
                return True
    return False


def _described(sheet: Sheet, row: Row, hit: Hit) -> bool:
    """Whether text without a label stands to the left, as the description of an item would."""
    left = row.cells[: row.cells.index(hit.cell)]
    return any(not sheet.hits[id(cell)] and any(char.isalpha() for char in cell.text) for cell in left)


def box_of(amount: Amount) -> Box:
    """Box of a number."""
    return amount.cell.span(amount.seen.start, amount.seen.end)


def header_box(table: Table) -> Box:
    """Box around all column headings."""
    return around(column.box for column in table.columns)
