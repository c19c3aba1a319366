"""Lines of postal addresses: where post code and city stand in a line, and what goes before them.

The shapes are those in which posts print an address (Universal Postal Union, S42 templates): the code before the city
on the Continent, after it in the British Isles and overseas. No list of places is needed; what surrounds a line says
whether it is one of an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = r"(?:\s*[,;|•·∙●]\s*|\s*[–—]\s*|\s-\s|\s{2,})"
"""What parts the lines of an address that is set in one line."""
_CITY = (
    r"[^\W\d_'’‘][^\d,;:@|•·∙●()–—/\\%€$£]{1,45}?(?:\scedex(?:\s\d{1,2})?|\s\d{1,2}(?!\d|\.))?|['’‘]s-[^\d,;:@|]{3,30}?"
)
_BEHIND = rf"(?:\s*\([^()]*\))?\.?(?:{_MARK}(?P<tail>.*))?$"
_BEFORE = rf"^(?:(?P<lead>.*?\S){_MARK}|(?P<label>[^\d:]+):\s*)?"
_CODE_FIRST = re.compile(
    rf"""{_BEFORE}(?:C\.?P\.?:?\s)?(?:(?P<prefix>[A-Z]{{1,2}})(?:\s?[-–]\s?|\s))?
    (?P<code>\d{{3}}\s\d{{2}} | \d{{4}}\s?[A-Z]{{2}} | \d{{4,5}}-\d{{3}} | \d{{2}}-\d{{3}} | \d{{4,5}})
    (?![\w])\s{{1,2}}(?P<city>{_CITY}){_BEHIND}""",
    re.VERBOSE | re.IGNORECASE,
)
_CODE_LAST = re.compile(
    rf"""{_BEFORE}(?:
      (?:(?P<city>{_CITY})(?:,\s?|\s{{1,2}}))?
        (?P<code>[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}} | [A-Z]\d[\dW]\s[A-Z\d]{{4}})          # London SW1A 1AA
      | (?P<city2>{_CITY})(?:,\s?|\s{{1,2}})[A-Z]{{2}}\s{{1,2}}
        (?P<code2>\d{{5}}(?:-\d{{4}})? | [A-Z]\d[A-Z]\s?\d[A-Z]\d)                            # Denver, CO 80202
    )(?!\w){_BEHIND}""",
    re.VERBOSE,
)
_MAYBE = re.compile(
    r"\d{4}|\d{2}-\d{3}|\d{3} \d{2}|[A-Z]\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] [A-Z\d]{4}|\b[A-Z]\d[A-Z] ?\d"
)
"""What a line with a post code has for certain: most lines are ruled out by it."""
_SPLITS = tuple(re.compile(mark) for mark in (r"\s*[|•·∙●]\s*", r"\s*[–—]\s*|\s-\s", r"\s{2,}"))
LONGEST = 120
"""Characters of the longest line that is taken for a part of an address."""


@dataclass(frozen=True, slots=True)
class PostalLine:
    """Post code and city as they stand in a line."""

    code: str
    city: str | None
    """``None`` where the code stands alone."""
    prefix: str | None
    """The country before the code, as printed: ``DE`` or ``D``."""
    lead: str
    """What goes before on the line: the street, maybe the name."""
    tail: str
    """What follows: the country, telephone and so on."""


def postal_line(text: str) -> PostalLine | None:
    """Post code and city of a line, ``None`` where there are none."""
    if len(text) > 2 * LONGEST or not _MAYBE.search(text):
        return None
    first, last = _CODE_FIRST.match(text), _CODE_LAST.match(text)
    if last is not None and (first is None or not _sane(first) or first.start("code") < last.start("code2")):
        city = (last["city"] or last["city2"] or "").strip(" .-")
        return _cut(last, last["code"] or last["code2"], city or None)
    if first is None or not _sane(first):
        return None
    return _cut(first, first["code"], first["city"].strip(" .-"), first["prefix"])


def _sane(match: re.Match[str]) -> bool:
    """Whether a country before the code is written in capitals, as signs of countries are."""
    prefix, code = match["prefix"], match["code"]
    return (prefix is None or prefix.isupper()) and code.upper() == code


def _cut(match: re.Match[str], code: str, city: str | None, prefix: str | None = None) -> PostalLine:
    """The line in its parts; a code alone behind "Dublin 2," has its city there."""
    lead, tail = (match["lead"] or "").strip(" ,"), (match["tail"] or "").strip()
    if city is None and lead:
        lead, _, city = lead.rpartition(",")
    return PostalLine(code, city and city.strip(), prefix, lead.strip(" ,"), tail)


def parts_of(text: str) -> list[str]:
    """The parts of an address in one line, by its strongest separator; a comma inside a part is left there."""
    for split in _SPLITS:
        parts = [part.strip() for part in split.split(text) if part.strip()]
        if len(parts) > 1:
            return parts
    return [text.strip()] if text.strip() else []
