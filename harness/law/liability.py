"""Who owes the VAT, or why none is due (Directive 2006/112/EC Art. 132 to 146, 193 to 199a, 284, 306 to 325)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.law.areas import Parties
from harness.law.customer import Customer
from harness.law.place_of_supply import Place
from harness.model.case import Arrangement, Case, Supply
from harness.model.expectation import Step

_DIRECTIVE = "Directive 2006/112/EC"


class Ground(StrEnum):
    """Why the invoice shows VAT, or none."""

    TAXED = "taxed"
    REVERSE_CHARGE = "reverse_charge"
    DOMESTIC_REVERSE_CHARGE = "domestic_reverse_charge"
    TRIANGULATION = "triangulation"
    INTRA_EU_GOODS_EXEMPT = "intra_eu_goods_exempt"
    EXPORT_GOODS_EXEMPT = "export_goods_exempt"
    OUT_OF_SCOPE_SERVICES = "out_of_scope_services"
    SMALL_BUSINESS_EXEMPT = "small_business_exempt"
    EXEMPT_SUPPLY = "exempt_supply"
    MARGIN_SCHEME = "margin_scheme"
    NOT_TAXABLE_PERSON = "not_taxable_person"

    @property
    def customer_owes(self) -> bool:
        """Whether the VAT passes to the customer."""
        return self in (Ground.REVERSE_CHARGE, Ground.DOMESTIC_REVERSE_CHARGE, Ground.TRIANGULATION)


_PSEUDO = {
    "exempt": (Ground.EXEMPT_SUPPLY, "the supply is exempt for its kind, wherever it goes", "132 to 136"),
    "margin": (Ground.MARGIN_SCHEME, "VAT on the margin must not be shown; the invoice says so", "226(13), (14), 325"),
}
"""Categories that decide the treatment by themselves when all lines have them."""


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
    if not case.seller.is_taxable and case.seller.is_private:
        return _ground(Ground.NOT_TAXABLE_PERSON, "the seller is no taxable person: no VAT and no statement", "9")
    pseudo = _by_category(case)
    if place.abroad and not (pseudo and place.taxed_by_union and not parties.third):
        return _abroad(case, parties, customer, place)
    if not case.seller.is_taxable:
        return _small_business(case, parties)
    if pseudo:
        return pseudo
    if case.supply is Supply.GOODS and not parties.domestic:
        return _cross_border_goods(case, parties, customer)
    if _customer_owes_at_home(case, parties, customer):
        statement = "for this kind of supply the customer owes the VAT within the state, too"
        return _ground(Ground.DOMESTIC_REVERSE_CHARGE, statement, "199, 199a")
    return _seller_owes(place, customer)


def _by_category(case: Case) -> Liability | None:
    """What the category of all lines decides; the exemptions are the same in every Member State."""
    categories = {line.category for line in case.lines}
    found = _PSEUDO.get(*categories) if len(categories) == 1 else None
    return _ground(*found) if found else None


def _customer_owes_at_home(case: Case, parties: Parties, customer: Customer) -> bool:
    named = Arrangement.DOMESTIC_REVERSE_CHARGE in case.arrangements
    return named and parties.domestic and customer is Customer.BUSINESS


def _abroad(case: Case, parties: Parties, customer: Customer, place: Place) -> Liability:
    """The supply takes place in another country than the seller's."""
    if Arrangement.CROSS_BORDER_SMALL_BUSINESS in case.arrangements and not case.seller.is_taxable:
        statement = "the seller is exempt as a small enterprise in the state of the place, too"
        return _ground(Ground.SMALL_BUSINESS_EXEMPT, statement, "284(2)")
    if not place.taxed_by_union:
        return _ground(Ground.OUT_OF_SCOPE_SERVICES, "the place lies outside: no VAT of the seller's side", "2(1)(c)")
    if customer is not Customer.BUSINESS:
        return _seller_owes(place, customer)
    if parties.third and not place.fixed:
        return _ground(Ground.OUT_OF_SCOPE_SERVICES, "the customer accounts for the VAT under its own law", "44, 196")
    if Arrangement.TRIANGULATION in case.arrangements and case.supply is Supply.GOODS:
        statement = "the last buyer of the triangular transaction owes the VAT; the invoice says reverse charge"
        return _ground(Ground.TRIANGULATION, statement, "141, 197")
    if not place.fixed:
        article = "195" if case.supply is Supply.GOODS else "196"
        return _ground(Ground.REVERSE_CHARGE, "the customer owes the VAT there; the invoice shows none", article)
    if place.code == parties.buyer.code:
        statement = "the customer is identified in the state of the place and owes the VAT, where that state provides"
        return _ground(Ground.REVERSE_CHARGE, statement, "194")
    return _seller_owes(place, customer)


def _small_business(case: Case, parties: Parties) -> Liability:
    ground = Ground.SMALL_BUSINESS_EXEMPT
    if case.supply is Supply.GOODS and parties.intra_union:
        return _ground(
            ground, "the seller is exempt as a small enterprise, and Art. 138 does not apply to it", "139(1), 284"
        )
    return _ground(ground, "the seller is exempt as a small enterprise and charges no VAT", "284")


def _cross_border_goods(case: Case, parties: Parties, customer: Customer) -> Liability:
    if parties.third:
        return _ground(Ground.EXPORT_GOODS_EXEMPT, "the goods are exported: exempt, and no reverse charge", "146(1)")
    if customer is Customer.BUSINESS:
        statement = "goods go to a business with a number of another Member State: exempt, and no reverse charge"
        return _ground(Ground.INTRA_EU_GOODS_EXEMPT, statement, "138(1)")
    if Arrangement.NEW_MEANS_OF_TRANSPORT in case.arrangements:
        statement = "a new means of transport goes to another Member State: exempt whoever buys it"
        return _ground(Ground.INTRA_EU_GOODS_EXEMPT, statement, "2(2), 138(2)(a)")
    if customer is Customer.UNKNOWN:
        return _ground(
            Ground.TAXED, "without a confirmed number the seller charges VAT provisionally", "138(1)(b), 193"
        )
    return _ground(
        Ground.TAXED, "without a confirmed number of another Member State the seller owes the VAT", "138(1)(b), 193"
    )


def _seller_owes(place: Place, customer: Customer) -> Liability:
    provisional = customer is Customer.UNKNOWN and not place.fixed
    provisionally = " provisionally, to be corrected once VIES answers" if provisional else ""
    return _ground(Ground.TAXED, f"the seller owes the VAT of {place.code}{provisionally}", "193")


def _ground(ground: Ground, statement: str, article: str) -> Liability:
    return Liability(ground, Step(statement, f"{_DIRECTIVE} Art. {article}"))
