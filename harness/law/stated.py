"""What a document must state whatever the VAT: parties, dates, currency and lines (Directive 2006/112/EC Art. 226)."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from harness.law.country import Countries
from harness.law.liability import Ground
from harness.law.line_amounts import GROSS_DISCOUNT_MODE, Precision, RatedLine, discount_amount, line_amount
from harness.law.treatment import Treatment
from harness.law.vat_id import normalise
from harness.model.case import Case, CaseParty
from harness.model.facts import Fact, InvoiceFacts, LineFacts, PartyFacts, Witness
from harness.model.money import Money

T = TypeVar("T")

_NUMBER_OF_BUYER = (Ground.REVERSE_CHARGE, Ground.INTRA_EU_GOODS_EXEMPT)
"""Treatments that put the customer's VAT number on the invoice (Art. 226(4))."""


def stated_facts(case: Case, treatment: Treatment, countries: Countries) -> InvoiceFacts:
    """The facts of witness ``law``; the text of each names the provision, the place is nowhere."""
    digits = countries.digits(case.currency)
    needs_buyer_number = treatment.liability.ground in _NUMBER_OF_BUYER
    return InvoiceFacts(
        Witness.LAW,
        kind=_fact(case.kind, "219"),
        issue_date=_fact(case.issue_date, "226(1)"),
        supply_date=_fact(case.supply_date, "226(7)") if _states_supply_date(case, countries) else None,
        currency=_fact(case.currency, "226(8), 230"),
        language=Fact(case.language, text="asked for by the caller") if case.language else None,
        seller=_party(case.seller, "3" if case.seller.vat_id else None),
        buyer=_party(case.buyer, "4" if needs_buyer_number and case.buyer.vat_id else None),
        lines=tuple(_line(rated, case, Precision(digits)) for rated in treatment.lines),
        references=(_fact(case.credits, "219"),) if case.credits else (),
    )


def _states_supply_date(case: Case, countries: Countries) -> bool:
    """Where it differs from the date of issue, or the seller's law asks for it always."""
    seller = countries.get(case.seller.country)
    always = seller is not None and seller.invoicing.supply_date.always
    return always or case.supply_date != case.issue_date


def _party(party: CaseParty, vat_id_item: str | None) -> PartyFacts:
    """Name and address (Art. 226(5)) and, where the article asks for it, the VAT number."""
    return PartyFacts(
        name=_fact(party.name, "226(5)"),
        street=_fact(party.street, "226(5)") if party.street else None,
        post_code=_fact(party.post_code, "226(5)") if party.post_code else None,
        city=_fact(party.city, "226(5)") if party.city else None,
        country=_fact(party.country, "226(5)"),
        vat_id=_fact(normalise(party.vat_id or ""), f"226({vat_id_item})") if vat_id_item else None,
    )


def _line(rated: RatedLine, case: Case, precision: Precision) -> LineFacts:
    """One line; the net amount only where every lawful method gives the same."""
    line = rated.line
    net_known = line.net_price is not None and case.calculation_mode != GROSS_DISCOUNT_MODE
    return LineFacts(
        description=_fact(line.description, "226(6)"),
        quantity=_fact(line.quantity, "226(6)"),
        unit_price=_fact(Money(line.net_price, case.currency), "226(8)") if line.net_price is not None else None,
        discount=_discount(rated, case, precision) if net_known and line.discounts else None,
        vat_rate=_fact(rated.rate, "226(9)"),
        net_amount=_net_amount(rated, case, precision) if net_known else None,
    )


def _net_amount(rated: RatedLine, case: Case, precision: Precision) -> Fact[Money]:
    amount = line_amount(rated, case.calculation_mode, precision).amount
    return _fact(Money(amount, case.currency), "226(8)")


def _discount(rated: RatedLine, case: Case, precision: Precision) -> Fact[Money]:
    subtotal = (rated.line.net_price or Decimal(0)) * rated.line.quantity
    amount = sum((discount_amount(d, subtotal) for d in rated.line.discounts), Decimal(0))
    return _fact(Money(precision.round(amount), case.currency), "226(8)")


def _fact(value: T, article: str) -> Fact[T]:
    return Fact(value, text=f"Directive 2006/112/EC Art. {article}")
