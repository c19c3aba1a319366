"""What a run would cost on a target with a rate limit, country by country, and how to spread countries over days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from harness.run.measured import Cost, Measurement
from harness.run.record.document import PlannedItem

BUDGET = 55
"""Requests a minute that the harness allows itself on a target that is not on this machine."""
LIMIT = 60
"""Requests a minute that the target's documentation allows."""


@dataclass(frozen=True, slots=True)
class CountryPlan:
    """What the run would do for one country."""

    country: str
    scenarios: int
    """Distinct questions."""
    items: int
    """Scenarios times the values (rates, VIES answers, buyers, ...) that they run for."""
    documents: int
    requests: int
    estimated: int
    """Items of scenarios that were never measured: the mean of all others stands in for them."""

    def minutes(self, per_minute: int) -> int:
        """Whole minutes at a rate of requests, at least one."""
        return max(1, ceil(self.requests / per_minute))


@dataclass(frozen=True, slots=True)
class Day:
    """Countries that fit into one day of a rotation."""

    countries: tuple[str, ...]
    minutes: int
    fits: bool
    """Whether they keep within the minutes of a day; a country alone may not."""


def by_country(plan: Sequence[PlannedItem], measurement: Measurement) -> tuple[CountryPlan, ...]:
    """The plan of each country, in the order of the codes."""
    codes = sorted({item.country for item in plan})
    overhead = measurement.outside / max(1, len(measurement.countries))
    return tuple(_country(code, [i for i in plan if i.country == code], measurement, overhead) for code in codes)


def rotation(countries: Sequence[CountryPlan], minutes_a_day: int, per_minute: int = BUDGET) -> tuple[Day, ...]:
    """Countries in order, packed into days of so many minutes; one that needs more has a day of its own."""
    days: list[list[CountryPlan]] = []
    for country in countries:
        today = days[-1] if days else []
        spent = sum(other.minutes(per_minute) for other in today)
        if today and spent + country.minutes(per_minute) <= minutes_a_day:
            today.append(country)
        else:
            days.append([country])
    return tuple(_day(day, minutes_a_day, per_minute) for day in days)


def _country(code: str, items: Sequence[PlannedItem], measurement: Measurement, overhead: float) -> CountryPlan:
    mean = measurement.mean
    costs = [measurement.scenarios.get(item.scenario, mean) for item in items]
    return CountryPlan(
        country=code,
        scenarios=len({item.scenario for item in items}),
        items=len(items),
        documents=round(sum(_each(cost, cost.documents) for cost in costs)),
        requests=ceil(sum(_each(cost, cost.requests) for cost in costs) + overhead),
        estimated=sum(item.scenario not in measurement.scenarios for item in items),
    )


def _each(cost: Cost, total: int) -> float:
    return total / cost.items if cost.items else 0.0


def _day(countries: Sequence[CountryPlan], minutes_a_day: int, per_minute: int) -> Day:
    minutes = sum(country.minutes(per_minute) for country in countries)
    return Day(tuple(country.country for country in countries), minutes, minutes <= minutes_a_day)
