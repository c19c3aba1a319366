"""Records of a country folder, as they stand in its files. A fact of law carries ``source`` and ``since``.

``until`` is the last day of validity; a fact without it still holds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from harness.model.expectation import Assurance
from harness.model.facts import MentionKind

Texts = tuple[tuple[str, str], ...]
"""Pairs of ISO 639-1 code and text."""


class BadValue(ValueError):
    """A value that its record refuses; names the key that it stands under."""

    def __init__(self, key: str, value: object, way_out: str) -> None:
        super().__init__(way_out)
        self.key = key
        self.value = value


def names_match(name: str, region: str) -> bool:
    """Whether a territory's ``name`` (or one of several in it) and what a case says of a ``region`` mean the same."""
    said = _folded(re.sub(r"\([\d\s-]*\)", "", region))
    parts = re.split(r",\s*|\s+and\s+|\s*[()]\s*", _folded(name))
    return bool(said) and any(part and (part in said or said in part) for part in parts)


def _folded(name: str) -> str:
    """The name without accents and without regard to case, as people type it."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()


class Side(StrEnum):
    """Where a territory stands towards the common VAT area (Directive 2006/112/EC Art. 5 to 7)."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    COUNTRY = "country"
    """A part of a country that stands where the rest of the country does, for this kind of supply."""
    LOCAL = "local"
    """A third territory, where the country's own sellers still apply its VAT at the rates of the place."""
    UNDECIDED = "undecided"
    """The folder knows of a national rule that this engine does not model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every fact carries."""

    source: str
    """Article, or where it was looked up."""
    since: date
    """First day on which it holds."""
    assurance: Assurance = Assurance.VERIFIED
    differs: str | None = None
    """What another source says instead, and which one: neither is taken for granted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Sourced):
    """What the country is called."""

    english: str
    local: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class VatIdFormat(Sourced):
    """The VAT identification number (Art. 214, 215)."""

    pattern: str
    """Regular expression for the whole number with its prefix, upper case, without blanks and punctuation."""
    prefix: str | None = None
    """Prefix in VIES; ``None`` where VIES does not answer for the country."""
    module: str | None = None
    """Module of python-stdnum that knows the check digits."""
    local_name: str | None = None
    example: str | None = None
    """Synthetic number that satisfies format and check digits."""

    def __post_init__(self) -> None:
        try:
            compiled = re.compile(self.pattern)
        except re.error as error:
            raise BadValue("pattern", self.pattern, f"is no regular expression: {error}") from error
        if self.example and not compiled.fullmatch(self.example):
            raise BadValue("example", self.example, f"does not fit the pattern {self.pattern!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Sourced):
    """Legal tender."""

    code: str
    """ISO 4217."""
    digits: int = 2
    """Decimals of the minor unit."""
    payable_step: Decimal | None = None
    """Step to which the payable amount is rounded on a line of its own: by custom, or where it is paid in cash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages(Sourced):
    """Languages of documents."""

    official: tuple[str, ...]
    """ISO 639-1."""
    locale: str
    """Document locale of the API to use by default."""
    warning: str | None = None
    """What documents in that locale get wrong in this country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatArea(Sourced):
    """How the country stands towards the common VAT area; goods and services may differ."""

    member_state: bool
    goods: Side
    services: Side
    one_territory_with: str | None = None
    """Country whose VAT territory it shares: supplies between the two are domestic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialTerritory(Sourced):
    """A part of the country with a VAT status of its own (Art. 6, 7)."""

    name: str
    also: tuple[str, ...] = ()
    """Other names that people give for it, or for a part of it."""
    post_codes: tuple[str, ...] = ()
    """Regular expressions for the whole post code; empty where no post code tells it apart."""
    goods: Side
    services: Side
    rule: str
    """What follows, in a sentence."""
    one_territory_with: str | None = None
    """Country whose VAT applies there by treaty: its sellers treat the place as their own."""
    catalogue_stays: bool = False
    """Whether the country's own sellers tax services of the Art. 59 catalogue to consumers there as at home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Sourced):
    """A VAT rate and when it holds."""

    category: str
    """standard, reduced, reduced2, super_reduced, zero, ..."""
    rate: Decimal
    """Percent."""
    until: date | None = None
    lapses: bool = False
    """Nothing took its place after ``until``: the category is empty until it comes back, if it does."""
    scope: str | None = None
    """What it applies to, in a few words."""
    territory: str | None = None
    """Part of the country where alone it applies."""

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 100:
            raise BadValue("rate", self.rate, "expected a percentage between 0 and 100")
        if self.until is not None and self.until < self.since:
            raise BadValue("until", self.until, f"lies before since {self.since}")
        if self.lapses and self.until is None:
            raise BadValue("lapses", self.lapses, "a rate that lapses needs its last day: add until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Sourced):
    """How a statement is made in one language."""

    kind: MentionKind
    language: str
    """ISO 639-1."""
    phrases: tuple[str, ...]
    """Accepted wordings, the preferred one first."""
    key_phrase: str
    """What suffices on its own: no law here is held to the letter of a longer phrase."""
    article: str
    """Provision that asks for the statement or that it cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWording(Sourced):
    """Statements that the law of the country does not know: in one of its languages, or at all."""

    reason: str
    """Why there are none, in a sentence."""
    kind: MentionKind | None = None
    """``None`` where it is so of every statement."""
    language: str | None = None
    """ISO 639-1; ``None`` where it is so in every language."""

    def __post_init__(self) -> None:
        if self.kind is None and self.language is None:
            raise BadValue("kind", self.kind, "name the kind, the language, or both: a country has some statement")

    def covers(self, kind: MentionKind, language: str) -> bool:
        """Whether it accounts for the absence of a wording."""
        return self.kind in (None, kind) and self.language in (None, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering(Sourced):
    """Rule for invoice numbers (Art. 226(2))."""

    unique: bool
    gapless: bool
    """Whether the law asks for a sequence without gaps, not only for unique numbers."""
    rule: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimplifiedInvoice(Sourced):
    """Up to which amount a simplified invoice suffices (Art. 220a)."""

    limit: Decimal
    currency: str
    basis: str
    """``net`` or ``gross``."""

    def __post_init__(self) -> None:
        if self.basis not in ("net", "gross"):
            raise BadValue("basis", self.basis, "expected net or gross")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingDown(Sourced):
    """Where the law lets the VAT of an invoice be rounded down to the minor unit; half-up is right everywhere."""

    rule: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote(Sourced):
    """How a document that corrects an invoice is titled (Art. 219)."""

    titles: Texts
    avoid: tuple[str, ...] = ()
    """Titles that mean something else in this country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyDate(Sourced):
    """When the date of supply is stated (Art. 226(7))."""

    always: bool
    """Also where it equals the date of issue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalField(Sourced):
    """Something that national law asks for beyond Art. 226."""

    id: str
    text: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticReverseCharge(Sourced):
    """Supplies within the country for which the customer owes the VAT (Art. 199, 199a, and the like elsewhere)."""

    text: str
    """Which supplies, and above which amount."""
    article: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Sourced):
    """A duty beyond the invoice itself, with its start in ``since``."""

    kind: str
    """``e_invoicing_b2g``, ``e_invoicing_b2b``, ``fiscalization``, ..."""
    text: str
    schemes: tuple[str, ...] = ()
    """Schemes of the API that meet it: ``furs``, ``xrechnung``, ``peppol``, ...; none where it offers none."""


class PaymentScheme(StrEnum):
    """Codes on the page from which a banking app fills in the payment."""

    EPC = "epc"
    """QR code for SEPA credit transfers in euro, by the European Payments Council (EPC069-12); voluntary."""
    UPN = "upn"
    """QR code of the payment order UPN, by the Bank Association of Slovenia."""
    HUB3 = "hub3"
    """PDF417 code of the payment order HUB3, by the Croatian Banking Association."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCode(Sourced):
    """A scheme of payment codes that banks in the country read; none of them is a duty of VAT law."""

    scheme: PaymentScheme
    text: str
    """Who reads it, and for which payments."""
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise BadValue("until", self.until, f"lies before since {self.since}")
