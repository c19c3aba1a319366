"""Numbers, dates, totals and VAT numbers as third parties print them: each page shows one cause of a miss."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from harness.model.facts import InvoiceFacts
from harness.reading import Labels, read_pdf

SUMS = "\n\nNettobetrag 100,00 \\ MwSt. 19 % 19,00 \\ Gesamtbetrag 119,00 €"
Read = Callable[[str], InvoiceFacts]


@pytest.fixture
def read(typeset: Callable[..., bytes], labels: Labels) -> Read:
    return lambda markup: read_pdf(typeset(markup), labels)


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ("= Honorar\nGebührenrechnung Nr. 2024-1107", "2024-1107"),
        ("= Bau\n2. Abschlagsrechnung Nr. 2024-17/2", "2024-17/2"),
        ("= Rechnung RE/2023/03/0007", "RE/2023/03/0007"),
        ("= Facture\nFacture n° 2023-08-02 \\ Date : 05/08/2023", "2023-08-02"),
        ("= Factuur\n#table(columns: 2, [Factuurnummer], [2021-12-07], [Factuurdatum], [07-12-2021])", "2021-12-07"),
        ("= Invoice\n#table(columns: 2, [Bill number], [Q047 AB], [Bill date], [2 November 2024])", "Q047 AB"),
        ("= Factura\nFactura nº 2022/118 bis", "2022/118 bis"),
        ("#table(columns: 3, align: center, [FACTURE], [DATE], [PAGE], [F2405872], [23/05/2024], [1/1])", "F2405872"),
        (
            "= Rechnung\n#grid(columns: (60pt, 100pt), row-gutter: 6pt, [Rechnungs-\\ nummer], [HY-2024-6620], "
            "[Rechnungs-\\ datum], [07.10.2024])",
            "HY-2024-6620",
        ),
        (
            "= Rechnung\n#grid(columns: (90pt, 100pt), align: (left, horizon), row-gutter: 6pt, "
            "[Rechnungsnummer / Invoice no.], [NL-25-00318], [Rechnungsdatum / Invoice date], [03.02.2025])",
            "NL-25-00318",
        ),
        (
            "= Invoice\n#place(dx: 100pt)[Invoice Number \\ INV-0023 \\ Reference \\ 5518]"
            "#place(dx: 300pt)[BD1 3AA \\ Bradford]\n#v(60pt)",
            "INV-0023",
        ),
    ],
)
def test_number(read: Read, markup: str, number: str) -> None:
    found = read(markup + SUMS).number
    assert found
    assert found.value == number


def test_a_date_under_the_next_heading_is_no_number(read: Read) -> None:
    facts = read("= Invoice\n#table(columns: 2, stroke: none, [Invoice no.], [Date], [], [2021-12-07])" + SUMS)
    assert facts.number is None


def test_the_number_of_a_corrected_invoice_is_not_that_of_the_credit_note(read: Read) -> None:
    facts = read("= AVOIR\n\nN° AV-2021-0019 \\ Annule partiellement la facture n° F-2021-0412 du 02/01/2021" + SUMS)
    assert facts.number
    assert facts.number.value == "AV-2021-0019"


@pytest.mark.parametrize(
    ("markup", "issued"),
    [
        ("Date: 6 December 2024 \\ Against invoice 188203 dated 21 November 2024", date(2024, 12, 6)),
        (
            "#table(columns: 2, [Date], [6 December 2024], [Against invoice], [IN188203 dated 21 November 2024])",
            date(2024, 12, 6),
        ),
        ("#table(columns: 4, [Buchungsdatum], [07.10.2024], [Fällig am], [06.11.2024])", date(2024, 10, 7)),
    ],
)
def test_issue_date(read: Read, markup: str, issued: date) -> None:
    found = read("= CREDIT NOTE\nCredit note no. CN20441\n\n" + markup + SUMS).issue_date
    assert found
    assert found.value == issued


def test_a_net_with_something_kept_back_is_proved_by_its_rate(read: Read) -> None:
    facts = read("= Factura\nSubtotal 1.540,00 € \\ IVA 21% 323,40 € \\ IRPF -7% -107,80 € \\ TOTAL 1.755,60 €")
    assert facts.net_total
    assert facts.net_total.value.amount == Decimal("1540.00")


@pytest.mark.parametrize(
    ("markup", "rate"),
    [
        ("Montant HT : 118,33 EUR – TVA 20,00 % : 23,67 EUR – Montant TTC : 142,00 EUR", 20),
        (
            "#table(columns: 4, [Positionen], [Preis], [MwSt. 7%], [Netto], [Fahrt], [89,80 €], [5,87 €], [83,93 €], "
            "[Summe], [89,80 €], [5,87 €], [83,93 €])",
            7,
        ),
    ],
)
def test_rates_in_sentences_and_headings(read: Read, markup: str, rate: int) -> None:
    assert [row.rate.value for row in read("= Rechnung\n" + markup).vat if row.rate] == [Decimal(rate)]


def test_a_lone_vat_number_in_the_letterhead_is_the_sellers(read: Read) -> None:
    facts = read(
        "Mühlenkontor eG \\ Am Mühlbach 4, 86609 Donauwörth \\ USt-IdNr.: DE147819209\n\n#v(20pt)\n"
        "Bäckerei Staudinger, Kirchgasse 1, 86641 Rain\n\n= Rechnung" + SUMS
    )
    assert facts.seller
    assert facts.seller.vat_id
    assert facts.seller.vat_id.value == "DE147819209"
    assert facts.buyer is None or facts.buyer.vat_id is None


def test_a_line_left_of_a_block_does_not_widen_it(read: Read) -> None:
    facts = read(
        "= Rechnung\n#grid(columns: (110pt, 200pt), [Stayly Ireland UC \\ 8 Hanover Quay \\ Dublin 2, Irland \\ "
        "USt-IdNr. IE9827384L], [Rechnung an \\ Ferienhof Nordstrand GmbH \\ Süderhafen 4 \\ 25845 Nordstrand \\ "
        "USt-IdNr. DE240198362])\n#v(4pt)\nServicegebühr für die Buchung HMX2ZQ9 im Ferienhof" + SUMS
    )
    assert facts.seller
    assert facts.seller.vat_id
    assert facts.seller.vat_id.value == "IE9827384L"
    assert facts.buyer
    assert facts.buyer.vat_id
    assert facts.buyer.vat_id.value == "DE240198362"


def test_a_number_of_a_document_is_no_vat_number(read: Read) -> None:
    facts = read("= Facture\n#table(columns: 2, [Numéro de la facture], [FR-ML-2024-77104])" + SUMS)
    assert facts.number
    assert facts.number.value == "FR-ML-2024-77104"
    assert not any(party and party.vat_id for party in (facts.seller, facts.buyer))


def test_a_vat_number_without_a_word_under_the_buyers_heading(read: Read) -> None:
    facts = read(
        "= Factura\nFactura nº 2024/7\n#grid(columns: 2, gutter: 90pt, [Nido SL \\ Calle Sol 4 \\ 28001 Madrid \\ "
        "NIF B01882059], [Cliente \\ Mármoles Ruiz SL \\ B57553000 \\ Calle Mayor 3 \\ 17001 Girona])\n"
        "Base imponible 720,00 \\ IVA 21 % 151,20 \\ Total factura 871,20 €"
    )
    assert facts.buyer
    assert facts.buyer.vat_id
    assert facts.buyer.vat_id.value == "B57553000"
