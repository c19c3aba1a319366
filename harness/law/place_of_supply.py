"""Where a supply takes place: Directive 2006/112/EC Art. 31 to 42 (goods), 44 to 59 (services), 59c (threshold).

Sellers outside the Union follow their own act; its general rules are the same, since the one-stop-shop and the OECD
guidelines rest on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.law.areas import Parties, area_of
from harness.law.country import Countries
from harness.law.customer import Customer
from harness.model.case import Arrangement, Case, CaseParty, ServicePlace, Supply
from harness.model.expectation import Step

_DIRECTIVE = "Directive 2006/112/EC"

_WHERE_PERFORMED = {
    ServicePlace.IMMOVABLE_PROPERTY: ("47", "a service connected with immovable property is supplied where that lies"),
    ServicePlace.PASSENGER_TRANSPORT: ("48", "passenger transport is supplied where it takes place"),
    ServicePlace.EVENT_ADMISSION: ("53, 54", "admission to an event is supplied where the event takes place"),
    ServicePlace.RESTAURANT: ("55", "restaurant and catering services are supplied where they are carried out"),
    ServicePlace.SHORT_TERM_HIRE: ("56(1)", "short-term hire of transport is supplied where it is put at disposal"),
}
"""Exceptions that hold whoever buys."""

_WHERE_PERFORMED_FOR_CONSUMERS = {
    ServicePlace.INTERMEDIARY: ("46", "an intermediary's service is supplied where the underlying transaction is"),
    ServicePlace.GOODS_TRANSPORT: ("49, 50", "transport of goods for a consumer is supplied where it begins"),
    ServicePlace.EVENT_ACTIVITY: ("54(1)", "cultural and similar activities are supplied where they take place"),
    ServicePlace.WORK_ON_GOODS: ("54(2)", "work on goods for a consumer is supplied where it is carried out"),
}


_WHERE_CONSUMER_LIVES = {
    ServicePlace.LONG_TERM_HIRE: ("56(2)", "long-term hire of transport is supplied where the consumer lives"),
    ServicePlace.VIRTUAL_EVENT: ("54(1)", "an event attended from afar is supplied where the consumer lives"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the supply takes place."""

    code: str
    """Country, as its code."""
    abroad: bool
    """Whether that is another country than the seller's."""
    step: Step
    taxed_by_union: bool = True
    """Whether VAT of a Member State or of the seller's own state applies there."""
    fixed: bool = False
    """Whether an exception fixes it whoever the customer is."""
    region: str | None = None
    """Part of the country that may have rates of its own."""


def place_of_supply(case: Case, parties: Parties, customer: Customer, countries: Countries) -> Place:
    """The place of the supply, with the article that says so."""
    if case.supply is Supply.GOODS:
        return _of_goods(case, parties, customer, countries)
    exception = _exception(case, customer)
    if exception is not None:
        return _where_performed(case, parties, countries, *exception)
    if parties.domestic:
        return _at_home(parties, customer)
    if customer is Customer.BUSINESS:
        return _at_buyer(parties, "a service to a business is supplied where the business is established", "44")
    return _for_consumer(case, parties, customer)


def _at_home(parties: Parties, customer: Customer) -> Place:
    """Within one VAT; a part of the country with rates of its own has them for services to its businesses."""
    business = customer is Customer.BUSINESS
    place = _at_seller(parties, "the service is supplied within the seller's own state", "44" if business else "45")
    return replace(place, region=parties.buyer.region) if business and parties.buyer.local else place


def _exception(case: Case, customer: Customer) -> tuple[str, str] | None:
    """Article and rule that place the service where it is physically performed."""
    if case.service_place in _WHERE_PERFORMED:
        return _WHERE_PERFORMED[case.service_place]
    if customer is Customer.BUSINESS:
        return None
    return _WHERE_PERFORMED_FOR_CONSUMERS.get(case.service_place)


def _where_performed(case: Case, parties: Parties, countries: Countries, article: str, rule: str) -> Place:
    """The country that the case names for the performance, or else the seller's."""
    if case.performed_in in (None, case.seller.country):
        return replace(_at_seller(parties, rule, article), fixed=True)
    area = area_of(CaseParty("", case.performed_in or ""), case.supply, countries, case.seller.country)
    step = Step(f"{rule}: {area.name}", f"{_DIRECTIVE} Art. {article}")
    return Place(area.code, area.code != parties.seller.code, step, area.inside, fixed=True)


def _for_consumer(case: Case, parties: Parties, customer: Customer) -> Place:
    """A service across the border to somebody not shown to be a business."""
    if case.supply is Supply.DIGITAL:
        return _of_digital(case, parties, customer)
    if case.service_place is ServicePlace.CATALOGUE_59 and parties.third and not parties.buyer.catalogue_stays:
        place = _at_buyer(parties, "a service of the catalogue to a consumer outside is supplied there", "59")
        return replace(place, taxed_by_union=False)
    if case.service_place in _WHERE_CONSUMER_LIVES:
        article, rule = _WHERE_CONSUMER_LIVES[case.service_place]
        return _at_buyer(parties, rule, article)
    return _at_seller(parties, _why_at_seller(customer), "45")


def _of_goods(case: Case, parties: Parties, customer: Customer, countries: Countries) -> Place:
    if parties.intra_union and Arrangement.INSTALLED_GOODS in case.arrangements:
        return _where_installed(case, parties, countries)
    if parties.intra_union and Arrangement.NETWORK_ENERGY in case.arrangements:
        return _at_buyer(parties, "energy through a network is supplied where the buyer is", "38, 39")
    if Arrangement.TRIANGULATION in case.arrangements and parties.intra_union:
        return _at_buyer(parties, "the last supply of a triangular transaction takes place at the buyer", "42, 141")
    distance_sale = customer is Customer.CONSUMER and not parties.domestic and parties.buyer.inside
    new_vehicle = Arrangement.NEW_MEANS_OF_TRANSPORT in case.arrangements
    if not distance_sale or new_vehicle:
        return _at_seller(parties, "goods are supplied where their transport begins", "31, 32")
    if case.oss:
        article = "33(a)" if parties.intra_union else "33(b), (c)"
        return _at_buyer(parties, "a distance sale to a consumer is supplied where the transport ends", article)
    if parties.third:
        return _at_seller(parties, "goods are supplied where their transport begins", "32")
    return _at_seller(parties, "a distance sale below the threshold stays where the transport begins", "32, 59c(1)")


def _where_installed(case: Case, parties: Parties, countries: Countries) -> Place:
    """The country that the case names for the installation, or else that where the transport ends."""
    rule = "goods that the seller installs are supplied where that is done"
    if case.performed_in in (None, case.seller.country):
        return replace(_at_buyer(parties, rule, "36"), fixed=True)
    return _where_performed(case, parties, countries, "36", rule)


def _of_digital(case: Case, parties: Parties, customer: Customer) -> Place:
    if customer is Customer.UNKNOWN:
        return _at_seller(parties, _why_at_seller(customer), "45")
    if parties.third or case.oss:
        return _at_buyer(parties, "an electronic service to a consumer is supplied where the consumer lives", "58")
    return _at_seller(parties, "an electronic service below the threshold stays at the seller", "59c(1)")


def _why_at_seller(customer: Customer) -> str:
    if customer is Customer.UNKNOWN:
        return "until the buyer's status is confirmed the seller's state is taken provisionally"
    return "a service to a person not shown to be a business is supplied where the seller is established"


def _at_seller(parties: Parties, why: str, article: str) -> Place:
    step = Step(f"{why}: {parties.seller.name}", f"{_DIRECTIVE} Art. {article}")
    return Place(parties.home, False, step, region=parties.seller.region)


def _at_buyer(parties: Parties, why: str, article: str) -> Place:
    step = Step(f"{why}: {parties.buyer.name}", f"{_DIRECTIVE} Art. {article}")
    return Place(parties.buyer.code, True, step, parties.buyer.inside, region=parties.buyer.region)
