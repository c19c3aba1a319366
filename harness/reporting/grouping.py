"""Findings put together the way a person decides about them: same requirement, same outcome, wherever it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.model.finding import Severity, Verdict
from harness.reporting.shape import shape
from harness.run.record.document import FactsKnown, FindingRecord, PlannedItem, RunDocument

SEVERITIES = tuple(Severity)
"""Heaviest first."""

FIDELITY_WORDS = {
    "embedded": "Seen on the embedded sandbox: a rehearsal, not proof about the vendor",
    "local": "Seen on another server of this machine: a rehearsal, not proof about the vendor",
}


@dataclass(frozen=True, slots=True)
class Concern:
    """Findings of one requirement with one verdict and code that say the same of whatever invoices."""

    requirement: str
    title: str
    verdict: Verdict
    severity: Severity
    code: str
    message: str
    """Message of the first finding."""
    subject: str
    """What the first finding judged."""
    countries: tuple[str, ...]
    count: int
    case: str
    """Digest of the first finding's case, the key of the document's derivations; may be empty."""


def concerns(document: RunDocument, *verdicts: Verdict) -> list[Concern]:
    """Findings with one of ``verdicts``, grouped; heaviest severity first, then by requirement and code.

    Messages that differ in their numbers only are one concern, and so are several places of the same documents: nobody
    repairs a fault invoice by invoice.
    """
    groups: dict[tuple[str, str, str, Verdict], list[FindingRecord]] = {}
    for finding in document.findings:
        if finding.verdict in verdicts:
            key = (finding.requirement, finding.code, shape(finding.message), finding.verdict)
            groups.setdefault(key, []).append(finding)
    found = [_concern(document, group) for group in _on_the_same_documents(groups.values())]
    return sorted(found, key=lambda c: (verdicts.index(c.verdict), SEVERITIES.index(c.severity), c.requirement, c.code))


def _on_the_same_documents(groups: Iterable[list[FindingRecord]]) -> list[list[FindingRecord]]:
    """Groups of one requirement and code that name the very same documents are one: a wrong currency shows on every
    amount. Findings that name no document stay apart."""
    merged: dict[tuple[object, ...], list[FindingRecord]] = {}
    for number, group in enumerate(groups):
        first = group[0]
        documents = frozenset((finding.item, finding.subject) for finding in group)
        same = (first.requirement, first.code, first.verdict, documents if first.case else number)
        merged.setdefault(same, []).extend(group)
    return list(merged.values())


@dataclass(frozen=True, slots=True)
class Breakage:
    """Items that came to no verdict for the same reason: harness or target failed, not the rule."""

    message: str
    """Last line of what was raised."""
    example: str
    """Id of the first of the items."""
    count: int


def breakages(document: RunDocument) -> list[Breakage]:
    """Broken items by their reason, the commonest first."""
    groups: dict[str, list[str]] = {}
    for result in document.results:
        if result.outcome == "broken":
            words = result.message.strip().splitlines() or ["no message"]
            groups.setdefault(words[-1], []).append(result.item)
    found = [Breakage(message, items[0], len(items)) for message, items in groups.items()]
    return sorted(found, key=lambda breakage: -breakage.count)


def not_run(document: RunDocument) -> list[PlannedItem]:
    """Items that were planned and have no result: a run with such items is never green."""
    done = {result.item for result in document.results}
    return [item for item in document.plan if item.id not in done]


def fidelity_words(document: RunDocument) -> str:
    """The sentence that says what the results prove, and what they do not."""
    target = document.run.target
    return FIDELITY_WORDS.get(target.fidelity.value, f"Seen on the vendor's sandbox on {target.seen_on}")


def steps_words(document: RunDocument, case: str) -> str:
    """How the expected values of a case follow, as one text of numbered steps; empty where no case was judged."""
    steps = document.derivations.get(case, ())
    return "; ".join(f"{number}. {statement} ({source})" for number, (statement, source) in enumerate(steps, 1))


def facts_words(facts: FactsKnown | None) -> str:
    """How well the law behind a verdict is known, in a few words; empty where the run recorded nothing."""
    if facts is None:
        return ""
    return f"{facts.facts} facts of law: {facts.recalled} recalled, {facts.single_source} single-source"


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
        subject=first.subject,
        countries=tuple(sorted({f.country for f in group})),
        count=len(group),
        case=first.case,
    )
