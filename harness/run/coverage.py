"""Which requirements are covered in which country, how, and for each that is not: why.

What the catalogue says of a requirement comes first: scope, then its own reason, then whether a check is registered.
Only a finished run tells whether the check judged anything; without one, "covered" means that it would.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

import harness.checks
from harness.checks.base import COVERED
from harness.law import Catalogue, Country, Requirement
from harness.law.catalogue import NationalFact, Scope
from harness.law.records import Duty, NationalField
from harness.model.depth import Depth
from harness.model.finding import Fidelity, Severity
from harness.run.record.document import RunDocument

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
    source: str
    """Where it comes from in this country: its own articles where its folder has them."""
    asks: str
    """What it asks in this country."""


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
    for module in pkgutil.walk_packages(harness.checks.__path__, f"{harness.checks.__name__}."):
        import_module(module.name)
    return {requirement: tuple(names) for requirement, names in COVERED.items()}


def coverage(catalogue: Catalogue, countries: Sequence[Country], setting: Setting) -> tuple[Coverage, ...]:
    """Every requirement in every country, in the order of countries and catalogue; last what no requirement names."""
    return tuple(row for country in countries for row in _of_country(catalogue, country, setting))


def _of_country(catalogue: Catalogue, country: Country, setting: Setting) -> Iterator[Coverage]:
    for requirement in catalogue.values():
        status, reason = _status(requirement, country, setting)
        asks = "; ".join(fact.text for fact in requirement.national_in(country)) or requirement.text
        yield Coverage(country.code, requirement, status, reason, requirement.source_in(country), asks)
    for fact in catalogue.unclaimed(country):
        reason = f"in the folder of {country.name}, but no requirement of scope national names it"
        yield Coverage(country.code, _stand_in(fact), Status.UNCOVERED, reason, fact.source, fact.text)


def _stand_in(fact: NationalFact) -> Requirement:
    """What the catalogue should say of a fact that it does not name."""
    named = _name(fact)
    return Requirement(
        id=named,
        title=fact.text,
        text=fact.text,
        source=fact.source,
        severity=Severity.MAJOR,
        group="NAT",
        depth=Depth.STANDARD,
        applies=Scope.ALL,
    )


def _name(fact: NationalFact) -> str:
    if isinstance(fact, NationalField):
        return f"field {fact.id}"
    return f"duty {fact.kind}" if isinstance(fact, Duty) else f"payment code {fact.scheme}"


def how_verified(checks: Sequence[str]) -> list[str]:
    """What each check of a requirement says of itself: the first line of its docstring."""
    return [_first_line(name) for name in checks]


def _first_line(name: str) -> str:
    module, _, function = name.rpartition(".")
    doc = getattr(sys.modules.get(module), function, None).__doc__ or name
    return doc.strip().splitlines()[0]


def orphans(catalogue: Catalogue, checks: Checks) -> Iterator[str]:
    """Ids that checks judge and the catalogue does not know."""
    yield from sorted(set(checks) - set(catalogue))


def _status(requirement: Requirement, country: Country, setting: Setting) -> tuple[Status, str]:
    if requirement.not_applicable:
        return Status.NOT_APPLICABLE, requirement.not_applicable
    if not requirement.applies_to(country):
        return Status.NOT_APPLICABLE, _ELSEWHERE[requirement.applies]
    if requirement.not_checked:
        return Status.GAP, requirement.not_checked
    if requirement.id not in setting.checks:
        return Status.UNCOVERED, "neither a check nor a reason"
    if not setting.depth.includes(requirement.depth):
        return Status.NOT_RUN, f"proved from depth {requirement.depth} on"
    if not requirement.provable_on(setting.target):
        return Status.NOT_RUN, f"cannot be verified on this target ({setting.target.value})"
    return _in_run(requirement, country, setting.run) if setting.run else (Status.COVERED, "")


_ELSEWHERE = {
    Scope.EU_VAT_TERRITORY: "concerns sellers in the common VAT area alone",
    Scope.MEMBER_STATE: "concerns sellers in a Member State alone",
    Scope.NATIONAL: "the country's folder lists nothing of the kind",
}
"""Why a requirement of a scope does not apply somewhere."""


def _in_run(requirement: Requirement, country: Country, run: RunDocument) -> tuple[Status, str]:
    """What the run found; it judged nothing where it did not include the country, or came to no finding."""
    standings = [s for r in run.readiness if r.country == country.code for s in r.standings]
    found = next((s for s in standings if s.requirement == requirement.id and s.findings), None)
    if found is None:
        return Status.NOT_RUN, f"run {run.run.id} did not judge it"
    return Status.COVERED, f"{found.verdict}, {found.findings} finding{'s' if found.findings > 1 else ''}"
