"""The e-invoice against the other witnesses: equal facts pass, each difference is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checks.einvoices.agreement import agrees_with, states_the_same
from harness.checks.einvoices.format import format_is_valid, not_judged
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, Witness
from harness.model.finding import Verdict
from harness.model.money import Money
from harness.reading.einvoice import parse_einvoice, read_einvoice
from harness.validation import validate

RULE = "SOME-REQUIREMENT"


@pytest.fixture
def xml(ubl) -> InvoiceFacts:
    return read_einvoice(parse_einvoice(ubl().encode()))


def codes(xml: InvoiceFacts, other: InvoiceFacts) -> list[tuple[str, str]]:
    judged = list(states_the_same(RULE, xml, other))
    assert {j.requirement for j in judged} == {RULE}
    return [(j.code, j.message.split(":")[0]) for j in judged if j.verdict is not Verdict.PASSED]


def test_the_same_facts_pass(xml):
    page = replace(xml, witness=Witness.PDF)
    judged = list(states_the_same(RULE, xml, page))
    assert {j.verdict for j in judged} == {Verdict.PASSED}
    fields, parties, rows, lines = 9, 4, 4, 2
    assert len(judged) == fields + parties + rows + lines


def test_what_the_page_does_not_state_is_not_compared(xml):
    assert list(states_the_same(RULE, xml, InvoiceFacts(Witness.PDF))) == []


@pytest.mark.parametrize(("change", "what"), [
    ({"number": Fact("R-2026-0043")}, "number"),
    ({"kind": Fact(DocumentKind.CREDIT_NOTE)}, "kind"),
    ({"issue_date": Fact(date(2026, 11, 22))}, "issue date"),
    ({"due_date": Fact(date(2026, 12, 22))}, "due date"),
    ({"gross_total": Fact(Money(Decimal("221.31"), "EUR"))}, "gross total"),
    ({"net_total": Fact(Money(Decimal("190.00"), "USD"))}, "net total"),
    ({"currency": Fact("USD")}, "currency"),
])  # fmt: skip
def test_differences_are_named(xml, change, what):
    assert codes(xml, replace(xml, witness=Witness.API, **change)) == [("xml-differs-from-api", what)]


def test_parties_are_compared(xml):
    other = replace(xml, witness=Witness.PDF, buyer=replace(xml.buyer, name=Fact("Someone"), vat_id=Fact("DE1")))
    assert codes(xml, other) == [
        ("xml-differs-from-pdf", "buyer's VAT number"),
        ("xml-differs-from-pdf", "buyer's name"),
    ]


def test_spelling_of_names_and_missing_prefixes_do_not_matter(xml):
    seller = replace(xml.seller, name=Fact("SELLER  GmbH."), vat_id=Fact(xml.seller.vat_id.value[2:]))
    assert codes(xml, replace(xml, witness=Witness.PDF, seller=seller)) == []


def test_rates_and_lines_are_compared(xml):
    row = replace(xml.vat[1], amount=Fact(Money(Decimal("2.81"), "EUR")))
    line = replace(xml.lines[0], net_amount=Fact(Money(Decimal("149.99"), "EUR")))
    other = replace(xml, witness=Witness.PDF, vat=(xml.vat[0], row), lines=(line, xml.lines[1]))
    assert codes(xml, other) == [
        ("xml-differs-from-pdf", "VAT at 7 %"), ("xml-differs-from-pdf", "net amount of line 1")]  # fmt: skip
    assert codes(xml, replace(xml, witness=Witness.PDF, lines=xml.lines[:1])) == [
        ("xml-differs-from-pdf", "number of lines")]  # fmt: skip


def test_rows_of_one_rate_are_added_up(xml):
    first = xml.vat[0]
    halves = [replace(first, base=Fact(Money(Decimal(part), "EUR")), amount=Fact(Money(Decimal(tax), "EUR")))
              for part, tax in (("100.00", "19.00"), ("50.00", "9.50"))]  # fmt: skip
    assert codes(replace(xml, vat=(*halves, xml.vat[1])), replace(xml, witness=Witness.PDF)) == []


def test_what_an_einvoice_must_state(xml):
    assert codes(replace(xml, number=None, due_date=None), replace(xml, witness=Witness.API)) == [
        ("not-stated", "number")]  # fmt: skip


def test_valid_format_passes_with_the_versions(ubl):
    (judgement,) = format_is_valid(RULE, validate(parse_einvoice(ubl().encode())))
    assert judgement.verdict is Verdict.PASSED
    assert "EN 16931 UBL 1.3.16" in judgement.message


def test_a_rule_is_one_failure_however_often_it_breaks(ubl):
    text = ubl().replace("<cbc:IdentificationCode>DE", "<cbc:IdentificationCode>QQ").replace("04011000-12345-03", "")
    judged = list(format_is_valid(RULE, validate(parse_einvoice(text.encode()))))
    assert {j.verdict for j in judged} == {Verdict.FAILED}
    rules = [j.code for j in judged]
    assert len(rules) == len(set(rules))
    assert {"BR-CL-14", "BR-DE-15"} <= set(rules)
    assert all(j.seen[0].witness is Witness.XML and j.seen[0].place.pointer for j in judged)


def test_rounding_is_kept_apart_by_the_norm_only(xml):
    rounded = replace(xml, rounding=Fact(Money(Decimal("-0.30"), "EUR")))
    assert codes(rounded, replace(xml, witness=Witness.API, gross_total=Fact(Money(Decimal("221.00"), "EUR")))) == []
    assert codes(rounded, replace(xml, witness=Witness.API)) == []
    assert codes(xml, replace(xml, witness=Witness.API, gross_total=Fact(Money(Decimal("221.00"), "EUR")))) == [
        ("xml-differs-from-api", "gross total")]  # fmt: skip


def test_agreement_is_told_once_and_each_difference_by_itself(xml):
    page = replace(xml, witness=Witness.PDF)
    (together,) = agrees_with(RULE, xml, page)
    assert together.verdict is Verdict.PASSED
    assert "number, issue date" in together.message
    differing = list(agrees_with(RULE, xml, replace(page, number=Fact("1"), currency=Fact("USD"))))
    assert [(j.verdict, j.code) for j in differing] == [(Verdict.FAILED, "xml-differs-from-pdf")] * 2


def test_what_cannot_be_compared_is_not_passed(xml):
    (judgement,) = agrees_with(RULE, xml, InvoiceFacts(Witness.PDF))
    assert (judgement.verdict, judgement.code) == (Verdict.UNVERIFIABLE, "nothing-to-compare")


def test_what_was_not_judged_is_told(cii):
    report = validate(parse_einvoice(cii("urn:some:other:specification").encode()))
    (judgement,) = format_is_valid(RULE, report)
    assert "not judged: the specification" in judgement.message
    assert not_judged(RULE, "too large").verdict is Verdict.UNVERIFIABLE
