"""The e-invoice against the published rules of its format.

The caller names the requirement that a document's format falls under: which one applies is the country's matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.checks.base import Details, covers, failed, passed, unverifiable
from harness.model.facts import Witness
from harness.model.finding import Judgement, Pointer
from harness.model.place import Place
from harness.reading.einvoice import Profile
from harness.validation import Report, RuleFinding

COMPLETE = (Profile.EN16931, Profile.FACTURX_EXTENDED, Profile.XRECHNUNG, Profile.XRECHNUNG_EXTENSION)
"""Profiles of CII that are a whole invoice under EN 16931, or more than one."""


@covers("EINV-VALID", "EINV-PDFA3", "EINV-XRECHNUNG", "EINV-ESLOG", "EINV-PEPPOL")
def format_is_valid(requirement: str, report: Report) -> Iterator[Judgement]:
    """One judgement per broken rule, with its id as code; warnings are told, and break nothing."""
    judged_by = ", ".join(f"{artefact.name} {artefact.version}" for artefact in report.judged_by)
    for finding in _first_of_each_rule(report):
        yield failed(
            requirement,
            finding.rule,
            f"{finding.text} ({finding.artefact.name} {finding.artefact.version}, at {finding.location})",
            seen=(Pointer(Witness.XML, Place(pointer=finding.location), finding.rule),),
        )
    if report.passed:
        warnings = sorted({finding.rule for finding in report.findings})
        told = f"; warnings: {', '.join(warnings)}" if warnings else ""
        told += f"; not judged: {'; '.join(report.not_judged)}" if report.not_judged else ""
        yield passed(requirement, f"no rule is broken that makes the e-invoice invalid, by {judged_by}{told}")
    if not report.judged_by:
        yield unverifiable(requirement, "not-judged", "; ".join(report.not_judged) or "no rules could be applied")


@covers("EINV-HYBRID-DUTY")
def hybrid_is_complete(requirement: str, profile: Profile) -> Judgement:
    """A hybrid invoice counts as an electronic one where its XML is a whole invoice under EN 16931."""
    details: Details = {"expected": " or ".join(COMPLETE), "observed": profile.value}
    if profile in COMPLETE:
        return passed(requirement, f"the XML of the hybrid invoice is a whole invoice: profile {profile}", **details)
    message = f"the XML of the hybrid invoice is no whole invoice under EN 16931: profile {profile}"
    return failed(requirement, "incomplete-profile", message, **details)


@covers("EINV-VALID", "EINV-XRECHNUNG", "EINV-ESLOG", "EINV-PEPPOL")
def not_delivered(requirement: str, form: str, why: str) -> Judgement:
    """An issued invoice whose e-invoice the target refuses, or delivers as something else."""
    return failed(requirement, "not-delivered", f"the target delivers no {form} of the issued document: {why}")


@covers("EINV-VALID", "EINV-XRECHNUNG", "EINV-ESLOG", "EINV-PEPPOL")
def not_judged(requirement: str, why: str) -> Judgement:
    """The rules could not be applied, which is not the document's fault: too large, an artefact is missing or broke."""
    return unverifiable(requirement, "not-judged", f"the rules could not be applied: {why}")


def _first_of_each_rule(report: Report) -> list[RuleFinding]:
    """A rule that breaks in forty lines is one finding, at the first of them."""
    found: dict[str, RuleFinding] = {}
    for finding in report.fatal:
        found.setdefault(finding.rule, finding)
    return list(found.values())
