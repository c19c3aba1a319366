"""Who owes the VAT, or why none is due (Directive 2006/112/EC Art. 138 to 146, 193, 196, 284)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.law.areas import Parties
from harness.law.customer import Customer
from harness.law.place_of_supply import Place
from harness.model.case import Case, Supply
from harness.model.expectation import Step

_DIRECTIVE = "Directive 2006/112/EC"


class Ground(StrEnum):
    """Why the invoice shows VAT, or none."""

    TAXED = "taxed"
    REVERSE_CHARGE = "reverse_charge"
    INTRA_EU_GOODS_EXEMPT = "intra_eu_goods_exempt"
    EXPORT_GOODS_EXEMPT = "export_goods_exempt"
    OUT_OF_SCOPE_SERVICES = "out_of_scope_services"
    SMALL_BUSINESS_EXEMPT = "small_business_exempt"


@dataclass(frozen=True, slots=True)
class Liability:
    """The treatment of the supply."""

    ground: Ground
    step: Step

    @property
    def charges_vat(self) -> bool:
        """Whether the seller puts VAT on the invoice."""
        return self.ground is Ground.TAXED


def liability(case: Case, parties: Parties, customer: Customer, place: Place) -> Liability:
    """Who owes the VAT on this supply, with the article that says so."""
    if place.abroad:
        return _abroad(parties, customer, place)
    if not case.seller.is_taxable:
        return _small_business(case, parties)
    if case.supply is Supply.GOODS and not parties.domestic:
        return _cross_border_goods(parties, customer)
    return _seller_owes(place, customer)


def _abroad(parties: Parties, customer: Customer, place: Place) -> Liability:
    """The supply takes place in the buyer's country."""
    if not parties.buyer.inside:
        return _ground(Ground.OUT_OF_SCOPE_SERVICES, "the place lies outside the Union: no VAT of the Union", "2(1)(c)")
    if customer is Customer.BUSINESS:
        return _ground(Ground.REVERSE_CHARGE, "the customer owes the VAT there; the invoice shows none", "196")
    return _seller_owes(place, customer)


def _small_business(case: Case, parties: Parties) -> Liability:
    ground = Ground.SMALL_BUSINESS_EXEMPT
    if case.supply is Supply.GOODS and parties.buyer.inside and not parties.domestic:
        return _ground(
            ground, "the seller is exempt as a small enterprise, and Art. 138 does not apply to it", "139(1), 284"
        )
    return _ground(ground, "the seller is exempt as a small enterprise and charges no VAT", "284")


def _cross_border_goods(parties: Parties, customer: Customer) -> Liability:
    if not parties.buyer.inside:
        return _ground(Ground.EXPORT_GOODS_EXEMPT, "goods leave the Union: exempt, and no reverse charge", "146(1)")
    if customer is Customer.BUSINESS:
        statement = "goods go to a business with a number of another Member State: exempt, and no reverse charge"
        return _ground(Ground.INTRA_EU_GOODS_EXEMPT, statement, "138(1)")
    if customer is Customer.UNKNOWN:
        return _ground(
            Ground.TAXED, "without a confirmed number the seller charges VAT provisionally", "138(1)(b), 193"
        )
    return _ground(
        Ground.TAXED, "without a confirmed number of another Member State the seller owes the VAT", "138(1)(b), 193"
    )


def _seller_owes(place: Place, customer: Customer) -> Liability:
    provisionally = " provisionally, to be corrected once VIES answers" if customer is Customer.UNKNOWN else ""
    return _ground(Ground.TAXED, f"the seller owes the VAT of {place.code}{provisionally}", "193")


def _ground(ground: Ground, statement: str, article: str) -> Liability:
    return Liability(ground, Step(statement, f"{_DIRECTIVE} Art. {article}"))
