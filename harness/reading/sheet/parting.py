"""Parting what came too close for two cells: headings, or an amount and the next label, with a wide gap between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.model.text import squash
from harness.reading.labels import Labels
from harness.reading.sheet.layout import Cell, Row

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_ENDS_VALUE = re.compile(r"[\d%€$£]$")


def part_cells(rows: Sequence[Row], labels: Labels) -> None:
    """Replace cells in ``rows`` that hold several things by one cell for each."""
    for row in rows:
        if any("  " in cell.text for cell in row.cells):
            row.cells = [part for cell in row.cells for part in _parts(cell, labels)]


def _parts(cell: Cell, labels: Labels) -> list[Cell]:
    segments = [match.span() for match in _SEGMENT.finditer(cell.text)]
    known = [squash(cell.text[start:end]) in labels.meanings for start, end in segments]
    valued = [_ENDS_VALUE.search(cell.text[start:end]) is not None for start, end in segments]
    if 2 * sum(map(max, known, valued)) < len(segments):
        return [cell]  # a sentence set with wide gaps
    if all(any(char.isdigit() for char in cell.text[start:end]) for start, end in segments):
        return _cut(cell, [start for start, _ in segments[1:]])
    cuts = [segments[at][0] for at in range(1, len(segments)) if known[at] and (known[at - 1] or valued[at - 1])]
    return _cut(cell, cuts)


def _cut(cell: Cell, cuts: Sequence[int]) -> list[Cell]:
    """The cell cut before the given positions of its text."""
    if not cuts:
        return [cell]
    groups: list[list[int]] = [[]]
    for at, start in enumerate(cell.starts):
        if start in cuts:
            groups.append([])
        groups[-1].append(at)
    return [Cell(cell.page, [cell.words[at] for at in group], cell.row, cell.blanks) for group in groups if group]
