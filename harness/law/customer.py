"""Who the buyer is for VAT: a taxable person, a consumer, or somebody whose claim is not confirmed.

Services: Implementing Regulation (EU) 282/2011 Art. 17 to 19, by which the seller may rely on a VAT number that VIES
confirms. Goods: Directive 2006/112/EC Art. 138(1)(b) makes the number itself a condition, and VIES its evidence.
"""

from __future__ import annotations

from enum import StrEnum

from harness.law.areas import Parties
from harness.law.country import Countries, Territory
from harness.law.errors import ViesUnknown
from harness.law.records import Side
from harness.law.vat_id import checksum_holds, issuing_territory, normalise
from harness.model.case import Case, Supply
from harness.model.expectation import Step

_STATUS = "Implementing Regulation (EU) 282/2011 Art. 18"
_GOODS = "Directive 2006/112/EC Art. 138(1)(b)"


class Customer(StrEnum):
    """What the seller may take the buyer for."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    UNCONFIRMED = "unconfirmed"
    """Claims to be a business, without a number of another state that holds."""
    UNKNOWN = "unknown"
    """VIES did not answer: neither confirmed nor denied."""


def customer_of(case: Case, parties: Parties, countries: Countries) -> tuple[Customer, Step]:
    """The buyer's standing and why.

    Raises ``ViesUnknown`` where a number would be asked in VIES and the case does not say what VIES answers.
    """
    if not case.buyer.is_business:
        article = "Directive 2006/112/EC Art. 9(1)" if case.supply is Supply.GOODS else f"{_STATUS}(2), 19"
        return Customer.CONSUMER, Step("the buyer acts as a consumer", article)
    if parties.domestic:
        return Customer.BUSINESS, Step(
            "the buyer is a business of the seller's own state", "Directive 2006/112/EC Art. 9"
        )
    if parties.third:
        return Customer.BUSINESS, _outside_the_union(case)
    return _by_number(case, countries)


def _outside_the_union(case: Case) -> Step:
    """Goods leave exempt whoever buys them; for services the seller needs some proof of a business."""
    if case.supply is Supply.GOODS:
        return Step(
            "the goods cross the border of the Union: the buyer's standing does not matter",
            "Directive 2006/112/EC Art. 146(1)",
        )
    return Step("a border of the Union lies between: the buyer is a business, shown by other means", f"{_STATUS}(3)")


def _by_number(case: Case, countries: Countries) -> tuple[Customer, Step]:
    """Business in another Member State: everything hangs on the number."""
    if not case.buyer.vat_id:
        return Customer.UNCONFIRMED, Step(
            "the buyer gives no VAT number: taken for a non-taxable person", _provision(case, "(2)")
        )
    number = normalise(case.buyer.vat_id)
    issuer = issuing_territory(number, countries)
    if issuer is None:
        return Customer.UNCONFIRMED, Step(
            f"{number} is malformed: it has the form of no Member State's number, so VIES is not asked",
            "Directive 2006/112/EC Art. 214, 215",
        )
    if issuer.code == case.seller.country:
        return Customer.UNCONFIRMED, Step(
            f"{number} is a number of the seller's own state: it shows no business in another one",
            "Directive 2006/112/EC Art. 138(1)(b), 44",
        )
    if issuer.side(case.supply is Supply.GOODS) is not Side.INSIDE:
        return Customer.UNCONFIRMED, Step(
            f"{number} counts for goods only: it shows no business in a Member State for this service",
            "Directive 2006/112/EC Art. 44",
        )
    return _by_vies(case, number, issuer)


def _by_vies(case: Case, number: str, issuer: Territory) -> tuple[Customer, Step]:
    if case.vies is None and not case.seller.is_taxable:
        return Customer.BUSINESS, Step(
            f"the buyer gives {number}, and an exempt seller need not ask VIES", _provision(case, "(1)")
        )
    if case.vies is None:
        raise ViesUnknown(f"the case gives the buyer's VAT number {number} but not what VIES answers: set vies")
    confirmed, provision = case.vies.confirms, _provision(case, "(1)(a)")
    if confirmed is None:
        return Customer.UNKNOWN, Step(
            f"VIES does not answer for {number} ({case.vies.value}): neither confirmed nor denied", provision
        )
    if confirmed:
        return Customer.BUSINESS, Step(
            f"VIES confirms {number} ({case.vies.value}): the buyer is a business", provision
        )
    hint = " (its check digits are wrong)" if checksum_holds(number, issuer) is False else ""
    return Customer.UNCONFIRMED, Step(f"VIES denies {number}{hint}: the buyer's status is not proved", provision)


def _provision(case: Case, paragraph: str) -> str:
    """What makes the buyer's standing matter: ``paragraph`` of Art. 18 for services, the exemption for goods."""
    return _GOODS if case.supply is Supply.GOODS else f"{_STATUS}{paragraph}"
