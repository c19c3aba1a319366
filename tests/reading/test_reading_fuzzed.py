"""Damaged invoices: bits turned, bytes lost, parts doubled. Each is read, or refused with a typed error, in time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest

from harness.reading import Labels, UnreadablePdf
from harness.reading.einvoice import NotAnEInvoice, UnreadableXml, UnsafeXml, parse_einvoice, read_einvoice
from harness.reading.room import ReadingRoom

PDFS, XMLS = 150, 150
SECONDS = 5.0
MARKUP = """
= Invoice 2026-17
#grid(columns: 2, [Date], [05.03.2026], [VAT ID], [DE123456789])
#table(columns: 4, [Description], [Quantity], [Price], [Amount], [Cable], [2], [50.00 €], [100.00 €])
#rect(fill: rgb("#1a5fb4"), width: 80pt, height: 9pt) #text(fill: white, box(fill: black)[Total 119.00 €])
#image("logo.png", width: 60pt)
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>2026-17</cbc:ID>
<cbc:IssueDate>2026-03-05</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>
<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>"""


def bits_turned(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def part_lost(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 400)]


def part_doubled(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 400)] * chance.choice((1, 2, 50))


def numbers_changed(data: bytearray, chance: random.Random) -> None:
    """Lengths, counts, boxes and offsets that are not true."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    for at in chance.sample(digits, min(len(digits), chance.choice((1, 5, 30)))):
        data[at] = 48 + chance.randrange(10)


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    bits_turned, cut_off, part_lost, part_doubled, numbers_changed,
)  # fmt: skip


def damaged(data: bytes, number: int) -> bytes:
    chance = random.Random(number)
    changed = bytearray(data)
    WAYS[number % len(WAYS)](changed, chance)
    return bytes(changed)


@pytest.fixture
def room(labels: Labels) -> Iterator[ReadingRoom]:
    opened = ReadingRoom(labels, seconds=SECONDS)
    yield opened
    opened.close()


def test_damaged_pdfs_are_read_or_refused(typeset: Callable[..., bytes], logo: bytes, room: ReadingRoom) -> None:
    whole = typeset(MARKUP, files={"logo.png": logo})
    assert room.read(whole).number.value == "2026-17"
    read = refused = 0
    for number in range(PDFS):
        started = time.perf_counter()
        try:
            room.read(damaged(whole, number))
            read += 1
        except UnreadablePdf:
            refused += 1
        assert time.perf_counter() - started < SECONDS + 1
    assert read + refused == PDFS
    assert min(read, refused) > PDFS // 20
    assert room.read(whole).number.value == "2026-17"


def test_damaged_einvoices_are_read_or_refused(labels: Labels) -> None:
    whole = XML.encode()
    assert read_einvoice(parse_einvoice(whole), labels).number.value == "2026-17"
    read, refused, started = 0, 0, time.perf_counter()
    for number in range(XMLS):
        try:
            read_einvoice(parse_einvoice(damaged(whole, number)), labels)
            read += 1
        except (NotAnEInvoice, UnreadableXml, UnsafeXml):
            refused += 1
    assert time.perf_counter() - started < SECONDS
    assert min(read, refused) > XMLS // 20
