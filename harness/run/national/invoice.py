"""Issues one invoice with everything that the seller's law adds to Art. 226, in a foreign currency, and reads it.

Which fields there are, the country's folder says; the words for those that a platform must bring along stand in
``fixtures/particulars.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from harness.api.models.document import Document, DocumentCreate, Party
from harness.checks.currency import Conversion
from harness.checks.national import NationalReadings, provable
from harness.law import Catalogue, Country, Requirement
from harness.law.records import NationalField
from harness.model.case import Case, CaseLine
from harness.model.facts import Fact, InvoiceFacts
from harness.model.money import Money
from harness.reading import read_answer
from harness.reading.facts.second_currency import amounts_in
from harness.run.desk import Desk
from harness.run.issuing import Issued
from harness.run.national.particulars import CARRIERS, Particular, words_for
from harness.run.tenants.seller import Seller

FOREIGN = ("EUR", "USD")
"""Currencies that are foreign to somebody: the first that is not the seller's own is used."""
_OCCASION = {
    "NAT-CREDIT-NOTE-WORDS": "credit_note",
    "NAT-REVERSE-CHARGE-WORDS": "domestic_reverse_charge",
    "NAT-RETENTION": "consumer",
}
"""On which document a requirement is proved, where that is not the invoice of this module."""
_PRICE = Decimal(12500)
"""Above the amounts from which national law asks for more, such as the customer's number."""


@dataclass(frozen=True, slots=True)
class NationalInvoice:
    """The invoice, as it was answered when it was issued and as it was read back."""

    issued: Issued
    at_issue: InvoiceFacts
    """What the API answered when the invoice was created."""
    readings: NationalReadings

    @property
    def conversion(self) -> Conversion:
        """What the API answers about the currency."""
        return _conversion(self.issued.answer.value)

    @property
    def national_currency(self) -> str:
        """ISO 4217 code of the seller's own."""
        return self.issued.tenant.country.identity.currency.code

    @property
    def converted_vat(self) -> Money | None:
        """The VAT in the national currency as the API has it; ``None`` where it answers none."""
        asked = self.conversion
        if asked.net is None or asked.gross is None or asked.quoted_in != self.national_currency:
            return None
        return Money(asked.gross - asked.net, self.national_currency)

    @property
    def stated_nationally(self) -> tuple[Fact[Money], ...]:
        """What the page prints in the national currency."""
        return amounts_in(self.issued.printed, self.national_currency, self.issued.labels)


def fields_by_requirement(
    catalogue: Catalogue, country: Country, on: str = "invoice"
) -> Iterator[tuple[Requirement, list[NationalField]]]:
    """The requirements that a page can prove there on one occasion, each with the fields that it stands for."""
    for requirement in catalogue.values():
        national = requirement.national_in(country)
        if national and provable(requirement.id) and _OCCASION.get(requirement.id, "invoice") == on:
            yield requirement, [fact for fact in national if isinstance(fact, NationalField)]


def issue_with_particulars(desk: Desk, seller: Seller) -> NationalInvoice:
    """Issue the invoice to a business at home, supplied three days before. Three requests."""
    case = _case(desk, seller)
    words = words_for(seller.country.code, "invoice")
    body = with_words(desk.issuer.request(seller.tenant, case), seller, words)
    created = desk.client.invoices.create(seller.tenant.entity_id, body)
    issued = desk.issuer.read_back(seller.tenant, case, created)
    at_issue = read_answer(created.json, issued.labels, kind=case.kind)
    return NationalInvoice(issued, at_issue, readings(desk, issued, words))


def readings(desk: Desk, issued: Issued, words: Sequence[Particular]) -> NationalReadings:
    """A document and what was sent on it, for the checks of national fields."""
    iban = desk.context.cast.account(issued.tenant.country.code).iban
    sent = {one.field: one.words for one in words}
    return NationalReadings(issued.case, issued.declared, issued.printed, sent, iban)


def _case(desk: Desk, seller: Seller) -> Case:
    as_of, buyer = desk.context.as_of, seller.home.business()
    own = seller.country.identity.currency.code
    return Case(
        seller=seller.tenant.party,
        buyer=buyer.party,
        lines=(CaseLine("Yearly subscription", Decimal(1), _PRICE),),
        issue_date=as_of,
        supply_date=as_of - timedelta(days=3),
        currency=next(code for code in FOREIGN if code != own),
        vies=buyer.vies,
        language=seller.tenant.language,
    )


def with_words(plain: DocumentCreate, seller: Seller, words: Sequence[Particular]) -> DocumentCreate:
    """The request of the case with the words where they are carried."""

    def carried(carrier: str) -> str:
        return "\n".join(one.words for one in words if one.carrier == carrier)

    texts: dict[str, Any] = {name: carried(name) for name in CARRIERS[:4] if carried(name)}
    if own := carried("company_number"):
        texts["issuer"] = _seller(seller, own)
    if (theirs := carried("customer_company_number")) and plain.customer:
        texts["customer"] = plain.customer.model_copy(update={"company_number": theirs})
    given = {name: getattr(plain, name) for name in plain.model_fields_set}
    return DocumentCreate.model_validate({**given, **texts})


def _seller(seller: Seller, company_number: str) -> Party:
    """The seller's own data in full, so that it does not matter whether the target merges or replaces it."""
    party = seller.tenant.party
    return Party(
        name=party.name,
        address=party.street,
        post_code=party.post_code,
        city=party.city,
        country=seller.country.name,
        country_code=party.country,
        tax_number=party.vat_id,
        company_number=company_number,
    )


def _conversion(answer: Document) -> Conversion:
    exchange = answer.exchange_rate or {}
    rate, on = exchange.get("rate"), str(exchange.get("date") or "")[:10]
    return Conversion(
        rate=Decimal(str(rate)) if rate is not None else None,
        quoted_in=exchange.get("quote_currency"),
        on=date.fromisoformat(on) if on else None,
        net=answer.total_converted,
        gross=answer.total_with_tax_converted,
    )


def without_customer(desk: Desk, seller: Seller) -> Issued:
    """Issue a retail invoice that names no customer, below every limit for simplified invoices. Three requests."""
    plain = _case(desk, seller)
    case = replace(
        plain,
        buyer=seller.home.consumer().party,
        vies=None,
        lines=(CaseLine("Umbrella", Decimal(1), Decimal(20)),),
        currency=seller.country.identity.currency.code,
    )
    body = desk.issuer.request(seller.tenant, case)
    given = {name: getattr(body, name) for name in body.model_fields_set - {"customer"}}
    created = desk.client.invoices.create(seller.tenant.entity_id, DocumentCreate.model_validate(given))
    return desk.issuer.read_back(seller.tenant, case, created)
