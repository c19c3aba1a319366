"""Amounts in a second currency: found by the code or sign beside them, wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from harness.model.facts import InvoiceFacts, TextLine, Witness
from harness.model.place import Place
from harness.reading import load_labels
from harness.reading.facts.second_currency import amounts_in

LABELS = Path(__file__).parents[2] / "fixtures" / "labels"


@pytest.mark.parametrize(
    ("lines", "currency", "amounts"),
    [
        (["Total 13,750.00 USD", "VAT: €2,500.00"], "EUR", ["2500.00"]),
        (["Skupaj 13.750,00 USD", "DDV: 2.500,00 EUR"], "EUR", ["2500.00"]),
        (["DPH: 62 500,00 Kč"], "CZK", ["62500.00"]),
        (["MwSt.: CHF 1’012.50"], "CHF", ["1012.50"]),
        (["ÁFA: 998 112 Ft"], "HUF", ["998112"]),
        (["VAT: -€2,500.00"], "EUR", ["-2500.00"]),
        (["VAT €1.00, net €5.00"], "EUR", ["1.00", "5.00"]),
        (["1 USD = 0.909091 EUR"], "EUR", []),
        (["Total 13,750.00 USD"], "EUR", []),
        (["moms 12,00 kr"], "SEK", ["12.00"]),
        ([], "EUR", []),
    ],
)
def test_amounts_beside_a_currency(lines, currency, amounts):
    place = Place(page=1, box=(1.0, 2.0, 3.0, 4.0))
    page = InvoiceFacts(Witness.PDF, text=tuple(TextLine(line, place) for line in lines))
    found = amounts_in(page, currency, load_labels(LABELS))

    assert [fact.value.amount for fact in found] == [Decimal(amount) for amount in amounts]
    assert all(fact.value.currency == currency and fact.place == place and fact.text in lines for fact in found)
