"""Issues documents of a tenant with fiscal codes, and reads everything that states them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from harness.api import Answer
from harness.api.models.document import Document, DocumentCreate, DocumentPayment, Finalize, LineTax
from harness.api.models.fiscal import FinaInput, FursInput, PtInput
from harness.api.resources.fiscal import CashRegisters
from harness.checks.fiscal_codes import number_parts
from harness.checks.fiscal_readings import FiscalReadings
from harness.fiscal.numbers import InvoiceNumber
from harness.model.case import Case, CaseLine
from harness.model.facts import DocumentKind, InvoiceFacts, Witness
from harness.model.finding import Judgement
from harness.reading import read_answer
from harness.reading.fiscal import read_fiscal
from harness.run.desk import Desk, labels
from harness.run.fiscal_duties import CASH_REGISTERS, due
from harness.run.fiscal_setup import FiscalTenant
from harness.run.issuing import Issued
from harness.run.parties import Buyer
from harness.run.scenario import status_of


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """A document that was issued, with everything that states its codes."""

    issued: Issued
    readings: FiscalReadings


@dataclass(frozen=True, slots=True)
class Sale:
    """What a document is to be, beyond its case."""

    case: Case
    payments: tuple[str, ...] = ("cash",)
    """Types of payment; several share the total."""
    device: int = 0
    """Which of the tenant's devices."""
    skip: bool | None = None
    linked: tuple[str, ...] = ()
    exempt: bool = False
    """Every line without VAT, by the exemption code of the scheme's profile."""


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
        if sale.exempt:
            lines = tuple(replace(line, category="exempt") for line in sale.case.lines)
            case = replace(sale.case, lines=lines)
            issued = replace(issued, case=case, law=self._desk.issuer.law(case))
        return FiscalDocument(issued, self._readings(sale, issued))

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
        body = Finalize.model_validate({self.tenant.scheme: self._place(sale)})
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
        submitted = group.fiscalize(self.tenant.entity_id, identity, self._place(sale))
        return self.read_back(sale, submitted)

    def request(self, sale: Sale) -> DocumentCreate:
        """The body: that of the case, with payments and the fiscal block."""
        body = self._desk.issuer.request(self.tenant.seller.tenant, sale.case, linked=sale.linked)
        if sale.exempt:
            body = self._exempted(body)
        given = {name: getattr(body, name) for name in body.model_fields_set}
        payments = self._payments(sale)
        return DocumentCreate.model_validate(
            {**given, **({"payments": payments} if payments else {}), **self._block(sale)}
        )

    def _exempted(self, body: DocumentCreate) -> DocumentCreate:
        why = self.tenant.profile.exemption
        tax = LineTax(rate=Decimal(0), pt_exemption_code=why["code"], pt_exemption_reason=why["reason"])
        items = tuple(item.model_copy(update={"taxes": (tax,)}) for item in body.items)
        return body.model_copy(update={"items": items})

    def _payments(self, sale: Sale) -> tuple[DocumentPayment, ...]:
        """All but the last pay one unit; the last one pays what remains."""
        first = (DocumentPayment.model_validate({"type": kind, "amount": Decimal(1)}) for kind in sale.payments[:-1])
        last = (DocumentPayment.model_validate({"type": kind}) for kind in sale.payments[-1:])
        return (*first, *last)

    def _block(self, sale: Sale) -> dict[str, Any]:
        profile = self.tenant.profile
        if self.tenant.scheme not in CASH_REGISTERS:
            names = {
                "operator_first_name": profile.operator_first_name,
                "operator_last_name": profile.operator_last_name,
                "operator_tax_number": profile.operator,
            }
            series = self.tenant.series_ids[sale.case.kind.value]
            return {"pt": PtInput.model_validate({"series_id": series, **names})}
        return {self.tenant.scheme: self._place(sale)}

    def _place(self, sale: Sale) -> FursInput | FinaInput:
        profile = self.tenant.profile
        place: dict[str, Any] = {
            "business_premise_name": profile.premise,
            "electronic_device_name": profile.devices[sale.device],
            "operator_label": profile.operator_label,
        }
        if profile.means is not None:
            kinds = set(sale.payments) or {"bank_transfer"}
            place |= {"operator_oib": profile.operator, "payment_type": kinds.pop() if len(kinds) == 1 else "other"}
            return FinaInput.model_validate(place)
        skip = {} if sale.skip is None else {"skip": sale.skip}
        return FursInput.model_validate({**place, "operator_tax_number": profile.operator, **skip})

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
