"""Titles that are reserved, simplified invoices, documents that change, and the day by which an invoice is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checks.agreement import document_stays_what_it_is
from harness.checks.articles import nothing_is_charged_by_the_article, simplified_invoice, title_is_not_avoided
from harness.law.deadlines import issue_deadline
from harness.law.records import SimplifiedInvoice
from harness.model.expectation import NoteKind
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, TextLine, VatRow, Witness
from harness.model.finding import Verdict
from harness.model.money import Money
from harness.model.place import Place

AVOID = ("Gutschrift",)


def headed(title: str, *lines: str) -> InvoiceFacts:
    text = tuple(TextLine(line, Place(page=1)) for line in (title, *lines))
    return InvoiceFacts(Witness.PDF, kind=Fact(DocumentKind.CREDIT_NOTE, text=title), text=text)


@pytest.mark.parametrize(
    ("page", "avoid", "expected"),
    [
        (headed("Rechnungskorrektur"), AVOID, "passed holds"),
        (headed("GUTSCHRIFT"), AVOID, "failed reserved-title"),
        (headed("Storno", "Gutschrift"), AVOID, "failed reserved-title"),
        (headed("Rechnungskorrektur", "Sie erhalten eine Gutschrift auf Ihr Konto"), AVOID, "passed holds"),
        (headed("Gutschrift"), (), "passed holds"),
        (InvoiceFacts(Witness.PDF, unreadable="image only"), AVOID, "unverifiable unreadable"),
    ],
)
def test_reserved_titles(page, avoid, expected):
    judgement = title_is_not_avoided(page, avoid)

    assert f"{judgement.verdict.value} {judgement.code}" == expected


def limit(amount: str, basis: str = "gross", currency: str = "EUR") -> SimplifiedInvoice:
    return SimplifiedInvoice(
        limit=Decimal(amount), currency=currency, basis=basis, source="test", since=date(2013, 1, 1)
    )


@pytest.mark.parametrize(
    ("law", "verdict"),
    [
        (limit("500"), Verdict.PASSED),
        (limit("405.38"), Verdict.PASSED),
        (limit("405.37"), Verdict.GAP),
        (limit("337.50", "net"), Verdict.PASSED),
        (limit("337.49", "net"), Verdict.GAP),
        (limit("400", currency="CHF"), Verdict.NOT_APPLICABLE),
        (None, Verdict.NOT_APPLICABLE),
    ],
)
def test_simplified_invoice_within_the_limit(honest, law, verdict):
    readings = honest("domestic")
    assert readings.api.gross_total.value == Money(Decimal("405.38"), "EUR")
    judgements = [j for j in simplified_invoice(readings, law, [Decimal(22)]) if j.requirement == "VAT-220a"]

    assert [j.verdict for j in judgements] == [verdict]


def test_simplified_invoice_states_the_least(honest, objected):
    assert objected(simplified_invoice(honest("domestic"), limit("500"), [Decimal(22)])) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"issue_date": None}, "no-issue"),
        ({"text": ()}, "no-seller"),
        ({"tax_total": None, "vat": ()}, "no-VAT"),
        ({"tax_total": None, "vat": (VatRow(rate=Fact(Decimal(21))),)}, "no-VAT"),
    ],
)
def test_simplified_invoice_that_lacks_something(honest, objected, change, code):
    readings = honest("domestic")
    short = replace(readings, pdf=replace(readings.pdf, **change))

    assert f"VAT-226b failed {code}" in objected(simplified_invoice(short, limit("500"), [Decimal(22)]))


def test_the_rate_suffices_for_the_vat(honest, objected):
    readings = honest("domestic")
    by_rate = replace(readings, pdf=replace(readings.pdf, tax_total=None))

    assert objected(simplified_invoice(by_rate, limit("500"), [Decimal(22), Decimal(5)])) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"number": Fact("2026-00013")}, {"VAT-233 failed changed"}),
        ({"issue_date": Fact(date(2026, 3, 11))}, {"VAT-233 failed changed"}),
        ({"gross_total": None}, {"VAT-233 failed changed"}),
        ({"lines": ()}, {"VAT-233 failed changed"}),
    ],
)
def test_an_issued_document_stays_what_it_is(honest, objected, change, expected):
    issued = honest("domestic").api
    judgements = list(document_stays_what_it_is(issued, replace(issued, **change)))

    assert len(judgements) == 11
    assert objected(judgements) == expected
    assert sum(j.verdict is Verdict.FAILED for j in judgements) == len(expected)


def test_a_party_that_changes_is_seen(honest, objected):
    issued = honest("domestic").api
    renamed = replace(issued, buyer=replace(issued.buyer, name=Fact("Kavarna Slap")))

    assert objected(document_stays_what_it_is(issued, renamed)) == {"VAT-233 failed changed"}


@pytest.mark.parametrize(
    ("case", "note", "supplied", "latest"),
    [
        ("goods", NoteKind.INTRA_EU_GOODS_EXEMPT, date(2026, 3, 1), date(2026, 4, 15)),
        ("goods", NoteKind.REVERSE_CHARGE, date(2026, 12, 31), date(2027, 1, 15)),
        ("goods", NoteKind.REVERSE_CHARGE, date(2026, 11, 30), date(2026, 12, 15)),
        ("goods", NoteKind.REVERSE_CHARGE, date(2030, 6, 30), date(2030, 7, 15)),
        ("goods", NoteKind.REVERSE_CHARGE, date(2030, 7, 1), date(2030, 7, 11)),
        ("goods", NoteKind.EXPORT_GOODS_EXEMPT, date(2026, 3, 1), None),
        ("goods", NoteKind.NONE, date(2026, 3, 1), None),
        ("credit_note", NoteKind.REVERSE_CHARGE, date(2026, 3, 1), None),
    ],
)
def test_day_by_which_an_invoice_is_due(honest, case, note, supplied, latest):
    assert issue_deadline(replace(honest(case).case, supply_date=supplied), note) == latest


@pytest.mark.parametrize(
    ("note", "requirement"),
    [
        (NoteKind.INTRA_EU_GOODS_EXEMPT, "VAT-138"),
        (NoteKind.EXPORT_GOODS_EXEMPT, "VAT-146"),
        (NoteKind.REVERSE_CHARGE, "VAT-196"),
        (NoteKind.DOMESTIC_REVERSE_CHARGE, "VAT-199"),
    ],
)
def test_nothing_is_charged_by_the_article(honest, objected, note, requirement):
    readings = honest("reverse_charge")
    law = replace(readings.law.law, note=note)
    exempt = replace(readings, law=replace(readings.law, law=law))
    charged = replace(exempt, pdf=replace(exempt.pdf, gross_total=Fact(Money(Decimal("411.75"), "EUR"))))
    silent = replace(exempt, pdf=replace(exempt.pdf, net_total=None))

    assert [j.requirement for j in nothing_is_charged_by_the_article(exempt)] == [requirement] * 2
    assert objected(nothing_is_charged_by_the_article(exempt)) == set()
    assert objected(nothing_is_charged_by_the_article(charged)) == {f"{requirement} failed differs"}
    assert objected(nothing_is_charged_by_the_article(silent)) == {f"{requirement} unverifiable not-stated"}


def test_vat_that_the_documentation_charges_is_a_gap(honest, objected):
    readings = honest("domestic")
    law = replace(readings.law.law, note=NoteKind.DOMESTIC_REVERSE_CHARGE)
    taxed = replace(readings, law=replace(readings.law, law=law))

    assert objected(nothing_is_charged_by_the_article(taxed)) == {"VAT-199 gap documented-differs-from-law"}
