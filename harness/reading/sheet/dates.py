"""Dates in printed text: numeric in any order, or with month names of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from harness.model.text import fold

_NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[./-])(\d{1,2})([./\-‐])\s{0,2}(\d{1,2})\2\s{0,2}['’]?(\d{4}|\d{2})(?!\d)(?![./]\d)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})([./\-‐]?)(\d{2})\2(\d{2})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?[\s./-]{0,2}(?:de\s+|of\s+)?([^\W\d_]{3,}\.?)[\s./,-]{0,2}(?:de\s+|del\s+)?['’]?(\d{4}|\d{2})(?![\d:%€$£]|[.,]\d)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,}\.?)\s{1,2}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[\s./-]{1,2}([^\W\d_]{3,}\.?)[\s./-]{1,2}(\d{1,2})(?!\d)")
_YEARS = range(1980, 2100)

_NAMED = ((_WORDS, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3)))
"""Shapes with the name of a month, and which groups are year, month and day."""


@dataclass(frozen=True, slots=True)
class DateSeen:
    """A date as it stands in a text: one reading, or two where day and month could be swapped."""

    start: int
    end: int
    text: str
    day_first: date | None
    """Read as day, month, year (or the only possible reading)."""
    month_first: date | None
    """Read as month, day, year (or the only possible reading)."""

    @property
    def compact(self) -> bool:
        """Whether it is digits alone (``20240219``), as a number of something else may be."""
        return self.text.isdigit()

    @property
    def is_certain(self) -> bool:
        """Whether both orders give the same date, or only one gives a date."""
        return self.day_first is None or self.month_first is None or self.day_first == self.month_first

    def value(self, month_first: bool) -> date | None:
        """The date by the document's convention, or by the only possible one."""
        if month_first:
            return self.month_first or self.day_first
        return self.day_first or self.month_first


def find_dates(text: str, months: Mapping[str, int]) -> list[DateSeen]:
    """All dates in ``text`` in their order, without overlaps."""
    if not any(char.isdigit() for char in text):
        return []
    seen: list[DateSeen] = []
    for found in (*_iso(text), *_numeric(text), *_named(text, months)):
        if not any(found.start < other.end and other.start < found.end for other in seen):
            seen.append(found)
    return sorted(seen, key=lambda item: item.start)


def _iso(text: str) -> list[DateSeen]:
    found = []
    for match in _ISO.finditer(text):
        day = _date(match[1], match[3], match[4])
        compact_inside_code = not match[2] and _touches_word(text, match.start(), match.end())
        if day and not compact_inside_code:
            found.append(DateSeen(match.start(), match.end(), match.group(), day, day))
    return found


def _touches_word(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(char.isalnum() or char in "-/_" for char in around)


def _numeric(text: str) -> list[DateSeen]:
    found = []
    for match in _NUMERIC.finditer(text):
        first, mark, second, year = match.groups()
        day_first = _date(year, second, first)
        month_first = _date(year, first, second) if mark != "." else None
        if day_first or month_first:
            found.append(DateSeen(match.start(), match.end(), match.group(), day_first, month_first))
    return found


def _named(text: str, months: Mapping[str, int]) -> list[DateSeen]:
    found = []
    for pattern, (year_at, month_at, day_at) in _NAMED:
        for match in pattern.finditer(text):
            month = months.get(fold(match[month_at]).strip("."))
            day = month and _date(match[year_at], str(month), match[day_at])
            if day:
                found.append(DateSeen(match.start(), match.end(), match.group(), day, day))
    return found


def _date(year: str, month: str, day: str) -> date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    if full not in _YEARS:
        return None
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
