"""A country folder beside the package ``eu-vat-rates-data``: both values side by side, never forced equal.

The package holds today's rates only and is optional: it is no dependency of the harness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from harness.law.country import Country

PACKAGE = "eu-vat-rates-data"


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that the folder and the package state differently."""

    what: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.what}: the folder says {self.ours}, {PACKAGE} says {self.theirs}"


@dataclass(frozen=True, slots=True)
class SecondSource:
    """The installed package."""

    version: str
    """Its release, which is the day on which its data was fetched."""
    rates: dict[str, Any]
    """Its record of each country, by ISO 3166-1 code."""

    def differences(self, country: Country, today: date) -> Iterator[Difference]:
        """What it says differently of ``country``; nothing for a country that it does not know."""
        theirs = self.rates.get(country.code)
        if theirs is None:
            return
        yield from _differing_rates(country, theirs, today)
        yield from _differing("currency", country.identity.currency.code, theirs["currency"])
        member = country.identity.vat_area.member_state
        yield from _differing("Member State", _yes_no(member), _yes_no(theirs["eu_member"]))
        example, pattern = country.identity.vat_id.example, theirs["pattern"]
        if example and pattern and not re.match(pattern, example):
            yield Difference("form of the VAT id", f"{example} as example", theirs["format"])

    def knows(self, code: str) -> bool:
        """Whether it holds the country at all."""
        return code in self.rates


def second_source() -> SecondSource | None:
    """The package, or ``None`` where it is not installed."""
    try:
        module = import_module(PACKAGE.replace("-", "_"))
        return SecondSource(version(PACKAGE), module.get_all_rates())
    except (ImportError, PackageNotFoundError):
        return None


def _differing_rates(country: Country, theirs: dict[str, Any], today: date) -> Iterator[Difference]:
    standard = [rate.rate for rate in country.rates_on(today) if rate.category == "standard"]
    in_force = [r for r in country.rates if r.since <= today and (r.until is None or today <= r.until)]
    other = {r.rate for r in in_force if r.rate and (r.territory or r.category != "standard")}
    their_other = [*theirs["reduced"], theirs["super_reduced"], theirs["parking"]]
    yield from _differing("standard rate", _percent(standard), _percent([_exact(theirs["standard"])]))
    yield from _differing(
        "other rates, regional ones included", _percent(other), _percent({_exact(r) for r in their_other if r})
    )


def _differing(what: str, ours: str, theirs: str) -> Iterator[Difference]:
    if ours != theirs:
        yield Difference(what, ours, theirs)


def _exact(rate: float) -> Decimal:
    """The package writes rates as floats; their shortest form is what was meant."""
    return Decimal(str(rate)).normalize()


def _percent(rates: Iterable[Decimal]) -> str:
    words = [f"{rate.normalize():f} %" for rate in sorted(set(rates))]
    return ", ".join(words) or "none"


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
