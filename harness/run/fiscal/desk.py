"""Issues documents of a tenant with fiscal codes, and reads everything that states them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from harness.api import Answer
from harness.api.models.document import Document, DocumentCreate, Finalize
from harness.api.resources.fiscal import CashRegisters
from harness.checks.fiscal.codes import number_parts
from harness.checks.fiscal.readings import FiscalReadings
from harness.fiscal.numbers import InvoiceNumber
from harness.model.case import Case, CaseLine
from harness.model.facts import DocumentKind, InvoiceFacts, Witness
from harness.model.finding import Judgement
from harness.reading import read_answer
from harness.reading.fiscal import read_fiscal
from harness.run.desk import Desk, labels
from harness.run.fiscal.duties import due
from harness.run.fiscal.sale import EXEMPT, Sale, body_of, place_of
from harness.run.fiscal.setup import FiscalTenant
from harness.run.issuing import Issued
from harness.run.scenario import status_of
from harness.run.tenants.parties import Buyer


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """A document that was issued, with everything that states its codes."""

    issued: Issued
    readings: FiscalReadings


class FiscalDesk:
    """Issues sales of one tenant."""

    def __init__(self, desk: Desk, tenant: FiscalTenant) -> None:
        self._desk = desk
        self.tenant = tenant

    def case(self, *lines: CaseLine, to: Buyer | None = None) -> Case:
        """The case of a sale in the tenant's own currency, to a consumer at home where nobody is named."""
        seller, as_of = self.tenant.seller, self._desk.context.as_of
        buyer = to or seller.home.consumer()
        return Case(
            seller=seller.tenant.party,
            buyer=buyer.party,
            lines=lines,
            issue_date=as_of,
            supply_date=as_of,
            currency=seller.country.identity.currency.code,
            vies=buyer.vies,
            language=seller.tenant.language,
        )

    def issue(self, sale: Sale) -> FiscalDocument:
        """Issue a sale and read it back, with its page. Three requests."""
        return self.read_back(sale, self.create(sale))

    def create(self, sale: Sale) -> Answer[Document]:
        """Issue a sale. One request; raises what the target refuses."""
        group = self._desk.client.credit_notes if _is_note(sale.case) else self._desk.client.invoices
        return group.create(self.tenant.entity_id, self.request(sale))

    def read_back(self, sale: Sale, created: Answer[Document]) -> FiscalDocument:
        """Read an issued document back, and fetch its page. Two requests."""
        issued = self._desk.issuer.read_back(self.tenant.seller.tenant, sale.case, created)
        if sale.untaxed == EXEMPT:
            lines = tuple(replace(line, category="exempt") for line in sale.case.lines)
            case = replace(sale.case, lines=lines)
            issued = replace(issued, case=case, law=self._desk.issuer.law(case))
        return FiscalDocument(issued, self._readings(sale, issued))

    def rendered(self, document: FiscalDocument, template: str) -> FiscalDocument:
        """The same document with its page printed in another template. One request."""
        issued = self._desk.rendered(document.issued, template=template)
        return FiscalDocument(issued, replace(document.readings, pdf=issued.printed))

    def credit(self, document: FiscalDocument) -> FiscalDocument:
        """Credit a document in full, paid back in cash."""
        case, identity = document.issued.case, document.issued.answer.value.id
        note = replace(case, kind=DocumentKind.CREDIT_NOTE, credits=document.issued.number)
        return self.issue(Sale(note, linked=(identity,)))

    def answered(self, sale: Sale) -> FiscalReadings:
        """Issue a sale without its page: what the answer states. One request."""
        return self._answered(sale, self.create(sale))

    def draft(self, sale: Sale) -> tuple[str, FiscalReadings]:
        """Create a draft of a sale: its id, and what the answer states. One request."""
        body = self.request(sale)
        given = {name: getattr(body, name) for name in body.model_fields_set}
        draft = DocumentCreate.model_validate({**given, "is_draft": True})
        answer = self._desk.client.invoices.create(self.tenant.entity_id, draft)
        return answer.value.id, self._answered(sale, answer)

    def finalize(self, draft: str, sale: Sale) -> FiscalDocument:
        """Make a draft final at the device of the sale, and read it back. Three requests."""
        body = Finalize.model_validate({self.tenant.scheme: place_of(self.tenant, sale)})
        final = self._desk.client.documents.finalize(self.tenant.entity_id, draft, body=body)
        return self.read_back(sale, final)

    def change(self, document: FiscalDocument) -> int:
        """Try to change the note of an issued invoice: the HTTP status. One request."""
        entity, identity = self.tenant.entity_id, document.issued.answer.value.id
        return status_of(lambda: self._desk.client.invoices.patch(entity, identity, {"note": "changed"}))

    def void(self, document: FiscalDocument) -> FiscalReadings:
        """Void an invoice: what the answer states. One request; raises what the target refuses."""
        entity, identity = self.tenant.entity_id, document.issued.answer.value.id
        answer = self._desk.client.invoices.void(entity, identity, "issued by mistake")
        return self._answered(Sale(document.issued.case), answer)

    def void_note(self, document: FiscalDocument) -> int:
        """Try to void a credit note: the HTTP status. One request."""
        entity, identity = self.tenant.entity_id, document.issued.answer.value.id
        return status_of(lambda: self._desk.client.credit_notes.void(entity, identity, "issued by mistake"))

    def number(self, sale: Sale) -> tuple[str, InvoiceNumber | None]:
        """Issue a sale without its page: its number, and the parts of it. One request."""
        number = self.create(sale).value.number
        return number, number_parts(self.tenant.scheme, number)

    def numbers_at_once(self, sale: Sale, count: int) -> list[str]:
        """Issue a sale ``count`` times at the same time: the numbers, in any order. One request each."""
        with ThreadPoolExecutor(count) as pool:
            jobs = [pool.submit(self.create, sale) for _ in range(count)]
        return [job.result().value.number for job in jobs]

    def due(self, judgements: Iterable[Judgement]) -> Iterator[Judgement]:
        """The judgements, as far as the law of the tenant's country asks for it on the date of the run."""
        return due(judgements, self.tenant.seller.country, self._desk.context)

    def authority(self, state: Literal["up", "down"]) -> None:
        """Make the scheme's authority answer this tenant, or not."""
        self._desk.client.fiscalization.embedded.authorities(self.tenant.entity_id, {self.tenant.scheme: state})

    def submit_late(self, document: FiscalDocument, sale: Sale) -> FiscalDocument:
        """Submit a document that waits for the authority, and read it again."""
        group: CashRegisters = getattr(self._desk.client.fiscalization, self.tenant.scheme)
        identity = document.issued.answer.value.id
        submitted = group.fiscalize(self.tenant.entity_id, identity, place_of(self.tenant, sale))
        return self.read_back(sale, submitted)

    def request(self, sale: Sale) -> DocumentCreate:
        """The body: that of the case, with payments and the fiscal block."""
        plain = self._desk.issuer.request(self.tenant.seller.tenant, sale.case, linked=sale.linked)
        return body_of(self.tenant, plain, sale)

    def _readings(self, sale: Sale, issued: Issued) -> FiscalReadings:
        own = self.tenant.registered
        return FiscalReadings(
            case=issued.case,
            law=issued.law,
            api=issued.declared,
            pdf=issued.printed,
            fiscal=read_fiscal(issued.answer.json, own.scheme),
            tenant=own,
            device=own.devices[sale.device] if own.devices else "",
            payments=sale.payments,
        )

    def _answered(self, sale: Sale, answer: Answer[Document]) -> FiscalReadings:
        """What an answer alone states, without a page."""
        own, declared = self.tenant.registered, read_answer(answer.json, labels(), kind=sale.case.kind)
        law, stated = self._desk.issuer.law(sale.case), read_fiscal(answer.json, own.scheme)
        return FiscalReadings(sale.case, law, declared, InvoiceFacts(Witness.PDF), stated, own)


def _is_note(case: Case) -> bool:
    return case.kind is DocumentKind.CREDIT_NOTE


def all_of(documents: Sequence[FiscalDocument]) -> list[FiscalReadings]:
    """The readings of several documents."""
    return [document.readings for document in documents]
