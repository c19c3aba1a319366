"""A page is opened once, and read once, however many checks look at it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import typst

import harness.reading.pdf as reading
import harness.run.issuing as issuing
from harness.law import expect
from harness.model.case import Case, CaseLine, CaseParty
from harness.model.expectation import SuppliedBy
from harness.reading import UnreadablePdf, load_labels, read_pdf
from harness.reading.errors import TooCostly
from harness.run.issuing import Issued
from harness.run.verification import Verifier

PAGE = """
= Rechnung 2026-17
#grid(columns: 2, column-gutter: 20pt, [Rechnungsdatum], [05.03.2026], [USt-IdNr.], [DE136695976])
#table(columns: 4, [Beschreibung], [Menge], [Einzelpreis], [Gesamt], [Kabel], [2], [50,00 €], [100,00 €])
#pagebreak()
#grid(columns: 2, column-gutter: 20pt, [Nettobetrag], [100,00 €], [MwSt. 19 %], [19,00 €], [Gesamtbetrag], [119,00 €])
"""


class Recorder:
    """Keeps what is found, and nothing else."""

    def __init__(self) -> None:
        self.requirements: list[str] = []

    def found(self, finding: Any, *_: object) -> Any:
        self.requirements.append(finding.judgement.requirement)
        return SimpleNamespace(verdict=finding.judgement.verdict)

    def severity(self, _: str) -> str:
        return "major"

    def body_of(self, _: str) -> None:
        return None

    def derived(self, *_: object) -> None:
        """Nothing is kept."""

    def kept(self, _: object) -> None:
        """Nothing is kept."""


@pytest.fixture(scope="module")
def page() -> bytes:
    pdf = typst.compile(PAGE.encode(), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


@pytest.fixture
def issued(page: bytes, countries, cast, fixtures_dir) -> Issued:
    seller = CaseParty(cast.brands[0].name, "DE", "Weg 2", "10115", "Berlin", vat_id="DE136695976")
    buyer = CaseParty("Handel AG", "DE", "Allee 1", "20457", "Hamburg", vat_id="DE123456788")
    day = date(2026, 3, 5)
    case = Case(seller, buyer, (CaseLine("Kabel", Decimal(2), Decimal(50)),), day, day, "EUR", language="de")
    tenant: Any = SimpleNamespace(
        brand=cast.brands[0], signed=True, prints_codes=False, clauses_from=SuppliedBy.TARGET, country=countries["DE"]
    )
    answer: Any = SimpleNamespace(value=SimpleNamespace(number="2026-17", id="inv_1"), json={"number": "2026-17"})
    pdf: Any = SimpleNamespace(value=page)
    law, labels = expect(case, countries), load_labels(fixtures_dir / "labels")
    return Issued(case, tenant, answer, pdf, ("x1",), law, labels, SuppliedBy.TARGET)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a document was read, and opened; in this process, so that it can be counted."""
    counts: Counter[str] = Counter()
    honest = reading.open_pdf

    def read(data: bytes, labels: Any, codes: bool = False) -> Any:
        counts["read"] += 1
        return read_pdf(data, labels, codes)

    def opening(data: bytes) -> Any:
        counts["opened"] += 1
        return honest(data)

    monkeypatch.setattr(issuing, "read_apart", read)
    monkeypatch.setattr(reading, "open_pdf", opening)
    return counts


def test_all_checks_share_one_reading(issued: Issued, cast, opened: Counter[str]) -> None:
    recorder = Recorder()
    verify = Verifier(recorder, country="DE", scenario="test_a", item="m::test_a[DE]")  # type: ignore[arg-type]
    for _ in range(3):
        verify(issued).as_the_law_asks().carries_the_brand(and_not=cast.brands[1:])
    assert opened == {"read": 1, "opened": 1}
    assert len(recorder.requirements) > 60
    assert {"VAT-226-1", "VAT-226-8", "BRAND-LOGO", "BRAND-FOOTER", "BRAND-ISOLATION"} <= set(recorder.requirements)


def test_another_rendering_is_read_on_its_own(issued: Issued, opened: Counter[str]) -> None:
    other = replace(issued, pdf=SimpleNamespace(value=issued.pdf.value))
    assert issued.printed == other.printed
    assert opened == {"read": 2, "opened": 2}


def test_a_run_reads_under_limits(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = replace(issued, pdf=SimpleNamespace(value=b"%PDF-1.7" + bytes(21 * 2**20)))
    with pytest.raises(TooCostly):
        _ = hostile.printed
    with pytest.raises(UnreadablePdf):
        _ = replace(issued, pdf=SimpleNamespace(value=b"<html>")).printed
    assert issued.printed.number.value == "2026-17"
