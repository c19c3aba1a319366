"""The API answer as a witness: a document's JSON read into ``InvoiceFacts``, each fact with its JSON pointer.

Field names as in the published response of invoices and credit notes. A field that is absent or null is not
stated. Numbers should be parsed as ``Decimal`` (``json.loads(..., parse_float=Decimal)``); floats are taken by
their shortest decimal form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from harness.model.facts import (
    DocumentKind,
    Fact,
    InvoiceFacts,
    LineFacts,
    Mention,
    PartyFacts,
    TextLine,
    VatRow,
    Witness,
)
from harness.model.money import NO_CURRENCY, Money
from harness.model.place import Place
from harness.reading.facts.mentions import find_mentions
from harness.reading.identifiers import normal_vat_id
from harness.reading.labels import Labels

TEXT_FIELDS = ("note", "payment_terms", "tax_clause", "footer", "signature", "reference")
"""Fields with wording for the reader of the invoice."""


@dataclass(frozen=True, slots=True)
class _Node:
    """An object of the answer and the JSON pointer to it."""

    data: Mapping[str, object]
    pointer: str = ""

    def place(self, name: str) -> Place:
        return Place(pointer=f"{self.pointer}/{name}")

    def text(self, name: str) -> Fact[str] | None:
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            return None
        return Fact(value, self.place(name), value)

    def vat_id(self, name: str) -> Fact[str] | None:
        fact = self.text(name)
        return fact and Fact(normal_vat_id(fact.value), fact.place, fact.text)

    def number(self, name: str) -> Fact[Decimal] | None:
        value = self.data.get(name)
        parsed = as_decimal(value)
        return None if parsed is None else Fact(parsed, self.place(name), str(value))

    def money(self, name: str, currency: str) -> Fact[Money] | None:
        fact = self.number(name)
        return None if fact is None else Fact(Money(fact.value, currency), fact.place, fact.text)

    def day(self, name: str) -> Fact[date] | None:
        value = self.data.get(name)
        if not isinstance(value, str):
            return None
        try:
            return Fact(date.fromisoformat(value[:10]), self.place(name), value)
        except ValueError:
            return None

    def flag(self, name: str) -> Fact[bool] | None:
        value = self.data.get(name)
        return Fact(value, self.place(name), str(value).lower()) if isinstance(value, bool) else None

    def child(self, name: str) -> _Node:
        value = self.data.get(name)
        return _Node(value if isinstance(value, Mapping) else {}, f"{self.pointer}/{name}")

    def children(self, name: str) -> list[_Node]:
        value = self.data.get(name)
        items = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
        return [
            _Node(item, f"{self.pointer}/{name}/{at}") for at, item in enumerate(items) if isinstance(item, Mapping)
        ]


def as_decimal(value: object) -> Decimal | None:
    """A JSON number (or a number in a string) as a finite ``Decimal``; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_answer(document: Mapping[str, object], labels: Labels, *, kind: DocumentKind) -> InvoiceFacts:
    """What the API states about ``document``, an invoice or credit note as parsed from the response body."""
    node = _Node(document)
    currency = _currency(node)
    code = currency.value if currency else NO_CURRENCY
    text = tuple(TextLine(fact.value, fact.place) for name in TEXT_FIELDS if (fact := node.text(name)))
    return InvoiceFacts(
        witness=Witness.API,
        kind=Fact(kind),
        number=node.text("number"),
        issue_date=node.day("date"),
        due_date=node.day("date_due"),
        supply_date=node.day("date_service"),
        currency=currency,
        seller=_party(node.child("issuer")),
        buyer=_party(node.child("customer")),
        lines=tuple(_line(item, code) for item in node.children("items") if item.data.get("type") != "separator"),
        vat=tuple(_vat_row(row, code) for row in node.children("taxes")),
        discount_total=node.money("total_discount", code),
        net_total=node.money("total", code),
        tax_total=_tax_total(node, code),
        gross_total=node.money("total_with_tax", code),
        amount_due=node.money("total_due", code),
        transaction_type=node.text("transaction_type"),
        references=_references(node),
        mentions=_mentions(node, labels),
        iban=_iban(node.child("issuer")),
        text=text,
    )


def _currency(node: _Node) -> Fact[str] | None:
    fact = node.text("currency_code")
    if fact is None or len(fact.value) != 3 or not fact.value.isalpha():
        return None
    return Fact(fact.value.upper(), fact.place, fact.text)


def _party(node: _Node) -> PartyFacts:
    return PartyFacts(
        name=node.text("name"),
        street=node.text("address"),
        post_code=node.text("post_code"),
        city=node.text("city"),
        country=node.text("country_code"),
        vat_id=node.vat_id("tax_number"),
    )


def _line(item: _Node, currency: str) -> LineFacts:
    taxes = item.children("taxes")
    return LineFacts(
        description=item.text("name") or item.text("description"),
        quantity=item.number("quantity"),
        unit_price=item.money("price", currency),
        discount=_discount(item, currency),
        vat_rate=taxes[0].number("rate") if len(taxes) == 1 else None,
        net_amount=item.money("total", currency),
        gross_amount=item.money("total_with_tax", currency),
    )


def _discount(item: _Node, currency: str) -> Fact[Money] | None:
    """The line's discounts as one amount: what quantity and price come to, less what the line comes to.

    Only where the listed discounts give the very total do they count by themselves: a rounded total would hide half
    a cent of them.
    """
    price, quantity, total = item.number("price"), item.number("quantity"), item.number("total")
    if not item.children("discounts") or price is None or quantity is None or total is None:
        return None
    full = price.value * quantity.value
    listed = _listed_discounts(item, full)
    applied = listed is not None and Money(full - listed, currency).rounded().amount == total.value
    amount = Money(listed if listed is not None and applied else full - total.value, currency).rounded()
    return Fact(amount, item.place("discounts"), str(amount))


def _listed_discounts(item: _Node, full: Decimal) -> Decimal | None:
    """The discounts as listed, each of the full price; ``None`` where one states no number."""
    taken = Decimal(0)
    for row in item.children("discounts"):
        value = row.number("value")
        if value is None:
            return None
        taken += value.value if row.data.get("type") == "amount" else full * value.value / 100
    return taken


def _vat_row(row: _Node, currency: str) -> VatRow:
    return VatRow(
        rate=row.number("rate"),
        base=row.money("base", currency),
        amount=row.money("amount", currency),
        reverse_charge=row.flag("reverse_charge"),
    )


def _tax_total(node: _Node, currency: str) -> Fact[Money] | None:
    """The answer has no field for it: the sum of the rows, or the difference of the totals without rows."""
    amounts = [row.number("amount") for row in node.children("taxes")]
    if amounts and all(amounts):
        total = sum((fact.value for fact in amounts if fact), Decimal(0))
        return Fact(Money(total, currency), node.place("taxes"), str(total))
    net, gross = node.number("total"), node.number("total_with_tax")
    if net is None or gross is None or node.data.get("rounding_correction"):
        return None
    difference = gross.value - net.value
    return Fact(Money(difference, currency), gross.place, str(difference))


def _references(node: _Node) -> tuple[Fact[str], ...]:
    """Earlier documents: by number where the relation carries one, by id otherwise."""
    found: list[Fact[str]] = []
    for relation in node.children("document_relations"):
        if relation.data.get("relation_type") not in (None, "credit_for", "references", "converted_from", "applied_to"):
            continue
        fact = relation.child("related_document").text("number") or relation.text("target_id")
        if fact:
            found.append(fact)
    return tuple(found)


def _mentions(node: _Node, labels: Labels) -> tuple[Mention, ...]:
    clause = node.text("tax_clause")
    return find_mentions((TextLine(clause.value, clause.place),), labels) if clause else ()


def _iban(issuer: _Node) -> Fact[str] | None:
    accounts = [issuer.child("bank_account"), *issuer.children("bank_accounts")]
    found = [fact for account in accounts if (fact := account.text("iban"))]
    return Fact(normal_vat_id(found[0].value), found[0].place, found[0].text) if found else None
