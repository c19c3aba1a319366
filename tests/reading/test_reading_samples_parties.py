"""Names, addresses, lines and terms of the third-party samples, as a person reads them on the pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from harness.model.facts import Fact, InvoiceFacts, LineFacts, PartyFacts
from harness.model.money import Money
from harness.reading import Labels, read_pdf

Party = tuple[str | None, ...]
"""Name, street, post code, city, country."""

COOLBLUE: Party = ("Coolblue B.V.", "Weena 664", "3012 CN", "Rotterdam", "NL")
PINO: Party = ("Pino Bluebird", "Sessamestreet 32", "1025 RX", "Amsterdam", None)
SUPPLIER: Party = ("MUSTERLIEFERANT GMBH", "BAHNHOFSTRASSE 99", "99199", "MUSTERHAUSEN", "DE")
CUSTOMER: Party = ("MUSTER-KUNDE GMBH", "KUNDENWEG 88", "40235", "DUESSELDORF", "DE")
BERTHIER: Party = ("Atelier Berthier SARL", "14 rue des Fabriques", "45000", "Orleans", None)
BLOIS: Party = ("Communaute de communes du Val de Loire", "2 place de la Mairie", "41000", "Blois", None)
SCROOGE: Party = ("Scrooge McDuck", None, None, None, None)
GYRO: Party = ("Gyro Gearloose", None, None, None, None)
"""The address of the ducks has no post code in any shape that is in use: better none than a guess."""

PARTIES: dict[str, tuple[Party, Party]] = {
    "coolblue1": (COOLBLUE, PINO),
    "coolblue2": (COOLBLUE, PINO),
    "BASIC-WL-Einfach": (
        ("Taxiunternehmen TX GmbH", "Lieferantenstraße 20", "10369", "Berlin", "DE"),
        ("Taxi-Gast AG Mitte", "Kundenstraße 15", "13351", "Berlin", "DE"),
    ),
    "EN16931-Miete": (("MUSTER-Autovermietung", "Musterstr. 99", "99199", "MUSTERHAUSEN", "DE"), CUSTOMER),
    "Sachversicherung": (
        ("MVM Musterhafter Versicherungsverein Musterstadt a.G.", "Musterstr. 12", "12345", "Musterstadt", "DE"),
        ("Max Mustermann", "Musterstr. 11", "12346", "Bad Musterhausen", "DE"),
    ),
    "EXTENDED-Kostenrechnung": (SUPPLIER, CUSTOMER),
    "EXTENDED-Warenrechnung": (SUPPLIER, CUSTOMER),
    "facture__58d127c0": (BERTHIER, BLOIS),
    "facture__5c8cbef6": (BERTHIER, BLOIS),
    "facture__c5ecca31": (BERTHIER, BLOIS),
    "facture__f5cb4561": (BERTHIER, BLOIS),
    "NetpresseInvoice": (
        ("NETPRESSE", "16 rue Mollien", "92100", "BOULOGNE", None),
        ("ALEXINUX", "27 rue Henri Rolland", "69100", "Villeurbanne", None),
    ),
    "invoice-de": (SCROOGE, GYRO),
    "invoice-en": (SCROOGE, GYRO),
    "invoice__1bfa6df8": (SCROOGE, GYRO),
}

DUCKS = (
    "Arc reactor|1|130000.00|130000.00", "Flux capacitor|1|270000.00|270000.00", "Lightsaber|2|36000.00|72000.00",
    "Sonic screwdriver|10|8000.00|80000.00", "Assembly|1|53.33|53.33",
)  # fmt: skip
MAINTENANCE = "Maintenance preventive CVC - aout 2026|1||2400.00"

LINES: dict[str, tuple[str, ...]] = {
    "coolblue1": (
        "Apple iPad Air Wifi 16 GB Zilver|1||399.00", "Decoded Leather Slim Cover Apple iPad Air 2 Zwart|1||69.99",
        "Nintendo 3DS XL Wit + Blauw|1||189.00", "Nintendo AC-adapter|1||14.99", "Mario Kart 7 3DS|1||44.99",
    ),
    "coolblue2": (
        "Decoded Leather Sleeve 15,4'' Vintage Bruin|2||199.98",
        "Apple MacBook Pro Retina 13,3'' + Apple Magic Mouse|1||2321.00",
        "Microsoft Office Mac Home and Student 2011 NL PKC|1||124.99",
        "HP USB 3.0 Port Replicator 3005pr (H1L08ET)|1||159.99", "MSI GS60 2QE-226NL Ghost Pro|1||1999.00",
        "Hex Outpost Origin Rugzak 15'' Grijs|1||79.99",
        "Case-Mate Barely There Case Sony Xperia Z3 Transparant|1||19.99",
    ),
    "BASIC-WL-Einfach": (),
    "EN16931-Miete": (
        "Miettage|2|86.5500|173.10", "Navigationssystem - Garantie|2|5.0400|10.08", "Vollkasko|2|23.1000|46.20",
        "minimale Selbstbeteiligung|2|15.5500|31.10", "Personen-Unfallversicherung|2|7.9800|15.96",
        "Choice Upgrade|2|5.0400|10.08",
    ),
    "Sachversicherung": ("Verbundene Wohngebäudeversicherung|1|1000.0000|1163.40",),
    "EXTENDED-Kostenrechnung": (
        "Wirkarbeit HT|10000|0.0520|52.00", "Ökosteuer Lieferant|10000|0.0205|20.50",
        "Kommissionierer 1250032 D. Muster|27.5|10.5000|288.75", "FALTENBEUTEL 16x6x28 CM|3500|0.0105|36.75",
        "Kopierpapier A4|1210|0.0100|12.10",
    ),
    "EXTENDED-Warenrechnung": (
        "Zitronensäure 100ml|100|1.0000|100.00", "Gelierzucker Extra 250g|50|1.4500|72.50",
        "Gelierzucker Extra 250g|10|0.0000|0.00", "Bierbrau Pils 20/0500|15|12.0000|180.00",
        "Leergutpfand 20 x 0,5l|15|3.1000|46.50", "Mischpalette Joghurt Karton 3 x 20|2|29.1000|58.20",
    ),
    "facture__58d127c0": (MAINTENANCE, "Deplacement technicien|3||135.00"),
    "facture__5c8cbef6": (MAINTENANCE, "Deplacement technicien|3||135.00"),
    "facture__c5ecca31": (MAINTENANCE, "Deplacement technicien|3||-135.00"),
    "facture__f5cb4561": ("Prestation au 1/2 centime|3||100.005",),
    "NetpresseInvoice": (
        "le-tout-lyon.fr du 06/12/2022|||45.93", "Justificatif PDF|1|0.75|0.75", "Justificatif Papier|0|3.50|0",
    ),
    "invoice-de": DUCKS,
    "invoice-en": DUCKS,
    "invoice__1bfa6df8": (
        "Arc reactor|1|1300000|1300000.00", "Flux capacitor|1|2700000|2700000.00", "Lightsaber|2|360000|720000.00",
        "Sonic screwdriver|10|80000|800000.00",
    ),
}  # fmt: skip

TERMS: dict[str, tuple[str | None, ...]] = {
    "coolblue1": (None, None, None, "NL50INGB0683251309", "nl"),
    "coolblue2": (None, None, None, "NL50INGB0683251309", "nl"),
    "BASIC-WL-Einfach": ("2019-11-29", "2019-10-29", "18.08", None, "de"),
    "EN16931-Miete": (None, "2018-09-29", "340.96", None, "de"),
    "Sachversicherung": ("2018-05-21", "2018-05-21", "1163.40", "DE75123456780000001234", "de"),
    "EXTENDED-Kostenrechnung": (None, "2018-09-30", "480.22", None, "de"),
    "EXTENDED-Warenrechnung": (None, "2018-08-05", "518.99", None, "de"),
    "facture__58d127c0": ("2026-09-14", None, None, None, "fr"),
    "facture__5c8cbef6": ("2026-09-14", None, None, None, "fr"),
    "facture__c5ecca31": ("2026-09-14", None, None, None, "fr"),
    "facture__f5cb4561": ("2026-09-14", None, None, None, "fr"),
    "NetpresseInvoice": (None, None, None, "FR7610107002450061705231739", "fr"),
    "invoice-de": ("2019-09-06", "2016-04-10", None, "DL1234567890123456", "de"),
    "invoice-en": ("2019-09-06", "2016-04-10", None, "DL1234567890123456", "en"),
    "invoice__1bfa6df8": ("2019-09-06", "2016-04-08", None, "DL1234567890123456", "en"),
}
"""Due date, date of supply, amount due, IBAN, language; no dates are made from terms in words."""


@pytest.fixture(scope="module")
def read(samples: Path, labels: Labels) -> dict[str, InvoiceFacts]:
    files = {name: next((samples / "invoices").glob(f"*{name}*.pdf")) for name in PARTIES}
    return {name: read_pdf(path.read_bytes(), labels) for name, path in files.items()}


def value(fact: Fact[object] | None) -> object:
    return None if fact is None else fact.value


def party(facts: PartyFacts) -> tuple[object, ...]:
    return tuple(map(value, (facts.name, facts.street, facts.post_code, facts.city, facts.country)))


def plain(fact: Fact[Decimal] | Fact[Money] | None) -> str:
    if fact is None:
        return ""
    number = fact.value.amount if isinstance(fact.value, Money) else fact.value
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def line(facts: LineFacts) -> str:
    amount = facts.net_amount or facts.gross_amount
    return "|".join([str(value(facts.description)), *map(plain, (facts.quantity, facts.unit_price, amount))])


def shortened(row: str) -> str:
    """The expected row with its numbers as :func:`plain` writes them."""
    name, *numbers = row.split("|")
    return "|".join([name, *(plain(Fact(Decimal(number))) if number else "" for number in numbers)])


@pytest.mark.parametrize("name", PARTIES)
def test_names_and_addresses(read: dict[str, InvoiceFacts], name: str) -> None:
    facts = read[name]
    assert (party(facts.seller), party(facts.buyer)) == PARTIES[name]


@pytest.mark.parametrize("name", LINES)
def test_lines(read: dict[str, InvoiceFacts], name: str) -> None:
    assert [line(one) for one in read[name].lines] == [shortened(row) for row in LINES[name]]


@pytest.mark.parametrize("name", TERMS)
def test_dates_amount_due_account_and_language(read: dict[str, InvoiceFacts], name: str) -> None:
    facts = read[name]
    due = facts.amount_due and str(facts.amount_due.value.amount.quantize(Decimal("0.01")))
    dates = [fact and fact.value.isoformat() for fact in (facts.due_date, facts.supply_date)]
    assert (*dates, due, value(facts.iban), value(facts.language)) == TERMS[name]


@pytest.mark.parametrize("name", PARTIES)
def test_nothing_is_stated_that_the_page_does_not_say(read: dict[str, InvoiceFacts], name: str) -> None:
    assert read[name].mentions == ()
