"""``run.json``: the one record of a run, from which every report is derived.

The JSON Schema that ``reports/run.schema.json`` publishes is generated from these models. Field order and ids are
stable, so that two runs with the same seed and clock differ only in what really differed.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from harness.model.finding import Fidelity, Severity, Verdict

GapKind = Literal["", "amount", "label", "undocumented"]
"""For a gap, what the documentation does to the invoice: another tax amount than the law asks, the same amounts under
another type or statement, or nothing that is published."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TargetRecord(_Record):
    """The API under test."""

    address: str
    fidelity: Fidelity
    seen_on: str
    """UTC date on which the results were seen (ISO 8601)."""


class RunRecord(_Record):
    """How the run was started and how it ended."""

    id: str
    started_at: str
    """UTC, ISO 8601."""
    finished_at: str | None
    seconds: float
    command: str
    harness_version: str
    target: TargetRecord
    depth: Literal["smoke", "standard", "full"]
    countries: list[str]
    as_of: str
    """Date on which the invoices are issued, and for which the law is looked up (ISO 8601)."""
    workers: int
    defects: list[str]
    """Deliberate faults that were switched on in the embedded sandbox."""
    interrupted: str | None
    """Why the run did not come to its end, or null."""


class PlannedItem(_Record):
    """A scenario for one country (and case) that the run set out to do."""

    id: str
    scenario: str
    """Name of the scenario function, e.g. ``test_business_in_another_member_state_owes_the_vat``."""
    question: str
    """First line of its docstring: what it asks, in a reviewer's words."""
    module: str
    country: str


class ItemResult(_Record):
    """What came of a planned item."""

    item: str
    outcome: Literal["passed", "failed", "broken", "skipped"]
    """``broken``: the harness or the target failed, not the rule."""
    seconds: float
    worker: str
    message: str = ""


class PlaceRecord(_Record):
    """Where in the evidence something was seen."""

    witness: str
    text: str = ""
    pointer: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    """(left, top, right, bottom) in points from the top left corner of the page."""


class FindingRecord(_Record):
    """A finding, flat."""

    requirement: str
    verdict: Verdict
    severity: Severity
    code: str
    message: str
    expected: str
    observed: str
    supplied_by: Literal["harness", "target"]
    country: str
    scenario: str
    item: str
    subject: str
    case: str
    """Digest of the case, the key of ``derivations``; empty where no single case is judged."""
    seen: list[PlaceRecord]
    evidence: dict[str, str]
    """Role (``pdf``, ``answer``, ``request``, ...) to artefact digest."""
    exchanges: list[str]
    """Ids of the exchanges that produced the document."""
    gap: GapKind = ""


class ExchangeRecord(_Record):
    """One HTTP request and its answer, redacted."""

    id: str
    item: str
    method: str
    url: str
    status: int | None
    """None where no answer came."""
    error: str | None
    attempt: int
    started_at: str
    milliseconds: float
    request: str
    """Digest of the stored request (head and body)."""
    response: str | None


class ArtefactRecord(_Record):
    """One stored file. Its name is its SHA-256 digest."""

    path: str
    """Relative to the run's folder."""
    media_type: str
    size: int


class RequirementRecord(_Record):
    """A requirement as the catalogue had it when the run was made."""

    title: str
    text: str
    source: str
    severity: Severity
    group: str
    """``VAT``, ``NUM``, ``BRAND``, ...: the subject that the report groups by."""
    depth: Literal["smoke", "standard", "full"]
    """From which depth it is proved."""
    assurance: Literal["verified", "recalled"]
    required: bool
    """Whether a missing proof at this depth and on this target makes a country INCOMPLETE."""
    reason: str = ""
    """Why it is not required here, or not checked at all."""


class FactsKnown(_Record):
    """How well the facts of law are known on which a verdict rests."""

    facts: int
    recalled: int
    """Written from general knowledge; a wording among them is matched on its key phrase or article."""
    single_source: int
    """Supported by one source alone."""


class RequirementStanding(_Record):
    """What one requirement came to in one country, over all findings."""

    requirement: str
    verdict: Verdict | Literal["not_run"]
    """The worst one: broken, failed, gap, unverifiable, then passed."""
    findings: int


class Readiness(_Record):
    """The verdict for one country."""

    country: str
    name: str
    verdict: Literal["READY", "REHEARSED", "BLOCKED", "INCOMPLETE"]
    reasons: list[str]
    complete: bool = True
    """Whether everything that was planned ran, and everything that is required was proved or disproved."""
    passed: int
    failed: int
    gaps: int
    """Open gaps: distinct requirement and finding code pairs."""
    unverifiable: int
    broken: int
    invoices: int
    requests: int
    standings: list[RequirementStanding]
    facts: FactsKnown | None = None
    """Of the country folder; null where the run recorded none."""


class GateRule(_Record):
    """One rule of the gate; shown when it holds, too."""

    name: str
    holds: bool
    detail: str


class Gate(_Record):
    """The decision for CI."""

    exit_code: int
    passed: bool
    rules: list[GateRule]


class RunDocument(_Record):
    """Everything about one run."""

    schema_version: Literal["1"] = "1"
    run: RunRecord
    gate: Gate
    readiness: list[Readiness]
    requirements: dict[str, RequirementRecord]
    plan: list[PlannedItem]
    results: list[ItemResult]
    findings: list[FindingRecord]
    derivations: dict[str, list[tuple[str, str]]] = Field(default_factory=dict)
    """How the expected values of a case follow: pairs of statement and source, by the case's digest."""
    exchanges: list[ExchangeRecord]
    artefacts: dict[str, ArtefactRecord]
    notes: list[str]
    """What a reader should know: taxes that the target did not preload, contract drift, ..."""
    left_behind: list[str]
    """Entities that the run could only disable on the target, not delete."""
