"""Lines of a block, and what can be the name of a party: no label, salutation, sentence, number or address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.model.place import Place
from harness.model.text import fold, squash
from harness.reading.parties.postal import LONGEST, postal_line
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Sheet

_UNFINISHED = ("&", "-", ",", " und", " et", " and", " en", " y")
"""Ends of a name that goes on in the next line."""
_SENTENCE = 7
"""Words from which a line that ends with a full stop is a sentence."""
_LONGEST_NAME = 10
"""Words of the longest name; a line with more is a sentence."""
PHONE = re.compile(r"(?<![\w.,])(?<![A-Z]{2} )(?:\+\d|\(?0\d|\(\d{3}\))[\d ()/.\-]{6,}(?![\w,])")
"""A telephone number, and no number of a company behind its country."""
_WEB = re.compile(r"www\.|https?:", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w.-]{2,}\.[a-z]{2,6}")
"""A domain alone on its line; one inside a line may be a part of a name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block."""

    text: str
    cell: Cell
    about: str | None = None
    """What its label says: ``name``, ``address`` or ``other``; ``None`` without a label."""

    def place(self, part: str | None = None) -> Place:
        """The place of the line, or of a part of it."""
        start = self.cell.text.find(part or self.text)
        return self.cell.place(start, start + len(part or self.text)) if start >= 0 else self.cell.place()


Named = tuple[str, tuple[Line, ...]]
"""A name and the lines that it stands on."""


def is_web(text: str) -> bool:
    """Whether a line holds an address of the Internet."""
    return "@" in text or _WEB.search(text) is not None or _DOMAIN.fullmatch(text.strip()) is not None


def to_somebody(sheet: Sheet, text: str) -> bool:
    """Whether a line names a person or department, or whose house it is: "Attn", "c/o"."""
    plain = fold(text)
    begun = (word for word in sheet.labels.attention if plain.startswith(word))
    return any(not plain[len(word) : len(word) + 1].isalpha() for word in begun)


def is_first_part(sheet: Sheet, part: str) -> bool:
    """Whether the first part of an address in one line is the name, and no street or label."""
    return can_be_name(sheet, part) and not any(char.isdigit() for char in part)


def can_be_name(sheet: Sheet, text: str) -> bool:
    """Whether a line can be a name: words, and no label, salutation, country, number, sentence or address."""
    letters, digits = (sum(map(test, text)) for test in (str.isalpha, str.isdigit))
    text, words = text.strip(), text.split()
    if letters < 2 or digits > 0.6 * letters or len(text) > LONGEST or len(words) > _LONGEST_NAME:
        return False
    key = squash(text)
    known = key in sheet.labels.meanings or key in sheet.labels.salutations or key in sheet.labels.countries
    said = (
        ":" in text[-1:]
        or ": " in text
        or (len(words) > 4 and text.endswith(("!", "?")))
        or (len(words) > _SENTENCE and text[-1] == ".")
    )
    return not (known or said or is_web(text) or PHONE.search(text) or postal_line(text))


def count_of_lines(sheet: Sheet, lines: Sequence[Line]) -> int:
    """How many lines the name takes: on where it is unfinished, with a form alone, or in the same larger type."""
    count = 1
    while count < len(lines) - 1 and lines[count - 1].text.rstrip().endswith(_UNFINISHED):
        count += 1
    if count < len(lines) and squash(lines[count].text) in sheet.labels.legal_forms:
        return count + 1
    size, smallest = lines[0].cell.height, min(line.cell.height for line in lines)
    fonts = {line.cell.words[0].style.font for line in (lines[0], lines[-1])}
    larger = size > (1.15 if len(fonts) > 1 else 1.3) * smallest
    if count == 1 and len(lines) > 2 and larger and _same_type(lines[1], size):
        count += not _same_type(lines[2], size)
    return count


def _same_type(line: Line, size: float) -> bool:
    """Whether a line is set in this size and is no part of an address."""
    return abs(line.cell.height - size) < 0.03 * size and not any(char.isdigit() for char in line.text)


def joined_name(sheet: Sheet, lines: Sequence[Line]) -> Named | None:
    """The lines of a name as one, without the salutation before it."""
    kept = [line for line in lines if squash(line.text) not in sheet.labels.salutations]
    return (" ".join(" ".join(line.text.split()) for line in kept), tuple(kept)) if kept else None
