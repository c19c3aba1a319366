"""Requirements by country on the terminal: counts per country, then each reason once with its countries."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.reporting.text import visible
from harness.run.coverage import Coverage, Status

STYLES = {
    Status.COVERED: "green",
    Status.NOT_RUN: "cyan",
    Status.NOT_APPLICABLE: "dim",
    Status.GAP: "yellow",
    Status.UNCOVERED: "bold red",
}


def rows(found: Sequence[Coverage]) -> list[dict[str, str]]:
    """Plain data, one entry per country and requirement."""
    return [
        {
            "country": one.country,
            "requirement": one.requirement.id,
            "title": one.requirement.title,
            "source": one.requirement.source,
            "severity": one.requirement.severity.value,
            "status": one.status.value,
            "reason": one.reason,
        }
        for one in found
    ]


def as_terminal(found: Sequence[Coverage], unknown: Sequence[str]) -> RenderableType:
    """The whole answer; ``unknown`` are ids that checks judge and the catalogue does not know."""
    parts: list[RenderableType] = [_counts(found), _reasons(found)]
    if unknown:
        parts.append(Text(f"✕ judged, but not in the catalogue: {', '.join(unknown)}", style="bold red"))
    missing = sorted({one.requirement.id for one in found if one.status is Status.UNCOVERED})
    if missing:
        parts.append(Text(f"✕ neither a check nor a reason: {', '.join(missing)}", style="bold red"))
    elif not unknown:
        parts.append(Text("✓ every requirement has a check or a reason", style="bold green"))
    return Group(*parts)


def _counts(found: Sequence[Coverage]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("Country")
    for status in Status:
        table.add_column(status.value.capitalize(), justify="right")
    for country in dict.fromkeys(one.country for one in found):
        counts = [sum(one.country == country and one.status is status for one in found) for status in Status]
        table.add_row(country, *(str(count) if count else "" for count in counts))
    return table


def _reasons(found: Sequence[Coverage]) -> RenderableType:
    """What is not covered, each reason once."""
    countries: dict[tuple[str, str, Status, str], list[str]] = {}
    for one in found:
        if one.status is not Status.COVERED:
            key = (one.requirement.id, one.requirement.title, one.status, one.reason)
            countries.setdefault(key, []).append(one.country)
    everywhere = len({one.country for one in found})
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in ("Requirement", "Status", "Countries", "Why"):
        table.add_column(name, overflow="fold")
    for (requirement, title, status, reason), codes in sorted(countries.items(), key=lambda entry: entry[0][0]):
        where = "all" if len(codes) == everywhere else ", ".join(codes)
        named = Text(requirement, style="bold").append(f"\n{visible(title)}", style="not bold")
        table.add_row(named, Text(status.value, style=STYLES[status]), where, visible(reason))
    return table if countries else Text()
