"""Requirements by country on the terminal: counts per country, then each reason once with its countries."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.law import Requirement
from harness.law.catalogue import Scope
from harness.reporting.text import visible
from harness.run.coverage import Checks, Coverage, Setting, Status, how_verified

STYLES = {
    Status.COVERED: "green",
    Status.NOT_RUN: "cyan",
    Status.NOT_APPLICABLE: "dim",
    Status.GAP: "yellow",
    Status.UNCOVERED: "bold red",
}


def rows(found: Sequence[Coverage], checks: Checks) -> list[dict[str, object]]:
    """Plain data, one entry per country and requirement."""
    return [
        {
            "country": one.country,
            "requirement": one.requirement.id,
            "title": one.requirement.title,
            "asks": one.asks,
            "source": one.source,
            "assurance": one.requirement.assurance.value,
            "severity": one.requirement.severity.value,
            "scope": one.requirement.applies.value,
            "depth": one.requirement.depth.value,
            "verified_by": how_verified(checks.get(one.requirement.id, ())),
            "status": one.status.value,
            "reason": one.reason,
        }
        for one in found
    ]


def as_terminal(found: Sequence[Coverage], unknown: Sequence[str], setting: Setting) -> RenderableType:
    """The whole answer; ``unknown`` are ids that checks judge and the catalogue does not know."""
    parts: list[RenderableType] = [
        _counts(found),
        *_covered(found, setting.checks),
        *_reasons(found),
        Text(_known_from(setting), style="dim"),
    ]
    if unknown:
        parts.append(Text(f"✕ judged, but not in the catalogue: {', '.join(unknown)}", style="bold red"))
    missing = sorted({f"{one.requirement.id} ({one.country})" for one in found if one.status is Status.UNCOVERED})
    if missing:
        parts.append(Text(f"✕ neither a check nor a reason: {', '.join(missing)}", style="bold red"))
    elif not unknown:
        parts.append(Text("✓ every requirement has a check or a reason", style="bold green"))
    return Group(*parts)


def _known_from(setting: Setting) -> str:
    """How it is known that a requirement is covered."""
    if setting.run is None:
        return (
            f'"covered": a check judges it at depth {setting.depth} on the target {setting.target.value}. '
            "Whether it did, a finished run tells: --from RUN."
        )
    run = setting.run.run
    return (
        f'"covered": run {run.id} of {run.started_at[:10]} (depth {run.depth}, {run.target.fidelity.value}) judged it.'
    )


def _counts(found: Sequence[Coverage]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("Country")
    for status in Status:
        table.add_column(status.value.capitalize(), justify="right")
    for country in dict.fromkeys(one.country for one in found):
        counts = [sum(one.country == country and one.status is status for one in found) for status in Status]
        table.add_row(country, *(str(count) if count else "" for count in counts))
    return table


def _covered(found: Sequence[Coverage], checks: Checks) -> list[RenderableType]:
    """For a single country: what is covered, by which source, and how it is looked for."""
    if len({one.country for one in found}) != 1:
        return []
    table = _table("Covered", "Source", "How it is verified")
    for one in sorted(found, key=lambda one: one.requirement.id):
        if one.status is Status.COVERED:
            how = " ".join(how_verified(checks.get(one.requirement.id, ())))
            table.add_row(_named(one.requirement), visible(_asked_by(one)), visible(f"{how} {one.reason}".strip()))
    return [table]


def _asked_by(one: Coverage) -> str:
    """The source; for a national requirement with what the country asks."""
    return f"{one.asks} ({one.source})" if one.requirement.applies is Scope.NATIONAL else one.source


def _reasons(found: Sequence[Coverage]) -> list[RenderableType]:
    """What is not covered, each reason once; what a folder does not list is only counted."""
    countries: dict[tuple[str, Status, str], list[str]] = {}
    for one in found:
        if one.status is not Status.COVERED and not _absent(one):
            countries.setdefault((one.requirement.id, one.status, one.reason), []).append(one.country)
    known = {one.requirement.id: one.requirement for one in found}
    everywhere = list(dict.fromkeys(one.country for one in found))
    table = _table("Not covered", "Status", "Countries", "Why")
    for (requirement, status, reason), codes in sorted(countries.items(), key=lambda entry: entry[0][0]):
        status_text = Text(status.value, style=STYLES[status])
        table.add_row(_named(known[requirement]), status_text, _where(codes, everywhere), visible(reason))
    absent = sum(map(_absent, found))
    note = f"{absent} times a requirement does not apply since the country's folder lists nothing of the kind."
    return [*([table] if countries else []), *([Text(note, style="dim")] if absent else [])]


def _absent(one: Coverage) -> bool:
    """Whether it is a national requirement of other countries."""
    here = one.status is Status.NOT_APPLICABLE and one.requirement.applies is Scope.NATIONAL
    return here and not one.requirement.not_applicable


def _where(codes: Sequence[str], everywhere: Sequence[str]) -> str:
    others = [code for code in everywhere if code not in codes]
    if not others:
        return "all"
    return f"all but {', '.join(others)}" if len(others) < len(codes) else ", ".join(codes)


def _named(requirement: Requirement) -> Text:
    return Text(requirement.id, style="bold").append(f"\n{visible(requirement.title)}", style="not bold")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
