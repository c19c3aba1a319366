"""Names and addresses: under headings, in the window of an envelope, in letterheads and footers, in labelled rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.model.facts import Fact, InvoiceFacts, PartyFacts
from harness.reading import Labels, read_pdf

Typeset = Callable[..., bytes]

LINES = """
#table(columns: 4, [Beschreibung], [Menge], [Einzelpreis], [Gesamt], [Kabel], [2], [50,00 €], [100,00 €])
#grid(columns: 2, column-gutter: 20pt, row-gutter: 6pt, [Nettobetrag], [100,00 €], [MwSt. 19 %], [19,00 €],
  [Gesamtbetrag], [119,00 €])
"""
FACTS = "Rechnungsnummer: 2026-17 \\ Rechnungsdatum: 05.03.2026\n"
SELLER = ("Werkstatt Brandt GmbH", "Am Sägewerk 14a", "79098", "Freiburg", None)
BUYER = ("Ida Muster", "Lindenallee 8", "50668", "Köln", None)
NOBODY = (None, None, None, None, None)


def party(facts: PartyFacts) -> tuple[str | None, ...]:
    seen: tuple[Fact[str] | None, ...] = (facts.name, facts.street, facts.post_code, facts.city, facts.country)
    return tuple(fact.value if fact else None for fact in seen)


@pytest.fixture
def read(typeset: Typeset, labels: Labels) -> Callable[[str], InvoiceFacts]:
    return lambda markup: read_pdf(typeset(markup), labels)


Read = Callable[[str], InvoiceFacts]


def test_a_window_with_the_senders_line_above_it(read: Read) -> None:
    facts = read(
        "#v(60pt)\n#text(size: 6pt)[Werkstatt Brandt GmbH · Am Sägewerk 14a · 79098 Freiburg]\n\n"
        f"Ida Muster \\ Lindenallee 8 \\ 50668 Köln\n#v(30pt)\n= Rechnung\n{FACTS}{LINES}"
    )
    assert (party(facts.seller), party(facts.buyer)) == (SELLER, BUYER)


def test_a_seller_in_the_footer_only(read: Read) -> None:
    facts = read(
        f"#v(60pt)\nIda Muster \\ Lindenallee 8 \\ 50668 Köln\n= Rechnung\n{FACTS}{LINES}\n#v(80pt)\n"
        "#align(center, text(size: 7pt)[Werkstatt Brandt GmbH | Am Sägewerk 14a | 79098 Freiburg | Tel. 0761 482210 \\ "
        "USt-IdNr. DE123456789])"
    )
    assert (party(facts.seller), party(facts.buyer)) == (SELLER, BUYER)


def test_a_letterhead_with_telephone_beside_the_buyer(read: Read) -> None:
    facts = read(
        "#grid(columns: (1fr, 1fr), [Ida Muster \\ c/o Familie Kern \\ Lindenallee 8 \\ 50668 Köln], [Werkstatt Brandt "
        "GmbH \\ Am Sägewerk 14a \\ 79098 Freiburg \\ Tel. 0761 482210 \\ info\\@brandt.test])\n"
        f"= Rechnung\n{FACTS}{LINES}"
    )
    assert (party(facts.seller), party(facts.buyer)) == (SELLER, BUYER)


def test_the_letterhead_comes_first_where_nothing_else_tells_and_is_less_sure(read: Read) -> None:
    facts = read(
        "#align(right)[Werkstatt Brandt GmbH \\ Am Sägewerk 14a \\ 79098 Freiburg]\n#v(20pt)\n"
        f"Ida Muster \\ Lindenallee 8 \\ 50668 Köln\n#v(20pt)\n= Rechnung\n{FACTS}{LINES}"
    )
    assert (party(facts.seller), party(facts.buyer)) == (SELLER, BUYER)
    assert facts.seller.name
    assert facts.seller.name.confidence < 0.7


def test_two_addresses_side_by_side_that_nothing_tells_apart_are_nobodys(read: Read) -> None:
    facts = read(
        "#grid(columns: (1fr, 1fr), [Ida Muster \\ Lindenallee 8 \\ 50668 Köln], [Werkstatt Brandt GmbH \\ "
        f"Am Sägewerk 14a \\ 79098 Freiburg])\n#v(20pt)\n= Rechnung\n{FACTS}{LINES}"
    )
    assert (party(facts.seller), party(facts.buyer)) == (NOBODY, NOBODY)


def test_a_delivery_address_is_neither_partys(read: Read) -> None:
    facts = read(
        "Werkstatt Brandt GmbH \\ Am Sägewerk 14a \\ 79098 Freiburg\n#v(12pt)\n"
        "#grid(columns: (1fr, 1fr), [*Rechnungsadresse* \\ Ida Muster \\ Lindenallee 8 \\ 50668 Köln], "
        f"[*Lieferadresse* \\ Lager Nord \\ Hafen 3 \\ 20457 Hamburg])\n= Rechnung\n{FACTS}{LINES}"
    )
    assert (party(facts.seller), party(facts.buyer)) == (SELLER, BUYER)


@pytest.mark.parametrize("number", ["Nummer: & 549910", "Globale Nummer: & 4333741000005 (GLN)"])
def test_labelled_rows_with_a_number_before_the_name(read: Read, number: str) -> None:
    """Rows of labels and values: the number is no name, and neither is its label."""
    label, value = number.split(" & ")
    rows = ", ".join(
        f"[{cell}]"
        for cell in (
            label, value, "Name:", "Werkstatt Brandt GmbH", "Anschrift:", "Am Sägewerk 14a", "", "DE 79098 Freiburg",
        )
    )  # fmt: skip
    facts = read(f"= Rechnung\n{FACTS}\n*Verkäufer:*\n#grid(columns: (120pt, 1fr), row-gutter: 8pt, {rows})\n{LINES}")
    assert party(facts.seller) == (*SELLER[:4], "DE")


def test_a_number_and_a_name_without_a_label_under_a_heading(read: Read) -> None:
    facts = read(
        f"= Rechnung\n{FACTS}\n*Käufer/Leistungsempfänger:* \\ Nummer #h(30pt) : 339420 \\ Ida Muster \\ "
        f"Lindenallee 8 \\ 50668 Köln\n{LINES}"
    )
    assert party(facts.buyer) == BUYER


def test_a_heading_with_the_whole_address_behind_it(read: Read) -> None:
    facts = read(f"= Rechnung\n{FACTS}\nKunde: Ida Muster, Lindenallee 8, 50668 Köln\n{LINES}")
    assert party(facts.buyer) == BUYER


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Frau \\ Ida Muster \\ Lindenallee 8 \\ 50668 Köln", BUYER),
        ("Ida Muster \\ z. Hd. Herrn Kern \\ Lindenallee 8 \\ D-50668 Köln", (*BUYER[:4], "DE")),
        ("Ida Muster \\ Lindenallee 8 \\ 50668 Köln \\ Deutschland", (*BUYER[:4], "DE")),
        ("Gebr. Muster GmbH & \\ Co. KG \\ Lindenallee 8 \\ 50668 Köln", ("Gebr. Muster GmbH & Co. KG", *BUYER[1:])),
        ("Ida Muster \\ 12 High Street \\ Leeds \\ LS10 1AB", (BUYER[0], "12 High Street", "LS10 1AB", "Leeds", None)),
        ("Ida Muster \\ 4 Mill Lane \\ Dublin 2 \\ Ireland", (BUYER[0], "4 Mill Lane", None, "Dublin 2", "IE")),
        ("NUBOSA \\ Nubosa Digital SL \\ Gran Vía 18 \\ 37001 Salamanca",
         ("Nubosa Digital SL", "Gran Vía 18", "37001", "Salamanca", None)),
        ("Nummer \\ 4711", NOBODY),
        ("Menge \\ Gesamt", NOBODY),
    ],
)  # fmt: skip
def test_lines_of_an_address(read: Read, lines: str, expected: tuple[str | None, ...]) -> None:
    assert party(read(f"= Rechnung\n{FACTS}\n*Rechnung an* \\ {lines}\n#v(30pt)\n{LINES}").buyer) == expected
