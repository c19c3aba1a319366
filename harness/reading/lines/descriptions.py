"""Descriptions of invoice lines: the text beside the numbers, and the lines of it above and below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from harness.model.facts import Fact
from harness.reading.sheet.layout import Cell, Row
from harness.reading.sheet.sheet import Sheet
from harness.reading.sheet.tables import Column, Table

_LEADING = 0.45
"""Gap between two lines of one text, in heights of a line."""
_NUMBERED = re.compile(r"^\d{1,3}(?:\.?  ?(?=\w)(?![x×] )| ?[x×] (?=[^\W\d]))")
"""The number of a line, or a quantity as in "3 x Café", before its description."""
_RULE = re.compile(r"[-_=.*·]{4,}")
"""A line drawn with characters."""
_ALIGNED = 2.0
"""Points by which the left edges of such lines may differ."""


def described(table: Table, row: Row, roles: Mapping[Column, str]) -> Cell | None:
    """The text of a row under the description's heading, else its first cell with words."""
    texts = [cell for cell in table.cells(row) if any(char.isalpha() for char in cell.text)]
    headed = [column for column, role in roles.items() if role == "description"]
    if not headed:
        return texts[0] if texts else None
    right = min((c.box[0] for c in table.columns if c.box[0] > headed[0].box[2]), default=10_000.0)
    texts = [cell for cell in texts if cell.box[0] < right] or _left_of(table, row, headed[0], right)
    return min(texts, key=lambda cell: abs(cell.box[0] - headed[0].box[0]), default=None)


def _left_of(table: Table, row: Row, headed: Column, right: float) -> list[Cell]:
    """The cells to the left of a heading that is centred over its column: as far as it leaves room on the right."""
    reach = headed.box[0] - (right - headed.box[2])
    inside = [cell for cell in row.cells if reach < cell.box[0] < headed.box[0] and cell not in table.cells(row)]
    return [cell for cell in inside if any(char.isalpha() for char in cell.text)]


def beside_numbers(above: Sequence[Cell], text: Cell | None) -> list[Cell]:
    """The description that stands beside the numbers, with the lines that run into it; else the one above them."""
    lines = [text] if text else list(above[-1:])
    for cell in reversed(above):
        if text is not None and _runs_on(cell, lines[0]):
            lines.insert(0, cell)
    return lines


def continuation(description: Sequence[Cell], cells: Sequence[Cell], leaning: bool) -> Cell | None:
    """The next line of a description; in a row that leans to the next line only where it touches the last one."""
    if not description:
        return None
    last = description[-1]
    aligned = (_from_left(cell, last.box[0]) for cell in cells)
    found = next((cell for cell in aligned if cell is not None), None)
    if found is None or not _runs_on(last, found):
        return None
    return found if not leaning or found.box[1] - last.box[3] < 0.2 * found.height else None


def _from_left(cell: Cell, left: float) -> Cell | None:
    """The cell, or its part, that begins at a left edge: a narrow column may run into it from the left."""
    if abs(cell.box[0] - left) < _ALIGNED:
        return cell
    words = [word for word in cell.words if word.left > left - _ALIGNED]
    cut = bool(words) and cell.box[0] < left and words[0].left < left + _ALIGNED
    return Cell(cell.page, words, cell.row) if cut else None


def _runs_on(upper: Cell, lower: Cell) -> bool:
    """Whether a line continues the one above: the same type and left edge, no gap between them."""
    gap = lower.box[1] - upper.box[3]
    near = upper.page == lower.page and -0.3 * upper.height < gap < _LEADING * upper.height
    same = abs(upper.height - lower.height) < 0.03 * upper.height and abs(upper.box[0] - lower.box[0]) < _ALIGNED
    first, second = upper.words[0].style, lower.words[0].style
    return near and same and (first.font, first.rgb) == (second.font, second.rgb)


def leans_down(rows: Sequence[Row], at: int) -> bool:
    """Whether a row stands nearer to the next one than to the one before it."""
    if not 0 < at < len(rows) - 1 or rows[at + 1].page != rows[at].page:
        return False
    up, down = rows[at].box[1] - rows[at - 1].box[3], rows[at + 1].box[1] - rows[at].box[3]
    return down < up - 0.15 * rows[at].cells[0].height


def as_text(sheet: Sheet, cells: Sequence[Cell]) -> Fact[str] | None:
    """The description, without a number or date of the line that stands close before it."""
    if not cells:
        return None
    first = cells[0].text
    dated = next((seen.end for seen in sheet.dates(cells[0]) if not seen.start), 0)
    glued = dated and first[dated : dated + 1].isalpha()
    start = _NUMBERED.sub("", first[dated:] if glued else first)
    words = " ".join([start, *(cell.text for cell in cells[1:])]).split()
    text = " ".join(word for word in words if not _RULE.fullmatch(word))
    return Fact(text, cells[0].place(), text, 0.85)
