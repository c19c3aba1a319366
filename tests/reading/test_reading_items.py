"""Lines of a page: discounts of several parts, amounts that follow below, and totals close to the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.model.facts import Fact, InvoiceFacts, LineFacts
from harness.model.money import Money
from harness.reading import Labels, read_pdf

Typeset = Callable[..., bytes]

HEADINGS = "[Description], [Qty], [Unit price], [Discount], [Amount]"
TOTALS = "\n#v(24pt)\nTotal excl. VAT: {} \\ VAT 22 %: {} \\ Total incl. VAT: {} EUR"


def table(*cells: str, headings: str = HEADINGS) -> str:
    body = ", ".join(f"[{cell}]" for cell in cells)
    return f"= Invoice\n#table(columns: {headings.count('[')}, stroke: none, {headings}, {body})"


def amount(fact: Fact[Money] | None) -> str | None:
    return None if fact is None else str(fact.value)


def line(found: LineFacts) -> tuple[str | None, ...]:
    return (
        found.description and found.description.value,
        amount(found.unit_price),
        amount(found.discount),
        amount(found.net_amount),
    )


def lines(facts: InvoiceFacts) -> list[tuple[str | None, ...]]:
    return [line(found) for found in facts.lines]


@pytest.mark.parametrize(
    ("discount", "net", "expected"),
    [
        ("10 % + 2.50", "177.50", "22.50 EUR"),
        ("2.50 + 10 %", "177.50", "22.50 EUR"),
        ("10 % + 5 % + 2.50", "167.50", "32.50 EUR"),
        ("10 % + 5 %", "170.00", "30.00 EUR"),
        ("-10 % + -2.50", "177.50", "22.50 EUR"),
        ("22.50", "177.50", "22.50 EUR"),
        ("10", "180.00", "20.00 EUR"),
        ("0 %", "200.00", "0.00 EUR"),
        ("–", "200.00", None),
        ("", "200.00", None),
    ],
)
def test_all_discounts_of_a_cell_count(
    typeset: Typeset, labels: Labels, discount: str, net: str, expected: str | None
) -> None:
    found = read_pdf(typeset(table("Lamp", "2", "100.00", discount, net) + TOTALS.format(net, "0.00", net)), labels)

    assert lines(found) == [("Lamp", "100.00 EUR", expected, f"{net} EUR")]


def test_two_discounts_in_one_cell_with_a_decimal_comma(typeset: Typeset, labels: Labels) -> None:
    headings = "[Beschreibung], [Menge], [Einzelpreis], [Rabatt], [Gesamt netto]"
    cells = ("Lampe", "2", "1.100,00", "10 % + 2,50", "1.977,50", "Schirm", "1", "40,00", "5 %", "38,00")
    totals = "\n#v(24pt)\nNettobetrag: 2.015,50 € \\ MwSt. 19 %: 382,95 € \\ Gesamtbetrag: 2.398,45 €"
    found = read_pdf(typeset(table(*cells, headings=headings) + totals), labels)

    assert lines(found) == [
        ("Lampe", "1100.00 EUR", "222.50 EUR", "1977.50 EUR"),
        ("Schirm", "40.00 EUR", "2.00 EUR", "38.00 EUR"),
    ]
    discount = found.lines[0].discount
    assert discount
    assert discount.text == "10 + 2,50"


def test_discounts_are_rounded_once_and_not_each(typeset: Typeset, labels: Labels) -> None:
    """10 % and 2.5 % of 33.33 are 3.333 and 0.83325: together 4.17, and not 3.33 + 0.83."""
    text = table("Lamp", "1", "33.33", "10 % + 2.5 %", "29.16") + TOTALS.format("29.16", "6.42", "35.58")
    found = read_pdf(typeset(text), labels)

    assert lines(found) == [("Lamp", "33.33 EUR", "4.17 EUR", "29.16 EUR")]


def test_a_discount_beside_the_amount_in_the_row_below(typeset: Typeset, labels: Labels) -> None:
    """Quantity and price stand beside the name, discount and amount a row further down."""
    cells = ("Lamp", "2", "100.00", "", "", "with a shade", "", "", "10 % + 2.50", "177.50")
    found = read_pdf(typeset(table(*cells) + TOTALS.format("177.50", "39.05", "216.55")), labels)

    assert lines(found) == [("Lamp", "100.00 EUR", "22.50 EUR", "177.50 EUR")]


CLOSE = ("Lamp", "2", "100.00", "200.00", "Shade", "1", "50.00", "50.00")
PLAIN = "[Description], [Qty], [Unit price], [Amount]"


@pytest.mark.parametrize("label", ["Carried forward", "Sum of goods and services", "Total excl. VAT"])
def test_a_total_close_below_the_table_is_no_line(typeset: Typeset, labels: Labels, label: str) -> None:
    text = table(*CLOSE, label, "", "", "250.00", headings=PLAIN)
    found = read_pdf(typeset(text + TOTALS.format("250.00", "55.00", "305.00")), labels)

    assert lines(found) == [("Lamp", "100.00 EUR", None, "200.00 EUR"), ("Shade", "50.00 EUR", None, "50.00 EUR")]


def test_a_line_without_quantity_and_price_that_counts_is_one(typeset: Typeset, labels: Labels) -> None:
    """The same row, but the net total needs it."""
    text = table(*CLOSE, "Delivery, flat", "", "", "15.00", headings=PLAIN)
    found = read_pdf(typeset(text + TOTALS.format("265.00", "58.30", "323.30")), labels)

    assert [line(one)[0] for one in found.lines] == ["Lamp", "Shade", "Delivery, flat"]
    assert amount(found.lines[2].net_amount) == "15.00 EUR"


def test_where_no_sum_fits_every_row_stays_a_line(typeset: Typeset, labels: Labels) -> None:
    """The reader takes nothing away that the sums do not explain: the checks then say that the lines do not add up."""
    text = table(*CLOSE, "Delivery, flat", "", "", "15.00", headings=PLAIN)
    found = read_pdf(typeset(text + TOTALS.format("999.00", "219.78", "1218.78")), labels)

    assert [amount(one.net_amount) for one in found.lines] == ["200.00 EUR", "50.00 EUR", "15.00 EUR"]
