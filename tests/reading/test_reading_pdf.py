from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from harness.model.facts import DocumentKind, Fact, InvoiceFacts, MentionKind
from harness.model.money import Money
from harness.model.text import find_phrase
from harness.reading import Labels, read_pdf

Typeset = Callable[..., bytes]


def amount(fact: Fact[Money] | None) -> str | None:
    return None if fact is None else str(fact.value)


def totals(facts: InvoiceFacts) -> tuple[str | None, ...]:
    return tuple(amount(fact) for fact in (facts.net_total, facts.tax_total, facts.gross_total))


def rows(facts: InvoiceFacts) -> list[tuple[str, ...]]:
    return [tuple(str(fact.value) if fact else "" for fact in (row.rate, row.base, row.amount)) for row in facts.vat]


BESIDE = """
= Rechnung
#grid(columns: (1fr, 1fr),
 [*Verkäufer* \\ Muster Lampen GmbH \\ Hauptstraße 5 \\ 10117 Berlin \\ USt-IdNr.: DE 136 695 976],
  [*Kunde* \\ Novak d.o.o. \\ Cesta 1 \\ 1000 Ljubljana \\ Slowenien \\ USt-IdNr.: SI12345678])
#grid(columns: 2, gutter: 8pt, [Kundennummer:], [4711], [Rechnungsnummer:], [2026/0815-A], [Bestelldatum:],
 [01.02.2026],
  [Rechnungsdatum:], [05.03.2026], [Leistungsdatum:], [28.02.2026], [Fällig am:], [04.04.2026])
#table(columns: 5, [Beschreibung], [Menge], [Einzelpreis], [MwSt.], [Gesamt netto],
  [Pendelleuchte], [3], [1.234,50], [19 %], [3.703,50], [Handbuch], [2], [50,00], [7 %], [100,00])
#align(right, grid(columns: 2, gutter: 8pt, [Zwischensumme netto], [3.803,50 €],
 [MwSt. 19 % auf 3.703,50 €], [703,67 €],
  [MwSt. 7 % auf 100,00 €], [7,00 €], [Gesamtbetrag], [4.514,17 €], [Anzahlung], [-514,17 €], [Zahlbetrag],
 [4.000,00 €]))
Zahlbar bis 04.04.2026 ohne Abzug. IBAN: DE75 1234 5678 0000 0012 34
"""

BELOW = """
#grid(columns: (1fr, 1fr, 1fr), row-gutter: 4pt, [Invoice number], [Invoice date], [Due date],
  [INV-1009], [04/03/2026], [05/03/2026])
#v(20pt)
#grid(columns: (1fr, 1fr), [*Bill to* \\ Acme Ltd \\ VAT no. IE6388047V],
 [*From* \\ Starward Inc. \\ VAT no. NL810433941B01])
#v(20pt)
#table(columns: 4, [Item], [Qty], [Unit price], [Amount], [Antenna], [2], [\\$6,250.00], [\\$12,500.00])
#v(20pt)
#table(columns: 3, [Subtotal], [Tax (8%)], [Total], [\\$12,500.00], [\\$1,000.00], [\\$13,500.00])
"""


def test_values_beside_their_labels(typeset: Typeset, labels: Labels) -> None:
    facts = read_pdf(typeset(BESIDE), labels)
    assert facts.kind
    assert facts.kind.value is DocumentKind.INVOICE
    assert facts.number
    assert facts.number.value == "2026/0815-A"
    assert [fact and fact.value for fact in (facts.issue_date, facts.supply_date, facts.due_date)] == [
        date(2026, 3, 5), date(2026, 2, 28), date(2026, 4, 4)]  # fmt: skip
    assert facts.language
    assert facts.language.value == "de"
    assert totals(facts) == ("3803.50 EUR", "710.67 EUR", "4514.17 EUR")
    assert amount(facts.amount_due) == "4000.00 EUR"
    assert sorted(rows(facts)) == [("19.0", "3703.50 EUR", "703.67 EUR"), ("7.0", "100.00 EUR", "7.00 EUR")]
    assert facts.iban
    assert facts.iban.value == "DE75123456780000001234"


def test_parties_and_lines(typeset: Typeset, labels: Labels) -> None:
    facts = read_pdf(typeset(BESIDE), labels)
    seller, buyer = facts.seller, facts.buyer
    assert [fact and fact.value for fact in (seller.name, seller.post_code, seller.city, seller.vat_id)] == [
        "Muster Lampen GmbH", "10117", "Berlin", "DE136695976"]  # fmt: skip
    assert [fact and fact.value for fact in (buyer.name, buyer.street, buyer.country, buyer.vat_id)] == [
        "Novak d.o.o.", "Cesta 1", "SI", "SI12345678"]  # fmt: skip
    read = [tuple(str(fact.value) if fact else None for fact in (line.description, line.quantity, line.unit_price,
             line.vat_rate, line.net_amount)) for line in facts.lines]  # fmt: skip
    assert read == [("Pendelleuchte", "3.0", "1234.50 EUR", "19.0", "3703.50 EUR"),
                    ("Handbuch", "2.0", "50.00 EUR", "7.0", "100.00 EUR")]  # fmt: skip


def test_values_below_their_labels(typeset: Typeset, labels: Labels) -> None:
    facts = read_pdf(typeset(BELOW), labels)
    assert facts.number
    assert facts.number.value == "INV-1009"
    assert facts.issue_date
    assert facts.issue_date.value == date(2026, 4, 3)
    assert facts.due_date
    assert facts.due_date.value == date(2026, 5, 3)
    assert facts.currency
    assert facts.currency.value == "USD"
    assert totals(facts) == ("12500.00 USD", "1000.00 USD", "13500.00 USD")
    assert facts.buyer.vat_id
    assert facts.buyer.vat_id.value == "IE6388047V"
    assert facts.seller.vat_id
    assert facts.seller.vat_id.value == "NL810433941B01"


def test_places_point_at_the_value(typeset: Typeset, labels: Labels) -> None:
    facts = read_pdf(
        typeset(
            "#place(top + left, dx: 100pt, dy: 50pt)[Invoice number: X-17]", "width: 400pt, height: 300pt, margin: 0pt"
        ),
        labels,
    )
    assert facts.number
    assert facts.number.place.page == 1
    left, top, right, bottom = facts.number.place.box or (0, 0, 0, 0)
    assert 160 < left < right < 220
    assert 45 < top < bottom < 70


def test_credit_note_and_the_invoice_that_it_corrects(typeset: Typeset, labels: Labels) -> None:
    text = "= Dobropis CN-2026-1\nŠtevilka dobropisa: CN-2026-1 \\ Za račun: 2026-00007 \\ Datum izdaje: 5. 3. 2026"
    facts = read_pdf(typeset(text), labels)
    assert facts.kind
    assert facts.kind.value is DocumentKind.CREDIT_NOTE
    assert facts.number
    assert facts.number.value == "CN-2026-1"
    assert [fact.value for fact in facts.references] == ["2026-00007"]
    assert facts.issue_date
    assert facts.issue_date.value == date(2026, 3, 5)


def test_doubts_are_not_guessed_away(typeset: Typeset, labels: Labels) -> None:
    text = "= Facture\nSous-total : 552,00 € \\ Remise de 10 % : -55,20 € \\ TVA 20 % : 99,36 € \\ Total TTC : 596,16 €"
    facts = read_pdf(typeset(text), labels)
    assert totals(facts) == (None, "99.36 EUR", "596.16 EUR")
    assert amount(facts.discount_total) == "55.20 EUR"
    assert [row[0] for row in rows(facts)] == ["20.0"]


def test_discount_percentage_is_no_vat_rate(typeset: Typeset, labels: Labels) -> None:
    table = (
        "#table(columns: 5, "
        + "[Description], [Qty], [Price], [Discount], [Amount], [Lamp], [2], [100.00], [10 %], [180.00])"
    )
    facts = read_pdf(
        typeset(table + "\n#v(20pt)\nTotal excl. VAT: 180.00 \\ VAT 22 %: 39.60 \\ Total incl. VAT: 219.60 EUR"), labels
    )
    assert [row[0] for row in rows(facts)] == ["22.0"]
    assert [amount(line.discount) for line in facts.lines] == ["20.00 EUR"]


def test_reverse_charge_in_a_column_that_wraps(typeset: Typeset, labels: Labels) -> None:
    text = "#grid(columns: (90pt, 200pt), gutter: 30pt, "
    text += "[Steuerschuldnerschaft des Leistungsempfängers], [Vielen Dank \\ für Ihren Auftrag])"
    facts = read_pdf(typeset(text), labels)
    assert {mention.kind for mention in facts.mentions} == {MentionKind.REVERSE_CHARGE}


@pytest.mark.parametrize(
    "hidden",
    [
        "#text(fill: white)[{}]",
        '#text(size: 0.5pt)[{}]',
        "#place(dx: 900pt)[{}]",
        "#box(fill: rgb(\"#224466\"), inset: 8pt)[#text(fill: rgb(\"#224466\"))[{}]]",
        "#text(fill: rgb(0, 0, 0, 0))[{}]",
        "#block[{}#place(top + left, dx: -4pt, dy: -4pt, rect(width: 300pt, height: 30pt, fill: white))]",
    ],
)  # fmt: skip
def test_hidden_text_satisfies_nothing(hidden: str, typeset: Typeset, labels: Labels) -> None:
    facts = read_pdf(typeset("= Invoice\n" + hidden.replace("{}", "Reverse charge SECRET-1")), labels)
    assert facts.mentions == ()
    assert find_phrase(facts.text, "SECRET-1") is None
    assert find_phrase(facts.text, "Invoice")


def test_white_text_on_a_dark_bar_is_read(typeset: Typeset, labels: Labels) -> None:
    text = '#box(fill: rgb("#224466"), inset: 8pt)[#text(fill: white)[Invoice number: W-77]]'
    facts = read_pdf(typeset(text), labels)
    assert facts.number
    assert facts.number.value == "W-77"


def test_amounts_without_a_currency(typeset: Typeset, labels: Labels) -> None:
    facts = read_pdf(typeset("= Invoice\nTotal incl. VAT: 119.00"), labels)
    assert facts.currency is None
    assert facts.gross_total
    assert facts.gross_total.value == Money(Decimal("119.00"), "XXX")
