"""What a case must look like, by two yardsticks: what the law asks, and what the API documents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from harness.model.facts import InvoiceFacts, MentionKind
from harness.model.money import Money


class SuppliedBy(StrEnum):
    """Who brought the value into the document: knowing it, or only carrying it, is what a check then proves."""

    HARNESS = "harness"
    TARGET = "target"


class Assurance(StrEnum):
    """How well a fact of law is known to us."""

    VERIFIED = "verified"
    """Looked up in the named source."""
    RECALLED = "recalled"
    """Written from general knowledge: matched on its key phrase or article, never to the letter."""


class NoteKind(StrEnum):
    """The statement that sets an invoice apart, at most one of them the leading one (Art. 226(7a), (10a) to (14))."""

    NONE = "none"
    REVERSE_CHARGE = "reverse_charge"
    DOMESTIC_REVERSE_CHARGE = "domestic_reverse_charge"
    TRIANGULATION = "triangulation"
    INTRA_EU_GOODS_EXEMPT = "intra_eu_goods_exempt"
    EXPORT_GOODS_EXEMPT = "export_goods_exempt"
    OUT_OF_SCOPE_SERVICES = "out_of_scope_services"
    SMALL_BUSINESS_EXEMPT = "small_business_exempt"
    EXEMPT_SUPPLY = "exempt_supply"
    MARGIN_SCHEME = "margin_scheme"
    SPLIT_PAYMENT = "split_payment"
    SELF_BILLING = "self_billing"
    CASH_ACCOUNTING = "cash_accounting"


@dataclass(frozen=True, slots=True)
class ExpectedVatRow:
    """One row of the VAT breakdown."""

    rate: Decimal
    """Percent."""
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """A complete result by one named rounding method."""

    method: str
    """E.g. ``vat_per_rate_half_up`` (EN 16931 BR-CO-17), ``vat_per_line_half_up``."""
    breakdown: tuple[ExpectedVatRow, ...]
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class ExpectedMention:
    """A statement that must be printed. One accepted phrase in one accepted language suffices."""

    kind: MentionKind
    phrases: tuple[tuple[str, tuple[str, ...]], ...]
    """Pairs of ISO 639-1 code and the phrases accepted in that language, the preferred language first."""
    source: str
    """Article that asks for it, and where the wording comes from."""
    assurance: Assurance = Assurance.VERIFIED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one yardstick says."""

    transaction_type: str | None
    """In the API's taxonomy; ``None`` where the yardstick is silent."""
    reverse_charge: bool | None
    """Whether the customer owes the VAT (Art. 194 to 199a); ``None`` where the yardstick is silent."""
    vat_country: str | None
    """Country whose VAT applies."""
    totals: tuple[Totals, ...]
    """Every admissible result by name; one of them must be met. Empty where the yardstick is silent."""
    mentions: tuple[ExpectedMention, ...] = ()
    forbidden_mentions: tuple[MentionKind, ...] = ()
    """Statements that would be false on this invoice."""
    note: NoteKind = NoteKind.NONE
    """Which statement leads, also where no wording is checked yet."""
    left_to_caller: bool = False
    """Nothing is published on the treatment: the caller sends the taxes, and the totals follow from them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the derivation."""

    statement: str
    source: str
    """Article or rule that the step rests on."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case must look like, derived from the country folders and the case alone."""

    law: Outcome
    documented: Outcome
    """What the API's published rules give. Where it differs from the law, that is a compliance gap."""
    facts: InvoiceFacts
    """What the document must state whatever the VAT: parties, dates, currency, lines (witness ``law``)."""
    derivation: tuple[Step, ...]
    mistakes: tuple[Totals, ...] = ()
    """Results of rounding methods that no authority accepts, to name the one that a target seems to use."""
