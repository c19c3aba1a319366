"""A case: what one invoice is to be, before anybody issues it. Input of the law side and of the issuing side."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from harness.model.facts import DocumentKind


class Supply(StrEnum):
    """What is supplied; the place of supply depends on it (Directive 2006/112/EC Title V)."""

    GOODS = "goods"
    SERVICES = "services"
    DIGITAL = "digital"
    """Telecommunications, broadcasting and electronic services (Art. 58)."""


class ServicePlace(StrEnum):
    """Which rule on the place of supply a service falls under (Directive 2006/112/EC Art. 44 to 59)."""

    GENERAL = "general"
    """Art. 44 and 45: none of the exceptions below."""
    INTERMEDIARY = "intermediary"
    """Art. 46, for consumers: the place of the underlying transaction."""
    IMMOVABLE_PROPERTY = "immovable_property"
    """Art. 47: hotels, estate agents, architects, work on buildings."""
    PASSENGER_TRANSPORT = "passenger_transport"
    """Art. 48."""
    GOODS_TRANSPORT = "goods_transport"
    """Art. 49 and 50, for consumers: where the transport begins."""
    EVENT_ADMISSION = "event_admission"
    """Art. 53: admission to events."""
    EVENT_ACTIVITY = "event_activity"
    """Art. 54(1), for consumers: cultural, sporting, educational and similar activities."""
    VIRTUAL_EVENT = "virtual_event"
    """Art. 53 and 54 as of 2025, for consumers: attended from afar, supplied where the customer lives."""
    WORK_ON_GOODS = "work_on_goods"
    """Art. 54(2), for consumers: ancillary transport services, valuation of and work on goods."""
    RESTAURANT = "restaurant"
    """Art. 55."""
    SHORT_TERM_HIRE = "short_term_hire"
    """Art. 56(1): means of transport for up to 30 days (vessels 90), where put at disposal."""
    LONG_TERM_HIRE = "long_term_hire"
    """Art. 56(2), for consumers: where the customer lives."""
    CATALOGUE_59 = "catalogue_59"
    """Art. 59, for consumers outside the Union: consulting, licences, advertising, data, staff."""


class Arrangement(StrEnum):
    """What is special about a supply beside its place; several may hold at once."""

    DOMESTIC_REVERSE_CHARGE = "domestic_reverse_charge"
    """The kind of supply makes the customer liable within one state (Art. 199, 199a and national law)."""
    TRIANGULATION = "triangulation"
    """The middle supply of a triangular transaction (Art. 42, 141, 197)."""
    NEW_MEANS_OF_TRANSPORT = "new_means_of_transport"
    """Art. 2(2), 138(2)(a): exempt across the border, whoever buys."""
    INSTALLED_GOODS = "installed_goods"
    """The seller installs or assembles the goods: supplied where that is done (Art. 36)."""
    NETWORK_ENERGY = "network_energy"
    """Gas, electricity, heat or cold through a network: supplied at the buyer (Art. 38, 39, 195)."""
    SPLIT_PAYMENT = "split_payment"
    """The customer pays the VAT apart; national law asks for a statement."""
    SELF_BILLING = "self_billing"
    """The customer issues the invoice (Art. 224, 226(10a))."""
    CASH_ACCOUNTING = "cash_accounting"
    """VAT becomes chargeable on payment (Art. 66(b), 226(7a))."""
    CROSS_BORDER_SMALL_BUSINESS = "cross_border_small_business"
    """A small enterprise is exempt in another Member State, too, under a number ending in ``-EX`` (Art. 284(2))."""


class ViesState(StrEnum):
    """What VIES says about the buyer's VAT number; three-valued, with the reasons kept apart."""

    VALID = "valid"
    UNDISCLOSED = "undisclosed"
    """Valid, without name and address (Germany, Spain)."""
    NAME_MISMATCH = "name_mismatch"
    """Valid, but the name and address given belong to somebody else."""
    SLOW = "slow"
    """Valid, after a delay that a caller must sit out."""
    INVALID = "invalid"
    UNREACHABLE = "unreachable"
    """The Member State's system does not answer: says nothing about the number."""
    TIMEOUT = "timeout"
    THROTTLED = "throttled"

    @property
    def confirms(self) -> bool | None:
        """Whether VIES confirms the number: yes, no, or ``None`` for "unknown"."""
        if self in (ViesState.VALID, ViesState.UNDISCLOSED, ViesState.NAME_MISMATCH, ViesState.SLOW):
            return True
        return False if self is ViesState.INVALID else None


class DiscountKind(StrEnum):
    """How a discount is given."""

    PERCENT = "percent"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Discount:
    """A line discount."""

    value: Decimal
    """Percent, or an amount in the document currency (net for net prices, gross for gross prices)."""
    kind: DiscountKind = DiscountKind.PERCENT


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line that is sold. Exactly one of ``net_price`` and ``gross_price`` is given."""

    description: str
    quantity: Decimal = Decimal(1)
    net_price: Decimal | None = None
    """Price of one unit without VAT, in the document currency."""
    gross_price: Decimal | None = None
    """Price of one unit with VAT."""
    category: str = "standard"
    """Rate category of the country folder: standard, reduced, reduced2, super_reduced, zero, ...

    ``exempt`` (Art. 132 to 136) and ``margin`` (Art. 306 to 325) exist everywhere and show no VAT.
    """
    discounts: tuple[Discount, ...] = ()
    unit: str | None = None

    def __post_init__(self) -> None:
        if (self.net_price is None) == (self.gross_price is None):
            raise ValueError(f"line {self.description!r}: give either net_price or gross_price")


@dataclass(frozen=True, slots=True)
class CaseParty:
    """Seller or buyer of a case."""

    name: str
    country: str
    """Code of the country folder where the party is established (ISO 3166-1 alpha-2, or XI)."""
    street: str = ""
    post_code: str = ""
    city: str = ""
    vat_id: str | None = None
    """As it is given to the seller, with prefix."""
    is_business: bool = True
    """Acts as a taxable person; a consumer otherwise."""
    is_taxable: bool = True
    """False for a small business or a person outside VAT (meaningful for sellers)."""
    email: str | None = None
    region: str = ""
    """Part of the country with a VAT status or rates of its own, where no post code tells it."""
    told_as_consumer: bool = True
    """Whether the caller tells the API that a consumer is one; without that a tax number makes it a business."""
    is_private: bool = False
    """Sells without being a taxable person at all (Art. 9), rather than as an exempt small business."""


@dataclass(frozen=True, slots=True)
class Case:
    """What one document is to be."""

    seller: CaseParty
    buyer: CaseParty
    lines: tuple[CaseLine, ...]
    issue_date: date
    supply_date: date
    """Date of the supply (the tax point): decides the rate (Art. 63, 93)."""
    currency: str
    supply: Supply = Supply.SERVICES
    vies: ViesState | None = None
    """What VIES says about ``buyer.vat_id`` at that moment; ``None`` where there is nothing to ask."""
    oss: bool = False
    """The seller taxes intra-EU consumers in their own state (above the Art. 59c threshold, or opted in)."""
    kind: DocumentKind = DocumentKind.INVOICE
    credits: str | None = None
    """Number of the invoice that a credit note corrects."""
    calculation_mode: str = "b2b_standard"
    """The API's calculation mode; the documented yardstick needs it."""
    tax_clause: str | None = None
    """Clause that the caller sends itself; ``None`` leaves it to the tenant's settings."""
    language: str | None = None
    """ISO 639-1 code to print in; ``None`` means the tenant's own."""
    service_place: ServicePlace = ServicePlace.GENERAL
    """Rule on the place of supply that a service falls under."""
    performed_in: str | None = None
    """Country of the property, the event, the meal or the handover; ``None`` means the seller's."""
    delivered_to: str | None = None
    """Country where the transport of goods ends; ``None`` means the buyer's."""
    arrangements: tuple[Arrangement, ...] = ()
    """What else is special about the supply."""

    def digest(self) -> str:
        """Stable hex digest of all that defines the case: equal cases need to be issued only once."""
        canonical = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
