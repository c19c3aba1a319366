"""The e-invoice against the law: rates, amounts, and the category that says why no VAT is charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checks.einvoices.agreement import states_the_same
from harness.checks.einvoices.format import hybrid_is_complete, not_delivered
from harness.checks.einvoices.law import categories, states_what_the_law_asks
from harness.model.expectation import NoteKind
from harness.model.facts import Fact, Witness
from harness.model.finding import Verdict
from harness.model.money import Money
from harness.reading.einvoice import Profile

CATEGORY = {"domestic": "S", "reverse_charge": "AE", "goods": "K", "credit_note": "S"}


def xml_of(readings, name):
    """The e-invoice that says what the answer says, with the category of the case."""
    rows = tuple(replace(row, category=Fact(CATEGORY[name])) for row in readings.api.vat)
    return replace(readings.api, witness=Witness.XML, vat=rows)


def judged(readings, xml):
    return list(states_what_the_law_asks(readings, xml))


@pytest.mark.parametrize("name", CATEGORY)
def test_what_the_law_asks_passes(honest, objected, name):
    readings = honest(name)
    judgements = judged(readings, xml_of(readings, name))
    assert objected(judgements) == set()
    assert {judgement.requirement for judgement in judgements} == {"EINV-LAW"}
    assert any("category" in judgement.message for judgement in judgements)


@pytest.mark.parametrize(("name", "stated"), [
    ("domestic", "Z"), ("domestic", "E"), ("reverse_charge", "K"), ("reverse_charge", "E"), ("goods", "Z"),
    ("goods", "G"), ("credit_note", "AE"),
])  # fmt: skip
def test_another_category_is_false(honest, objected, name, stated):
    readings = honest(name)
    xml = xml_of(readings, name)
    wrong = replace(xml, vat=tuple(replace(row, category=Fact(stated)) for row in xml.vat))
    assert objected(judged(readings, wrong)) == {"EINV-LAW failed category-differs"}


def test_a_row_without_category_is_false(honest, objected):
    readings = honest("goods")
    xml = xml_of(readings, "goods")
    bare = replace(xml, vat=tuple(replace(row, category=None) for row in xml.vat))
    assert objected(judged(readings, bare)) == {"EINV-LAW failed not-stated"}


def test_what_the_api_documents_is_a_gap(honest, objected):
    readings = honest("goods")
    law = replace(readings.law, documented=replace(readings.law.documented, reverse_charge=True))
    xml = xml_of(readings, "goods")
    marked = replace(xml, vat=tuple(replace(row, category=Fact("AE")) for row in xml.vat))
    assert objected(judged(replace(readings, law=law), marked)) == {"EINV-LAW gap documented-differs-from-law"}


def test_where_nothing_is_documented_a_category_without_vat_is_a_gap(honest, objected):
    readings = honest("goods")
    silent = replace(readings.law.documented, left_to_caller=True, transaction_type=None, reverse_charge=None)
    silently = replace(readings, law=replace(readings.law, documented=silent))
    xml = xml_of(readings, "goods")
    for stated, verdict in (("G", "gap documented-differs-from-law"), ("S", "failed category-differs")):
        marked = replace(xml, vat=tuple(replace(row, category=Fact(stated)) for row in xml.vat))
        assert objected(judged(silently, marked)) == {f"EINV-LAW {verdict}"}


def test_another_amount_rate_and_date_are_false(honest, objected):
    readings = honest("domestic")
    xml = xml_of(readings, "domestic")
    first = xml.vat[0]
    more = replace(first, amount=Fact(first.amount.value + Money(Decimal("0.01"), "EUR")))
    other = replace(first, rate=Fact(first.rate.value + 1))
    assert "EINV-LAW failed differs" in objected(judged(readings, replace(xml, vat=(more, *xml.vat[1:]))))
    assert "EINV-LAW failed differs" in objected(judged(readings, replace(xml, vat=(other, *xml.vat[1:]))))
    dated = replace(xml, issue_date=Fact(date(2026, 1, 1)))
    assert objected(judged(readings, dated)) == {"EINV-LAW failed xml-differs-from-law"}


def test_lines_are_held_against_the_answer_alone(honest, objected):
    readings = honest("domestic")
    assert objected(judged(readings, replace(xml_of(readings, "domestic"), lines=()))) == set()


def test_every_statement_that_frees_of_vat_has_a_category():
    free = set(NoteKind) - {NoteKind.NONE, NoteKind.SPLIT_PAYMENT, NoteKind.SELF_BILLING, NoteKind.CASH_ACCOUNTING}

    class _Outcome:
        def __init__(self, note):
            self.note = note

    found = {note: categories(_Outcome(note), charges=False) for note in free}
    assert all(len(named) == 1 and named[0] != "category-Z" for named in found.values())
    assert categories(_Outcome(NoteKind.NONE), charges=False) == ("category-Z",)


def test_who_is_not_subject_to_vat_names_no_numbers(honest, objected):
    readings = honest("goods")
    xml = xml_of(readings, "goods")
    nameless = replace(xml, seller=replace(xml.seller, vat_id=None), buyer=replace(xml.buyer, vat_id=None))
    assert objected(states_the_same("X", nameless, readings.api)) == {"X failed not-stated"}
    outside = tuple(replace(row, category=Fact("O"), rate=None) for row in xml.vat)
    assert objected(states_the_same("X", replace(nameless, vat=outside), readings.api)) == set()


def test_numbers_without_prefix_have_no_place(honest, objected):
    readings = honest("goods")
    xml = replace(xml_of(readings, "goods"), buyer=replace(readings.api.buyer, vat_id=None))
    api = replace(readings.api, buyer=replace(readings.api.buyer, vat_id=Fact("912345678")))
    assert objected(states_the_same("X", xml, api)) == set()


@pytest.mark.parametrize(("profile", "verdict"), [
    (Profile.EN16931, Verdict.PASSED), (Profile.FACTURX_EXTENDED, Verdict.PASSED), (Profile.XRECHNUNG, Verdict.PASSED),
    (Profile.FACTURX_BASIC_WL, Verdict.FAILED), (Profile.FACTURX_MINIMUM, Verdict.FAILED),
    (Profile.OTHER, Verdict.FAILED),
])  # fmt: skip
def test_a_hybrid_invoice_is_a_whole_one(profile, verdict):
    assert hybrid_is_complete("X", profile).verdict is verdict


def test_what_is_not_delivered_fails():
    judgement = not_delivered("X", "zugferd", "HTTP 422")
    assert (judgement.verdict, judgement.code) == (Verdict.FAILED, "not-delivered")
