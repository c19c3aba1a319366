"""The e-invoices of issued documents: fetched, parsed and validated once per worker, however many checks look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial

from harness.api import Answer, AnswerNotUnderstood, ApiError, Client, NotFound, ServerError
from harness.checks.einvoices.agreement import agrees_with
from harness.checks.einvoices.format import format_is_valid, hybrid_is_complete, not_delivered, not_judged
from harness.checks.einvoices.law import states_what_the_law_asks
from harness.law import Country
from harness.model.facts import DocumentKind, InvoiceFacts
from harness.model.finding import Judgement
from harness.reading import read_pdf
from harness.reading.einvoice import (
    EInvoice,
    HybridPdf,
    UnreadableXml,
    invoice_in,
    parse_einvoice,
    read_einvoice,
)
from harness.reading.errors import UnreadablePdf
from harness.reading.room import read_hybrid_apart
from harness.run.issuing import Issued
from harness.run.record.recorder import Recorder
from harness.run.tenants.onboarding import schemes_of
from harness.validation import ArtefactVersion, Report, ValidationError, judge_hybrid, validate

XML = "application/xml"


class Form(StrEnum):
    """The forms in which the API exports a document; the values are the names of schemes in the country folders."""

    ZUGFERD = "zugferd"
    XRECHNUNG = "xrechnung"
    ESLOG = "eslog"
    PEPPOL = "peppol"


REQUIREMENTS = {
    Form.ZUGFERD: "EINV-VALID",
    Form.XRECHNUNG: "EINV-XRECHNUNG",
    Form.ESLOG: "EINV-ESLOG",
    Form.PEPPOL: "EINV-PEPPOL",
}
"""The requirement that the rules of each form fall under."""
_INFERRED = (Form.ESLOG, Form.PEPPOL)
"""Forms whose routes are known from the names of SDK operations alone."""
_ESLOG_CURRENCY = "EUR"
"""The API exports e-SLOG in euros alone (its reference)."""


def forms_of(issued: Issued) -> tuple[Form, ...]:
    """The forms in which a document has to be exported: the hybrid one always, the others where a duty names them."""
    schemes, case = schemes_of(issued.tenant.country), issued.case
    wanted = {
        Form.ZUGFERD: True,
        Form.XRECHNUNG: Form.XRECHNUNG in schemes and case.buyer.is_business,
        Form.ESLOG: Form.ESLOG in schemes and case.buyer.is_business and case.currency == _ESLOG_CURRENCY,
        Form.PEPPOL: Form.PEPPOL in schemes and case.buyer.is_business,
    }
    return tuple(form for form, is_wanted in wanted.items() if is_wanted)


@dataclass(frozen=True)
class Structured:
    """One e-invoice of an issued document. Each step is done once, when it is first asked for."""

    form: Form
    issued: Issued
    file: Answer[bytes]
    """As the target delivered it: XML, or a PDF with the XML in it."""

    @cached_property
    def pdf(self) -> HybridPdf | None:
        """The carrier, for the hybrid form. Raises ``UnreadablePdf``."""
        return read_hybrid_apart(self.file.value, self.issued.labels) if self.form is Form.ZUGFERD else None

    @cached_property
    def xml(self) -> bytes | None:
        """The XML; ``None`` where the PDF has none."""
        if self.pdf is None:
            return self.file.value
        found = invoice_in(self.pdf)
        return found.data if found else None

    @cached_property
    def invoice(self) -> EInvoice | None:
        """The parsed XML. Raises ``UnreadableXml``."""
        return parse_einvoice(self.xml) if self.xml is not None else None

    @cached_property
    def facts(self) -> InvoiceFacts | None:
        """What it states."""
        return read_einvoice(self.invoice, self.issued.labels) if self.invoice is not None else None

    @cached_property
    def page(self) -> InvoiceFacts | None:
        """What the page of the hybrid form prints: it is the same invoice as the XML in it."""
        return read_pdf(self.file.value, self.issued.labels) if self.pdf is not None else None

    @cached_property
    def report(self) -> Report | None:
        """What the published rules find. Raises ``ValidationError``, which is the harness's own."""
        return validate(self.invoice) if self.invoice is not None else None

    @cached_property
    def carrier(self) -> Report | None:
        """What is wrong with the PDF as a carrier; ``None`` for plain XML."""
        return judge_hybrid(self.pdf, self.invoice) if self.pdf is not None else None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the target delivers no e-invoice."""

    why: str
    unknown_route: bool = False
    """The path is inferred and the target does not have it: that says nothing of the document."""


class EInvoices:
    """Fetches the forms of issued documents, each once."""

    def __init__(self, client: Client, recorder: Recorder) -> None:
        self._client = client
        self._recorder = recorder
        self._known: dict[tuple[str, Form], Structured | Refused] = {}
        self._judges: set[ArtefactVersion] = set()

    def of(self, issued: Issued, form: Form) -> Structured | Refused:
        """The e-invoice of a document; or why the target delivers none."""
        key = issued.answer.value.id, form
        if key not in self._known:
            self._known[key] = self._fetched(issued, form)
        return self._known[key]

    def judged(self, issued: Issued, form: Form, country: Country, *, page: bool = False) -> Iterator[Judgement]:
        """Everything that is judged about one form of a document; with ``page`` also the page of a hybrid one."""
        found = self.of(issued, form)
        if isinstance(found, Refused):
            missing = not_judged if found.unknown_route else partial(not_delivered, form=form.value)
            yield missing(REQUIREMENTS[form], why=found.why)
            return
        try:
            yield from _judgements(found, country)
            self._tell(found)
        except ValidationError as error:
            yield not_judged(REQUIREMENTS[form], str(error))
        if page and found.page is not None and found.facts is not None:
            yield from agrees_with("EINV-AGREES", found.facts, found.page)

    def evidence(self, issued: Issued, form: Form) -> tuple[tuple[str, str], ...]:
        """Role and digest of the files of one form, for its findings."""
        found = self.of(issued, form)
        if isinstance(found, Refused):
            return ()
        roles = [("xml", self._recorder.attached(found.xml, XML))] if found.xml else []
        body = self._recorder.body_of(found.file.exchange.id)
        return (*roles, ("hybrid", body)) if body else tuple(roles)

    def exchange(self, issued: Issued, form: Form) -> tuple[str, ...]:
        """Id of the exchange that brought one form."""
        found = self.of(issued, form)
        return () if isinstance(found, Refused) else (found.file.exchange.id,)

    def _fetched(self, issued: Issued, form: Form) -> Structured | Refused:
        try:
            found = Structured(form, issued, _fetch(self._client, form)(issued))
            _ = found.invoice  # an answer that is no e-invoice is refused here, before anybody asks it anything
        except ServerError:
            raise  # the target failed, not the document
        except NotFound as error:
            return Refused(str(error), unknown_route=form in _INFERRED)
        except (ApiError, AnswerNotUnderstood, UnreadableXml, UnreadablePdf) as error:
            return Refused(str(error))
        return found

    def _tell(self, found: Structured) -> None:
        """Say once by which versions of which artefacts e-invoices were judged."""
        reports = [report for report in (found.report, found.carrier) if report is not None]
        for judge in (judge for report in reports for judge in report.judged_by):
            if judge not in self._judges:
                self._judges.add(judge)
                self._recorder.note(f"E-invoices were judged by {judge.name}, version {judge.version}")


def _fetch(client: Client, form: Form) -> Callable[[Issued], Answer[bytes]]:
    def fetch(issued: Issued) -> Answer[bytes]:
        entity, document = issued.tenant.entity_id, issued.answer.value.id
        if form is Form.ESLOG:
            return client.e_invoicing.eslog(entity, document)
        if form is Form.PEPPOL:
            return client.e_invoicing.xml(entity, document)
        call = client.e_invoicing.xrechnung if form is Form.XRECHNUNG else client.e_invoicing.zugferd
        return call(entity, document, "credit_notes" if issued.case.kind is DocumentKind.CREDIT_NOTE else "invoices")

    return fetch


def _judgements(found: Structured, country: Country) -> Iterator[Judgement]:
    requirement, issued = REQUIREMENTS[found.form], found.issued
    if found.carrier is not None:
        yield from format_is_valid("EINV-PDFA3", found.carrier)
    if found.facts is None or found.report is None or found.invoice is None:
        yield not_delivered(requirement, found.form.value, "the PDF has no XML in it that could be read")
        return
    yield from format_is_valid(requirement, found.report)
    if found.form is Form.ZUGFERD and Form.ZUGFERD in schemes_of(country):
        yield hybrid_is_complete("EINV-HYBRID-DUTY", found.invoice.profile)
    for other in (issued.declared, issued.printed):
        yield from agrees_with("EINV-AGREES", found.facts, other)
    yield from states_what_the_law_asks(issued.readings, found.facts)
