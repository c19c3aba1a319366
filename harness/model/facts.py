"""``InvoiceFacts``: what one witness states about an invoice.

The law, the API answer, the PDF and (later) the e-invoice and the fiscal code are each read into this model, and
every conclusion of the harness is a comparison of two such readings. ``None`` means *the witness does not state
it* (or the reader cannot see it), which is different from stating an empty value. Names follow EN 16931.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from harness.model.money import Money
from harness.model.picture import WHITE, Picture, Rgb
from harness.model.place import NOWHERE, Place
from harness.model.symbol import SymbolSeen

T = TypeVar("T")


class Witness(StrEnum):
    """Who states the facts."""

    LAW = "law"
    API = "api"
    PDF = "pdf"
    XML = "xml"
    """The structured e-invoice: UBL, CII or eSLOG."""


class DocumentKind(StrEnum):
    """What the document says it is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class MentionKind(StrEnum):
    """Statements that VAT law asks for in words (Directive 2006/112/EC Art. 226 (7a), (10a) to (14))."""

    REVERSE_CHARGE = "reverse_charge"
    INTRA_EU_GOODS_EXEMPT = "intra_eu_goods_exempt"
    EXPORT_GOODS_EXEMPT = "export_goods_exempt"
    OUT_OF_SCOPE_SERVICES = "out_of_scope_services"
    SMALL_BUSINESS_EXEMPT = "small_business_exempt"
    MARGIN_SCHEME = "margin_scheme"
    """Of travel agents, or of dealers in second-hand goods, works of art, collector's items and antiques (13, 14)."""
    SELF_BILLING = "self_billing"
    """The customer issues the invoice (10a)."""
    CASH_ACCOUNTING = "cash_accounting"
    """VAT becomes chargeable on payment (7a)."""


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One stated value, where it was seen and how sure the reader is."""

    value: T
    """The value, parsed: dates as ``date``, amounts as ``Money``, rates in percent as ``Decimal``."""
    place: Place = NOWHERE
    """Where it stands."""
    text: str = ""
    """The text as it stands there, before parsing."""
    confidence: float = 1.0
    """0 to 1; below 0.5 the reader would rather say nothing."""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Seller (BG-4) or buyer (BG-7)."""

    name: Fact[str] | None = None
    street: Fact[str] | None = None
    post_code: Fact[str] | None = None
    city: Fact[str] | None = None
    country: Fact[str] | None = None
    """ISO 3166-1 alpha-2 where the witness states a code or a name that it can resolve."""
    vat_id: Fact[str] | None = None
    """VAT identification number, upper case, without blanks and punctuation (BT-31, BT-48)."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One invoice line (BG-25)."""

    description: Fact[str] | None = None
    quantity: Fact[Decimal] | None = None
    unit_price: Fact[Money] | None = None
    """Price of one unit without VAT (BT-146)."""
    discount: Fact[Money] | None = None
    """Sum of the line's discounts, positive."""
    vat_rate: Fact[Decimal] | None = None
    """Percent (BT-152)."""
    net_amount: Fact[Money] | None = None
    """Line amount without VAT (BT-131)."""
    gross_amount: Fact[Money] | None = None


@dataclass(frozen=True, slots=True)
class VatRow:
    """One row of the VAT breakdown (BG-23)."""

    rate: Fact[Decimal] | None = None
    """Percent (BT-119)."""
    base: Fact[Money] | None = None
    """Taxable amount (BT-116)."""
    amount: Fact[Money] | None = None
    """VAT amount (BT-117)."""
    reverse_charge: Fact[bool] | None = None
    """Whether the witness marks the row as reverse charge."""
    category: Fact[str] | None = None
    """VAT category (BT-118, UNTDID 5305): S, Z, E, AE, K, G, O, L, M. E-invoices alone state one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A statement in words that a reader recognised, in whatever language."""

    kind: MentionKind
    language: str
    """ISO 639-1 code of the vocabulary in which it was recognised."""
    words: Fact[str]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of visible text on a page (or one text field of an answer)."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ImageSeen:
    """An image that is painted on a page."""

    place: Place
    width: int
    """Pixels of the embedded image."""
    height: int
    painted: Picture | None = None
    """What the page shows at its place, as displayed, turned and painted over as it is there, in the resolution of the
    image or a coarser one. ``None`` where there is too much to look at."""
    ground: Rgb = WHITE
    """The colour that prevails around it."""
    words_over: str = ""
    """Visible text that runs across it."""


@dataclass(frozen=True, slots=True)
class ColourSeen:
    """A colour that something on the page is painted with."""

    rgb: tuple[int, int, int]
    """sRGB, 0 to 255."""
    painted: str
    """What it paints: ``text``, ``rule`` (a line or frame) or ``fill``."""
    area: float
    """Area that shows, in square points, as the sum of the bounding boxes."""
    place: Place
    """The largest object painted with it."""


@dataclass(frozen=True, slots=True)
class FontSeen:
    """A font that shows text."""

    name: str
    embedded: bool
    """Whether the document holds its glyphs; if not, each viewer shows what it has instead."""
    place: Place
    """The first word in it."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the pages look like, as far as branding is concerned."""

    images: tuple[ImageSeen, ...] = ()
    colours: tuple[ColourSeen, ...] = ()
    fonts: tuple[FontSeen, ...] = ()
    pages: tuple[tuple[float, float], ...] = ()
    """Width and height of each page in points, as displayed."""


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """Everything that one witness states about one document."""

    witness: Witness
    kind: Fact[DocumentKind] | None = None
    number: Fact[str] | None = None
    """BT-1."""
    issue_date: Fact[date] | None = None
    """BT-2."""
    due_date: Fact[date] | None = None
    """BT-9."""
    supply_date: Fact[date] | None = None
    """BT-72, or the start of the period BT-73."""
    currency: Fact[str] | None = None
    """BT-5, ISO 4217."""
    language: Fact[str] | None = None
    """ISO 639-1 code of the language that the document is written in."""
    seller: PartyFacts = field(default_factory=PartyFacts)
    buyer: PartyFacts = field(default_factory=PartyFacts)
    lines: tuple[LineFacts, ...] = ()
    vat: tuple[VatRow, ...] = ()
    discount_total: Fact[Money] | None = None
    net_total: Fact[Money] | None = None
    """Total without VAT (BT-109)."""
    tax_total: Fact[Money] | None = None
    """Total VAT (BT-110)."""
    gross_total: Fact[Money] | None = None
    """Total with VAT (BT-112)."""
    rounding: Fact[Money] | None = None
    """Added to the total with VAT to round the amount due (BT-114)."""
    amount_due: Fact[Money] | None = None
    """BT-115."""
    transaction_type: Fact[str] | None = None
    """The API's own taxonomy: domestic, intra_eu_b2b, intra_eu_b2c, 3w_b2b, 3w_b2c."""
    references: tuple[Fact[str], ...] = ()
    """Numbers (or ids) of the earlier documents that this one refers to (BT-25)."""
    mentions: tuple[Mention, ...] = ()
    iban: Fact[str] | None = None
    text: tuple[TextLine, ...] = ()
    """All visible text, in reading order, for looking up wording, names and placeholders."""
    appearance: Appearance | None = None
    """Only where the witness has pages."""
    symbols: tuple[SymbolSeen, ...] | None = None
    """Machine-readable codes on the pages, from top to bottom; ``None`` where nobody looked for them."""
    unreadable: str | None = None
    """Why the witness could not be read at all (encrypted, image only, ...); then nothing else is stated."""
