"""Totals as other programs print them: below the left of a table, in brackets, in columns, under unusual names."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from harness.model.facts import InvoiceFacts
from harness.reading import Labels, read_pdf
from harness.reading.sheet.numbers import find_numbers

Sums = tuple[str | None, str | None, str | None]
HEAD = '= Rechnung Nr. 118\n#text("Rechnungsdatum: 15.03.2024")\n#v(10pt)\n'


@pytest.fixture
def read(typeset: Callable[..., bytes], labels: Labels) -> Callable[[str], InvoiceFacts]:
    """The facts of a page of typst markup under the head of an invoice."""
    return lambda markup: read_pdf(typeset(HEAD + markup), labels)


def table(columns: str, *rows: str) -> str:
    """A table of rows whose cells are parted by strokes."""
    cells = ", ".join(json.dumps(cell.strip(), ensure_ascii=False) for row in rows for cell in row.split("|"))
    return f"#table(columns: {columns}, stroke: none, {cells})\n"


def block(*rows: str, left: int = 0) -> str:
    """Totals in two columns, some points from the left."""
    return f"#v(12pt)\n#pad(left: {left}pt)[{table('(130pt, 90pt)', *rows)}]\n"


ITEMS = table(
    "(1fr, 60pt, 60pt, 60pt)",
    "Beschreibung | Menge | Preis | Gesamt", "Beratung | 2 | 50,00 | 100,00", "Schulung | 1 | 80,00 | 80,00",
)  # fmt: skip


def stated(facts: InvoiceFacts) -> Sums:
    net, tax, gross = (
        fact and str(fact.value.amount) for fact in (facts.net_total, facts.tax_total, facts.gross_total)
    )
    return net, tax, gross


def rates(facts: InvoiceFacts) -> set[Decimal]:
    return {row.rate.value for row in facts.vat if row.rate}


@pytest.mark.parametrize("left", [0, 60, 120])
@pytest.mark.parametrize(
    "rows",
    [
        ("Total net amount | 1,720.00 EUR", "Total VAT 20% | 344.00 EUR", "Total amount payable | 2,064.00 EUR"),
        ("Summe netto | 1.720,00 EUR", "zzgl. 20% MwSt | 344,00 EUR", "Gesamtbetrag | 2.064,00 EUR"),
        ("Net amount | EUR 1,720.00", "VAT amount | EUR 344.00", "Amount due | EUR 2,064.00"),
    ],
)
def test_totals_left_of_the_first_known_heading_are_no_lines(
    read: Callable[[str], InvoiceFacts], rows: tuple[str, ...], left: int
) -> None:
    english = "." in rows[-1][-7:]
    amount = "1,720.00" if english else "1.720,00"
    lines = table("(auto, 1fr, auto)", "Date | Description | Amount", f"12.03.2024 | Trip to the airport | {amount}")
    facts = read(lines + block(*rows, left=left))
    assert stated(facts) == ("1720.00", "344.00", "2064.00")
    assert len(facts.lines) == 1


def test_an_amount_behind_the_word_for_vat_is_no_base(read: Callable[[str], InvoiceFacts]) -> None:
    rows = ("Summe netto  180,00 EUR", "zzgl. 20% MwSt  36,00 EUR", "Gesamtbetrag  216,00 EUR")
    facts = read(ITEMS + "#v(12pt)\n" + "".join(f"#text({json.dumps(row)})\\ \n" for row in rows))
    assert stated(facts) == ("180.00", "36.00", "216.00")


@pytest.mark.parametrize(
    ("cell", "expected", "percent"),
    [
        ("180,00 € (inkl. 10,00 € 7 % MwSt., 4,33 € 19 % MwSt.)", (None, None, "180.00"), {7, 19}),
        ("180,00 € (inkl. 7 % MwSt. 10,00 € und 19 % MwSt. 4,33 €)", (None, None, "180.00"), {7, 19}),
        ("180,00 € (inkl. 28,74 € 19 % MwSt.)", (None, "28.74", "180.00"), {19}),
    ],
)
def test_brackets_name_parts_of_the_total(
    read: Callable[[str], InvoiceFacts], cell: str, expected: Sums, percent: set[int]
) -> None:
    facts = read(ITEMS + table("(100pt, 300pt)", "Zwischensumme | 180,00 €", f"Gesamt | {cell}"))
    assert stated(facts) == expected
    assert rates(facts) == percent


def test_the_word_for_vat_in_brackets_does_not_make_a_total_the_vat(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(ITEMS + block("Importe total (IVA incl.) | 180,00 €", left=200))
    assert stated(facts) == (None, None, "180.00")


@pytest.mark.parametrize(
    ("columns", "rows", "expected", "percent"),
    [
        (4, ("Artikel | Preis | MwSt D: 19% | MwSt D: 7%", "Kaffee | 63,00€ | | 4,12€", "Löffel | 1,19€ | 0,19€ | ",
             "Summe | 64,19€ | 0,19€ | 4,12€"), (None, "4.31", "64.19"), {7, 19}),
        (5, ("Description | Net | VAT 20% | VAT 5% | Gross", "Lamp | 100.00 | 20.00 | | 120.00",
             "Coal | 40.00 | | 2.00 | 42.00", "Total | 140.00 | 20.00 | 2.00 | 162.00"),
         ("140.00", "22.00", "162.00"), {5, 20}),
        (4, ("Détail | Montant HT | TVA | Montant TTC", "Accès | 30,00 | 20 % | 36,00",
             "Presse | 10,00 | 2,1 % | 10,21",
             "Total | 40,00 | 6,21 | 46,21"), ("40.00", "6.21", "46.21"), {Decimal("2.1"), 20}),
        (4, ("Details | Net amount | VAT | Gross amount", "Licence | 50.00 | 20% | 60.00",
             "Total | 50.00 | 10.00 | 60.00"), ("50.00", "10.00", "60.00"), {20}),
    ],
)  # fmt: skip
def test_a_row_of_sums_below_columns_of_vat(
    read: Callable[[str], InvoiceFacts], columns: int, rows: tuple[str, ...], expected: Sums, percent: set[Decimal]
) -> None:
    facts = read(table(f"(1fr, {'80pt, ' * (columns - 1)})", *rows))
    assert stated(facts) == expected
    assert rates(facts) == percent


@pytest.mark.parametrize("name", ["Macht zusammen", "Nous vous devons", "Won by you", "Net de tout", "Bezahlt"])
def test_what_net_and_vat_come_to_is_the_gross_whatever_its_name(
    read: Callable[[str], InvoiceFacts], name: str
) -> None:
    facts = read(ITEMS + block("Zwischensumme | 180,00 €", "19 % MwSt. | 34,20 €", f"{name} | 214,20 €", left=200))
    assert stated(facts) == ("180.00", "34.20", "214.20")


@pytest.mark.parametrize(
    "heads",
    [
        "Détail de la taxe | Taux de taxe | Prix de base | Total Taxe",
        "Tax Detail | Tax Rate | Base price | Total Tax",
        "Detalle de impuestos | Tasa de impuesto | Precio base | Total impuestos",
    ],
)
def test_a_breakdown_with_a_base_price_lists_no_items(read: Callable[[str], InvoiceFacts], heads: str) -> None:
    facts = read(ITEMS + "#v(12pt)\n" + table("(100pt,) * 4", heads, "Waren | 20,000 % | 180,00 € | 36,00 €"))
    assert [(row.base and row.base.value.amount, row.amount and row.amount.value.amount) for row in facts.vat] == [
        (Decimal("180.00"), Decimal("36.00"))
    ]
    assert len(facts.lines) == 2


def test_amounts_in_another_currency_are_no_totals(read: Callable[[str], InvoiceFacts]) -> None:
    rows = ("Charges | $180.00", "VAT at 19% | $34.20", "Total | USD 214.20")
    lines = table("(1fr, 90pt)", "Description | Amount", "Compute | $100.00", "Storage | $80.00")
    note = '#text("VAT, at 19%, in EUR at 1 USD = 0.92 EUR. VAT EUR 31.46; Net EUR 165.60; Gross EUR 197.06")'
    net, tax, gross = stated(read(lines + block(*rows, left=200) + note))
    assert net in (None, "180.00")
    assert (tax, gross) == ("34.20", "214.20")


@pytest.mark.parametrize("mark", ["'", "’", "′", "ʼ"])
def test_marks_of_thousands(mark: str) -> None:
    (seen,) = find_numbers(f"CHF 2{mark}518.35")
    assert seen.value(decimal_comma=False) == Decimal("2518.35")


def test_what_is_added_without_vat_belongs_to_the_gross(read: Callable[[str], InvoiceFacts]) -> None:
    rows = ("Total excl. VAT | 180.00", "VAT 20% | 36.00", "Zero-rated items | 12.00", "Total to pay | 228.00")
    assert stated(read(ITEMS + block(*rows, left=200))) == ("180.00", "36.00", "228.00")
    rows = ("Total excl. VAT | 180.00", "VAT 20% | 36.00", "Previous bill | 12.00", "Total to pay | 228.00")
    assert stated(read(ITEMS + block(*rows, left=200))) == ("180.00", "36.00", None)


def test_a_receipt_may_name_nothing_but_what_was_paid(read: Callable[[str], InvoiceFacts]) -> None:
    assert stated(read(ITEMS + block("Amount paid | 180.00", left=200))) == (None, None, "180.00")
    assert stated(read(ITEMS + block("Deposit | 50.00", left=200))) == (None, None, None)


def test_a_base_in_brackets_behind_its_rate_is_not_below_zero(read: Callable[[str], InvoiceFacts]) -> None:
    rows = ("Sous-total | 180,00", "TVA 5,5 % (80,00) | 4,40", "TVA 20 % (100,00) | 20,00", "Total | 204,40")
    facts = read(ITEMS + block(*rows, left=200))
    assert stated(facts) == ("180.00", "24.40", "204.40")
    assert {row.base.value.amount for row in facts.vat if row.base} == {Decimal("80.00"), Decimal("100.00")}


def test_vat_on_a_few_cents_is_rounded_above_every_rate(read: Callable[[str], InvoiceFacts]) -> None:
    """25 % of two cents is one cent, which is half of them."""
    totals = block("Nettobetrag | 0,02 €", "MwSt. 25 % | 0,01 €", "Gesamtbetrag | 0,03 €", left=200)
    facts = read(
        table("(1fr, 60pt, 60pt, 60pt)", "Beschreibung | Menge | Preis | Gesamt", "Blatt | 1 | 0,02 | 0,02") + totals
    )
    assert stated(facts) == ("0.02", "0.01", "0.03")
