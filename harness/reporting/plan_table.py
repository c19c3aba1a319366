"""A plan on the terminal and as JSON: per country what a run would do, and how countries rotate over days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.reporting.text import plural, visible
from harness.run.forecast import BUDGET, LIMIT, CountryPlan, Day
from harness.run.measured import Measurement
from harness.run.record.document import PlannedItem


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the command shows."""

    depth: str
    items: Sequence[PlannedItem]
    measurement: Measurement
    from_a_run: bool
    """Whether the user named the run; the committed table otherwise."""
    countries: Sequence[CountryPlan]
    days: Sequence[Day]
    minutes_a_day: int


def as_terminal(plan: Plan, *, scenarios: bool = False) -> RenderableType:
    """The tables, and how far they can be trusted."""
    parts: list[RenderableType] = [_countries(plan.countries), *(_honesty(plan)), Text(), *_rotation(plan)]
    return Group(*parts, Text(), _scenarios(plan.items)) if scenarios else Group(*parts)


def as_json(plan: Plan) -> dict[str, Any]:
    """Plain data."""
    return {
        "depth": plan.depth,
        "requests_per_minute": {"budget": BUDGET, "limit": LIMIT},
        "measured": {
            "from": "run" if plan.from_a_run else "committed table",
            "run": plan.measurement.run,
            "seen_on": plan.measurement.seen_on,
            "depth": plan.measurement.depth,
            "countries": list(plan.measurement.countries),
        },
        "countries": [_entry(country) for country in plan.countries],
        "rotation": [{"countries": list(d.countries), "minutes": d.minutes, "fits": d.fits} for d in plan.days],
    }


def _entry(country: CountryPlan) -> dict[str, Any]:
    return {
        "country": country.country,
        "scenarios": country.scenarios,
        "items": country.items,
        "documents": country.documents,
        "requests": country.requests,
        "items_estimated_by_the_mean": country.estimated,
        "minutes": {"at_budget": country.minutes(BUDGET), "at_limit": country.minutes(LIMIT)},
    }


def _countries(countries: Sequence[CountryPlan]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_footer=len(countries) > 1)
    sums = ("scenarios", "items", "documents", "requests")
    totals = [str(sum(getattr(country, name) for country in countries)) for name in sums[1:]]
    table.add_column("Country", footer=plural(len(countries), "country"))
    for name, footer in zip(("Questions", "Cases", "Documents", "Requests"), ("", *totals), strict=True):
        table.add_column(name, justify="right", footer=footer)
    both = _minutes(sum(c.minutes(LIMIT) for c in countries), sum(c.minutes(BUDGET) for c in countries))
    table.add_column(f"Minutes at {LIMIT} to {BUDGET} a minute", justify="right", footer=both)
    for country in countries:
        numbers = [str(getattr(country, name)) for name in sums]
        table.add_row(country.country, *numbers, _minutes(country.minutes(LIMIT), country.minutes(BUDGET)))
    return table


def _minutes(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _honesty(plan: Plan) -> list[Text]:
    """Where the numbers come from, and which of them are guesses."""
    measured = plan.measurement
    source = "the run named" if plan.from_a_run else "the committed table"
    words = (
        f"Cases are collected from the scenarios; documents and requests are means per case from {source}: run "
        f"{measured.run} of {measured.seen_on}, depth {measured.depth}, {plural(len(measured.countries), 'country')}."
    )
    lines = [Text(words, style="dim")]
    if measured.depth != plan.depth:
        lines.append(Text(f"Measured at depth {measured.depth}, planned is {plan.depth}.", style="yellow"))
    guessed = sum(country.estimated for country in plan.countries)
    if guessed:
        part = f"{guessed} of {len(plan.items)} cases belong to scenarios that were not measured"
        lines.append(Text(f"{part}: the mean of all others stands in for them.", style="yellow"))
    return lines


def _rotation(plan: Plan) -> list[Text]:
    """Commands, one a day."""
    if len(plan.days) < 2:
        return (
            [Text(f"All of it fits into {plan.minutes_a_day} minutes of one day.")] if _fits(plan) else _commands(plan)
        )
    return [Text(f"Rotation, {plan.minutes_a_day} minutes a day:", style="bold"), *_commands(plan)]


def _fits(plan: Plan) -> bool:
    return all(day.fits for day in plan.days)


def _commands(plan: Plan) -> list[Text]:
    depth = "" if plan.depth == "standard" else f" --depth {plan.depth}"
    return [
        Text(f"  day {number}: harness run {' '.join(day.countries)}{depth} --target URL  ({_length(day)})")
        for number, day in enumerate(plan.days, 1)
    ]


def _length(day: Day) -> str:
    return f"{day.minutes} minutes" + ("" if day.fits else ", more than a day allows")


def _scenarios(items: Sequence[PlannedItem]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("Question", overflow="fold")
    table.add_column("Cases", justify="right")
    table.add_column("Countries", justify="right")
    for question, count in Counter(item.question for item in items).items():
        countries = {item.country for item in items if item.question == question}
        table.add_row(visible(question), str(count), str(len(countries)))
    return table
