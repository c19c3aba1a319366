"""``verify(...)``: collects findings softly, and fails the test once with a message that a reviewer understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from harness.checks.branding import BrandMarks, judge_brand
from harness.checks.documents import judge_document
from harness.law.comparison import GapSeverity, gap_of
from harness.model.finding import Finding, Judgement, Verdict
from harness.reading import picture_of
from harness.run.einvoices.forms import EInvoices, forms_of
from harness.run.issuing import Issued
from harness.run.record.document import FindingRecord, GapKind
from harness.run.record.recorder import Recorder
from harness.run.tenants.parties import Brand


class Verifier:
    """The ``verify`` fixture of one item."""

    def __init__(self, recorder: Recorder, *, country: str, scenario: str, item: str) -> None:
        self._recorder = recorder
        self._country = country
        self._scenario = scenario
        self._item = item

    def __call__(self, issued: Issued) -> DocumentVerifier:
        """Judge an issued document."""
        return DocumentVerifier(self, self._recorder, issued)

    def that(self, judgements: Judgement | Iterable[Judgement], *, about: str, of: Sequence[Issued] = ()) -> None:
        """Record judgements that are not about a single document; ``of`` names the documents behind them."""
        rows = [judgements] if isinstance(judgements, Judgement) else list(judgements)
        exchanges = [exchange for issued in of for exchange in issued.exchanges[:2]]
        for judgement in rows:
            self._recorder.found(self._finding(judgement, about, "", ()), exchanges)

    def document(
        self,
        issued: Issued,
        judgements: Iterable[Judgement],
        *,
        files: Sequence[tuple[str, str]] = (),
        exchanges: Sequence[str] = (),
    ) -> None:
        """Record judgements about one document, with its evidence and the derivation of what was expected.

        ``files`` (role and digest) and ``exchanges`` are evidence beyond the answer and the page.
        """
        body = self._recorder.body_of(issued.exchanges[-1])
        evidence = (*((("pdf", body),) if body else ()), *files)
        case = issued.case.digest()
        self._recorder.derived(case, [(step.statement, step.source) for step in issued.law.derivation])
        gap = gap_kind(issued)
        for judgement in judgements:
            finding = self._finding(judgement, issued.subject, case, evidence)
            if self._recorder.found(finding, (*issued.exchanges, *exchanges), gap).verdict is Verdict.FAILED:
                self._recorder.kept(issued.case)

    def _finding(self, judgement: Judgement, subject: str, case: str, evidence: tuple[tuple[str, str], ...]) -> Finding:
        return Finding(
            judgement=judgement,
            severity=self._recorder.severity(judgement.requirement),
            country=self._country,
            scenario=self._scenario,
            item=self._item,
            subject=subject,
            case=case,
            evidence=evidence,
        )


class EInvoiceVerifier:
    """The ``prove_einvoice`` fixture: every form that a document must be exported in, against rules and witnesses."""

    def __init__(self, verifier: Verifier, e_invoices: EInvoices) -> None:
        self._verifier = verifier
        self._e_invoices = e_invoices

    def __call__(self, issued: Issued, *, page: bool = False) -> None:
        """Judge the e-invoices of a document; with ``page`` read the page of the hybrid form as well."""
        forms = self._e_invoices
        for form in forms_of(issued):
            judgements = list(forms.judged(issued, form, issued.tenant.country, page=page))
            files, exchanges = forms.evidence(issued, form), forms.exchange(issued, form)
            self._verifier.document(issued, judgements, files=files, exchanges=exchanges)


class DocumentVerifier:
    """What can be verified about one document. Each method returns itself, so that a sentence can go on."""

    def __init__(self, verifier: Verifier, recorder: Recorder, issued: Issued) -> None:
        self._verifier = verifier
        self._recorder = recorder
        self._issued = issued

    def as_the_law_asks(self) -> DocumentVerifier:
        """Every requirement of a document: particulars, VAT, statements, and the witnesses' agreement."""
        self._verifier.document(self._issued, judge_document(self._issued.readings))
        return self

    def carries_the_brand(self, *, and_not: Sequence[Brand] = ()) -> DocumentVerifier:
        """The tenant's marks are there, as it gave them to the target; nothing of the others, no placeholder."""
        own = marks(self._issued.tenant.brand)
        own = own if self._issued.tenant.signed else replace(own, signed=None)
        judgements = judge_brand(self._issued.printed, own, [marks(other) for other in and_not])
        self._verifier.document(self._issued, judgements)
        return self


def gap_kind(issued: Issued) -> GapKind:
    """What the documented rules do to this invoice where they are not the law's.

    The decimals of a currency count as well: they change amounts, although no rule on taxing differs.
    """
    severity = gap_of(issued.case, issued.law).severity
    if severity is GapSeverity.UNDOCUMENTED:
        return "undocumented"
    lawful = {(totals.net, totals.tax, totals.gross) for totals in issued.law.law.totals}
    documented = {(totals.net, totals.tax, totals.gross) for totals in issued.law.documented.totals}
    return "label" if severity is not GapSeverity.AMOUNT and lawful & documented else "amount"


@cache
def marks(brand: Brand) -> BrandMarks:
    """What tells a brand from another, from its files; read once."""
    value = int(brand.colour.lstrip("#"), 16)
    return BrandMarks(
        name=brand.name,
        logo=picture_of(brand.logo.read_bytes()),
        colour=(value >> 16, value >> 8 & 255, value & 255),
        footer=brand.footer,
        signature=brand.signature,
        signed=picture_of(brand.signature_image.read_bytes()) if brand.signature_image else None,
    )


def message(failures: Sequence[FindingRecord]) -> str:
    """The failed findings of one item, by document: what pytest and JUnit show."""
    lines = [f"{len(failures)} requirement check{'s' if len(failures) > 1 else ''} failed"]
    for subject, rows in groupby(failures, key=lambda row: row.subject):
        lines.append(f"  {subject}")
        lines += [f"    {row.requirement} ({row.severity.value}): {row.message}" for row in rows]
    return "\n".join(lines)
