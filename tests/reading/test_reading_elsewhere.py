"""What invoices of other programs taught: numbers in groups, headings over values, sums of tables, broken lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from harness.model.facts import InvoiceFacts
from harness.reading import Labels, read_pdf
from harness.reporting.inspection import inspected

LINES = """
#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: none,
 [Beschreibung], [Menge], [Einzelpreis], [Gesamt], [Beratung], [2], [50,00], [100,00])
#align(right, grid(columns: 2, gutter: 8pt, [Nettobetrag], [100,00 €], [19 % MwSt.], [19,00 €],
 [Gesamtbetrag], [119,00 €]))
"""


@pytest.fixture
def read(typeset: Callable[..., bytes], labels: Labels) -> Callable[[str], InvoiceFacts]:
    """The facts of a page of typst markup."""
    return lambda markup: read_pdf(typeset(markup), labels)


def pairs(*words: str, size: int = 2) -> str:
    cells = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
    return f"#grid(columns: {size}, column-gutter: 30pt, row-gutter: 7pt, {cells})\n"


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("Rechnungsnummer: 8841 2207 9913", "8841 2207 9913"),
        ("Rechnung-Nr. RE 24/00391", "RE 24/00391"),
        ("Rechnungsnummer VR-70 118 402", "VR-70 118 402"),
        ("Rechnungsnummer: 2024/07-113 A", "2024/07-113 A"),
        ("Rechnungsnummer: 20240219", "20240219"),
        ("Rechnungsnummer: 2024 / 61", "2024 / 61"),
        ("Invoice no INV 118", "INV 118"),
        ("Rechnungsnr., bitte stets angeben: 118733", "118733"),
        ("Rechnungs-Nr. (bei Zahlung bitte angeben) 118733", "118733"),
        ("Unsere Rechnung 118733", "118733"),
        ("Rechnungsnummer: 1187.33", "1187.33"),
        ("Honorarnote 24/17", "24/17"),
        ("Rechnung 118733 vom 03.05.2024", "118733"),
        ("Datum: 03.05.2024 | Nummer: R-25-61164 | Seite: 1", "R-25-61164"),
    ],
)
def test_a_number_is_read_to_its_end(read: Callable[[str], InvoiceFacts], head: str, number: str) -> None:
    facts = read(f"= Rechnung\n#text({json.dumps(head)})\n{LINES}")
    assert facts.number
    assert facts.number.value == number


def test_a_number_that_a_narrow_column_breaks_is_whole_or_not_there(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(f'= Rechnung\n#box(width: 60pt)[Rechnungsnr. \\ "R-24-" \\ "9876"]\n{LINES}'.replace('"', ""))
    assert facts.number is None or facts.number.value == "R-24-9876"


def test_values_to_the_left_below_headings_in_the_middle_belong_by_their_order(
    read: Callable[[str], InvoiceFacts],
) -> None:
    heads = "[Factuur nr.], [Datum], [Klantnr.], [Vervaldag]"
    values = "[VF24/1187], [14/06/2024], [C00412], [14/07/2024]"
    sums = "[Totaal excl. btw], [Btw-bedrag], [Totaal incl. btw], [570,50], [119,80], [690,30]"
    facts = read(f"""#set text(size: 7pt)
#grid(columns: (1fr,) * 4, inset: 3pt, ..({heads},).map(it => align(center, it)), {values})
#v(20pt)
#grid(columns: (1fr,) * 3, inset: 3pt, ..({sums},).slice(0, 3).map(it => align(center, it)), ..({sums},).slice(3))""")
    assert facts.number
    assert facts.issue_date
    assert facts.net_total
    assert facts.gross_total
    assert (facts.number.value, facts.issue_date.value) == ("VF24/1187", date(2024, 6, 14))
    assert (facts.net_total.value.amount, facts.gross_total.value.amount) == (Decimal("570.50"), Decimal("690.30"))


def test_values_above_their_labels(read: Callable[[str], InvoiceFacts]) -> None:
    values = pairs("F2024-58", "3 juni 2024", "17 juni 2024", "Factuurnummer", "Factuurdatum", "Vervaldatum", size=3)
    facts = read(f"Studio Lumen\n#v(20pt)\n{values}#v(30pt)\n{LINES}")
    assert facts.number
    assert facts.issue_date
    assert (facts.number.value, facts.issue_date.value) == ("F2024-58", date(2024, 6, 3))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Weimar, den 7. Oktober 2024", date(2024, 10, 7)),
        ("Lausanne, le 31 janvier 2024", date(2024, 1, 31)),
        ("Invoice date: 21-May-24", date(2024, 5, 21)),
        ("Factuurdatum 02-10-'24", date(2024, 10, 2)),
        ("Invoice date / Tax point: 31 May 2024", date(2024, 5, 31)),
        ("Fecha emisión factura: 18/09/2024", date(2024, 9, 18)),
        ("Rechnungsdatum/Lieferdatum 21 Juni 2024", date(2024, 6, 21)),
        ("Tax point: 11-Jan-2024", date(2024, 1, 11)),
        ("Date: 21st October 2024, Order: TKO-5518 dated 30th September 2024", date(2024, 10, 21)),
    ],
)
def test_dates_as_letters_and_forms_write_them(read: Callable[[str], InvoiceFacts], text: str, day: date) -> None:
    facts = read(f"= Rechnung 4711\n#text({json.dumps(text)})\n#v(20pt)\n{LINES}")
    assert facts.issue_date
    assert facts.issue_date.value == day


def test_a_date_whose_year_is_on_the_next_line(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(f"= Invoice 4711\n#grid(columns: (80pt, 60pt), [Invoice date:], [February 2, \\ 2024])\n{LINES}")
    assert facts.issue_date
    assert facts.issue_date.value == date(2024, 2, 2)


@pytest.mark.parametrize(
    ("label", "currency"), [("Gesamtbetrag CHF", "CHF"), ("Beträge (Euro)", "EUR"), ("Total (CAD)", "CAD")]
)
def test_a_currency_that_only_a_heading_names(read: Callable[[str], InvoiceFacts], label: str, currency: str) -> None:
    facts = read(f"= Rechnung 4711\n{pairs('Beratung', '119.00', label, '119.00')}")
    assert facts.currency
    assert facts.currency.value == currency


def test_the_row_that_adds_up_a_breakdown_states_the_totals(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(
        "= Factura 4711\n"
        + pairs("Tipo IVA", "Base Imp.", "Cuota", "Total", "10 %", "70,00", "7,00", "77,00", "21 %", "100,00", "21,00",
                "121,00", "TOTALES", "170,00", "28,00", "198,00", size=4)
    )  # fmt: skip
    assert facts.net_total
    assert facts.tax_total
    assert facts.gross_total
    seen = (facts.net_total.value.amount, facts.tax_total.value.amount, facts.gross_total.value.amount)
    assert seen == (Decimal(170), Decimal(28), Decimal(198))


def test_a_row_of_a_breakdown_is_not_the_whole(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(
        "Receipt / Invoice 00418827 #v(12pt)\n"
        + pairs("TOTAL", "£68.64")
        + "#v(12pt)\n"
        + pairs("A 20.00%", "NET", "54.53", "VAT", "10.91", "GROSS", "65.44",
                "Z 0.00%", "NET", "3.20", "VAT", "0.00", "GROSS", "3.20", size=7)
        + pairs("TOTAL VAT", "£10.91")
    )  # fmt: skip
    assert facts.gross_total
    assert facts.gross_total.value.amount == Decimal("68.64")
    assert facts.net_total is None or facts.net_total.value.amount == Decimal("57.73")
    assert {row.rate.value for row in facts.vat if row.rate} == {Decimal(20), Decimal(0)}


def test_one_sum_is_net_and_gross_where_the_law_charges_no_vat(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read("= Rechnung 12/2024\n" + pairs("Yoga", "95,00 EUR", "Summe", "95,00 EUR") + "Gemäß § 19 UStG.")
    assert facts.net_total
    assert facts.gross_total
    assert facts.net_total.value == facts.gross_total.value
    assert facts.tax_total is None


def test_what_is_due_is_not_the_gross_where_net_and_tax_say_otherwise(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(
        "= Factura 4711\n"
        + pairs("Base imponible", "1.000,00 €", "IVA 21%", "210,00 €", "Retención IRPF -15%", "-150,00 €",
                "Total a pagar", "1.060,00 €")
    )  # fmt: skip
    assert facts.gross_total is None
    assert facts.amount_due
    assert facts.amount_due.value.amount == Decimal(1060)


def test_a_percentage_with_four_decimals_is_no_rate_of_vat(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(
        "= Factura 4711\n"
        + pairs("Impuesto sobre electricidad (5,1127 %)", "2,48 €", "Importe total sin impuestos", "51,87 €",
                "IVA 21% s/ 51,87 €", "10,89 €", "Total importe factura", "62,76 €")
    )  # fmt: skip
    assert [row.rate.value for row in facts.vat if row.rate] == [Decimal(21)]
    assert facts.net_total
    assert facts.net_total.value.amount == Decimal("51.87")


PARTIES = """
#grid(columns: (1fr, 1fr), {left}, {right})
#v(10pt) = Invoice 4711 \\ Invoice date: 5 March 2024
#table(columns: 4, [Description], [Qty], [Price], [Amount], [Consulting], [1], [100.00], [100.00])
#align(right, grid(columns: 2, gutter: 8pt, [Total], [100.00 €]))
{foot}
"""


@pytest.mark.parametrize(
    ("left", "right", "foot"),
    [
        ("[Azur Interieurs \\ 06400 Cannes \\ VAT: FR23334175221]", "[]", "Paper SA, VAT: BE0477472701, Ghent"),
        (
            "[Plotline Ltd \\ 1 Quay \\ Dublin 1 \\ IE VAT BE0477472701]",
            "[*Bill to* \\ Turbotec GmbH \\ Werftstr. 77 \\ 18057 Rostock \\ DE VAT FR23334175221]",
            "",
        ),
        (
            "[Emitida a: \\ Lusotrade Lda. \\ Rua do Ouro 1 \\ NIF-IVA: FR23334175221]",
            "[Nubosa SL \\ Gran Vía 18 \\ 37001 Salamanca \\ NIF-IVA: BE0477472701]",
            "",
        ),
    ],
)
def test_whose_a_vat_number_is(read: Callable[[str], InvoiceFacts], left: str, right: str, foot: str) -> None:
    facts = read(PARTIES.format(left=left, right=right, foot=foot))
    assert facts.seller.vat_id
    assert facts.buyer.vat_id
    assert (facts.seller.vat_id.value, facts.buyer.vat_id.value) == ("BE0477472701", "FR23334175221")


def test_an_employer_number_is_no_vat_number(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(PARTIES.format(left="[Cloudberry, Inc. \\ EIN 47-1188230]", right="[]", foot=""))
    assert facts.seller.vat_id is None


def test_amounts_right_of_a_narrow_last_heading_end_the_items(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read("""= Facture 4711
#grid(columns: (200pt, 60pt, 60pt, 150pt), row-gutter: 8pt, [Désignation], [Qté], [P.U. HT], [Montant],
 [Conseil], [1], [470,00], align(right)[470,00], [], [], [Total HT], align(right)[470,00],
 [], [], [TVA 20%], align(right)[94,00], [], [], [Total TTC], align(right)[564,00])""")
    assert facts.net_total
    assert facts.tax_total
    assert facts.gross_total
    seen = (facts.net_total.value.amount, facts.tax_total.value.amount, facts.gross_total.value.amount)
    assert seen == (Decimal(470), Decimal(94), Decimal(564))


def test_a_rate_of_the_lines_that_the_breakdown_leaves_out(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read("""= Invoice HF-1048
#table(columns: 5, stroke: none, [Description], [Qty], [Unit price], [VAT rate], [Net],
 [Retainer], [1], [£400.00], [20%], [£400.00], [Rail travel], [1], [£186.40], [0%], [£186.40])
#align(right, grid(columns: 2, gutter: 8pt, [Net total], [£586.40], [VAT @ 20%], [£80.00], [Total], [£666.40]))""")
    rates = inspected("invoice.pdf", facts).rates
    assert rates
    assert rates.value == [0.0, 20.0]


def test_the_blank_of_a_wide_face_does_not_join_two_headings(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read("""= Factuur 4711
#set text(font: "DejaVu Sans Mono", size: 8pt)
#table(columns: (1fr, auto, auto, auto), stroke: none, inset: 6pt, [Omschrijving], [Aantal], [Eenheidsprijs], [Bedrag],
 [Werken], [1], [7.150,00], [7.150,00])
#table(columns: 3, stroke: none, inset: 6pt, [Btw %], [Maatstaf van heffing], [Btw], [0], [7.150,00], [0,00])
Te betalen: EUR 7.150,00""")
    assert [(row.rate and row.rate.value, row.base and row.base.value.amount) for row in facts.vat] == [(0, 7150)]
    assert facts.net_total
    assert facts.net_total.value.amount == Decimal(7150)


def test_dates_that_ran_into_the_number_leave_no_number(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(f'= Factura\n#text("Nº factura: 2024-461515/03/202409/02/2024")\n{LINES}')
    assert facts.number is None


def test_totals_side_by_side_with_their_rate(read: Callable[[str], InvoiceFacts]) -> None:
    facts = read(
        "= Rechnung 4711\n"
        + pairs("Zwischensumme (netto)", "Steuersatz", "Umsatzsteuer gesamt", "Gesamtbetrag inkl. MwSt.",
                "2.486,45 EUR", "19 %", "472,43 EUR", "2.958,88 EUR", size=4)
    )  # fmt: skip
    assert [row.rate and row.rate.value for row in facts.vat] == [Decimal(19)]
    assert facts.net_total
    assert facts.net_total.value.amount == Decimal("2486.45")
