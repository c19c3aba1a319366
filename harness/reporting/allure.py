"""Allure results, one per planned item, written with the model of ``allure-python-commons``.

Attachments are copied only where somebody has to look (failed, gap, unverifiable, broken): reports with an attachment
for every passed check take longer to build than the tests took to run.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Attachment, Label, Parameter, Status, StatusDetails, TestResult, TestStepResult
from allure_commons.types import LabelType

from harness.model.finding import Severity, Verdict
from harness.reporting.grouping import SEVERITIES, country_names
from harness.reporting.text import visible
from harness.run.record.document import FindingRecord, ItemResult, PlannedItem, RunDocument

_SEVERITY = {Severity.BLOCKER: "blocker", Severity.MAJOR: "critical", Severity.MINOR: "minor"}
_STATUS = {
    Verdict.PASSED: Status.PASSED,
    Verdict.FAILED: Status.FAILED,
    Verdict.BROKEN: Status.BROKEN,
    Verdict.GAP: Status.SKIPPED,
    Verdict.UNVERIFIABLE: Status.SKIPPED,
    Verdict.NOT_APPLICABLE: Status.SKIPPED,
    Verdict.WAIVED: Status.SKIPPED,
}
_ATTACHED = (Verdict.FAILED, Verdict.GAP, Verdict.UNVERIFIABLE, Verdict.BROKEN)


def write(document: RunDocument, folder: Path, results: Path) -> Path:
    """Write one result per item of ``document`` into ``results`` (created when missing); ``folder`` is the run's own,
    where the attached files are copied from. Returns ``results``."""
    logger: Any = AllureFileLogger(results)  # type: ignore[no-untyped-call]
    outcomes = {result.item: result for result in document.results}
    for item in document.plan:
        findings = [f for f in document.findings if f.item == item.id]
        logger.report_result(_result(document, item, outcomes.get(item.id), findings))
    for digest in _attached(document):
        source = folder / document.artefacts[digest].path
        if source.is_file():
            logger.report_attached_file(source, _file_name(document, digest))
    return results


def _result(
    document: RunDocument, item: PlannedItem, outcome: ItemResult | None, findings: list[FindingRecord]
) -> TestResult:
    start = _milliseconds(document.run.started_at)
    return TestResult(
        uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{document.run.id}/{item.id}")),
        name=visible(f"{item.question} [{item.country}]"),
        fullName=visible(item.id),
        historyId=hashlib.sha256(item.id.encode()).hexdigest(),
        testCaseId=hashlib.sha256(f"{item.module}::{item.scenario}".encode()).hexdigest(),
        status=outcome.outcome if outcome else Status.BROKEN,
        statusDetails=StatusDetails(message=visible(outcome.message) if outcome else "planned, but not run"),
        stage="finished",
        labels=_labels(document, item, outcome, findings),
        parameters=[Parameter(name="country", value=item.country)],
        steps=[_step(document, finding) for finding in findings],
        start=start,
        stop=start + int(1000 * outcome.seconds) if outcome else start,
    )


def _labels(
    document: RunDocument, item: PlannedItem, outcome: ItemResult | None, findings: list[FindingRecord]
) -> list[Label]:
    groups = {document.requirements[f.requirement].group for f in findings if f.requirement in document.requirements}
    pairs = [
        (LabelType.FEATURE, country_names(document).get(item.country, item.country)),
        (LabelType.SUITE, item.module),
        (LabelType.FRAMEWORK, "harness"),
        (LabelType.TAG, document.run.target.fidelity.value),
    ]
    pairs += [(LabelType.STORY, group) for group in sorted(groups)]
    pairs += [(LabelType.TAG, requirement) for requirement in sorted({f.requirement for f in findings})]
    if outcome:
        pairs.append((LabelType.THREAD, outcome.worker))
    if findings:
        pairs.append((LabelType.SEVERITY, _SEVERITY[min((f.severity for f in findings), key=SEVERITIES.index)]))
    return [Label(name=name, value=visible(value)) for name, value in pairs]


def _step(document: RunDocument, finding: FindingRecord) -> TestStepResult:
    values = (
        ("verdict", finding.verdict.value),
        ("subject", finding.subject),
        ("expected", finding.expected),
        ("observed", finding.observed),
        ("supplied by", finding.supplied_by),
    )
    return TestStepResult(
        name=visible(f"{finding.requirement}: {finding.message}"),
        status=_STATUS[finding.verdict],
        statusDetails=StatusDetails(message=visible(finding.message)),
        parameters=[Parameter(name=name, value=visible(value)) for name, value in values if value],
        attachments=[
            Attachment(name=name, source=_file_name(document, digest), type=document.artefacts[digest].media_type)
            for name, digest in _evidence(document, finding)
        ],
    )


def _evidence(document: RunDocument, finding: FindingRecord) -> list[tuple[str, str]]:
    """Role and digest of the stored files that belong to a finding somebody has to look at."""
    if finding.verdict not in _ATTACHED:
        return []
    found = list(finding.evidence.items())
    for exchange in document.exchanges:
        if exchange.id in finding.exchanges:
            found.append((f"request {exchange.method} {exchange.url}", exchange.request))
            found += [(f"response {exchange.status}", exchange.response)] if exchange.response else []
    return [(visible(name), digest) for name, digest in found if digest in document.artefacts]


def _attached(document: RunDocument) -> list[str]:
    return sorted({digest for finding in document.findings for _, digest in _evidence(document, finding)})


def _file_name(document: RunDocument, digest: str) -> str:
    suffix = Path(document.artefacts[digest].path).suffix or ".bin"
    return f"{digest}-attachment{suffix}"


def _milliseconds(moment: str) -> int:
    return int(1000 * datetime.fromisoformat(moment).timestamp())
