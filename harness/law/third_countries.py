"""Countries that no folder and no entry of ``territories.toml`` describes: every other code of ISO 3166-1 is outside.

The common VAT area is a closed list (Directive 2006/112/EC Art. 5 to 7), and ``territories.toml`` holds all of it. So
what is not there lies outside, parts of Member States with a code of their own included: the code's name is all that
has to be known, and it comes from Unicode's CLDR by way of babel.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from babel.core import Locale, get_global

from harness.law.country import Territory
from harness.law.records import Side
from harness.model.expectation import Assurance

_NO_PLACES = ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ")
"""Codes of CLDR that name no country or territory."""


def current_code(code: str) -> str:
    """The ISO 3166-1 code that a superseded or colloquial one stands for; any other code as it is."""
    replaced = get_global("territory_aliases").get(code)
    return str(replaced[0]) if replaced and len(replaced) == 1 else code


def leading_country(words: str) -> str | None:
    """The code of the country that the words begin with, as a code or as an English name; ``None`` for any other."""
    if re.match(r"[A-Z]{2}\b", words):
        return current_code(words[:2]) if words[:2] in Locale("en").territories else None
    return next((code for name, code in _names() if re.match(rf"{re.escape(name)}\b", words)), None)


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """English names of countries with their codes, longer names first."""
    named = ((str(name), code) for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha())
    return tuple(sorted(named, key=lambda pair: -len(pair[0])))


@cache
def third_country(code: str) -> Territory | None:
    """The country of that code as a place outside the common VAT area; ``None`` where the code names no place."""
    names = Locale("en").territories
    if len(code) != 2 or not code.isalpha() or code in _NO_PLACES or code not in names:
        return None
    return Territory(
        code=code,
        name=str(names[code]),
        member_state=False,
        goods=Side.OUTSIDE,
        services=Side.OUTSIDE,
        source="ISO 3166-1; Directive 2006/112/EC Art. 5 to 7: no part of the common VAT area",
        since=date(2007, 1, 1),
        assurance=Assurance.RECALLED,
    )
