"""``junit.xml``: one test case per planned item, for CI systems that draw test results.

Follows the schema that Jenkins and GitLab read: a failure is a rule that does not hold, an error is something that
broke or did not run. Characters that XML 1.0 forbids (section 2.2) are shown as escapes.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from harness.model.finding import Verdict
from harness.reporting.grouping import steps_words
from harness.reporting.text import visible
from harness.run.record.document import FindingRecord, ItemResult, PlannedItem, RunDocument

_COUNTED = ("failure", "error", "skipped")


def write(document: RunDocument, folder: Path) -> Path:
    """Write ``junit.xml`` into ``folder``; returns its path. ``OSError`` where that fails."""
    path = folder / "junit.xml"
    root = ET.Element("testsuites", name="harness")
    root.append(_suite(document))
    _total(root)
    ET.indent(root)
    partial = path.with_suffix(".xml.part")
    ET.ElementTree(root).write(partial, encoding="utf-8", xml_declaration=True)
    return partial.replace(path)


def _suite(document: RunDocument) -> ET.Element:
    suite = ET.Element("testsuite", name=f"harness {document.run.depth}", timestamp=document.run.started_at)
    facts = {
        "target": document.run.target.address,
        "fidelity": document.run.target.fidelity.value,
        "defects": ", ".join(document.run.defects),
        "interrupted": document.run.interrupted or "",
    }
    _properties(suite, [(name, value) for name, value in facts.items() if value])
    results = {result.item: result for result in document.results}
    findings = _by_item(document)
    for item in document.plan:
        suite.append(_case(document, item, results.get(item.id), findings.get(item.id, [])))
    if not document.plan:
        suite.append(_nothing_planned())
    _count(suite)
    return suite


def _case(
    document: RunDocument, item: PlannedItem, result: ItemResult | None, findings: list[FindingRecord]
) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=visible(_classname(item.module)),
        name=visible(_name(item.id)),
        time=f"{result.seconds if result else 0:.3f}",
    )
    properties = [("country", item.country), ("question", item.question)]
    properties += [("requirement", r) for r in sorted({f.requirement for f in findings})]
    _properties(case, properties)
    if result is None:
        _outcome(case, "error", "planned, but not run", "")
    elif result.outcome == "failed":
        _outcome(case, "failure", result.message or "a requirement failed", _failures(findings, document))
    elif result.outcome == "broken":
        _outcome(case, "error", result.message or "the harness or the target broke", _failures(findings, document))
    elif result.outcome == "skipped":
        _outcome(case, "skipped", result.message, "")
    _gaps(case, findings)
    return case


def _nothing_planned() -> ET.Element:
    case = ET.Element("testcase", classname="harness", name="plan", time="0.000")
    _outcome(case, "error", "nothing was planned", "")
    return case


def _outcome(case: ET.Element, kind: str, message: str, text: str) -> None:
    element = ET.SubElement(case, kind, message=visible(message))
    if kind != "skipped":
        element.set("type", kind)
    element.text = visible(text) or None


def _failures(findings: list[FindingRecord], document: RunDocument) -> str:
    bad = [f for f in findings if f.verdict in (Verdict.FAILED, Verdict.BROKEN)]
    return "\n".join(
        f"{f.requirement} [{f.severity}] {f.subject}: {f.message}\n  expected: {f.expected}\n  observed: {f.observed}"
        f"\n  why: {steps_words(document, f.case) or 'no single case is judged'}"
        for f in bad
    )


def _gaps(case: ET.Element, findings: list[FindingRecord]) -> None:
    open_gaps = [f for f in findings if f.verdict in (Verdict.GAP, Verdict.UNVERIFIABLE)]
    if open_gaps:
        lines = (f"{f.verdict} {f.requirement}{f' ({f.gap})' if f.gap else ''}: {f.message}" for f in open_gaps)
        ET.SubElement(case, "system-out").text = visible("\n".join(lines))


def _properties(parent: ET.Element, pairs: list[tuple[str, str]]) -> None:
    properties = ET.SubElement(parent, "properties")
    for name, value in pairs:
        ET.SubElement(properties, "property", name=name, value=visible(value))


def _by_item(document: RunDocument) -> dict[str, list[FindingRecord]]:
    found: dict[str, list[FindingRecord]] = {}
    for finding in document.findings:
        found.setdefault(finding.item, []).append(finding)
    return found


def _count(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for kind in _COUNTED:
        suite.set("skipped" if kind == "skipped" else f"{kind}s", str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _total(root: ET.Element) -> None:
    for name in ("tests", "failures", "errors", "skipped", "time"):
        root.set(name, root[0].get(name, "0"))


def _classname(module: str) -> str:
    return module.removesuffix(".py").replace("/", ".")


def _name(item: str) -> str:
    return item.partition("::")[2] or item
