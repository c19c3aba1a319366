"""Which requirements are covered in which country, and for each that is not: why."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

import harness.checks
from harness.checks.base import COVERED
from harness.law import Catalogue, Country, Requirement
from harness.model.depth import Depth
from harness.model.finding import Fidelity
from harness.run.document import RunDocument

Checks = Mapping[str, Sequence[str]]
"""Requirement id -> names of the checks that judge it."""


class Status(StrEnum):
    """How a requirement stands in a country."""

    COVERED = "covered"
    """A check judges it at this depth, on this target; with a run: it was judged there."""
    NOT_RUN = "covered, not run"
    """A check judges it, but not at this depth, not on this target, or not in the run that was looked at."""
    NOT_APPLICABLE = "not applicable"
    GAP = "gap"
    """Nothing checks it, and the catalogue says why."""
    UNCOVERED = "uncovered"
    """Neither a check nor a reason: a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One requirement in one country."""

    country: str
    requirement: Requirement
    status: Status
    reason: str
    """Why it is not covered, or what the run came to; empty where there is nothing to add."""


@dataclass(frozen=True, slots=True)
class Setting:
    """For what the question is asked."""

    depth: Depth
    target: Fidelity
    checks: Checks
    run: RunDocument | None = None
    """A finished run that shall have judged the requirements."""


def registered_checks() -> Checks:
    """Every check of the harness by requirement; importing their modules registers them."""
    for module in pkgutil.iter_modules(harness.checks.__path__):
        import_module(f"harness.checks.{module.name}")
    return {requirement: tuple(names) for requirement, names in COVERED.items()}


def coverage(catalogue: Catalogue, countries: Sequence[Country], setting: Setting) -> tuple[Coverage, ...]:
    """Every requirement in every country, in the order of countries and catalogue."""
    return tuple(
        Coverage(country.code, requirement, *_status(requirement, country, setting))
        for country in countries
        for requirement in catalogue.values()
    )


def orphans(catalogue: Catalogue, checks: Checks) -> Iterator[str]:
    """Ids that checks judge and the catalogue does not know."""
    yield from sorted(set(checks) - set(catalogue))


def _status(requirement: Requirement, country: Country, setting: Setting) -> tuple[Status, str]:
    if not requirement.applies_to(country):
        return Status.NOT_APPLICABLE, f"concerns sellers in {requirement.applies.value.replace('_', ' ')} alone"
    if requirement.id not in setting.checks:
        reason = requirement.not_checked
        return (Status.GAP, reason) if reason else (Status.UNCOVERED, "neither a check nor a reason")
    if not setting.depth.includes(requirement.depth):
        return Status.NOT_RUN, f"proved from depth {requirement.depth} on"
    if not requirement.provable_on(setting.target):
        return Status.NOT_RUN, f"cannot be verified on this target ({setting.target.value})"
    return _in_run(requirement, country, setting.run) if setting.run else (Status.COVERED, "")


def _in_run(requirement: Requirement, country: Country, run: RunDocument) -> tuple[Status, str]:
    """What the run found; it judged nothing where it did not include the country, or came to no finding."""
    standings = [s for r in run.readiness if r.country == country.code for s in r.standings]
    found = next((s for s in standings if s.requirement == requirement.id and s.findings), None)
    if found is None:
        return Status.NOT_RUN, f"run {run.run.id} did not judge it"
    return Status.COVERED, str(found.verdict)
