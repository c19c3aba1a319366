"""``harness inspect``: both parties with their addresses and the lines, on the terminal and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner, Result

from harness.cli import main

PAGE = """
#grid(columns: (1fr, 1fr), [*Rechnung an* \\ Frau \\ Ida Muster \\ c/o Familie Kern \\ Lindenallee 8 \\ D-50668 Köln],
  [Werkstatt Brandt GmbH \\ Am Sägewerk 14a \\ 79098 Freiburg \\ Tel. 0761 482210 \\ USt-IdNr.: DE123456789])
Rechnungsnummer: 2026-17 \\ Rechnungsdatum: 05.03.2026
#table(columns: 4, [Beschreibung], [Menge], [Einzelpreis], [Gesamt], [Kabel \\ flach], [2], [50,00 €], [100,00 €])
#grid(columns: 2, column-gutter: 20pt, row-gutter: 6pt, [Nettobetrag], [100,00 €], [MwSt. 19 %], [19,00 €],
  [Gesamtbetrag], [119,00 €])
"""


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    source = tmp_path / "page.typ"
    source.write_text(PAGE, encoding="utf-8")
    path = tmp_path / "invoice.pdf"
    pdf = typst.compile(str(source), format="pdf", ignore_system_fonts=True)
    assert isinstance(pdf, bytes)
    path.write_bytes(pdf)
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)], prog_name="harness")


def test_json_states_parties_and_lines_with_page_box_and_confidence(invoice: Path) -> None:
    (entry,) = json.loads(call(invoice, "--json", "--jobs", 1).stdout)["documents"]
    stated = {role: [seen and seen["value"] for seen in list(entry[role].values())[:5]] for role in ("seller", "buyer")}
    assert stated == {
        "seller": ["Werkstatt Brandt GmbH", "Am Sägewerk 14a", "79098", "Freiburg", None],
        "buyer": ["Ida Muster", "Lindenallee 8", "50668", "Köln", "DE"],
    }
    (line,) = entry["lines"]
    assert [line[name]["value"] for name in ("description", "quantity", "unit_price", "net_amount")] == [
        "Kabel flach", 2, "50.00", "100.00",
    ]  # fmt: skip
    for seen in (*filter(None, entry["buyer"].values()), line["description"], line["net_amount"]):
        assert seen["page"] == 1
        assert len(seen["box"]) == 4
        assert 0.5 <= seen["confidence"] <= 1


def test_the_terminal_shows_addresses_and_lines(invoice: Path) -> None:
    shown = call(invoice, "--jobs", 1).stdout
    for words in ("seller street", "Am Sägewerk 14a", "buyer city", "Köln", "Kabel flach", "100.00"):
        assert words in shown
