"""Pages from outside the Union: numbers with suffixes or without prefix, crowns, labels that every line repeats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.reading import Labels, read_pdf

PAGE = """
#grid(columns: ({column}, 1fr), [*Seller* \\ {seller} \\ Test Street 1 \\ 1000 Town \\ {country} \\ {label} {number}],
  [*Bill to* \\ Fjord Trading \\ Test Street 2 \\ 2000 Town])
Invoice number: 2026-1 \\ Invoice date: 05.03.2026
#table(columns: 4, [Description], [Quantity], [Unit price], [Amount], [Antenna], [2], [10,00], [20,00])
#align(right, grid(columns: 2, gutter: 8pt, [Subtotal], [20,00 {sign}], [VAT 25 %], [5,00 {sign}], [Total],
 [25,00 {sign}]))
"""


@pytest.fixture
def read(typeset: Callable[..., bytes], labels: Labels):
    def page(**given: str):
        values = {"column": "1fr", "seller": "Aare", "label": "Tax ID:", "sign": "kr", **given}
        markup = PAGE
        for name, value in values.items():
            markup = markup.replace("{" + name + "}", value)
        return read_pdf(typeset(markup), labels)

    return page


@pytest.mark.parametrize(
    ("country", "number", "expected"),
    [
        ("Norway", "861784185MVA", "861784185MVA"),
        ("Norway", "861 784 185 MVA", "861784185MVA"),
        ("Switzerland", "CHE-289.865.824 MWST", "CHE289865824MWST"),
        ("Iceland", "975299", "975299"),
        ("Liechtenstein", "54321", "54321"),
        ("Serbia", "929746507", "929746507"),
    ],
)
def test_numbers_by_their_suffix_or_by_the_country_on_the_page(read, country: str, number: str, expected: str) -> None:
    seller = read(country=country, number=number).seller
    assert seller
    assert seller.vat_id
    assert seller.vat_id.value == expected


def test_a_tax_number_that_no_country_on_the_page_explains_is_no_vat_number(read) -> None:
    seller = read(country="Switzerland", number="54321").seller
    assert seller
    assert seller.vat_id is None


def test_a_number_that_wraps_in_a_narrow_column(read) -> None:
    seller = read(country="Switzerland", number="CHE-289.865.824 MWST", column="120pt").seller
    assert seller
    assert seller.vat_id
    assert seller.vat_id.value == "CHE289865824MWST"


@pytest.mark.parametrize(
    ("country", "currency"), [("Norway", "NOK"), ("Denmark", "DKK"), ("Iceland", "ISK"), ("Sweden", "SEK")]
)
def test_crowns_are_those_of_the_country_on_the_page(read, country: str, currency: str) -> None:
    facts = read(country=country, number="12345678")
    assert facts.gross_total
    assert facts.gross_total.value.currency == currency


def test_a_label_of_another_language_on_every_line_does_not_change_the_language(
    typeset: Callable[..., bytes], labels: Labels
) -> None:
    lines = "".join(f"[SKU {n}], [2], [10,00], [20,00], " for n in range(60))
    markup = f"""= Rechnung
Rechnungsnummer: 2026-1 \\ Rechnungsdatum: 05.03.2026 \\ Fällig am: 04.04.2026
#table(columns: 4, [Beschreibung], [Menge], [Einzelpreis], [Gesamt netto], {lines})"""
    language = read_pdf(typeset(markup), labels).language
    assert language
    assert language.value == "de"
