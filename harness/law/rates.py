"""The rate of a category in force on a day (Directive 2006/112/EC Art. 93: the rate at the chargeable event)."""

from __future__ import annotations

from datetime import date

from harness.law.country import Country
from harness.law.errors import OracleError
from harness.law.records import Rate


def rate_on(country: Country, category: str, day: date) -> Rate:
    """The rate of ``category`` for the whole country on ``day``.

    Raises ``OracleError`` where the folder has none or the rate has lapsed, and names the categories of that day.
    """
    in_force = country.rates_on(day)
    for rate in in_force:
        if rate.category == category:
            return rate
    have = ", ".join(rate.category for rate in in_force) or "none at all"
    lapsed = [r for r in country.rates if r.category == category and r.lapses and r.until and r.until < day]
    if lapsed:
        raise OracleError(
            f"{country.code}: the {category} rate lapsed on {lapsed[0].until} and is not in force on {day}: "
            f"take another date, or one of {have}"
        )
    raise OracleError(f"{country.code} has no rate of category {category!r} on {day}: the folder has {have}")
