"""From words to cells and rows: cells are runs of words with ordinary gaps, rows are cells at one height."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from harness.model.facts import TextLine
from harness.model.place import Place
from harness.reading.page.glyphs import Box, Word
from harness.reading.page.words import joined, printed_once

CELL_GAP = 0.95
"""A gap wider than this many font sizes separates two cells."""
WORD_GAP = 0.42
"""A gap wider than this many font sizes is no ordinary blank: digits on both sides are two numbers."""

LETTER_GAP = 1.08
"""A gap up to this many letters is an ordinary blank in any face."""


Blanks = Mapping[str, float]
"""The ordinary blank of each face on a page, in font sizes."""
_NO_BLANKS: Blanks = {}
_SAMPLES = 12
"""Blanks of a face from which on the usual one is known."""
_WIDER = 1.6
"""A gap this many times as wide as the ordinary blank of its face is none."""


@dataclass(eq=False)
class Cell:
    """Words that stand together in a row."""

    page: int
    words: list[Word]
    row: int = -1
    """Index of the row in the document."""
    blanks: Blanks = field(default_factory=lambda: _NO_BLANKS)

    @cached_property
    def _parts(self) -> tuple[str, list[int]]:
        text, starts = "", []
        for before, word in zip([None, *self.words], self.words, strict=False):
            if before is not None:
                text += "  " if _wide(before, word, self.blanks) else " "
            starts.append(len(text))
            text += word.text
        return text, starts

    @property
    def text(self) -> str:
        """The words; a wide gap is shown by two blanks."""
        return self._parts[0]

    @property
    def starts(self) -> list[int]:
        """Where each word begins in the text."""
        return self._parts[1]

    @cached_property
    def box(self) -> Box:
        """Box around all words."""
        return around(word.box for word in self.words)

    def part_under(self, box: Box) -> tuple[int, int]:
        """Start and end of the words under ``box``, where wide gaps part the cell; else of the whole text."""
        ends = [match.span() for match in re.finditer(r"\S+(?: \S+)*", self.text)]
        if len(ends) < 2:
            return 0, len(self.text)
        return min(ends, key=lambda end: apart(box, self.span(*end)))

    @cached_property
    def height(self) -> float:
        """Height of the tallest word, about the font size."""
        return max(word.bottom - word.top for word in self.words)

    def span(self, start: int, end: int) -> Box:
        """Box around the characters from ``start`` to ``end`` of the text."""
        starts = self._parts[1]
        first = max(0, bisect_right(starts, start) - 1)
        boxes = []
        for word, at in zip(self.words[first:], starts[first:], strict=True):
            if at >= end:
                break
            last = len(word.text)
            left = word.edges[min(max(start - at, 0), last)]
            boxes.append((left, word.top, max(word.edges[min(end - at, last)], left), word.bottom))
        return around(boxes) if boxes else self.box

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """The place of a part of the text."""
        box = self.span(start, len(self.text) if end is None else end)
        return Place(page=self.page, box=(round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))


def apart(box: Box, other: Box) -> float:
    """How far apart two boxes stand in the width: by the nearest of their left edges, right edges and centres."""
    left, right = abs(box[0] - other[0]), abs(box[2] - other[2])
    return min(left, right, abs(box[0] + box[2] - other[0] - other[2]) / 2)


def _wide(before: Word, word: Word, blanks: Blanks) -> bool:
    """Whether a gap is no ordinary blank of its face, or of any face where that is not known.

    The blank of a typewriter face is as wide as its letters.
    """
    ordinary = blanks.get(word.style.font)
    if ordinary is not None and before.style.font == word.style.font:
        return word.left - before.right > max(_WIDER * ordinary, WORD_GAP) * min(word.height, before.height)
    letter = max((part.right - part.left) / max(len(part.text), 1) for part in (before, word))
    return word.left - before.right > max(WORD_GAP * min(word.height, before.height), LETTER_GAP * letter)


@dataclass(eq=False)
class Row:
    """Cells at one height, from left to right."""

    page: int
    index: int
    cells: list[Cell] = field(default_factory=list)

    @cached_property
    def box(self) -> Box:
        """Box around all cells."""
        return around(cell.box for cell in self.cells)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all ``boxes``."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def rows_of(page: int, words: Sequence[Word], first_index: int) -> list[Row]:
    """The rows of one page from top to bottom, counted from ``first_index``."""
    groups = [joined(sorted(group, key=_left)) for group in _by_height(printed_once(words))]
    blanks = _ordinary_blanks(groups)
    rows: list[Row] = []
    for group in groups:
        row = Row(page, first_index + len(rows))
        row.cells = [Cell(page, part, row.index, blanks) for part in _by_gap(group)]
        rows.append(row)
    return rows


def _ordinary_blanks(groups: Sequence[Sequence[Word]]) -> Blanks:
    """The blank of each face that is used often enough: the median of its gaps between words."""
    gaps: dict[str, list[float]] = {}
    for group in groups:
        for before, word in pairwise(group):
            gap = (word.left - before.right) / min(word.height, before.height)
            if before.style.font == word.style.font and 0.1 < gap < CELL_GAP:
                gaps.setdefault(word.style.font, []).append(gap)
    return {font: median(seen) for font, seen in gaps.items() if len(seen) >= _SAMPLES}


def _left(word: Word) -> float:
    return word.left


def _by_height(words: Sequence[Word]) -> list[list[Word]]:
    """Words whose line boxes overlap for the most part stand in one row."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda item: (item.top + item.bottom) / 2):
        for group in groups[-3:]:
            if _same_height(group[0], word):
                group.append(word)
                break
        else:
            groups.append([word])
    return sorted(groups, key=lambda group: min(word.bottom for word in group))


def _same_height(one: Word, other: Word) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.55 * min(one.height, other.height)


def _by_gap(words: Sequence[Word]) -> list[list[Word]]:
    parts: list[list[Word]] = []
    for word in words:
        if parts and _continues(parts[-1][-1], word):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _continues(before: Word, word: Word) -> bool:
    size = min(before.height, word.height)
    gap = word.left - before.right
    return -0.5 * size < gap < CELL_GAP * size and not _overprinted(before, word)


def _overprinted(before: Word, word: Word) -> bool:
    """Two columns that ran into each other: a new word begins before the last one ends."""
    ran_into = word.left - before.right < -0.05 * min(word.height, before.height)
    return ran_into and before.text[-1].isdigit() and word.text[0].isalnum()


def text_lines(rows: Sequence[Row]) -> tuple[TextLine, ...]:
    """All cells as lines of text, block by block, so that a paragraph in a column reads on."""
    blocks: list[list[Cell]] = []
    opened: list[list[Cell]] = []
    for row in rows:
        opened = [block for block in opened if block[-1].page == row.page and _near(block[-1], row)]
        for cell in row.cells:
            block = next((block for block in opened if _stacked(block[-1], cell)), None)
            if block is None:
                block = []
                blocks.append(block)
                opened.append(block)
            block.append(cell)
    return tuple(TextLine(" ".join(cell.text.split()), cell.place()) for block in blocks for cell in block)


def _near(cell: Cell, row: Row) -> bool:
    return row.box[1] - cell.box[3] < 1.2 * cell.height


def _stacked(upper: Cell, lower: Cell) -> bool:
    """Whether ``lower`` continues the block that ends with ``upper``."""
    if upper.row == lower.row or lower.box[1] - upper.box[3] > 0.9 * min(upper.height, lower.height):
        return False
    shared = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
    narrower = min(upper.box[2] - upper.box[0], lower.box[2] - lower.box[0])
    return abs(upper.box[0] - lower.box[0]) < 3 or shared > 0.5 * narrower
