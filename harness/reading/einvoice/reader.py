"""The e-invoice as a witness: UBL, CII and eSLOG read into ``InvoiceFacts``, each fact with its XPath."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from harness.model.facts import (
    DocumentKind,
    Fact,
    InvoiceFacts,
    LineFacts,
    Mention,
    MentionKind,
    PartyFacts,
    TextLine,
    VatRow,
    Witness,
)
from harness.model.money import NO_CURRENCY, Money
from harness.reading.einvoice.cursor import Cursor, total
from harness.reading.einvoice.paths import PATHS, DocumentPaths, LinePaths, PartyPaths, Paths, RowPaths
from harness.reading.einvoice.syntax import EInvoice, profile_of, sniff
from harness.reading.einvoice.xml import parse_xml
from harness.reading.facts.mentions import find_mentions
from harness.reading.identifiers import normal_vat_id
from harness.reading.labels import Labels

CREDIT_NOTES = frozenset(map(str, (81, 83, 261, 262, 296, 308, 381, 396, 420, 458, 502, 503, 532)))
"""Document types (UNTDID 1001) of credit notes, as EN 16931 lists them (BT-3)."""
CODED_MENTIONS = {
    "category-AE": MentionKind.REVERSE_CHARGE,
    "category-K": MentionKind.INTRA_EU_GOODS_EXEMPT,
    "category-G": MentionKind.EXPORT_GOODS_EXEMPT,
    "category-O": MentionKind.OUT_OF_SCOPE_SERVICES,
    "VATEX-EU-AE": MentionKind.REVERSE_CHARGE,
    "VATEX-EU-IC": MentionKind.INTRA_EU_GOODS_EXEMPT,
    "VATEX-EU-G": MentionKind.EXPORT_GOODS_EXEMPT,
    "VATEX-EU-O": MentionKind.OUT_OF_SCOPE_SERVICES,
    "VATEX-EU-D": MentionKind.MARGIN_SCHEME,
    "VATEX-EU-F": MentionKind.MARGIN_SCHEME,
    "VATEX-EU-I": MentionKind.MARGIN_SCHEME,
    "VATEX-EU-J": MentionKind.MARGIN_SCHEME,
}
"""What a VAT category (BT-118, UNTDID 5305) or an exemption code of the CEF list VATEX (BT-121) says."""
CODED = ""
"""Language of a mention that is made by a code, not in words."""


def parse_einvoice(data: bytes) -> EInvoice:
    """``data`` as an e-invoice; raises :class:`~harness.reading.einvoice.errors.UnreadableXml` where it is none."""
    return as_einvoice(parse_xml(data))


def as_einvoice(root: etree._Element) -> EInvoice:
    """The tree as an e-invoice, with the syntax and profile that it claims."""
    syntax = sniff(root)
    stated = Cursor(root).text(*PATHS[syntax].specification)
    specification = stated.value if stated else ""
    return EInvoice(syntax, profile_of(syntax, specification), specification, root)


def read_einvoice(invoice: EInvoice, labels: Labels | None = None) -> InvoiceFacts:
    """What ``invoice`` states; with ``labels``, mentions are found in its texts as well as in its codes."""
    paths, root = PATHS[invoice.syntax], Cursor(invoice.root)
    currency = _currency(root, paths)
    code = currency.value if currency else NO_CURRENCY
    text = tuple(TextLine(fact.value, fact.place) for fact in root.texts(*paths.notes))
    return InvoiceFacts(
        witness=Witness.XML,
        kind=_kind(root, paths),
        number=root.text(*paths.number),
        issue_date=root.day(*paths.issue_date),
        due_date=root.day(*paths.due_date),
        supply_date=root.day(*paths.supply_date),
        currency=currency,
        seller=_party(root, paths.seller, paths.party),
        buyer=_party(root, paths.buyer, paths.party),
        lines=tuple(_line(line, paths.line, code) for line in root.all(paths.lines)),
        vat=tuple(_row(row, paths.row, code) for row in root.all(paths.rows)),
        discount_total=root.money(code, *paths.allowances),
        net_total=root.money(code, *paths.net),
        tax_total=_tax_total(root, paths, code),
        gross_total=root.money(code, *paths.gross),
        rounding=root.money(code, *paths.rounding),
        amount_due=root.money(code, *paths.due),
        references=tuple(root.texts(*paths.references)),
        mentions=(*_coded_mentions(root, paths), *(find_mentions(text, labels) if labels else ())),
        iban=_normal(root.text(*paths.iban)),
        text=text,
    )


def _currency(root: Cursor, paths: DocumentPaths) -> Fact[str] | None:
    fact = root.text(*paths.currency)
    return fact if fact is not None and len(fact.value) == 3 and fact.value.isascii() and fact.value.isupper() else None


def _kind(root: Cursor, paths: DocumentPaths) -> Fact[DocumentKind] | None:
    fact = root.text(*paths.kind)
    if fact is None:
        return None
    kind = DocumentKind.CREDIT_NOTE if fact.value in CREDIT_NOTES else DocumentKind.INVOICE
    return Fact(kind, fact.place, fact.text)


def _party(root: Cursor, at: str, paths: PartyPaths) -> PartyFacts:
    party = next(iter(root.all(at)), None)
    if party is None:
        return PartyFacts()
    return PartyFacts(
        name=party.text(*paths.name),
        street=party.text(*paths.street),
        post_code=party.text(*paths.post_code),
        city=party.text(*paths.city),
        country=party.text(*paths.country),
        vat_id=_normal(party.text(*paths.vat_id)),
    )


def _normal(fact: Fact[str] | None) -> Fact[str] | None:
    return fact and Fact(normal_vat_id(fact.value), fact.place, fact.text)


def _line(line: Cursor, paths: LinePaths, currency: str) -> LineFacts:
    return LineFacts(
        description=line.text(*paths.name),
        quantity=line.number(*paths.quantity),
        unit_price=_unit_price(line, paths, currency),
        discount=line.sum(currency, paths.discounts),
        vat_rate=line.number(*paths.rate),
        net_amount=line.money(currency, *paths.net),
        gross_amount=line.money(currency, *paths.gross),
    )


def _unit_price(line: Cursor, paths: LinePaths, currency: str) -> Fact[Money] | None:
    """The net price (BT-146) of one unit: it may be stated for several (BT-149)."""
    price, units = line.money(currency, *paths.price), line.number(*paths.base_quantity)
    if price is None or units is None or units.value in (0, 1):
        return price
    return Fact(Money(price.value.amount / units.value, price.value.currency), price.place, price.text)


def _row(row: Cursor, paths: RowPaths, currency: str) -> VatRow:
    category = row.text(*paths.category)
    means = CODED_MENTIONS.get(f"category-{category.value}") if category else None
    owed_by_buyer = means is MentionKind.REVERSE_CHARGE
    return VatRow(
        rate=row.number(*paths.rate),
        base=row.money(currency, *paths.base),
        amount=row.money(currency, *paths.amount),
        reverse_charge=Fact(owed_by_buyer, category.place, category.text) if category else None,
        category=category,
    )


def _tax_total(root: Cursor, paths: DocumentPaths, currency: str) -> Fact[Money] | None:
    """The VAT total in the document's currency (BT-110); the sum of the rows where a syntax leaves it out (eSLOG)."""
    stated = [cursor.money(currency, ".") for path in paths.tax for cursor in root.all(path)]
    if stated:
        return next((fact for fact in stated if fact and fact.value.currency == currency), None)
    return total([row.money(currency, *paths.row.amount) for row in root.all(paths.rows)], currency)


def _coded_mentions(root: Cursor, paths: DocumentPaths) -> Iterator[Mention]:
    seen: set[MentionKind] = set()
    for row in root.all(paths.rows):
        for prefix, where in _codes(paths.row):
            fact = row.text(*where)
            kind = CODED_MENTIONS.get(prefix + fact.value.upper()) if fact else None
            if fact is not None and kind is not None and kind not in seen:
                seen.add(kind)
                yield Mention(kind, CODED, fact)


def _codes(paths: RowPaths) -> tuple[tuple[str, Paths], ...]:
    return ("category-", paths.category), ("", paths.reason_code)
