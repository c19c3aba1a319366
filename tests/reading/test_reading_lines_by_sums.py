"""Lines settled by arithmetic, descriptions of several lines, lists over two pages; accounts and paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from harness.model.facts import Fact, InvoiceFacts, TextLine
from harness.model.money import Money
from harness.model.place import Place
from harness.reading import Labels, read_pdf
from harness.reading.facts.mentions import find_mentions
from harness.reading.identifiers import iban_checks
from harness.reading.sheet.numbers import find_numbers

Typeset = Callable[..., bytes]
Read = Callable[[str], InvoiceFacts]

HEAD = "= Invoice\nInvoice number: 2026-17 \\ Invoice date: 5 March 2026\n#v(12pt)\n"


@pytest.fixture
def read(typeset: Typeset, labels: Labels) -> Read:
    return lambda markup: read_pdf(typeset(HEAD + markup), labels)


def grid(columns: str, *cells: str, kind: str = "table", stroke: str = "stroke: none, ") -> str:
    body = ", ".join(f"[{cell}]" for cell in cells)
    return f"#{kind}(columns: {columns}, {stroke if kind == 'table' else 'row-gutter: 8pt, '}{body})"


def totals(net: str, tax: str, gross: str) -> str:
    rows = ("Total excl. VAT", net, "VAT 20 %", tax, "Total incl. VAT", f"£{gross}")
    return "\n#v(20pt)\n" + grid("(120pt, 60pt)", *rows, kind="grid")


def plain(fact: Fact[Decimal] | Fact[Money] | None) -> str:
    if fact is None:
        return ""
    return str(fact.value.amount if isinstance(fact.value, Money) else fact.value.normalize())


def lines(facts: InvoiceFacts) -> list[str]:
    return [
        "|".join([line.description.value if line.description else "", plain(line.quantity), plain(line.unit_price),
                  plain(line.net_amount or line.gross_amount)])
        for line in facts.lines
    ]  # fmt: skip


def test_rows_without_a_header_that_add_up_to_the_total(read: Read) -> None:
    rows = ("Hosting March", "2", "44.00", "88.00", "Second address", "1", "12.00", "12.00")
    facts = read(grid("(160pt, 30pt, 60pt, 60pt)", *rows, kind="grid") + totals("100.00", "20.00", "120.00"))
    assert lines(facts) == ["Hosting March|2|44.00|88.00", "Second address|1|12.00|12.00"]


def test_rows_without_a_header_that_add_up_to_nothing_are_no_lines(read: Read) -> None:
    rows = ("Hosting March", "2", "44.00", "88.00", "Second address", "1", "13.00", "13.00")
    facts = read(grid("(160pt, 30pt, 60pt, 60pt)", *rows, kind="grid") + totals("100.00", "20.00", "120.00"))
    assert lines(facts) == []


def test_parts_of_a_line_are_no_lines_of_their_own(read: Read) -> None:
    cells = (
        "Description", "Qty", "Unit price", "Amount", "Tablet", "1", "95.00", "95.00",
        "#h(8pt) incl. copying levy", "1", "", "4.20", "Cable", "1", "5.00", "5.00",
    )  # fmt: skip
    facts = read(grid("4", *cells) + totals("100.00", "20.00", "120.00"))
    assert lines(facts) == ["Tablet|1|95.00|95.00", "Cable|1|5.00|5.00"]


def test_numbers_beside_their_headings_are_told_by_their_product(read: Read) -> None:
    header = "#grid(columns: (150pt, 60pt, 60pt, 90pt), [Description], [Quantity], [Unit price], [Amount])"
    body = "#grid(columns: (203pt, 37pt, 60pt, 40pt), [Chair, returned], [4], [25.00], [100.00])"
    assert lines(read(f"{header}\n{body}{totals('100.00', '20.00', '120.00')}")) == ["Chair, returned|4|25.00|100.00"]


def test_a_quantity_and_a_price_that_do_not_multiply_are_doubted(read: Read) -> None:
    cells = ("Description", "Qty", "Unit price", "Amount", "Power", "10000", "0.0520", "52.00")
    (line,) = read(grid("4", *cells) + totals("52.00", "10.40", "62.40")).lines
    assert line.unit_price
    assert line.unit_price.confidence == 0.9  # 520 is ten times the amount: the price may be that of ten
    (odd,) = read(grid("4", *cells[:-2], "0.0530", "52.00") + totals("52.00", "10.40", "62.40")).lines
    assert odd.unit_price
    assert odd.unit_price.confidence < 0.8


def test_a_description_goes_on_in_the_same_type_and_ends_where_it_changes(read: Read) -> None:
    text = "Oak door, solid \\ 215 x 90 \\ #text(size: 7pt)[Oiled, with handle]"
    cells = ("Description", "Qty", "Unit price", "Amount", text, "1", "100.00", "100.00")
    facts = read(grid("(110pt, 40pt, 70pt, 70pt)", *cells) + totals("100.00", "20.00", "120.00"))
    assert lines(facts) == ["Oak door, solid 215 x 90|1|100.00|100.00"]


def test_a_heading_centred_over_its_column(read: Read) -> None:
    head = [f"#align(center)[{heading}]" for heading in ("Description", "Qty", "Unit price", "Amount")]
    cells = (*head, "Proof", "1", "#align(right)[100.00]", "#align(right)[100.00]")
    facts = read(grid("(240pt, 60pt, 80pt, 80pt)", *cells) + totals("100.00", "20.00", "120.00"))
    assert lines(facts) == ["Proof|1|100.00|100.00"]


def test_lines_go_on_after_a_sum_that_is_carried_forward(read: Read) -> None:
    head = ("Description", "Qty", "Unit price", "Amount")
    first = grid("4", *head, "Lamp", "1", "60.00", "60.00", "Subtotal", "", "", "60.00")
    second = grid("4", *head, "Subtotal", "", "", "60.00", "Shade", "1", "40.00", "40.00")
    facts = read(f"{first}\n#pagebreak()\n{second}{totals('100.00', '20.00', '120.00')}")
    assert lines(facts) == ["Lamp|1|60.00|60.00", "Shade|1|40.00|40.00"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("130000.00130000.00", ["130000.00", "130000.00"]), ("1.234,5612,00", ["1.234,56", "12,00"]),
        ("1.234.567,89", ["1.234.567,89"]), ("12.345.678,90", ["12.345.678,90"]), ("23.10.2019", ["23.10.2019"]),
    ],
)  # fmt: skip
def test_amounts_of_two_columns_that_touch(text: str, numbers: list[str]) -> None:
    assert [seen.digits for seen in find_numbers(text)] == numbers


@pytest.mark.parametrize(
    ("words", "iban"),
    [
        ("Meter DE0001346484600000000000000100038", None),
        ("Meter DE0001346484600000000000000100038 \\ Bank NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("IBAN: DL12 3456 7890 1234 56", "DL1234567890123456"),
    ],
)
def test_a_long_code_is_an_iban_by_its_name_or_its_check_digits(read: Read, words: str, iban: str | None) -> None:
    found = read(words).iban
    assert (found and found.value) == iban


def test_check_digits_of_ibans() -> None:
    assert iban_checks("GB82WEST12345698765432")
    assert not iban_checks("GB82WEST12345698765433")


@pytest.mark.parametrize(("text", "stated"), [("osvobozeno dle § 64 zákona", 1), ("Artikel 64", 0), ("§ 64,50", 0)])
def test_the_number_of_a_paragraph_needs_its_sign(text: str, stated: int, labels: Labels) -> None:
    assert len(find_mentions((TextLine(text, Place()),), labels)) == stated


def test_lines_go_on_over_the_page_without_a_second_header(read: Read) -> None:
    cells = [cell for at in range(1, 61) for cell in (f"Lamp {at}", "1", "10.00", "10.00")]
    facts = read(grid("4", "Description", "Qty", "Unit price", "Amount", *cells) + totals("600.00", "120.00", "720.00"))
    assert len(facts.lines) == 60
    assert lines(facts)[-1] == "Lamp 60|1|10.00|10.00"


def test_a_sum_close_below_the_lines_is_no_line_whatever_its_name(read: Read) -> None:
    body = ("Lamp", "1", "60.00", "60.00", "Shade", "1", "40.00", "40.00", "", "", "", "100.00")
    cells = ("Description", "Qty", "Unit price", "Amount", *body)
    facts = read(grid("4", *cells) + "\n#v(20pt)\nDiscount 10 %: 10.00" + totals("90.00", "18.00", "108.00"))
    assert lines(facts) == ["Lamp|1|60.00|60.00", "Shade|1|40.00|40.00"]
