"""From the lines of a block to a party: its name, street, post code, city and country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.model.facts import Fact, PartyFacts
from harness.model.text import fold, squash
from harness.reading.parties.names import (
    Line,
    Named,
    can_be_name,
    count_of_lines,
    is_first_part,
    is_web,
    joined_name,
    to_somebody,
)
from harness.reading.parties.postal import PostalLine, parts_of, postal_line
from harness.reading.sheet.sheet import Sheet

_LONGEST_CITY = 30
_LESS = 0.6
"""Trust in an address that no post code proves."""
_NUMBERED = re.compile(r"\D{3,40}\d{1,4}\s?[a-zA-Z]?")
"""The name of a street and a number: no name, unless it comes first."""
_LONG_NUMBER = re.compile(r"\d{6}|(?:\d[ .]?){8}")
"""Digits of a tax or telephone number, which no street has."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The line with the post code."""

    at: int
    line: Line
    postal: PostalLine


def read_address(sheet: Sheet, lines: Sequence[Line], trust: float) -> PartyFacts:
    """The party that the lines name; nothing but the address where no line can be a name."""
    own = [line for line in lines if line.about != "other" and not to_somebody(sheet, line.text)]
    own = _unbroken(own)
    found = _postal(sheet, own)
    name = _name(sheet, own, found)
    country = _country(sheet, own, found)
    if found is None:
        return _without_code(own, name, country, trust)
    line, postal = own[found.at], found.postal
    above, lead = _between(own, found, name), _lead(postal, name)
    city, cities = (postal.city, [line]) if postal.city else _city_of(above)
    street = (lead, line) if lead else _street([part for part in above if part not in cities])
    return PartyFacts(
        name=_fact(name, trust),
        street=_told(_without_label(street[0]), street[1], trust - 0.05) if street else None,
        post_code=_told(postal.code, line, trust),
        city=_told(city, cities[0], trust - 0.05) if city else None,
        country=_told(country[0], country[1], trust) if country else None,
    )


def _unbroken(lines: Sequence[Line]) -> list[Line]:
    """The lines with an address in one line that is broken into two made whole."""
    for at in range(len(lines) - 1):
        upper, lower = lines[at], lines[at + 1]
        postal, whole = postal_line(upper.text), f"{upper.text} {lower.text}"
        joint = postal_line(whole)
        late = postal is None and postal_line(lower.text) is None and joint is not None and bool(joint.lead)
        cut = postal is not None and bool(postal.lead) and joint is not None and _cut(upper.text, lower.text)
        if late or cut or (postal is None and joint and joint.lead and _only_code(lower.text)):
            return [*lines[:at], replace(upper, text=whole), *lines[at + 2 :]]
    return list(lines)


def _cut(upper: str, lower: str) -> bool:
    """Whether a city goes on in the next line: after a preposition, or with the post's own office."""
    return upper.rsplit(" ", 1)[-1].islower() or fold(lower).startswith("cedex")


def _only_code(text: str) -> bool:
    postal = postal_line(text)
    return postal is not None and postal.city is None and not postal.lead


def _without_code(
    lines: Sequence[Line], name: Named | None, country: tuple[str, Line] | None, trust: float
) -> PartyFacts:
    """An address without a post code: the country tells the city above it, and that the street."""
    told = _told(country[0], country[1], trust) if country else None
    parts = [part.strip() for part in country[1].text.split(",")] if country else []
    numbered = any(map(str.isdigit, "".join(parts[:-2])))
    if name and country and numbered and country[1] not in name[1]:
        street, city = _told(", ".join(parts[:-2]), country[1], _LESS), _told(parts[-2], country[1], _LESS)
        return PartyFacts(_fact(name, trust), street, None, city, told)
    at = lines.index(country[1]) if country else 0
    if (
        name is None
        or at < 3
        or {lines[at - 1], lines[at - 2]} & set(name[1])
        or len(lines[at - 1].text) > _LONGEST_CITY
    ):
        return PartyFacts(_fact(name, trust), country=told)
    above = _street([lines[at - 2]])
    return PartyFacts(
        name=_fact(name, trust),
        street=_told(above[0], above[1], _LESS) if above and any(map(str.isdigit, above[0])) else None,
        city=_told(lines[at - 1].text, lines[at - 1], _LESS),
        country=told,
    )


def _told(value: str, line: Line, trust: float) -> Fact[str]:
    text = " ".join(value.split())
    return Fact(text, line.place(value), line.text, round(trust, 2))


def _fact(name: Named | None, trust: float) -> Fact[str] | None:
    return None if name is None else _told(name[0], name[1][0], trust)


def _postal(sheet: Sheet, lines: Sequence[Line]) -> _Found | None:
    """The last line with a post code; the first line only where it holds the whole address."""
    for at in range(len(lines) - 1, -1, -1):
        postal = postal_line(lines[at].text)
        if postal and (at or postal.lead) and not _is_label(sheet, postal.city or ""):
            return _Found(at, lines[at], postal)
    return None


def _is_label(sheet: Sheet, text: str) -> bool:
    return squash(text) in sheet.labels.meanings


def _name(sheet: Sheet, lines: Sequence[Line], found: _Found | None) -> Named | None:
    """The labelled name, the first line that can be one, or the first part of an address in one line."""
    labelled = [line for line in lines if line.about == "name"]
    if labelled:
        return joined_name(sheet, [line for line in labelled if line.text])
    above = [line for line in lines[: found.at if found else len(lines)] if line.about != "address"]
    parts = parts_of(found.postal.lead) if found else []
    if found and len(parts) > 1 and is_first_part(sheet, parts[0]):
        return parts[0], (lines[found.at],)
    for at, line in enumerate(above):
        street = _NUMBERED.fullmatch(line.text) and (at or (found and found.at == 1 and not found.postal.lead))
        if can_be_name(sheet, line.text) and not street:
            return _registered(sheet, above[at:], found) or joined_name(
                sheet, above[at : at + count_of_lines(sheet, above[at:])]
            )
    parts = [part.strip() for part in found.postal.lead.split(",")] if found else []
    whole = found and parts[0] and (len(parts) > 1 or not above) and is_first_part(sheet, parts[0])
    return (parts[0], (lines[found.at],)) if found and whole else None


def _registered(sheet: Sheet, above: Sequence[Line], found: _Found | None) -> Named | None:
    """The company behind a trade name: in the next line with a word of it, or before the street in one line."""
    if found is None or _has_form(sheet, above[0].text):
        return None
    words = {squash(word) for word in above[0].text.split() if len(word) > 3}
    for line in above[1:2]:
        if _has_form(sheet, line.text) and words & {squash(word) for word in line.text.split()}:
            return line.text, (line,)
    first = found.postal.lead.split(",")[0].strip()
    behind = "," in found.postal.lead and _has_form(sheet, first) and is_first_part(sheet, first)
    return (first, (found.line,)) if behind else None


def _has_form(sheet: Sheet, text: str) -> bool:
    words = text.split()
    return len(words) > 1 and squash(words[-1]) in sheet.labels.legal_forms


def _between(lines: Sequence[Line], found: _Found, name: Named | None) -> list[Line]:
    """The lines above the post code that are not the name, nearest first."""
    taken = name[1] if name else ()
    return [line for line in reversed(lines[: found.at]) if line not in taken and line.about != "name"]


def _lead(postal: PostalLine, name: Named | None) -> str:
    """What goes before the post code on its line, without the name."""
    lead = postal.lead
    if name and lead.startswith(name[0]):
        lead = lead[len(name[0]) :]
    lead = lead.strip(" ,|•·∙●–—-")
    parts = [part for part in parts_of(lead) if not _LONG_NUMBER.search(part)]
    lead = lead if len(parts) == len(parts_of(lead)) else ", ".join(parts)
    told = any(char.isdigit() for char in lead) or not re.search(r"[&|•·∙●–—]|\s-\s", lead)
    return lead if told else ""


def _without_label(street: str) -> str:
    """A street without what stands before it and a colon ("Siège social : 16 rue Mollien")."""
    label, _, rest = street.rpartition(": ")
    return rest.strip() if label and not any(char.isdigit() for char in label) else street


def _city_of(above: Sequence[Line]) -> tuple[str | None, list[Line]]:
    """The city above a post code that stands alone."""
    named = [line for line in above[:1] if line.text and not any(char.isdigit() for char in line.text)]
    return (named[0].text.strip(" ,"), named) if named else (None, [])


def _street(above: Sequence[Line]) -> tuple[str, Line] | None:
    """The nearest line with a number of a house, else the one right above the city."""
    fitting = [line for line in above if line.text and not is_web(line.text)]
    numbered = [line for line in fitting if any(char.isdigit() for char in line.text) and _lettered(line.text)]
    chosen = next(iter([*numbered, *fitting]), None)
    return (_whole_street(above, (chosen.text.strip(" ,"), chosen)), chosen) if chosen else None


def _whole_street(above: Sequence[Line], street: tuple[str, Line]) -> str:
    """A street that ends with a small word goes on in the next line: "112 avenue de la", "Gare"."""
    at = above.index(street[1])
    cut = at > 0 and street[0].split()[-1].islower() and street[0].split()[-1].isalpha() and len(street[0].split()) > 1
    return f"{street[0]} {above[at - 1].text}" if cut and not any(map(str.isdigit, above[at - 1].text)) else street[0]


def _lettered(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _country(sheet: Sheet, lines: Sequence[Line], found: _Found | None) -> tuple[str, Line] | None:
    """The country that a line names, or the sign before the post code."""
    countries = sheet.labels.countries
    for line in lines[found.at if found else 1 :]:
        for part in (line.text, re.split(r"[,|·•–]\s*", line.text)[-1], found.postal.tail if found else ""):
            if code := countries.get(squash(part)):
                return code, line
    prefix = found.postal.prefix if found else None
    if found is None or prefix is None:
        return None
    known = prefix if prefix in countries.values() else sheet.labels.post_code_prefixes.get(prefix)
    return (known, lines[found.at]) if known else None
