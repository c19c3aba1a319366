"""Open gaps the way a reviewer decides about them: one situation, whatever requirements and invoices it shows on.

A gap is no defect of the target: it does what it documents, and the law asks for something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from harness.model.finding import Severity, Verdict
from harness.reporting.grouping import SEVERITIES
from harness.reporting.shape import shape
from harness.run.record.document import FindingRecord, RunDocument

KINDS = {
    "amount": "another tax amount than the law asks",
    "label": "the same amount, under another type or statement",
    "undocumented": "the documentation is silent",
    "": "the documentation differs from the law",
}
"""What the documentation does to the invoice, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One way in which the documentation differs from the law."""

    kind: str
    """A key of :data:`KINDS`."""
    severity: Severity
    """The heaviest of the requirements."""
    example: FindingRecord
    """The finding that says it best."""
    requirements: tuple[str, ...]
    """Every requirement on which it shows."""
    questions: tuple[str, ...]
    """The scenarios that meet it, in a reviewer's words."""
    countries: tuple[str, ...]
    documents: int

    @property
    def words(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]


def situations(document: RunDocument) -> list[Situation]:
    """Every open gap of the run, the heaviest first."""
    groups: dict[tuple[str, str, str], list[list[FindingRecord]]] = defaultdict(list)
    for findings in _by_document(document):
        lead = findings[0]
        groups[lead.gap, lead.requirement, shape(lead.message)].append(findings)
    questions = {item.scenario: item.question for item in document.plan}
    found = [_situation(group, questions) for group in groups.values()]
    return sorted(found, key=lambda s: (list(KINDS).index(s.kind), SEVERITIES.index(s.severity), -len(s.countries)))


def _by_document(document: RunDocument) -> list[list[FindingRecord]]:
    """The gaps of each document, the heaviest and earliest of the catalogue first."""
    order = {identity: position for position, identity in enumerate(document.requirements)}
    found: dict[tuple[str, str, str], list[FindingRecord]] = defaultdict(list)
    for finding in document.findings:
        if finding.verdict is Verdict.GAP:
            found[finding.country, finding.item, finding.subject].append(finding)
    weight = lambda f: (SEVERITIES.index(f.severity), order.get(f.requirement, len(order)))  # noqa: E731
    return [sorted(findings, key=weight) for findings in found.values()]


def _situation(group: Sequence[Sequence[FindingRecord]], questions: dict[str, str]) -> Situation:
    findings = [finding for one in group for finding in one]
    lead = group[0][0]
    return Situation(
        kind=lead.gap,
        severity=lead.severity,
        example=lead,
        requirements=tuple(dict.fromkeys(finding.requirement for finding in findings)),
        questions=tuple(dict.fromkeys(questions.get(f.scenario, f.scenario) for f in findings)),
        countries=tuple(sorted({finding.country for finding in findings})),
        documents=len({(finding.country, finding.subject) for finding in findings}),
    )
