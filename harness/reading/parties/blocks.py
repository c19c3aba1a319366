"""Blocks of lines about a party under a heading, with or without labels of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.reading.page.glyphs import Word
from harness.reading.parties.names import Line
from harness.reading.parties.postal import postal_line
from harness.reading.sheet.layout import Cell, Row
from harness.reading.sheet.sheet import Hit, Sheet
from harness.reading.sheet.spots import spots

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
