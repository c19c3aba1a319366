"""Documents other than the usual invoice on which national law asks for words: corrections, domestic reverse charge,
sales to private customers. The words stand in ``fixtures/particulars.toml``.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from harness.api.models.document import DocumentCreate, LineTax
from harness.checks.national import NationalReadings
from harness.law import Country
from harness.model.case import Arrangement, Case, CaseLine
from harness.model.facts import DocumentKind, MentionKind
from harness.model.finding import Judgement, Verdict
from harness.run.context import RunContext
from harness.run.desk import Desk
from harness.run.issuing import Issued
from harness.run.national.invoice import fields_by_requirement, readings, with_words
from harness.run.national.particulars import OCCASIONS, words_for
from harness.run.tenants.seller import Seller

REVERSE_CHARGE = "domestic_reverse_charge"
LIABILITY = "VAT-199"
"""The requirement about domestic reverse charge itself."""


def occasions(country: Country, context: RunContext) -> list[str]:
    """The documents that national law asks words for there, or whose customer may owe the VAT."""
    asked = [on for on in OCCASIONS[1:] if any(fields_by_requirement(context.catalogue, country, on))]
    if context.catalogue[LIABILITY].applies_to(country) and REVERSE_CHARGE not in asked:
        asked.append(REVERSE_CHARGE)
    return asked


def no_domestic_reverse_charge(country: Country) -> Judgement | None:
    """What is to be said where the folder lists no supply of the kind; ``None`` where it lists some."""
    if country.invoicing.domestic_reverse_charge:
        return None
    message = f"the folder of {country.name} lists no domestic supply for which the customer owes the VAT"
    return Judgement(LIABILITY, Verdict.NOT_APPLICABLE, "no-such-supply", message)


def issue_on(desk: Desk, seller: Seller, occasion: str) -> tuple[Issued, NationalReadings]:
    """The document with its words. Three requests; for a credit note also those of its invoice."""
    case, linked = _case(desk, seller, occasion)
    words = words_for(seller.country.code, occasion)
    body = with_words(desk.issuer.request(seller.tenant, case, linked=linked), seller, words)
    if occasion == REVERSE_CHARGE:
        body = _marked(body)
    group = desk.client.credit_notes if case.kind is DocumentKind.CREDIT_NOTE else desk.client.invoices
    issued = desk.issuer.read_back(seller.tenant, case, group.create(seller.tenant.entity_id, body))
    return issued, readings(desk, issued, words)


def _marked(body: DocumentCreate) -> DocumentCreate:
    """Every line marked as reverse charge: the only way that the API publishes, and it documents no effect of it."""
    marked = (LineTax(rate=Decimal(0), reverse_charge=True),)
    return body.model_copy(update={"items": tuple(item.model_copy(update={"taxes": marked}) for item in body.items)})


def _case(desk: Desk, seller: Seller, occasion: str) -> tuple[Case, tuple[str, ...]]:
    """The case, and the ids of the documents that it follows."""
    if occasion == "credit_note":
        invoice = desk.issuer.issue(seller.tenant, _sale(desk, seller, "Consulting"))
        note = replace(invoice.case, kind=DocumentKind.CREDIT_NOTE, credits=invoice.number)
        return note, (invoice.answer.value.id,)
    if occasion == REVERSE_CHARGE:
        clause = seller.wording(MentionKind.REVERSE_CHARGE)
        arrangement = (Arrangement.DOMESTIC_REVERSE_CHARGE,)
        return replace(_sale(desk, seller, "Construction work"), arrangements=arrangement, tax_clause=clause), ()
    return replace(_sale(desk, seller, "Repair of a roof"), buyer=seller.home.consumer().party, vies=None), ()


def _sale(desk: Desk, seller: Seller, description: str) -> Case:
    buyer, as_of = seller.home.business(), desk.context.as_of
    return Case(
        seller=seller.tenant.party,
        buyer=buyer.party,
        lines=(CaseLine(description, Decimal(1), Decimal(600)),),
        issue_date=as_of,
        supply_date=as_of,
        currency=seller.country.identity.currency.code,
        vies=buyer.vies,
        language=seller.tenant.language,
    )
