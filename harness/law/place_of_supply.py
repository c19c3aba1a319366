"""Where a supply takes place: Directive 2006/112/EC Art. 31 to 33 (goods), 44, 45 and 58 (services), 59c (threshold).

The general rules and the one for telecommunications, broadcasting and electronic services; the exceptions of Art. 46
to 57 and the catalogue of Art. 59 need more than a case states.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.law.areas import Parties
from harness.law.customer import Customer
from harness.model.case import Case, Supply
from harness.model.expectation import Step

_DIRECTIVE = "Directive 2006/112/EC"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the supply takes place."""

    code: str
    """Country, as its code."""
    abroad: bool
    """Whether that is the buyer's country and not the seller's."""
    step: Step


def place_of_supply(case: Case, parties: Parties, customer: Customer) -> Place:
    """The place of the supply, with the article that says so."""
    if case.supply is Supply.GOODS:
        return _of_goods(case, parties, customer)
    if parties.domestic:
        article = "44" if customer is Customer.BUSINESS else "45"
        return _at_seller(parties, "the service is supplied within the seller's own state", article)
    if customer is Customer.BUSINESS:
        return _at_buyer(parties, "a service to a business is supplied where the business is established", "44")
    if case.supply is Supply.DIGITAL:
        return _of_digital(case, parties, customer)
    return _at_seller(parties, _why_at_seller(customer), "45")


def _of_goods(case: Case, parties: Parties, customer: Customer) -> Place:
    distance_sale = customer is Customer.CONSUMER and parties.buyer.inside and not parties.domestic
    if not distance_sale:
        return _at_seller(parties, "goods are supplied where their transport begins", "31, 32")
    if case.oss:
        return _at_buyer(parties, "a distance sale to a consumer is supplied where the transport ends", "33(a)")
    return _at_seller(parties, "a distance sale below the threshold stays where the transport begins", "32, 59c(1)")


def _of_digital(case: Case, parties: Parties, customer: Customer) -> Place:
    if customer is Customer.UNKNOWN:
        return _at_seller(parties, _why_at_seller(customer), "45")
    if not parties.buyer.inside or case.oss:
        return _at_buyer(parties, "an electronic service to a consumer is supplied where the consumer lives", "58")
    return _at_seller(parties, "an electronic service below the threshold stays at the seller", "59c(1)")


def _why_at_seller(customer: Customer) -> str:
    if customer is Customer.UNKNOWN:
        return "until the buyer's status is confirmed the seller's state is taken provisionally"
    return "a service to a person not shown to be a business is supplied where the seller is established"


def _at_seller(parties: Parties, why: str, article: str) -> Place:
    return Place(parties.seller.code, False, Step(f"{why}: {parties.seller.name}", f"{_DIRECTIVE} Art. {article}"))


def _at_buyer(parties: Parties, why: str, article: str) -> Place:
    return Place(parties.buyer.code, True, Step(f"{why}: {parties.buyer.name}", f"{_DIRECTIVE} Art. {article}"))
