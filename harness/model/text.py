"""Comparing wording: what counts as the same text, and where a phrase stands.

Text that comes out of a PDF lies about spaces, hyphens, ligatures and case, so all wording is compared on its
letters and digits alone: NFKC, case folded, without accents, blanks and punctuation.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

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
    return "".join(char for char in fold(text) if char.isalnum())


def find_phrase(lines: Sequence[TextLine], phrase: str) -> Fact[str] | None:
    """The first place where ``phrase`` is stated, also across lines; ``None`` where it is not.

    Blanks, hyphenation, punctuation and case do not matter, the limits of words do: ``INV-1`` is not found
    in ``INV-10``. Lines are searched in the order given, then row by row as they stand on the page.
    """
    return PhraseFinder(lines).find(phrase)


class PhraseFinder:
    """Finds many phrases in the same lines; see :func:`find_phrase` for what counts as found."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        orders = (list(lines), _by_position(lines))
        self._orders = [(order, *_letters(order)) for order in orders]

    def find(self, phrase: str) -> Fact[str] | None:
        """The first place where ``phrase`` is stated."""
        wanted = squash(phrase)
        if not wanted:
            return None
        found = (_find(lines, letters, marks, wanted, phrase) for lines, letters, marks in self._orders)
        return next((fact for fact in found if fact), None)


def _by_position(lines: Sequence[TextLine]) -> list[TextLine]:
    def position(line: TextLine) -> tuple[int, float, float]:
        left, top = line.place.box[:2] if line.place.box else (0.0, 0.0)
        return line.place.page or 0, round(top), left

    return sorted(lines, key=position)


def _find(
    lines: Sequence[TextLine], letters: str, marks: list[tuple[int, int]], wanted: str, phrase: str
) -> Fact[str] | None:
    at = letters.find(wanted)
    while at >= 0:
        first, last = marks[at], marks[at + len(wanted) - 1]
        if not _inside_word(marks, at, at + len(wanted)):
            touched = lines[first[0] : last[0] + 1]
            return Fact(phrase, _place(touched), " ".join(line.text for line in touched))
        at = letters.find(wanted, at + 1)
    return None


def _letters(lines: Sequence[TextLine]) -> tuple[str, list[tuple[int, int]]]:
    """All letters and digits, and for each the line and the character that it comes from."""
    letters: list[str] = []
    marks: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        for position, char in enumerate(unicodedata.normalize("NFC", line.text)):
            folded = (char.lower() if char.isalnum() else "") if char.isascii() else squash(char)
            letters.extend(folded)
            marks.extend([(number, position)] * len(folded))
    return "".join(letters), marks


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
