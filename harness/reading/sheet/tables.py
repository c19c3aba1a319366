"""Tables: recognising a header by its labels, and giving the numbers below to its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.model.text import squash
from harness.reading.page.glyphs import Box
from harness.reading.sheet.layout import Cell, Row, around
from harness.reading.sheet.sheet import Amount, Hit, Sheet

COLUMNS = (
    "position", "description", "quantity", "unit", "unit_price", "line_discount", "vat_rate", "net_amount",
    "vat_amount", "gross_amount", "line_amount", "base",
)  # fmt: skip
"""Fields of column headings."""
_TOTALS: Mapping[str, frozenset[str]] = {
    "net": frozenset({"base", "net_amount"}),
    "tax_total": frozenset({"vat_amount"}),
    "gross": frozenset({"gross_amount"}),
    "subtotal": frozenset({"line_amount"}),
}
"""What a column holds whose heading is the name of a total."""
_ONE_TABLE = 12
"""Line heights between the last known heading and others that are of the same table."""
_RATE = re.compile(r"\d+(?:[.,]\d+)?\s?%")
_MONEY_COLUMNS = frozenset({"net_amount", "gross_amount", "line_amount"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column heading."""

    roles: frozenset[str]
    box: Box
    key: str

    def __lt__(self, other: Column) -> bool:
        return self.box[0] < other.box[0]

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
    left: float
    """Left edge: of the first heading, also of one that the vocabulary does not know."""

    def cells(self, row: Row) -> list[Cell]:
        """The cells of a row that stand below the headings, and not beside the table."""
        right = max(c.box[2] for c in self.columns) + 30
        further = [cell for cell in self.header.cells if cell.box[0] > right]
        if all(cell.box[0] - right < _ONE_TABLE * cell.height for cell in further):
            right = float("inf")
        return [cell for cell in row.cells if cell.box[2] > self.left and cell.box[0] < right]

    def column_of(self, box: Box) -> Column:
        """The column that a box below the header belongs to."""
        return min(self.columns, key=lambda column: column.distance(box))


def find_tables(sheet: Sheet) -> list[Table]:
    """All tables with a header that the vocabulary knows, from top to bottom."""
    headers: list[tuple[Row, int, tuple[Column, ...]]] = []
    for row in sheet.rows:
        if headers and row.index <= headers[-1][1]:
            continue
        columns, last = _columns(sheet, row)
        if columns:
            headers.append((row, last, columns))
    tables = []
    for at, (row, last, columns) in enumerate(headers):
        until = headers[at + 1][0].index if at + 1 < len(headers) else len(sheet.rows)
        body = [item for item in sheet.rows[last + 1 : until] if item.page == row.page]
        is_vat = not _lists_items(columns)
        bare = Table(row, columns, (), is_vat, _left_edge(sheet, row, columns, is_vat))
        tables.append(replace(bare, rows=tuple(_body(sheet, bare, body))))
    return tables


def _left_edge(sheet: Sheet, row: Row, columns: Sequence[Column], is_vat: bool) -> float:
    """Where a table begins: where no heading says what was sold, the first words of the row that are no label may."""
    first = min(column.box[0] for column in columns)
    if not is_vat and not any("description" in column.roles for column in columns):
        words = [cell for cell in row.cells if not sheet.hits[id(cell)] and any(map(str.isalpha, cell.text))]
        first = min([first, *(cell.box[0] for cell in words)])
    return first - 6


def _columns(sheet: Sheet, row: Row) -> tuple[tuple[Column, ...], int]:
    """The columns of a header that begins in ``row``, and its last row; none where the row begins no header."""
    cells = _heading_cells(sheet, row)
    hits = [hit for cell in cells for hit in sheet.hits[id(cell)] if hit.means(*COLUMNS)]
    every = [hit for cell in cells for hit in sheet.hits[id(cell)] if hit.means(*COLUMNS, *_TOTALS)]
    rated = len(every) > 2 and any(hit.means("vat_rate") for hit in hits)
    if (len(hits) < 2 and not rated) or _words_besides(cells, every if rated else hits) > 6:
        return (), row.index
    hits = every
    stack = [(row.index, hits), *_stacked_hits(sheet, row)]
    columns = tuple(sorted(_merged(sheet, [hit for _, part in sorted(stack, key=lambda s: s[0]) for hit in part])))
    if not (_lists_items(columns) or _breaks_vat_down(columns)):
        return (), row.index
    return columns, max(index for index, _ in stack)


def _has_numbers(sheet: Sheet, cells: Sequence[Cell]) -> bool:
    """Whether there are numbers outside the labels: "(VAT 0 %)" in a heading is none."""
    for cell in cells:
        for item in sheet.amounts(cell):
            labelled = any(hit.start <= item.seen.start < hit.end for hit in sheet.hits[id(cell)])
            if not labelled and not item.seen.percent:
                return True
    return False


def _merged(sheet: Sheet, hits: Sequence[Hit]) -> list[Column]:
    """One column for the labels that stand above each other: "Unit price" over "(net)" is one heading."""
    groups: list[list[Hit]] = []
    for hit in hits:
        above = next((group for group in groups if _over(_box(group[-1]), _box(hit), group[-1], hit)), None)
        if above is None:
            groups.append([hit])
        else:
            above.append(hit)
    return [_column(sheet, group) for group in groups]


def _over(upper: Box, lower: Box, one: Hit, other: Hit) -> bool:
    return one.cell.row != other.cell.row and upper[0] < lower[2] and lower[0] < upper[2]


def _column(sheet: Sheet, group: Sequence[Hit]) -> Column:
    wanted = frozenset(COLUMNS)
    whole = "".join(squash(hit.cell.text) for hit in group)
    key = "".join(hit.key for hit in group) if all(hit.leads for hit in group) else whole
    meanings = sheet.labels.meanings
    joined = frozenset(meanings.get(key) or meanings.get(whole) or {})
    box = around(_box(hit) for hit in group)
    return Column(_column_roles(joined, wanted) or _column_roles(group[0].meanings, wanted), box, key)


def _column_roles(meanings: frozenset[str], wanted: frozenset[str]) -> frozenset[str]:
    """The roles of a heading; one that names a total ("Total before tax | Rate | Tax") is a column of such amounts."""
    roles = meanings & wanted
    return roles or frozenset().union(*(_TOTALS[name] for name in meanings & frozenset(_TOTALS)))


def _box(hit: Hit) -> Box:
    return hit.cell.span(hit.start, hit.end)


def _heading_cells(sheet: Sheet, row: Row) -> list[Cell]:
    """The cells that can be headings: with a total set beside the table, those before its label and amount."""
    for at, cell in enumerate(row.cells):
        if _has_numbers(sheet, [cell]):
            return row.cells[: max(0, at - 1)]
    return row.cells


def _words_besides(cells: Sequence[Cell], hits: Sequence[Hit]) -> int:
    words = sum(len(cell.words) for cell in cells)
    return words - sum(len(hit.cell.text[hit.start : hit.end].split()) for hit in hits)


def _stacked_hits(sheet: Sheet, row: Row) -> list[tuple[int, list[Hit]]]:
    """Labels of a header that is set in several lines: those in the rows that touch it, with their row."""
    found = []
    for other in sheet.rows[max(0, row.index - 3) : row.index + 4]:
        if other is row or other.page != row.page or not _touching(row, other):
            continue
        hits = [hit for hit in sheet.hits_in(other) if hit.means(*COLUMNS, *_TOTALS)]
        left = min((_box(hit)[0] for hit in hits), default=0.0)
        if hits and not _has_numbers(sheet, [cell for cell in other.cells if cell.box[2] > left]):
            found.append((other.index, hits))
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
    if breakdown and _is_tax_detail(roles):
        return False
    priced = any("unit_price" in role for role in roles) and any("quantity" in role for role in roles)
    return (counted and (named or amounts or priced)) or (named and amounts and not breakdown)


def _is_tax_detail(roles: Sequence[frozenset[str]]) -> bool:
    """Whether rate, base and VAT are all that is stated: then "Base price" is the base, and no price of an item."""
    stated = [role for role in roles if not role <= {"description", "position"}]
    wanted = ({"vat_rate"}, {"base"}, {"vat_amount"})
    return all(any(role & want for role in stated) for want in wanted) and not any(
        "quantity" in role or not role & {"vat_rate", "base", "vat_amount"} for role in stated
    )


def _breaks_vat_down(columns: Sequence[Column]) -> bool:
    """Whether a header breaks VAT down: two of rate, base and VAT amount in columns of their own."""
    wanted = ({"vat_rate"}, {"base", "net_amount"}, {"vat_amount"})
    roles = _roles(columns)
    named = [{at for at, role in enumerate(roles) if role & want} for want in wanted]
    pairs = ((one, other) for at, one in enumerate(named) for other in named[at + 1 :])
    return any(one and other and len(one | other) > 1 for one, other in pairs)


def _body(sheet: Sheet, table: Table, rows: Sequence[Row]) -> list[Row]:
    """Rows up to the totals, or to a wide gap."""
    found: list[Row] = []
    reach = 4.0 if table.is_vat else 9.0
    for row in rows:
        cells = table.cells(row)
        if not cells:
            continue
        if not table.is_vat and not found and _carries_forward(sheet, cells):
            continue
        above = found[-1].box[3] if found else row.box[1]
        ends = not table.is_vat and any(_ends_items(sheet, part) for part in _from_left(row, cells))
        ends = ends and not (found and _alike(sheet, cells, table.cells(found[-1])))
        if row.box[1] - above > reach * cells[0].height or ends:
            break
        found.append(row)
    return found


def _from_left(row: Row, cells: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """The cells of a row in a table, then all of them where it begins left of the table, as totals below it may."""
    yield cells
    if cells[0] is not row.cells[0]:
        yield row.cells


def _alike(sheet: Sheet, cells: Sequence[Cell], last: Sequence[Cell]) -> bool:
    """Whether a row about a tax has its numbers, two at least, in the columns of the line before: it is a line, too."""
    hits = [hit for cell in cells for hit in sheet.hits[id(cell)]]
    if any(hit.means("net", "subtotal", "tax_total", "gross", "total", "amount_due") for hit in hits):
        return False
    mine, theirs = ([item.right for cell in part for item in sheet.amounts(cell)] for part in (cells, last))
    return len(mine) > 1 and len(mine) == len(theirs) and all(abs(a - b) < 3 for a, b in zip(mine, theirs, strict=True))


def _carries_forward(sheet: Sheet, cells: Sequence[Cell]) -> bool:
    """Whether a row right below a header brings the sum of the page before."""
    hits = [hit for hit in sheet.hits[id(cells[0])] if hit.leads]
    amounts = [item for cell in cells for item in sheet.amounts(cell)]
    return bool(hits) and hits[0].means("subtotal") and not hits[0].means("net", "gross") and len(amounts) == 1


def _ends_items(sheet: Sheet, cells: Sequence[Cell]) -> bool:
    """Whether a row belongs to the totals: a total's label begins a cell, with an amount behind it or below."""
    row = sheet.row_of(cells[0])
    if sheet.is_heading_row(row) and any(hit.means("gross", "total", "amount_due") for hit in sheet.hits_in(row)):
        return True
    for at, cell in enumerate(cells):
        for hit in sheet.hits[id(cell)]:
            opens = not any(char.isalnum() for char in _RATE.sub("", cell.text[: hit.start]))
            if not opens or not hit.means("net", "subtotal", "tax_total", "gross", "total", "amount_due", "tax"):
                continue
            behind = [item for other in cells for item in sheet.amounts(other) if not item.seen.percent]
            if not any(item.cell in cells[at:] for item in behind):
                continue
            words = _unlabelled(cell, hit, sheet.hits[id(cell)])
            lonely = len(behind) == 1 and len(words) == 0 and not hit.means("tax", "quantity")
            if lonely or (0 < len(behind) <= 3 and len(words) <= 3 and not _described(sheet, cells[:at])):
                return True
    return False


def _unlabelled(cell: Cell, hit: Hit, hits: Sequence[Hit]) -> list[str]:
    """The words behind a label that no other label of its cell covers."""
    text = list(cell.text)
    for other in hits:
        text[other.start : other.end] = " " * (other.end - other.start)
    return [word for word in "".join(text)[hit.end :].split() if any(char.isalpha() for char in word)]


def _described(sheet: Sheet, left: Sequence[Cell]) -> bool:
    """Whether text without a label stands to the left, as the description of an item would."""
    return any(not sheet.hits[id(cell)] and any(char.isalpha() for char in cell.text) for cell in left)


def box_of(amount: Amount) -> Box:
    """Box of a number."""
    return amount.cell.span(amount.seen.start, amount.seen.end)
