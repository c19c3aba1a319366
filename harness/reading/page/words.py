"""Words as they were meant: those that a writer put on the page glyph by glyph, or twice to look bold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from harness.reading.page.glyphs import Word

SAME_PLACE = 0.09
"""Words with the same text that are set off by less than this many font sizes are one, printed twice."""
NO_BLANK = 0.07
"""A gap of less than this many font sizes is no blank: the narrowest is more than twice as wide."""
_KERNING = 0.1
"""Letters may be moved into each other by this many font sizes."""


def printed_once(words: Sequence[Word]) -> list[Word]:
    """``words`` without those that are printed again on the same place."""
    places: dict[str, list[Word]] = defaultdict(list)
    kept = []
    for word in words:
        if any(_same_place(word, other) for other in places[word.text]):
            continue
        places[word.text].append(word)
        kept.append(word)
    return kept


def _same_place(word: Word, other: Word) -> bool:
    reach = SAME_PLACE * other.height
    return abs(word.left - other.left) < reach and abs(word.bottom - other.bottom) < reach


def joined(words: Sequence[Word]) -> list[Word]:
    """Words of one row from left to right, those without a gap between them made one."""
    found: list[Word] = []
    for word in words:
        if found and _continues(found[-1], word):
            found[-1] = _one(found[-1], word)
        else:
            found.append(word)
    return found


def _continues(before: Word, word: Word) -> bool:
    size = min(before.height, word.height)
    gap = word.left - before.right
    closest = -_KERNING if before.text[-1].isalpha() else -0.05
    same_line = abs(word.bottom - before.bottom) < 0.1 * size and abs(word.height - before.height) < 0.1 * size
    return closest * size < gap < NO_BLANK * size and same_line


def _one(before: Word, word: Word) -> Word:
    return Word(
        before.text + word.text, before.edges[:-1] + word.edges, before.left, min(before.top, word.top),
        max(before.right, word.right), max(before.bottom, word.bottom), before.style,
    )  # fmt: skip
