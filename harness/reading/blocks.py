"""Blocks of lines about a party: under a heading, with or without labels of their own, or around a post code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from harness.model.text import squash
from harness.reading.addresses import Line
from harness.reading.glyphs import Box, Word
from harness.reading.layout import Cell, Row, around
from harness.reading.postal import parts_of, postal_line
from harness.reading.sheet import Hit, Sheet
from harness.reading.spots import spots

HEADINGS = ("seller", "buyer", "other_party")
_OWN = ("number", "issue_date", "due_date", "supply_date", "net", "gross", "quantity", "unit_price")
"""Labels that begin something else than a party."""
_NUMBERS = ("vat_id", "tax_number", "other_number", "seller_vat_id", "buyer_vat_id")
_MOST_LINES = 14
_LABEL = re.compile(r"[^\W\d][^\d:]{1,30}\s?:(?:\s|$)")
"""Words before a colon, which name what follows although the vocabulary does not know them."""
_ALIGNED = 4.0
"""Points by which the edges of lines of one block may differ."""


def is_heading(hit: Hit) -> bool:
    """A heading stands at the beginning of its cell, alone or before a colon, outside sentences."""
    text = hit.cell.text
    if any(char.isalnum() for char in text[: hit.start]):
        return False
    rest = text[hit.end :].strip()
    return rest in ("", ":") or rest.startswith(":") or (text.isupper() and len(hit.key) > 2)


def is_alone(hit: Hit) -> bool:
    """Whether nothing but a colon follows a heading in its cell."""
    return not any(char.isalnum() for char in hit.cell.text[hit.end :])


def starts_something_else(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell begins with another heading, or with a label of the document's own facts."""
    hits = [hit for hit in sheet.hits[id(cell)] if hit.leads]
    heading = any(hit.means(*HEADINGS) and is_heading(hit) for hit in hits)
    return heading or any(hit.means(*_OWN) and not hit.means("name", "vat_id") for hit in hits)


def beside(sheet: Sheet, hit: Hit) -> Cell | None:
    """The value on the heading's own line: "Customer: ACME Ltd"."""
    spot = next(iter(spots(sheet, hit, below=False)))
    if any(char.isalpha() for char in hit.cell.text[hit.end :]):
        words = [word for word, at in _placed(hit.cell) if at >= spot.start]
        return Cell(hit.cell.page, words, hit.cell.row) if words else None
    right = sheet.right_of(hit.cell)
    if hit.cell.text.rstrip().endswith(":") and right and not sheet.hits[id(right[0])]:
        under = next(iter(sheet.below(hit.cell, hit.start, hit.end, reach=1.2)), None)
        return right[0] if under is None or abs(under.box[0] - hit.cell.box[0]) > 3 else None
    return None


def _placed(cell: Cell) -> list[tuple[Word, int]]:
    found: list[tuple[Word, int]] = []
    at = 0
    for word in cell.words:
        at = cell.text.index(word.text, at)
        found.append((word, at))
        at += len(word.text)
    return found


def in_column(cells: Sequence[Cell], anchor: Cell) -> Cell | None:
    """The cell of a row that stands under the anchor: same left or right edge, or overlapping."""
    near = [cell for cell in cells if abs(cell.box[0] - anchor.box[0]) < 6 or abs(cell.box[2] - anchor.box[2]) < 3]
    if near:
        return min(near, key=lambda cell: abs(cell.box[0] - anchor.box[0]))
    return next((cell for cell in cells if cell.box[0] < anchor.box[2] and anchor.box[0] < cell.box[2]), None)


def lines_under(sheet: Sheet, hit: Hit) -> list[Line]:
    """The lines of the block under a heading, each with what its label says."""
    first = beside(sheet, hit)
    apart = first in sheet.row_of(hit.cell).cells
    anchor = first if first is not None and apart else hit.cell
    lines = []
    if first is not None:
        own = hit.cell.text[hit.end :].lstrip(": ")
        lines = [Line(first.text.lstrip(": "), first) if apart else Line(own, hit.cell)]
    rows = list(_rows_under(sheet, hit, anchor))
    values = _value_column(sheet, rows, anchor)
    for row in rows:
        lines += _lines_of(sheet, row, anchor, values)
    return _grouped(lines, values)


def _rows_under(sheet: Sheet, hit: Hit, anchor: Cell) -> Iterator[Row]:
    """The rows down to a wide gap, or to where something else begins; labelled rows may stand further apart."""
    bottom, reach, height = anchor.box[3], 2.6 if is_alone(hit) else 1.7, max(anchor.height, 8.0)
    values: float | None = None
    for row in sheet.rows[hit.cell.row + 1 : hit.cell.row + 3 * _MOST_LINES]:
        if row.page != hit.cell.page or row.box[1] - bottom > reach * height:
            return
        cell = in_column(row.cells, anchor)
        if _heads_items(sheet, row) or (cell is not None and starts_something_else(sheet, cell)):
            return
        if cell is None and row.box[0] < anchor.box[0] - _ALIGNED:
            continue
        yield row
        right = sheet.right_of(cell)[:1] if cell is not None and _is_bare_label(sheet, cell) else []
        values = right[0].box[0] if right else values
        last = cell or _at(row, values)
        if last is not None:
            bottom, reach, height = last.box[3], 1.9 if values is None else 2.6, max(last.height, 8.0)


def _heads_items(sheet: Sheet, row: Row) -> bool:
    """Whether a row is the header of a table of what was sold."""
    columns = ("description", "quantity", "unit_price", "line_amount", "net_amount", "gross_amount")
    return sum(hit.means(*columns) for hit in sheet.hits_in(row)) > 1


def _is_bare_label(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is a label with its value in another cell."""
    ends = cell.text.rstrip().endswith(":") or any(hit.end == len(cell.text) for hit in sheet.hits[id(cell)])
    return ends and _label(sheet, cell) is not None


def _at(row: Row, left: float | None) -> Cell | None:
    """The cell of a row that begins at ``left``."""
    return next((cell for cell in row.cells if left is not None and abs(cell.box[0] - left) < _ALIGNED), None)


def _value_column(sheet: Sheet, rows: Sequence[Row], anchor: Cell) -> float | None:
    """The left edge of the values, where names or addresses stand to the right of their labels."""
    for row in rows:
        cell = in_column(row.cells, anchor)
        right = sheet.right_of(cell)[:1] if cell is not None else []
        if cell is not None and right and _label(sheet, cell) in ("name", "address") and not _behind(sheet, cell):
            return right[0].box[0]
    return None


def _label(sheet: Sheet, cell: Cell) -> str | None:
    """What the label of a cell says; ``None`` where it has none."""
    hits = [hit for hit in sheet.hits[id(cell)] if hit.leads and not cell.text[: hit.start].strip(" (")]
    right = sheet.right_of(cell)[:1]
    if not hits:
        labelled = _LABEL.match(cell.text) is not None and postal_line(cell.text) is None
        return "other" if labelled else None
    rest = cell.text[hits[0].end :].lstrip()
    colon = rest.startswith(":") or (not rest and bool(right) and right[0].text.startswith(":"))
    if colon or not rest:
        kind = next((kind for kind in ("name", "address") if hits[0].means(kind)), "other")
        return kind if colon or kind == "other" else None
    if postal_line(cell.text) is not None:
        return None  # the letters of a post code may be a label's: "LS10 1AB"
    return "other" if hits[0].means(*_NUMBERS) or _LABEL.match(cell.text) else None


def _behind(sheet: Sheet, cell: Cell) -> str:
    """What follows a label in its own cell."""
    hit = next(hit for hit in sheet.hits[id(cell)] if hit.leads)
    return cell.text[hit.end :].strip(" :")


def _lines_of(sheet: Sheet, row: Row, anchor: Cell, values: float | None) -> Iterator[Line]:
    """The lines of a block that stand in one row."""
    cell = in_column(row.cells, anchor)
    value = _at(row, values)
    if cell is None or cell is value:
        if value is not None:
            yield Line(value.text, value)
        return
    about = _label(sheet, cell)
    if about in ("name", "address"):
        own = _behind(sheet, cell)
        right = value or next(iter(sheet.right_of(cell)), None)
        if own or right:
            yield Line(own, cell, about) if own or right is None else Line(right.text.lstrip(": "), right, about)
        return
    yield Line(cell.text, cell, about)


def _grouped(lines: list[Line], values: float | None) -> list[Line]:
    """Lines beside no label of their own belong to the label above, or to the next where they touch its line."""
    if values is None:
        return lines
    grouped: list[Line] = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        about = line.about
        if about is None and below and below.about in ("name", "address") and _touch(line, below):
            about = below.about
        elif about is None and grouped and grouped[-1].about in ("name", "address"):
            about = grouped[-1].about
        grouped.append(replace(line, about=about))
    return grouped


def _touch(upper: Line, lower: Line) -> bool:
    return lower.cell.box[1] - upper.cell.box[3] < 0.4 * upper.cell.height


@dataclass(frozen=True, slots=True)
class FreeBlock:
    """An address without a heading."""

    lines: tuple[Line, ...]
    below: tuple[Cell, ...]
    """What stands under the address in the same column: telephone, numbers, bank."""
    sender_above: bool
    """Whether another address in one line stands right above it: the sender's, in the window of an envelope."""

    @property
    def anchor(self) -> Cell:
        """The last line of the address."""
        return self.lines[-1].cell

    @property
    def in_one_line(self) -> bool:
        """Whether the name stands on the line of the post code, with the street between: "ACME, Mill Lane 3, ..."."""
        postal = next((postal for line in self.lines if (postal := postal_line(line.text))), None)
        parts = parts_of(postal.lead) if postal else []
        parts = parts if len(parts) > 1 else [part for part in parts for part in part.split(",")]
        return len(parts) > 1 and ":" not in parts[0] and not any(map(str.isdigit, parts[0]))

    @property
    def box(self) -> Box:
        """Box around the lines."""
        return around(line.cell.box for line in self.lines)


def free_blocks(sheet: Sheet, taken: set[int]) -> list[FreeBlock]:
    """The addresses on the first and the last page without a heading; ``taken``: ids of cells that belong elsewhere."""
    pages = {sheet.rows[0].page, sheet.rows[-1].page}
    anchors = [
        cell
        for row in sheet.rows
        if row.page in pages
        for cell in row.cells
        if id(cell) not in taken and _can_anchor(sheet, cell)
    ]
    blocks = [_block(sheet, cell) for cell in anchors]
    return [block for block in blocks if block is not None]


def _can_anchor(sheet: Sheet, cell: Cell) -> bool:
    postal = postal_line(cell.text)
    if postal is None or sheet.dates(cell):
        return squash(cell.text) in sheet.labels.countries
    labelled = any(hit.leads and hit.start == 0 for hit in sheet.hits[id(cell)]) and not postal.lead
    return not labelled


def _block(sheet: Sheet, anchor: Cell) -> FreeBlock | None:
    """The lines above and the country below a line with a post code; ``None`` where another such line follows."""
    under = list(_column(anchor, sheet.rows[anchor.row + 1 :], 3.0))
    if under and under[0].box[1] - anchor.box[3] < 0.9 * anchor.height and _goes_on(under[0].text):
        return None
    if postal_line(anchor.text) is None and not _ends_address(sheet, anchor):
        return None
    cells, sender = [anchor], False
    for cell in _column(anchor, reversed(sheet.rows[: anchor.row]), 1.2):
        postal = postal_line(cell.text)
        sender = postal is not None and bool(postal.lead)
        if sender or len(cells) > 6 or starts_something_else(sheet, cell) or _wider_gap(cell, cells):
            break
        cells.insert(0, cell)
    cells = [*_set_apart(sheet, cells), *cells]
    country = [cell for cell in under[:1] if sheet.labels.countries.get(squash(cell.text))]
    lines = tuple(Line(cell.text, cell) for cell in [*cells, *country])
    sender = sender or _sender_above(sheet, cells[0])
    return FreeBlock(lines, tuple(under), sender)


def _ends_address(sheet: Sheet, country: Cell) -> bool:
    """Whether a country stands under lines of an address that has no post code: a number of a house, then words."""
    above = list(islice(_column(country, reversed(sheet.rows[: country.row]), 1.2), 3))
    coded = any(postal_line(cell.text) for cell in above)
    return len(above) == 3 and not coded and any(map(str.isdigit, above[1].text))


def _wider_gap(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a cell stands further from the lines below it than these from each other."""
    middles = [(one.box[1] + one.box[3]) / 2 for one in (cell, *cells[:2])]
    usual = middles[2] - middles[1] if len(cells) > 1 else 1.9 * cell.height
    return middles[1] - middles[0] > 1.45 * usual + 1


def _goes_on(text: str) -> bool:
    postal = postal_line(text)
    return postal is not None and not postal.lead


def _column(anchor: Cell, rows: Sequence[Row] | Iterator[Row], reach: float) -> Iterator[Cell]:
    """Cells aligned with the anchor, row by row away from it, up to a gap of ``reach`` line heights."""
    last = anchor
    for row in rows:
        if row.page != anchor.page:
            return
        gap = max(row.box[1] - last.box[3], last.box[1] - row.box[3])
        if gap > reach * max(last.height, 7.0):
            return
        cell = next((cell for cell in row.cells if _aligned(cell, last)), None)
        if cell is None:
            continue
        if max(cell.box[1] - last.box[3], last.box[1] - cell.box[3]) > reach * max(min(last.height, cell.height), 7.0):
            return
        yield cell
        last = cell


def lines_above(sheet: Sheet, cell: Cell) -> list[Cell]:
    """The cells of the block that a cell ends, from top to bottom, without that cell."""
    above = list(_column(cell, reversed(sheet.rows[: cell.row]), 1.2))
    return above[::-1]


def _aligned(one: Cell, other: Cell) -> bool:
    centres = abs(one.box[0] + one.box[2] - other.box[0] - other.box[2]) / 2
    edges = min(abs(one.box[0] - other.box[0]), abs(one.box[2] - other.box[2]))
    return edges < _ALIGNED or centres < _ALIGNED


def _set_apart(sheet: Sheet, cells: Sequence[Cell]) -> list[Cell]:
    """A name in larger type, in one line or more, that stands above the address with a gap."""
    named = len(cells) > 2 and not any(map(str.isdigit, cells[0].text))
    if named or starts_something_else(sheet, cells[0]):
        return []
    found: list[Cell] = []
    for cell in _column(cells[0], reversed(sheet.rows[: cells[0].row]), 3.0):
        size = found[0].height if found else cell.height
        larger = cell.height > 1.1 * cells[0].height and abs(cell.height - size) < 0.03 * size
        if not larger or len(found) > 2 or starts_something_else(sheet, cell):
            break
        found.insert(0, cell)
    return found


def _sender_above(sheet: Sheet, first: Cell) -> bool:
    """Whether the next line above is an address in one line."""
    above = next(_column(first, reversed(sheet.rows[: first.row]), 3.5), None)
    postal = postal_line(above.text) if above is not None else None
    return postal is not None and bool(postal.lead)
