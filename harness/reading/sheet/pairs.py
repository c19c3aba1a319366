"""Rows of labels over rows of values: which value belongs to which label when they are not set to one edge.

A form prints its headings centred and the values to the left, or the values above their headings. What settles it is
the order: as many values as labels, each between the neighbours of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from harness.reading.sheet.layout import Cell, Row

IsLabel = Callable[[Cell], bool]
_BELOW = 2.2
"""Line heights that a row of values may stand below its labels."""
_ABOVE = 1.4
"""Line heights that it may stand above them."""


def paired(rows: Sequence[Row], is_label: IsLabel) -> dict[int, tuple[Cell, bool]]:
    """By ``id`` of a label's cell, the cell of its value and whether that stands below."""
    found: dict[int, tuple[Cell, bool]] = {}
    for upper, lower in pairwise(rows):
        if upper.page != lower.page:
            continue
        gap = lower.box[1] - upper.box[3]
        for run, left, right in _runs(upper, is_label):
            if gap < _BELOW * run[0].height:
                found.update(_match(run, _within(lower, left, right, is_label), below=True))
        for run, left, right in _runs(lower, is_label):
            values = _within(upper, left, right, is_label)
            if gap < _ABOVE * run[0].height and all(map(_edges_meet, run, values)):
                for key, pair in _match(run, values, below=False).items():
                    found.setdefault(key, pair)
    return found


def _runs(row: Row, is_label: IsLabel) -> Iterator[tuple[list[Cell], float, float]]:
    """Labels side by side, with how far their values may reach to the left and to the right."""
    run: list[Cell] = []
    left = float("-inf")
    for cell in [*row.cells, None]:
        if cell is not None and is_label(cell):
            run.append(cell)
            continue
        if len(run) > 1:
            yield run, left, cell.box[0] if cell else float("inf")
        run, left = [], cell.box[2] if cell else left


def _within(row: Row, left: float, right: float, is_label: IsLabel) -> list[Cell]:
    """The values in a part of a row; none where a label is among them."""
    cells = [cell for cell in row.cells if left < cell.box[0] + 3 and cell.box[2] - 3 < right]
    return [] if any(map(is_label, cells)) else cells


def _match(run: Sequence[Cell], values: Sequence[Cell], below: bool) -> dict[int, tuple[Cell, bool]]:
    if len(run) != len(values):
        return {}
    limits = [float("-inf"), *map(_centre, run), float("inf")]
    between = (limits[at] < _centre(value) < limits[at + 2] for at, value in enumerate(values))
    return {id(label): (value, below) for label, value in zip(run, values, strict=True)} if all(between) else {}


def _centre(cell: Cell) -> float:
    return (cell.box[0] + cell.box[2]) / 2


def _edges_meet(label: Cell, value: Cell) -> bool:
    one, other = label.box, value.box
    return min(abs(one[0] - other[0]), abs(one[2] - other[2]), abs(_centre(label) - _centre(value))) < 3
