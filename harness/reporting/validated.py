"""The document that ``harness validate --json`` prints: the rules that each e-invoice breaks, and who judged.

The JSON Schema that ``reports/validation.schema.json`` publishes is generated from these models.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from harness.checks.einvoices.agreement import states_the_same
from harness.model.finding import Judgement, Verdict
from harness.reading import Labels, read_pdf
from harness.reading.einvoice import EInvoice, einvoice_in, parse_einvoice, read_einvoice, read_hybrid
from harness.reading.errors import ReadingError
from harness.reading.files import FileKind, UnknownFile, kind_of
from harness.validation import ArtefactVersion, Report, RuleFinding, judge_hybrid, validate


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Frozen):
    """Why a file was not judged."""

    code: Literal["not_found", "not_a_document", "unreadable", "not_judged", "time_limit", "crashed", "internal"]
    message: str


class Artefact(_Frozen):
    """What judged."""

    name: str
    version: str


class BrokenRule(_Frozen):
    """A rule that one place of the document breaks."""

    rule: str = Field(description="Published id: BR-CO-15, BR-DE-15, PEPPOL-EN16931-R010; XSD for the schema.")
    level: Literal["fatal", "warning", "information"] = Field(description="Fatal makes the document invalid.")
    location: str = Field(description="XPath into the e-invoice; for the PDF around it, what of it is meant.")
    text: str = Field(description="What the rule asks, in the artefact's words.")
    artefact: Artefact


class Difference(_Frozen):
    """Something that page and e-invoice of one hybrid document state differently."""

    code: str
    message: str
    xml: str
    page: str


class Validated(_Frozen):
    """One file: what it is, what is wrong with it, who judged, and what nobody judged."""

    file: str = Field(description="The path as given.")
    error: Reason | None = Field(default=None, description="Why it could not be judged.")
    carrier: Literal["xml", "pdf"] | None = None
    syntax: str | None = Field(default=None, description="ubl-invoice, ubl-credit-note, cii or eslog.")
    profile: str | None = None
    specification: str | None = Field(default=None, description="BT-24 as stated.")
    valid: bool | None = Field(
        default=None,
        description="No fatal rule is broken and no difference found; null where nothing could judge. Says nothing of "
        "what stands in not_judged.",
    )
    broken: list[BrokenRule] = Field(default_factory=list)
    differences: list[Difference] = Field(default_factory=list)
    compared: int = Field(default=0, description="Values that page and e-invoice both state.")
    judged_by: list[Artefact] = Field(default_factory=list)
    not_judged: list[str] = Field(default_factory=list)


class Validation(_Frozen):
    """The whole document."""

    schema_version: Literal[1] = 1
    documents: list[Validated] = Field(description="One for each file, in the order given.")


def not_validated(file: str, code: str, message: str) -> Validated:
    """The entry of a file that could not be judged."""
    return Validated(file=file, error=Reason.model_validate({"code": code, "message": message}))


def validated(file: str, data: bytes, labels: Labels) -> Validated:
    """Judge the e-invoice in ``data``, alone or attached to a PDF.

    Raises :class:`~harness.reading.errors.ReadingError` for what is none, and
    :class:`~harness.validation.ValidationError` where the harness cannot judge.
    """
    kind = kind_of(data)
    if kind is FileKind.XML:
        invoice = parse_einvoice(data)
        return _entry(file, "xml", invoice, [validate(invoice)], [])
    if kind is FileKind.PDF:
        return _hybrid(file, data, labels)
    raise UnknownFile(kind)


def _hybrid(file: str, data: bytes, labels: Labels) -> Validated:
    """The attached e-invoice, the PDF as its carrier, and whether the page says the same."""
    pdf = read_hybrid(data)
    invoice = einvoice_in(pdf)
    if invoice is None:
        raise ReadingError("no e-invoice is attached to this PDF; `harness inspect` reads the page")
    page = read_pdf(data, labels)
    same = [] if page.unreadable else list(states_the_same("", read_einvoice(invoice, labels), page))
    unread = (f"the page could not be compared: {page.unreadable}",) if page.unreadable else ()
    reports = [validate(invoice), judge_hybrid(pdf, invoice), Report((), (), unread)]
    return _entry(file, "pdf", invoice, reports, same)


def _entry(
    file: str, carrier: Literal["xml", "pdf"], invoice: EInvoice, reports: list[Report], same: list[Judgement]
) -> Validated:
    differences = [_difference(one) for one in same if one.verdict is Verdict.FAILED]
    fatal = any(report.fatal for report in reports)
    return Validated(
        file=file,
        carrier=carrier,
        syntax=str(invoice.syntax),
        profile=str(invoice.profile),
        specification=invoice.specification,
        valid=not fatal and not differences if reports[0].judged_by else None,
        broken=[_broken(finding) for report in reports for finding in report.findings],
        differences=differences,
        compared=len(same),
        judged_by=[_artefact(one) for report in reports for one in report.judged_by],
        not_judged=[gap for report in reports for gap in report.not_judged],
    )


def _artefact(version: ArtefactVersion) -> Artefact:
    return Artefact(name=version.name, version=version.version)


def _broken(finding: RuleFinding) -> BrokenRule:
    return BrokenRule(
        rule=finding.rule,
        level=finding.level.value,
        location=finding.location,
        text=finding.text,
        artefact=_artefact(finding.artefact),
    )


def _difference(judgement: Judgement) -> Difference:
    return Difference(code=judgement.code, message=judgement.message, xml=judgement.observed, page=judgement.expected)
