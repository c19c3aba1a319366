"""Findings put together the way a person decides about them: same requirement, same outcome, wherever it happened."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.finding import Severity, Verdict
from harness.run.document import FindingRecord, PlannedItem, RunDocument

SEVERITIES = tuple(Severity)
"""Heaviest first."""

FIDELITY_WORDS = {
    "embedded": "Seen on the embedded sandbox: a rehearsal, not proof about the vendor",
    "local": "Seen on another server of this machine: a rehearsal, not proof about the vendor",
}


@dataclass(frozen=True, slots=True)
class Concern:
    """Findings of one requirement with one verdict and code."""

    requirement: str
    title: str
    verdict: Verdict
    severity: Severity
    code: str
    message: str
    """Message of the first finding."""
    countries: tuple[str, ...]
    count: int


def concerns(document: RunDocument, *verdicts: Verdict) -> list[Concern]:
    """Findings with one of ``verdicts``, grouped; heaviest severity first, then by requirement and code."""
    groups: dict[tuple[str, str, Verdict], list[FindingRecord]] = {}
    for finding in document.findings:
        if finding.verdict in verdicts:
            groups.setdefault((finding.requirement, finding.code, finding.verdict), []).append(finding)
    found = [_concern(document, group) for group in groups.values()]
    return sorted(found, key=lambda c: (verdicts.index(c.verdict), SEVERITIES.index(c.severity), c.requirement, c.code))


def not_run(document: RunDocument) -> list[PlannedItem]:
    """Items that were planned and have no result: a run with such items is never green."""
    done = {result.item for result in document.results}
    return [item for item in document.plan if item.id not in done]


def fidelity_words(document: RunDocument) -> str:
    """The sentence that says what the results prove, and what they do not."""
    target = document.run.target
    return FIDELITY_WORDS.get(target.fidelity.value, f"Seen on the vendor's sandbox on {target.seen_on}")


def country_names(document: RunDocument) -> dict[str, str]:
    """Display name by country code, for the countries of the run."""
    return {r.country: r.name for r in document.readiness}


def _concern(document: RunDocument, group: list[FindingRecord]) -> Concern:
    first = group[0]
    known = document.requirements.get(first.requirement)
    return Concern(
        requirement=first.requirement,
        title=known.title if known else "not in the catalogue",
        verdict=first.verdict,
        severity=min((f.severity for f in group), key=SEVERITIES.index),
        code=first.code,
        message=first.message,
        countries=tuple(sorted({f.country for f in group})),
        count=len(group),
    )
