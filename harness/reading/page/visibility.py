"""Which words nobody can see although they are painted: on their own colour, or painted over."""

from __future__ import annotations

from collections.abc import Sequence

from harness.reading.page.appearance import Painted
from harness.reading.page.glyphs import SMALLEST_TEXT, Word
from harness.reading.page.painted import Sight

_LIGHT = 200
"""Text with all channels above this may vanish on paper."""
_ALIKE = 24
"""Colours that differ by less in every channel are hard to tell apart."""
_COVERING = 0.3
"""Part of a word's height that something must be high to cover it."""
_CONTRAST = 18
"""Steps of 255 between the lightest and the darkest pixel where something can be read."""


def visible_words(sight: Sight, words: Sequence[Word], painted: Sequence[Painted]) -> list[Word]:
    """``words`` without those that leave no trace on the rendered page; the page is rendered only in doubt."""
    tall = [item for item in painted if item.box[3] - item.box[1] > _COVERING * SMALLEST_TEXT]
    suspects = [word for word in words if _suspect(word, tall)]
    if not suspects:
        return list(words)
    hidden = {id(word) for word in suspects if not _leaves_trace(sight, word)}
    return [word for word in words if id(word) not in hidden]


def _suspect(word: Word, painted: Sequence[Painted]) -> bool:
    rgb = word.style.rgb
    if min(rgb) >= _LIGHT:
        return True
    return any(_covers(item, word) and (item.rgb is None or _alike(item.rgb, rgb) or item.opaque) for item in painted)


def _covers(item: Painted, word: Word) -> bool:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    left, top, right, bottom = item.box
    return left <= x <= right and top <= y <= bottom and bottom - top > _COVERING * word.height


def _alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))


def _leaves_trace(sight: Sight, word: Word) -> bool:
    """Whether the word's part of the page has any contrast, its borders left out."""
    inset, scale = 0.12 * word.height, sight.scale
    left, top = int(word.left * scale), int((word.top + inset) * scale)
    right, bottom = int(word.right * scale), int((word.bottom - inset) * scale)
    return sight.contrast((left, top, max(right, left + 1), max(bottom, top + 1))) > _CONTRAST
