"""Comparing wording: what counts as the same text, and where a phrase stands.

Text that comes out of a PDF lies about spaces, hyphens, ligatures and case, so all wording is compared on its
letters and digits alone: NFKC, case folded, without accents, blanks and punctuation.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from harness.model.facts import Fact, TextLine
from harness.model.place import Place


def fold(text: str) -> str:
    """``text`` in the form in which words are compared: NFKC, case folded, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", decomposed) if not unicodedata.combining(char))


def squash(text: str) -> str:
    """Only the letters and digits of ``text``, folded: equal for the same words however they are set."""
    return "".join(filter(str.isalnum, fold(text)))


def find_phrase(lines: Sequence[TextLine], phrase: str) -> Fact[str] | None:
    """The first place where ``phrase`` is stated, also across lines; ``None`` where it is not.

    Blanks, hyphenation, punctuation and case do not matter, the limits of words do: ``INV-1`` is not found
    in ``INV-10``. Lines are searched in the order given, then row by row as they stand on the page.
    """
    return PhraseFinder(lines).find(phrase)


class PhraseFinder:
    """Finds many phrases in the same lines; see :func:`find_phrase` for what counts as found."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._orders = [_Order(list(lines)), _Order(_by_position(lines))]

    def bears(self, letters: str) -> bool:
        """Whether ``letters`` (see :func:`squash`) occur at all, be it inside words: which rules most out fast."""
        first, second = self._orders
        return letters in first.letters or letters in second.letters

    def find(self, phrase: str) -> Fact[str] | None:
        """The first place where ``phrase`` is stated."""
        wanted = squash(phrase)
        if not wanted:
            return None
        found = (_find(order, wanted, phrase) for order in self._orders if wanted in order.letters)
        return next((fact for fact in found if fact), None)


@dataclass(slots=True)
class _Order:
    """The lines in one order with all their letters; where each letter stands is worked out for what is found only."""

    lines: Sequence[TextLine]
    letters: str = ""
    _marks: list[tuple[int, int]] | None = None

    def __post_init__(self) -> None:
        self.letters = "".join(squash(line.text) for line in self.lines)

    @property
    def marks(self) -> list[tuple[int, int]]:
        """For each letter the line and the character that it comes from."""
        if self._marks is None:
            self._marks = _marks(self.lines)
        return self._marks


def _by_position(lines: Sequence[TextLine]) -> list[TextLine]:
    def position(line: TextLine) -> tuple[int, float, float]:
        left, top = line.place.box[:2] if line.place.box else (0.0, 0.0)
        return line.place.page or 0, round(top), left

    return sorted(lines, key=position)


def _find(order: _Order, wanted: str, phrase: str) -> Fact[str] | None:
    at = order.letters.find(wanted)
    while at >= 0:
        first, last = order.marks[at], order.marks[at + len(wanted) - 1]
        if not _inside_word(order.marks, at, at + len(wanted)):
            touched = order.lines[first[0] : last[0] + 1]
            return Fact(phrase, _place(touched), " ".join(line.text for line in touched))
        at = order.letters.find(wanted, at + 1)
    return None


def _marks(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    marks: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        for position, char in enumerate(unicodedata.normalize("NFC", line.text)):
            letters = _letters_of(char)
            if letters == 1:
                marks.append((number, position))
            elif letters:
                marks.extend([(number, position)] * letters)
    return marks


@lru_cache(maxsize=4096)
def _letters_of(char: str) -> int:
    """Letters and digits that a character comes to, folded."""
    return len(squash(char))


def _inside_word(marks: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether the text from ``start`` to ``end`` begins or ends in the middle of a word."""
    return (start > 0 and _adjacent(marks[start - 1], marks[start])) or (
        end < len(marks) and _adjacent(marks[end - 1], marks[end])
    )


def _adjacent(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] == right[0] and right[1] - left[1] <= 1


def _place(lines: Sequence[TextLine]) -> Place:
    first = lines[0].place
    boxes = [line.place.box for line in lines if line.place.box and line.place.page == first.page]
    if not boxes:
        return first
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Place(first.pointer, first.page, box)
