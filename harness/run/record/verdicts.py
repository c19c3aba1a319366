"""From findings to the decision: what each requirement came to, whether a country is ready, whether the gate opens.

Everything is computed from what was *planned* and from what the catalogue *requires*, never from what happened to be
found: an item that did not run, a requirement without a finding and a crashed check all show here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.law import Catalogue, Country, Requirement
from harness.model.depth import Depth
from harness.model.finding import Fidelity, Severity, Verdict
from harness.run.errors import ExitCode, decisive
from harness.run.record.document import (
    FindingRecord,
    Gate,
    GateRule,
    ItemResult,
    PlannedItem,
    Readiness,
    RequirementRecord,
    RequirementStanding,
)

_WORST_FIRST = (
    Verdict.BROKEN,
    Verdict.FAILED,
    Verdict.GAP,
    Verdict.UNVERIFIABLE,
    Verdict.WAIVED,
    Verdict.PASSED,
    Verdict.NOT_APPLICABLE,
)
_BLOCKING = (Severity.BLOCKER, Severity.MAJOR)

Standing = Verdict | Literal["not_run"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run left in its ledgers, as far as verdicts depend on it."""

    plan: Sequence[PlannedItem]
    results: Sequence[ItemResult]
    findings: Sequence[FindingRecord]
    interrupted: str | None = None
    refused: str | None = None


def why_not_required(requirement: Requirement, country: Country, depth: Depth, fidelity: Fidelity) -> str:
    """Why a requirement needs no proof here; empty where it does."""
    if requirement.why_unproved:
        return requirement.why_unproved
    if not requirement.applies_to(country):
        return f"does not apply in {country.name}"
    if not depth.includes(requirement.depth):
        return f"proved from depth {requirement.depth} on"
    if not requirement.provable_on(fidelity):
        return f"cannot be verified on this target ({fidelity.value})"
    return ""


def requirement_record(requirement: Requirement, depth: Depth, fidelity: Fidelity) -> RequirementRecord:
    """A requirement as the report shows it; required means: for the countries to which it applies."""
    reason = requirement.why_unproved
    if not reason and not depth.includes(requirement.depth):
        reason = f"proved from depth {requirement.depth} on"
    elif not reason and not requirement.provable_on(fidelity):
        reason = f"cannot be verified on this target ({fidelity.value})"
    return RequirementRecord(
        title=requirement.title,
        text=requirement.text,
        source=requirement.source,
        severity=requirement.severity,
        group=requirement.group,
        depth=requirement.depth.value,
        assurance=requirement.assurance.value,
        required=not reason,
        reason=reason,
    )


def standings(findings: Iterable[FindingRecord], required: Iterable[str]) -> list[RequirementStanding]:
    """What each requirement came to in one country: the worst of its findings, ``not_run`` without any."""
    by_requirement: dict[str, list[Verdict]] = defaultdict(list)
    for finding in findings:
        by_requirement[finding.requirement].append(finding.verdict)
    rows = []
    for requirement in sorted({*required, *by_requirement}):
        verdicts = by_requirement.get(requirement, [])
        worst: Standing = min(verdicts, key=_WORST_FIRST.index) if verdicts else "not_run"
        rows.append(RequirementStanding(requirement=requirement, verdict=worst, findings=len(verdicts)))
    return rows


def readiness(
    country: Country,
    catalogue: Catalogue,
    evidence: Evidence,
    *,
    depth: Depth,
    fidelity: Fidelity,
    invoices: int,
    requests: int,
) -> Readiness:
    """The verdict for one country."""
    findings = [f for f in evidence.findings if f.country == country.code]
    required = {r.id for r in catalogue.values() if not why_not_required(r, country, depth, fidelity)}
    rows = standings(findings, required)
    blocking = [f for f in findings if f.verdict is Verdict.FAILED and f.severity in _BLOCKING]
    missing = _missing(country.code, evidence, [row for row in rows if row.requirement in required], findings)
    counts = _counts(findings)
    verdict = _verdict(bool(blocking), bool(missing), fidelity)
    return Readiness(
        country=country.code,
        name=country.name,
        verdict=verdict,
        reasons=[*_failures(blocking), *missing] or [_why_ready(verdict, depth, len(required))],
        complete=not missing,
        invoices=invoices,
        requests=requests,
        gaps=len({(f.requirement, f.code, f.scenario) for f in findings if f.verdict is Verdict.GAP}),
        standings=rows,
        **counts,
    )


def _verdict(
    blocked: bool, incomplete: bool, fidelity: Fidelity
) -> Literal["READY", "REHEARSED", "BLOCKED", "INCOMPLETE"]:
    if blocked:
        return "BLOCKED"
    if incomplete:
        return "INCOMPLETE"
    return "READY" if fidelity is Fidelity.VENDOR_SANDBOX else "REHEARSED"


def _counts(findings: Sequence[FindingRecord]) -> dict[str, int]:
    def count(verdict: Verdict) -> int:
        return sum(f.verdict is verdict for f in findings)

    return {
        "passed": count(Verdict.PASSED),
        "failed": count(Verdict.FAILED),
        "unverifiable": count(Verdict.UNVERIFIABLE),
        "broken": count(Verdict.BROKEN),
    }


def _failures(blocking: Sequence[FindingRecord]) -> list[str]:
    reasons: dict[str, None] = {}
    for finding in blocking:
        reasons.setdefault(f"{finding.requirement} failed ({finding.severity.value})")
    return list(reasons)


def _missing(
    code: str, evidence: Evidence, required: Sequence[RequirementStanding], findings: Sequence[FindingRecord]
) -> list[str]:
    """Why a country is incomplete: items that did not end, requirements without proof, the run's own end.

    One finding that could not be verified suffices, even where others of the requirement passed.
    """
    outcomes = {result.item: result.outcome for result in evidence.results}
    planned = [item.id for item in evidence.plan if item.country == code]
    not_run = [item for item in planned if item not in outcomes]
    broken = [item for item in planned if outcomes.get(item) in ("broken", "skipped")]
    reasons = [] if planned else ["no scenario was planned"]
    reasons += [f"{len(not_run)} of {len(planned)} planned scenarios did not run"] if not_run else []
    reasons += [f"{len(broken)} scenarios broke: harness or target failed"] if broken else []
    unproven = [row.requirement for row in required if row.verdict == "not_run"]
    open_ = {f.requirement for f in findings if f.verdict in (Verdict.UNVERIFIABLE, Verdict.BROKEN)}
    unclear = [row.requirement for row in required if row.requirement in open_]
    lost = set(_failed(planned, outcomes)) - {f.item for f in findings if f.verdict is Verdict.FAILED}
    reasons += [f"{len(lost)} scenarios failed, but their findings are lost"] if lost else []
    reasons += [f"required but not proved: {', '.join(unproven)}"] if unproven else []
    reasons += [f"not verifiable: {', '.join(unclear)}"] if unclear else []
    reasons += [evidence.interrupted] if evidence.interrupted else []
    return reasons


def _failed(planned: Iterable[str], outcomes: Mapping[str, str]) -> list[str]:
    return [item for item in planned if outcomes.get(item) == "failed"]


def _why_ready(verdict: str, depth: Depth, required: int) -> str:
    where = "the vendor's sandbox" if verdict == "READY" else "a sandbox of our own, not the vendor's"
    return f"all {required} requirements of depth {depth.value} hold on {where}"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule of the gate, and the exit code where it does not hold."""

    code: ExitCode
    name: str
    holds: bool
    detail: str


def gate(evidence: Evidence, countries: Sequence[Readiness], *, gaps_block: bool) -> Gate:
    """The decision for CI. Every rule is shown, also where it holds."""
    rules = [*_rules_about_findings(evidence, countries, gaps_block), *_rules_about_the_run(evidence, countries)]
    code = decisive(rule.code for rule in rules if not rule.holds)
    return Gate(
        exit_code=int(code),
        passed=code is ExitCode.PASSED,
        rules=[GateRule(name=rule.name, holds=rule.holds, detail=rule.detail) for rule in rules],
    )


def _rules_about_findings(evidence: Evidence, countries: Sequence[Readiness], gaps_block: bool) -> list[_Rule]:
    failed = [f for f in evidence.findings if f.verdict is Verdict.FAILED]
    blocking = [f for f in failed if f.severity in _BLOCKING]
    gaps = sum(country.gaps for country in countries)
    policy = "No compliance gap is open" if gaps_block else "Open compliance gaps are shown, and do not block"
    counted = f"{len(blocking)} failed, and {len(failed) - len(blocking)} of minor severity"
    return [
        _Rule(ExitCode.FINDINGS, "No requirement of severity blocker or major failed", not blocking, counted),
        _Rule(ExitCode.FINDINGS, policy, not (gaps_block and gaps), f"{gaps} open"),
    ]


def _rules_about_the_run(evidence: Evidence, countries: Sequence[Readiness]) -> list[_Rule]:
    outcomes = {result.item: result.outcome for result in evidence.results}
    ended = sum(outcomes.get(item.id) in ("passed", "failed") for item in evidence.plan)
    planned = len(evidence.plan)
    open_ = [country.country for country in countries if not country.complete]
    proved = f"not in {', '.join(open_)}" if open_ else "in every country"
    stopped, refused = evidence.interrupted, evidence.refused
    late = ExitCode.INCOMPLETE
    return [
        _Rule(late, "Something was planned", planned > 0, f"{planned} scenarios"),
        _Rule(late, "Every planned scenario ran to its end", ended == planned, f"{ended} of {planned}"),
        _Rule(late, "Every required proof is there", not open_, proved),
        _Rule(late, "The run was not interrupted", stopped is None, stopped or "it came to its end"),
        _Rule(ExitCode.REFUSED, "The safety guard stopped nothing", refused is None, refused or "nothing was refused"),
    ]
