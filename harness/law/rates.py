"""The rate of a category in force on a day (Directive 2006/112/EC Art. 93: the rate at the chargeable event)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from harness.law.country import Rated
from harness.law.errors import OracleError
from harness.law.records import Rate, names_match

WITHOUT_VAT = {
    "exempt": "Directive 2006/112/EC Art. 132 to 136",
    "margin": "Directive 2006/112/EC Art. 306 to 325",
}
"""Categories of no country folder: the invoice shows no VAT for such a line, wherever it is supplied."""

_REGIONAL = "regional_"
"""Folders may name a category that exists in one part of the country only with this prefix."""


def rate_on(country: Rated, category: str, day: date, region: str | None = None) -> Rate:
    """The rate of ``category`` on ``day``: that of ``region`` where the folder has one, else of the whole country.

    Raises ``OracleError`` where the folder has none or the rate has lapsed, and names the categories of that day.
    """
    if category in WITHOUT_VAT:
        return Rate(category=category, rate=Decimal(0), source=WITHOUT_VAT[category], since=date.min)
    regional = _regional(country, category, day, region) if region else None
    if regional is not None:
        return regional
    for rate in country.rates_on(day):
        if rate.category == category:
            return rate
    raise OracleError(_why_none(country, category, day))


def _regional(country: Rated, category: str, day: date, region: str) -> Rate | None:
    """A rate that holds in one part of the country alone."""
    for rate in country.rates:
        same = rate.category in (category, _REGIONAL + category)
        if same and rate.territory and rate.in_force(day) and names_match(rate.territory, region):
            return rate
    return None


def _why_none(country: Rated, category: str, day: date) -> str:
    have = ", ".join(rate.category for rate in country.rates_on(day)) or "none at all"
    lapsed = [r.until for r in country.rates if r.category == category and r.lapses and r.until and r.until < day]
    if lapsed:
        return (
            f"{country.code}: the {category} rate lapsed on {max(lapsed)} and is not in force on {day}: "
            f"take another date, or one of {have}"
        )
    return f"{country.code} has no rate of category {category!r} on {day}: the folder has {have}"
