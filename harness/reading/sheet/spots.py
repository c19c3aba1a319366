"""Where the value of a label may stand: behind it in its cell, in the cell to the right, or below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Hit, Sheet

_REMARK = re.compile(r"\.?\s?(?:\([^)\d]{3,60}\)\s?:?|,[^:\d]{3,60}:)(?=\s?\S)")
"""What a form tells the payer between a label and its value: "Invoice no. (please quote): 118"."""
_FAR = 2.0
"""Line heights from which a cell to the right may be of another column."""
_VALUE = 3
"""Words of a value that stands below its label although something stands beside that."""
_CHAIN = re.compile(r"[.\s]{0,2}[/&][.\s]{0,2}")
"""What joins two labels to one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of text that may hold a label's value."""

    cell: Cell
    start: int
    end: int
    trust: float
    """How usual the place is, 0 to 1."""

    @property
    def text(self) -> str:
        """The stretch itself."""
        return self.cell.text[self.start : self.end]


def spots(sheet: Sheet, hit: Hit, *, below: bool = True) -> Iterator[Spot]:
    """The places for the value of ``hit``, the most usual first."""
    hit = last_of_chain(sheet, hit)
    if remark := _REMARK.match(hit.cell.text, hit.end):
        yield Spot(hit.cell, remark.end(), len(hit.cell.text), 0.97)
    yield Spot(hit.cell, hit.end, _next_hit(sheet, hit), 1.0)
    to_the_right = _right(sheet, hit)
    directly_below = _directly_below(sheet, hit, to_the_right) if below and to_the_right else None
    if directly_below:
        yield directly_below
    if to_the_right:
        yield to_the_right
    if below:
        pair = sheet.pairs.get(id(hit.cell))
        if pair:
            yield _under(sheet, hit, pair[0], 0.88 if pair[1] else 0.8)
        for cell in sheet.below(hit.cell, hit.start, hit.end):
            yield _under(sheet, hit, cell)
        if (next_line := _next_line(sheet, hit)) is not None:
            yield next_line
        to_the_left = _left(sheet, hit)
        if to_the_left:
            yield to_the_left


def _under(sheet: Sheet, hit: Hit, cell: Cell, trust: float = 0.88) -> Spot:
    """The part of a lower cell that stands under the label, up to the next label."""
    start, end = cell.part_under(hit.cell.span(hit.start, hit.end))
    inside = [other.start for other in sheet.hits[id(cell)] if start <= other.start < end and not _is_suffix(other)]
    return Spot(cell, start, inside[0] if inside else end, trust)


def _directly_below(sheet: Sheet, hit: Hit, right: Spot) -> Spot | None:
    """The line right below a label that stands alone in its column, where the next cell of its row is far away."""
    alone = not hit.cell.text[: hit.start].strip() and not hit.cell.text[hit.end :].strip()
    if not alone or right.cell.box[0] - hit.cell.box[2] < _FAR * hit.cell.height:
        return None
    lower = next(sheet.below(hit.cell, hit.start, hit.end, reach=1.3), None)
    if lower is None or abs(lower.box[0] - hit.cell.box[0]) > 2 or not any(map(str.isdigit, lower.text)):
        return None
    if sheet.hits[id(lower)] or len(lower.words) > _VALUE:
        return None
    return Spot(lower, 0, len(lower.text), 0.97)


def _next_line(sheet: Sheet, hit: Hit) -> Spot | None:
    """The beginning of the next line, where the label ends a line of several pairs that ran to its end."""
    text = hit.cell.text
    before = any(other.end <= hit.start for other in sheet.hits[id(hit.cell)])
    if not before or text[hit.end :].strip(" :") or hit.cell.row + 1 >= len(sheet.rows):
        return None
    row = sheet.rows[hit.cell.row + 1]
    first = row.cells[0]
    near = row.page == hit.cell.page and row.box[1] - hit.cell.box[3] < hit.cell.height
    return Spot(first, 0, len(first.text), 0.8) if near and abs(first.box[0] - hit.cell.box[0]) < 3 else None


def _left(sheet: Sheet, hit: Hit) -> Spot | None:
    """The cell before a label that ends its row's pair: value and label in swapped order."""
    if hit.cell.text[: hit.start].strip() or hit.cell.text[hit.end :].strip(" :.*#°º№"):
        return None
    cells = sheet.row_of(hit.cell).cells
    at = cells.index(hit.cell)
    before = cells[at - 1] if at else None
    if before is None or (sheet.hits[id(before)] and not any(char.isdigit() for char in before.text)):
        return None
    return Spot(before, 0, len(before.text), 0.8)


def _next_hit(sheet: Sheet, hit: Hit) -> int:
    later = [other.start for other in sheet.hits[id(hit.cell)] if other.start >= hit.end and not _is_suffix(other)]
    return later[0] if later else len(hit.cell.text)


def _is_suffix(hit: Hit) -> bool:
    """Whether a label is a capital that ends its cell, as the last part of a number does."""
    return hit.end - hit.start == 1 and hit.end == len(hit.cell.text) and hit.cell.text[hit.start].isupper()


def last_of_chain(sheet: Sheet, hit: Hit) -> Hit:
    """The last of labels that are joined to one, as in ``Date / Tax point`` and ``Issue date invoice``."""
    for other in sheet.hits[id(hit.cell)]:
        between = hit.cell.text[hit.end : other.start]
        title = other.means("invoice", "credit_note") and not between.strip(" ")
        if other.start >= hit.end and (title or _CHAIN.fullmatch(between)):
            hit = other
    return hit


def _right(sheet: Sheet, hit: Hit) -> Spot | None:
    """The next cell in the row, where the label ends its own cell."""
    if any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return None
    for cell in sheet.right_of(hit.cell) or sheet.half_a_line_below(hit.cell):
        hits = [other for other in sheet.hits[id(cell)] if not _is_suffix(other)]
        end = hits[0].start if hits else len(cell.text)
        if any(char.isalnum() for char in cell.text[:end]):
            return Spot(cell, 0, end, 0.97)
        if hits:
            return None
    return None
