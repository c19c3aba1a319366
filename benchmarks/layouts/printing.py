# ruff: noqa: D102, E501  (word lists and typst markup read better in one line)
"""How an invented invoice writes its amounts, dates and identifiers."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benchmarks.layouts.words import MONTHS

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "CAD": "$", "CHF": "CHF"}
STYLES = {"de": (".", ","), "fr": (" ", ","), "en": (",", "."), "nl": (".", ","), "es": (".", ",")}


@dataclass(frozen=True)
class Hand:
    """The conventions that one document keeps."""

    language: str
    currency: str
    group: str
    point: str
    place: str
    """Where the currency stands: ``before``, ``after``, ``code_before``, ``code_after`` or ``none``."""
    blank: str
    day: str
    prefix: bool
    """Whether VAT numbers carry their country."""
    spaced: bool
    """Whether they are printed in groups."""
    rate_digits: int

    def money(self, amount: Decimal, *, bare: bool = False) -> str:
        text = f"{abs(amount):,.2f}".replace(",", "\0").replace(".", self.point).replace("\0", self.group)
        text = ("-" if amount < 0 else "") + text
        if bare or self.place == "none":
            return text
        mark = SIGNS[self.currency] if self.place in ("before", "after") else self.currency
        return f"{mark}{self.blank}{text}" if "before" in self.place else f"{text}{self.blank}{mark}"

    def percent(self, rate: Decimal) -> str:
        places = max(self.rate_digits, -int(rate.normalize().as_tuple().exponent), 0)
        text = f"{rate:.{places}f}".replace(".", self.point)
        return f"{text}{' ' if self.language in ('de', 'fr', 'es') and self.blank else ''}%"

    def date(self, day: date) -> str:
        name = MONTHS[self.language][day.month - 1]
        return {
            "dots": f"{day:%d.%m.%Y}", "short": f"{day:%d.%m.%y}", "slashes": f"{day:%d/%m/%Y}",
            "dashes": f"{day:%d-%m-%Y}", "iso": f"{day:%Y-%m-%d}", "us": f"{day:%m/%d/%Y}",
            "words": _in_words(self.language, day, name), "months": f"{name} {day.day}, {day.year}",
            "abbreviated": f"{day.day:02d} {name[:3]} {day.year}", "hyphened": f"{day:%d}-{name[:3]}-{day.year}",
        }[self.day]  # fmt: skip

    def vat_id(self, number: str, chance: random.Random) -> str:
        if not self.prefix and re.match(r"(NL|ES|IT|FR|BE|GB|DE)", number):
            number = number[2:]
        if number.startswith("CHE"):
            return f"CHE-{number[3:6]}.{number[6:9]}.{number[9:]} MWST"
        if not self.spaced:
            return number
        match = re.fullmatch(r"([A-Z]{2}U?)?([A-Z0-9]{2})?(\d{3})(\d{3})(\d{3})(.*)", number)
        if match and not number.startswith(("IE", "MT", "LU", "AT", "ES")):
            return chance.choice((" ", ".")).join(part for part in match.groups() if part)
        return f"{number[:2]} {number[2:]}" if number[:2].isalpha() else number


def _in_words(language: str, day: date, name: str) -> str:
    return {"de": f"{day.day}. {name} {day.year}", "es": f"{day.day} de {name} de {day.year}",
            "en": f"{day.day}{_ordinal(day.day)} {name} {day.year}"}.get(language, f"{day.day} {name} {day.year}")  # fmt: skip


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def hand(chance: random.Random, language: str, country: str, currency: str) -> Hand:
    """The conventions of one document."""
    group, point = STYLES[language]
    if country == "CH":
        group, point = chance.choice(("'", "’")), "."
    if language == "fr" and country != "CH":
        group = chance.choice((" ", "\u00a0", "\u202f", "\u2009", ""))
    days = {"de": ["dots"] * 4 + ["words", "short", "iso"], "fr": ["slashes"] * 4 + ["words", "dashes", "dots", "iso"],
            "en": ["slashes", "words", "abbreviated", "hyphened", "months", "iso", "dashes"],
            "nl": ["dashes"] * 3 + ["slashes", "words", "dots"], "es": ["slashes"] * 4 + ["words", "dashes"]}  # fmt: skip
    day = chance.choice(("us", "months", "us")) if country == "US" else chance.choice(days[language])
    place = chance.choice(("before", "after", "after", "code_before", "code_after", "none"))
    if language in ("en", "nl"):
        place = chance.choice(("before", "before", "before", "code_after", "none"))
    return Hand(language, currency, group if chance.random() < 0.85 else "", point, place,
                chance.choice(("", " ", "\u00a0")) if place != "code_after" else " ", day,
                chance.random() < 0.75, chance.random() < 0.3, chance.choice((0, 0, 1, 2)))  # fmt: skip
