"""The PDF as a witness: what is visibly printed, read by labels and geometry, on any layout.

The document is parsed once. A fact that is not seen, or not believed, is ``None``.
"""

from __future__ import annotations

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from harness.model.facts import Appearance, ColourSeen, ImageSeen, InvoiceFacts, Witness
from harness.model.money import NO_CURRENCY
from harness.model.symbol import SymbolSeen
from harness.reading.facts.currency import read_currency
from harness.reading.facts.document_dates import read_dates
from harness.reading.facts.fields import (
    read_kind,
    read_number,
    read_references,
)
from harness.reading.facts.mentions import UNTAXED, find_mentions
from harness.reading.facts.payment import read_iban
from harness.reading.facts.totals import read_totals
from harness.reading.facts.vat import read_vat
from harness.reading.labels import Labels
from harness.reading.lines.items import read_items
from harness.reading.page.appearance import PageLook, appearance, colours_shown, look_at, with_words
from harness.reading.page.code_places import code_places
from harness.reading.page.codes import codes_on, codes_within
from harness.reading.page.document import open_pdf
from harness.reading.page.glyphs import GlyphReader, Word
from harness.reading.page.painted import Sight
from harness.reading.page.visibility import visible_words
from harness.reading.parties.parties import read_parties
from harness.reading.sheet.amounts import Ledger
from harness.reading.sheet.layout import Row, rows_of, text_lines
from harness.reading.sheet.sheet import Sheet
from harness.reading.sheet.tables import find_tables

IMAGE_ONLY = "no page has visible text: the pages are images or empty"


def read_pdf(data: bytes, labels: Labels, codes: bool | None = False) -> InvoiceFacts:
    """What the PDF in ``data`` states; raises :class:`~harness.reading.errors.UnreadablePdf` where none is readable.

    With ``codes`` its pages are rendered, too, and searched for machine-readable symbols; with ``None`` only the parts
    of them in which the objects of the page suggest one.
    """
    with open_pdf(data) as document:
        look, words, symbols = _pages(document, codes)
    rows: list[Row] = []
    for number, page_words in enumerate(words, start=1):
        rows += rows_of(number, page_words, len(rows))
    if not rows:
        return InvoiceFacts(Witness.PDF, appearance=look, symbols=symbols, unreadable=IMAGE_ONLY)
    return _facts(Sheet(rows, labels), look, symbols)


_Pages = tuple[Appearance, list[list[Word]], tuple[SymbolSeen, ...] | None]


def _pages(document: pdfium.PdfDocument, codes: bool | None) -> _Pages:
    """Looks, visible words and, if asked for, symbols of all pages; each page is opened once."""
    looks: list[PageLook] = []
    words: list[list[Word]] = []
    images: list[ImageSeen] = []
    colours: list[ColourSeen] = []
    symbols: list[SymbolSeen] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        try:
            sight = Sight(page)
            look = look_at(page, number, sight)
            shown = visible_words(sight, GlyphReader(page).words(), look.painted)
            looks.append(look)
            words.append(shown)
            images += with_words(look, shown)
            colours += colours_shown(look, shown, sight)
            if codes:
                symbols += codes_on(page, number)
            elif codes is None and (likely := code_places(look)):
                symbols += codes_within(page, number, likely)
        finally:
            page.close()
    return appearance(looks, images, colours, words), words, None if codes is False else tuple(symbols)


def _facts(sheet: Sheet, look: Appearance, symbols: tuple[SymbolSeen, ...] | None) -> InvoiceFacts:
    text = text_lines(sheet.rows)
    currency = read_currency(sheet)
    ledger = Ledger(sheet, currency.value if currency else NO_CURRENCY)
    tables = find_tables(sheet)
    vat = read_vat(ledger, tables)
    mentions = find_mentions(text, sheet.labels)
    totals = read_totals(ledger, tables, vat, any(mention.kind in UNTAXED for mention in mentions))
    items = [table for table in tables if not table.is_vat]
    kind = read_kind(sheet)
    number = read_number(sheet, kind.value if kind else None)
    dates = read_dates(sheet)
    seller, buyer = read_parties(sheet, items)
    return InvoiceFacts(
        witness=Witness.PDF,
        kind=kind,
        number=number,
        issue_date=dates.get("issue_date"),
        due_date=dates.get("due_date"),
        supply_date=dates.get("supply_date"),
        currency=currency,
        language=sheet.language,
        seller=seller,
        buyer=buyer,
        lines=read_items(ledger, tables, totals),
        vat=vat,
        discount_total=totals.discount,
        net_total=totals.net,
        tax_total=totals.tax,
        gross_total=totals.gross,
        amount_due=totals.due,
        references=read_references(sheet, kind.value if kind else None, number.value if number else None),
        mentions=mentions,
        iban=read_iban(sheet),
        text=text,
        appearance=look,
        symbols=symbols,
    )
