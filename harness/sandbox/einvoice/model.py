"""The semantic model of EN 16931, as far as the sandbox's documents fill it; BT and BG are its business terms."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

STANDARD, ZERO, EXEMPT = "S", "Z", "E"
REVERSE_CHARGE, INTRA_COMMUNITY, EXPORT, NOT_SUBJECT = "AE", "K", "G", "O"
INVOICE, CREDIT_NOTE = "380", "381"


@dataclass(frozen=True)
class Party:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str | None
    street: str | None
    street_2: str | None
    city: str | None
    post_code: str | None
    country: str | None
    vat_id: str | None
    """With its country prefix (BT-31, BT-48)."""
    tax_id: str | None
    """A tax number without prefix (BT-32)."""
    company_id: str | None
    """In a register of companies (BT-30, BT-47)."""
    email: str | None
    phone: str | None
    endpoint: tuple[str, str] | None
    """Electronic address (BT-34, BT-49): scheme and identifier."""
    company_scheme: str | None = None
    """Of the register of companies, by the list ISO 6523; None where it is not known."""
    identifier: str | None = None
    """Any other identifier (BT-29)."""


@dataclass(frozen=True)
class Line:
    """An invoice line (BG-25)."""

    position: int
    name: str
    description: str | None
    quantity: Decimal
    unit: str
    """UN/ECE recommendation 20."""
    price: Decimal
    """Net price of one unit, never negative (BT-146)."""
    allowance: Decimal
    """What discounts take off the line (BT-136); negative for a charge."""
    net: Decimal
    category: str
    rate: Decimal | None
    """Percent; None where the line is not subject to VAT (BR-O-05)."""


@dataclass(frozen=True)
class VatRow:
    """A row of the VAT breakdown (BG-23)."""

    category: str
    rate: Decimal
    base: Decimal
    amount: Decimal
    reason: str | None
    """Why no VAT is charged (BT-120); None where it is."""


@dataclass(frozen=True)
class EInvoice:
    """One invoice or credit note."""

    number: str
    type_code: str
    issued: date
    due: date
    currency: str
    buyer_reference: str | None
    note: str | None
    terms: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    vat: tuple[VatRow, ...]
    net: Decimal
    gross: Decimal
    """Net and VAT, before rounding (BT-112)."""
    rounding: Decimal
    paid: Decimal
    payable: Decimal
    iban: str | None
    bic: str | None
    delivered: date | None
    period: tuple[date, date] | None
    preceding: str | None
    """Number of the invoice that a credit note corrects (BT-25)."""

    @property
    def tax(self) -> Decimal:
        """Total VAT (BT-110)."""
        return sum((row.amount for row in self.vat), Decimal(0))

    @property
    def is_credit(self) -> bool:
        """Whether it gives back."""
        return self.type_code == CREDIT_NOTE
