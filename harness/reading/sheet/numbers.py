"""Amounts, percentages and plain numbers in printed text, by any locale's conventions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

BLANKS = "\u0020\u00a0\u202f\u2009\u2007\u2002"
"""Blanks that group digits."""
APOSTROPHES = "'\u2019\u2018\u02bc\u2032\u00b4`"
"""Marks that group digits in Switzerland: an apostrophe, or what programs print for one, such as the prime U+2032."""
_NUMBER = re.compile(
    rf"""(?:(?<![\w.,{APOSTROPHES}])|(?<=(?<!\w)[A-Z]{{3}})|(?<=[a-z]\.))   # not inside a word, but after a currency
    (?P<digits>
        \d{{1,3}}(?:[{BLANKS}{APOSTROPHES}.,]\d{{3}})+(?:[.,]\d{{1,6}})?(?![.,]?\d)  # grouped
      | \d+(?:[.,]\d+)*                                              # plain
    )
    (?![{APOSTROPHES}]?[\w])
    """,
    re.VERBOSE,
)
"""A number; a currency that follows without a blank is set apart beforehand."""
_GLUED = re.compile(
    r"(?<=\d)(?=(?:[A-Z]{3}|Kč|zł|kr|лв|Ft|lei|Eur|euro?s?)\b)"
    r"|(?<=\d[.,]\d\d)(?=\d{2,}[.,]\d\d(?![\d.,]))(?<!\d[.,]\d\d[.,]\d\d)"
)
"""The end of a number that its currency, or the amount of the next column, follows without a blank."""
_REMARK = re.compile(r"(?:[^\W\d_]{2,}\.?|\d\s?%) \($")
"""Brackets behind a word or a rate hold a remark: "VAT (100.00)" and "VAT 20 % (100.00)" are no amounts below zero."""
_MINUS = "-−–‒"
_SIGNS = BLANKS + "€$£"


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """A number as it stands in a text."""

    start: int
    end: int
    digits: str
    """Digits with their separators, as printed."""
    negative: bool
    percent: bool
    """Whether a per cent sign follows."""

    def value(self, decimal_comma: bool) -> Decimal:
        """The number, read by the document's conventions where its own shape leaves a doubt."""
        value = parse_digits(self.digits, decimal_comma)
        return -value if self.negative else value

    @property
    def decimals(self) -> int:
        """How many digits follow the last point or comma, 0 without one."""
        return _tail(self.digits)


def find_numbers(text: str) -> list[NumberSeen]:
    """All numbers in ``text`` in their order, with sign and per cent sign."""
    if _GLUED.search(text):
        return _find_glued(text)
    return [_seen(text, match) for match in _NUMBER.finditer(text)]


def _find_glued(text: str) -> list[NumberSeen]:
    """Numbers with the currency set right behind them: looked for with a gap in between, then moved back."""
    gaps = [match.start() for match in _GLUED.finditer(text)]
    found = []
    for match in _NUMBER.finditer(_GLUED.sub("\u2063", text)):
        seen = _seen(_GLUED.sub("\u2063", text), match)
        shift = sum(gap + at < seen.start for at, gap in enumerate(gaps))
        found.append(replace(seen, start=seen.start - shift, end=seen.end - shift))
    return found


def _seen(text: str, match: re.Match[str]) -> NumberSeen:
    start, end = match.span("digits")
    after = text[end:].lstrip(BLANKS)
    opened = text[:start].rstrip(_SIGNS)
    brackets = opened.endswith("(") and after.lstrip(_SIGNS).startswith(")") and not _REMARK.search(opened)
    trailing = text[end : end + 1] in tuple(_MINUS) and not text[end + 1 : end + 2].strip(BLANKS)
    negative = _minus_before(text, start) or trailing or (brackets and _tail(match["digits"]) == 2)
    return NumberSeen(start, end, match["digits"], negative, after.startswith("%"))


def _minus_before(text: str, start: int) -> bool:
    """Whether a minus sign stands before the number, and not a dash that joins or separates words."""
    before = text[:start].rstrip(_SIGNS)
    if before[-1:] not in tuple(_MINUS):
        return False
    lead, blank_after = before[:-1], text[len(before) : len(before) + 1] in tuple(BLANKS)
    joined = lead[-1:].isalnum()
    separates = blank_after and lead.rstrip(BLANKS)[-1:].isalnum()
    return not joined and not separates


def _tail(digits: str) -> int:
    return len(digits) - 1 - max(digits.rfind("."), digits.rfind(",")) if re.search("[.,]", digits) else 0


def parse_digits(digits: str, decimal_comma: bool) -> Decimal:
    """The value of printed digits; ``1.234`` alone is read by ``decimal_comma``, other shapes by themselves."""
    plain = re.sub(rf"[{BLANKS}{APOSTROPHES}]", "", digits)
    point = _decimal_mark(plain, decimal_comma, grouped=plain != digits)
    whole, _, fraction = plain.rpartition(point) if point else (plain, "", "")
    return Decimal(re.sub("[.,]", "", whole) + "." + (fraction or "0")) if whole else Decimal(fraction)


def _decimal_mark(digits: str, decimal_comma: bool, grouped: bool) -> str | None:
    """The decimal separator of ``digits``, or ``None`` where there are only groups of thousands."""
    marks = re.findall("[.,]", digits)
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] if digits.count(marks[-1]) == 1 else None
    if len(marks) > 1:
        return None
    head, tail = re.split("[.,]", digits)
    doubtful = len(tail) == 3 and 1 <= len(head) <= 3 and head != "0" and not grouped
    if doubtful and marks[0] != ("," if decimal_comma else "."):
        return None
    return str(marks[0])


def decimal_comma(texts: Iterable[str]) -> bool | None:
    """Whether the document writes its decimals with a comma, by majority; ``None`` where nothing tells."""
    votes = {",": 0, ".": 0}
    for text in texts:
        for seen in find_numbers(text):
            mark = _telling_mark(seen.digits)
            if mark and not seen.percent:
                votes[mark] += 1
    if votes[","] == votes["."]:
        return None
    return votes[","] > votes["."]


def _telling_mark(digits: str) -> str | None:
    """The decimal mark of a number whose shape leaves no doubt: two decimals, or both marks."""
    plain = re.sub(rf"[{BLANKS}{APOSTROPHES}]", "", digits)
    marks = re.findall("[.,]", plain)
    if len(set(marks)) == 2 and plain.count(marks[-1]) == 1:
        return str(marks[-1])
    return str(marks[0]) if len(marks) == 1 and _tail(plain) in (2, 4) else None
