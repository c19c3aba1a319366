"""Where the value of a label may stand: behind it in its cell, in the cell to the right, or below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.reading.layout import Cell
from harness.reading.sheet import Hit, Sheet


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
    yield Spot(hit.cell, hit.end, _next_hit(sheet, hit), 1.0)
    to_the_right = _right(sheet, hit)
    if to_the_right:
        yield to_the_right
    if below:
        for cell in sheet.below(hit.cell, hit.start, hit.end):
            hits = sheet.hits[id(cell)]
            yield Spot(cell, 0, hits[0].start if hits else len(cell.text), 0.88)


def _next_hit(sheet: Sheet, hit: Hit) -> int:
    later = [other.start for other in sheet.hits[id(hit.cell)] if other.start >= hit.end]
    return later[0] if later else len(hit.cell.text)


def _right(sheet: Sheet, hit: Hit) -> Spot | None:
    """The next cell in the row, where the label ends its own cell."""
    if any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return None
    for cell in sheet.right_of(hit.cell):
        hits = sheet.hits[id(cell)]
        end = hits[0].start if hits else len(cell.text)
        if any(char.isalnum() for char in cell.text[:end]):
            return Spot(cell, 0, end, 0.97)
        if hits:
            return None
    return None
