"""The document that ``harness inspect --json`` prints: what a reader saw in each file, with place and confidence.

The JSON Schema that ``reports/inspection.schema.json`` publishes is generated from these models.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from harness.model.facts import Fact, InvoiceFacts, LineFacts, MentionKind, PartyFacts, VatRow
from harness.model.money import Money
from harness.reporting.inspection_codes import CodeSeen, codes_seen

T = TypeVar("T")
V = TypeVar("V")
_CENT = Decimal("0.01")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seen(_Frozen, Generic[T]):
    """One fact as the reader saw it."""

    value: T
    page: int | None = Field(description="Page, from 1; null where the document has no pages or the fact no place.")
    box: tuple[float, float, float, float] | None = Field(
        description="Left, top, right, bottom in points from the top left corner of the page as displayed."
    )
    confidence: float = Field(ge=0, le=1, description="How sure the reader is; below 0.5 it would say nothing.")
    text: str = Field(description="The text as it stands there, before parsing.")
    pointer: str | None = Field(default=None, description="Where it stands in a document without pages.")


Amount = str
"""Decimal with a point and at least two decimals, as a string: ``1163.40``. The currency is in ``currency``."""


class PartySeen(_Frozen):
    """Seller or buyer."""

    name: Seen[str] | None = None
    street: Seen[str] | None = None
    post_code: Seen[str] | None = None
    city: Seen[str] | None = None
    country: Seen[str] | None = None
    vat_id: Seen[str] | None = None


class LineSeen(_Frozen):
    """One invoice line."""

    description: Seen[str] | None = None
    quantity: Seen[float] | None = None
    unit_price: Seen[Amount] | None = None
    discount: Seen[Amount] | None = None
    vat_rate: Seen[float] | None = None
    net_amount: Seen[Amount] | None = None
    gross_amount: Seen[Amount] | None = None


class VatSeen(_Frozen):
    """One row of the VAT breakdown."""

    rate: Seen[float] | None = None
    base: Seen[Amount] | None = None
    amount: Seen[Amount] | None = None


class MentionSeen(_Frozen):
    """A statement in words that VAT law asks for."""

    kind: str
    language: str
    words: Seen[str]


class Problem(_Frozen):
    """Why a file was not read."""

    code: Literal["not_found", "not_a_document", "unreadable", "image_only", "time_limit", "crashed", "internal"]
    message: str


class Inspected(_Frozen):
    """One file: what it states, or why it was not read. A fact that is not seen, or not believed, is null."""

    file: str = Field(description="The path as given.")
    error: Problem | None = None
    number: Seen[str] | None = None
    issue_date: Seen[date] | None = None
    currency: Seen[str] | None = Field(default=None, description="ISO 4217.")
    seller_vat: Seen[str] | None = Field(default=None, description="As printed, upper case, without punctuation.")
    buyer_vat: Seen[str] | None = None
    net_total: Seen[Amount] | None = None
    tax_total: Seen[Amount] | None = None
    gross_total: Seen[Amount] | None = None
    rates: Seen[list[float]] | None = Field(default=None, description="VAT rates in percent, ascending.")
    reverse_charge: Seen[bool] | None = Field(
        default=None, description="Whether the words for it are there: false where none are; null in unread files."
    )
    kind: Seen[str] | None = Field(default=None, description="invoice or credit_note.")
    due_date: Seen[date] | None = None
    supply_date: Seen[date] | None = None
    amount_due: Seen[Amount] | None = None
    discount_total: Seen[Amount] | None = None
    language: Seen[str] | None = Field(default=None, description="ISO 639-1.")
    iban: Seen[str] | None = None
    references: list[Seen[str]] = Field(default_factory=list, description="Numbers of earlier documents.")
    seller: PartySeen = PartySeen()
    buyer: PartySeen = PartySeen()
    lines: list[LineSeen] = Field(default_factory=list)
    vat: list[VatSeen] = Field(default_factory=list)
    mentions: list[MentionSeen] = Field(default_factory=list)
    codes: list[CodeSeen] | None = Field(
        default=None, description="Machine-readable codes on the pages, in order; null where nobody looked for them."
    )


class Inspection(_Frozen):
    """The whole document."""

    schema_version: Literal[1] = 1
    documents: list[Inspected] = Field(description="One for each file, in the order given.")


def failed(file: str, code: str, message: str) -> Inspected:
    """The entry of a file that was not read."""
    return Inspected(file=file, error=Problem.model_validate({"code": code, "message": message}))


def inspected(file: str, facts: InvoiceFacts) -> Inspected:
    """The entry of a file that states ``facts``."""
    if facts.unreadable:
        return failed(file, "image_only", facts.unreadable).model_copy(update={"codes": _codes(facts)})
    return Inspected(
        file=file,
        number=_seen(facts.number, str),
        issue_date=_seen(facts.issue_date, _same),
        currency=_seen(facts.currency, str),
        seller_vat=_seen(facts.seller.vat_id, str),
        buyer_vat=_seen(facts.buyer.vat_id, str),
        net_total=_seen(facts.net_total, _amount),
        tax_total=_seen(facts.tax_total, _amount),
        gross_total=_seen(facts.gross_total, _amount),
        rates=_rates(facts),
        reverse_charge=_reverse_charge(facts),
        kind=_seen(facts.kind, str),
        due_date=_seen(facts.due_date, _same),
        supply_date=_seen(facts.supply_date, _same),
        amount_due=_seen(facts.amount_due, _amount),
        discount_total=_seen(facts.discount_total, _amount),
        language=_seen(facts.language, str),
        iban=_seen(facts.iban, str),
        references=[one for fact in facts.references if (one := _seen(fact, str))],
        seller=_party(facts.seller),
        buyer=_party(facts.buyer),
        lines=[_line(line) for line in facts.lines],
        vat=[_vat(row) for row in facts.vat],
        mentions=_mentions(facts),
        codes=_codes(facts),
    )


def _codes(facts: InvoiceFacts) -> list[CodeSeen] | None:
    return codes_seen(facts.symbols) if facts.symbols is not None else None


def _seen(fact: Fact[T] | None, shown: Callable[[T], V]) -> Seen[V] | None:
    if fact is None:
        return None
    place = fact.place
    return Seen(
        value=shown(fact.value), page=place.page, box=place.box, confidence=fact.confidence, text=fact.text,
        pointer=place.pointer,
    )  # fmt: skip


def _same(value: T) -> T:
    return value


def _amount(money: Money) -> Amount:
    """At least two decimals, more where more are printed."""
    decimals = max(2, -int(money.amount.as_tuple().exponent))
    return f"{money.amount:.{decimals}f}"


def _number(value: Decimal) -> float:
    return float(value)


def _rates(facts: InvoiceFacts) -> Seen[list[float]] | None:
    rates = {row.rate.value: row.rate for row in facts.vat if row.rate}
    for rate in _rates_of_lines(facts):
        rates.setdefault(rate.value, rate)
    if not rates:
        return None
    first = next(iter(rates.values()))
    return Seen(
        value=[float(rate) for rate in sorted(rates)], page=first.place.page, box=first.place.box,
        confidence=min(fact.confidence for fact in rates.values()),
        text=" ".join(fact.text for fact in rates.values()), pointer=first.place.pointer,
    )  # fmt: skip


def _rates_of_lines(facts: InvoiceFacts) -> list[Fact[Decimal]]:
    """The rates in the lines, where the VAT on them is the VAT that is charged: a breakdown may leave out 0 %."""
    taxed = [(line.net_amount.value.amount, line.vat_rate) for line in facts.lines if line.net_amount and line.vat_rate]
    if not taxed or len(taxed) < len(facts.lines) or facts.tax_total is None:
        return []
    charged = sum((net * rate.value / 100 for net, rate in taxed), Decimal(0))
    agrees = abs(charged - facts.tax_total.value.amount) <= _CENT * (len(taxed) + 1)
    return [rate for _, rate in taxed] if agrees else []


def _reverse_charge(facts: InvoiceFacts) -> Seen[bool]:
    words = [mention.words for mention in facts.mentions if mention.kind is MentionKind.REVERSE_CHARGE]
    seen = _seen(words[0], bool) if words else None
    return seen or Seen(value=False, page=None, box=None, confidence=0.9, text="")


def _party(party: PartyFacts) -> PartySeen:
    return PartySeen(
        name=_seen(party.name, str), street=_seen(party.street, str), post_code=_seen(party.post_code, str),
        city=_seen(party.city, str), country=_seen(party.country, str), vat_id=_seen(party.vat_id, str),
    )  # fmt: skip


def _line(line: LineFacts) -> LineSeen:
    return LineSeen(
        description=_seen(line.description, str), quantity=_seen(line.quantity, _number),
        unit_price=_seen(line.unit_price, _amount), discount=_seen(line.discount, _amount),
        vat_rate=_seen(line.vat_rate, _number), net_amount=_seen(line.net_amount, _amount),
        gross_amount=_seen(line.gross_amount, _amount),
    )  # fmt: skip


def _vat(row: VatRow) -> VatSeen:
    return VatSeen(rate=_seen(row.rate, _number), base=_seen(row.base, _amount), amount=_seen(row.amount, _amount))


def _mentions(facts: InvoiceFacts) -> list[MentionSeen]:
    found = []
    for mention in facts.mentions:
        words = _seen(mention.words, str)
        if words:
            found.append(MentionSeen(kind=mention.kind.value, language=mention.language, words=words))
    return found
