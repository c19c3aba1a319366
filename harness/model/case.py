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
    """Rate category of the country folder: standard, reduced, reduced2, super_reduced, zero, ..."""
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

    def digest(self) -> str:
        """Stable hex digest of all that defines the case: equal cases need to be issued only once."""
        canonical = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
