"""The lines of a document: unit price and discounts, what they come to, and which line is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from harness.checks.base import Readings
from harness.checks.documents import judge_document
from harness.model.facts import Fact, InvoiceFacts, LineFacts
from harness.model.finding import Verdict
from harness.model.money import Money

Break = Callable[[Readings], Readings]


def eur(amount: str) -> Fact[Money]:
    return Fact(Money(Decimal(amount), "EUR"))


def first_line(**changes: object) -> Break:
    """The first line of the page states something else (``None``: does not state it)."""
    return lambda r: replace(r, pdf=_with_first_line(r.pdf, **changes))


def first_answered_line(**changes: object) -> Break:
    return lambda r: replace(r, api=_with_first_line(r.api, **changes))


def _with_first_line(facts: InvoiceFacts, **changes: object) -> InvoiceFacts:
    return replace(facts, lines=(replace(facts.lines[0], **changes), *facts.lines[1:]))


def listing(r: Readings, page: tuple[LineFacts, ...], answer: tuple[LineFacts, ...]) -> Readings:
    return replace(r, pdf=replace(r.pdf, lines=page), api=replace(r.api, lines=answer))


FAULTS = [
    ("quantity", "domestic", first_line(quantity=Fact(Decimal(20))), {"VAT-226-6 failed differs"}),
    ("no quantity", "domestic", first_line(quantity=None), {"VAT-226-6 unverifiable not-stated"}),
    ("line unrecognised", "domestic", lambda r: replace(r, pdf=replace(r.pdf, lines=r.pdf.lines[:1])),
     {"VAT-226-6 unverifiable line-not-recognised"}),
    ("line wrapped in its description", "domestic",
     first_line(description=Fact("Espresso machine-\nservice, on site")), set()),
    ("unit price", "domestic", first_line(unit_price=eur("150.01")), {"VAT-226-8 failed differs"}),
    ("unit price with VAT", "domestic", first_line(unit_price=eur("183.00")), {"VAT-226-8 failed differs"}),
    ("unit price with zeros", "domestic", first_line(unit_price=eur("150.0000")), set()),
    ("unit price answered", "domestic", first_answered_line(unit_price=eur("15.00")), {"VAT-226-8 failed differs"}),
    ("no unit price", "domestic", first_line(unit_price=None), {"VAT-226-8 unverifiable not-stated"}),
    ("no unit price answered", "domestic", first_answered_line(unit_price=None), {"VAT-226-8 failed not-stated"}),
    ("discount", "discounted", first_line(discount=eur("30.00")), {"VAT-226-8 failed differs"}),
    ("discount answered", "discounted", first_answered_line(discount=eur("32.51")), {"VAT-226-8 failed differs"}),
    ("no discount", "discounted", first_line(discount=None), {"VAT-226-8 unverifiable not-stated"}),
    ("no discount answered", "discounted", first_answered_line(discount=None), {"VAT-226-8 failed not-stated"}),
    ("line amount", "domestic", first_line(net_amount=eur("299.99")), {"TOTALS-ADD-UP failed do-not-add-up"}),
    ("line amount with VAT", "domestic", first_line(net_amount=eur("366.00")), {"TOTALS-ADD-UP failed do-not-add-up"}),
    ("line amount answered", "domestic", first_answered_line(net_amount=eur("300.01")),
     {"TOTALS-ADD-UP failed do-not-add-up"}),
    ("line amount without its discount", "discounted", first_line(net_amount=eur("300.00")),
     {"TOTALS-ADD-UP failed do-not-add-up"}),
    ("line amount not printed", "domestic", first_line(net_amount=None), set()),
    ("line amount in dollars", "domestic", first_line(net_amount=Fact(Money(Decimal("300.00"), "USD"))), set()),
    ("a line too many", "domestic", lambda r: replace(r, pdf=replace(r.pdf, lines=(
        *r.pdf.lines, LineFacts(Fact("Handling"), net_amount=eur("5.00"))))), {"TOTALS-ADD-UP failed do-not-add-up"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "change", "expected"), [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in FAULTS]
)
def test_one_fault_of_a_line_gives_its_own_objections_and_no_others(honest, complaints, case, change, expected):
    assert complaints(change(honest(case))) == expected


@pytest.mark.parametrize("wrong", ["unit_price", "discount"])
def test_prices_and_discounts_are_judged_in_each_witness(honest, wrong):
    r = honest("discounted")
    asked = [j for j in judge_document(r) if j.requirement == "VAT-226-8"]
    r = first_answered_line(**{wrong: eur("1.00")})(first_line(**{wrong: eur("1.00")})(r))
    failed = [j for j in judge_document(r) if j.verdict is Verdict.FAILED]

    assert Counter(j.expected for j in asked) == dict.fromkeys(
        ("150.00 EUR", "32.50 EUR", "12.50 EUR", "267.50 EUR", "37.50 EUR"), 2
    )
    assert {(j.requirement, j.code, j.observed) for j in failed} == {("VAT-226-8", "differs", "1.00 EUR")}
    assert len(failed) == 2


def test_a_case_priced_with_vat_asks_for_no_unit_price(honest, complaints):
    """The law gives no single net price for a gross one, so none is held against it."""
    r = honest("domestic")
    unpriced = tuple(replace(line, unit_price=None) for line in r.law.facts.lines)
    r = replace(r, law=replace(r.law, facts=replace(r.law.facts, lines=unpriced)))

    assert complaints(first_line(unit_price=eur("1.00"))(r)) == set()


@pytest.mark.parametrize("names", [("Service", "Service"), ("Service", "Service plan"), ("Service plan", "Service")])
def test_lines_of_the_same_or_a_longer_name_are_told_apart(honest, complaints, names):
    r = honest("domestic")
    lines = tuple(LineFacts(Fact(name), Fact(Decimal(quantity))) for name, quantity in zip(names, (2, 3), strict=True))
    r = replace(r, law=replace(r.law, facts=replace(r.law.facts, lines=lines)))

    assert complaints(listing(r, lines, lines)) == set()
    assert complaints(listing(r, lines[::-1], lines)) == set()
    wrong = (lines[0], replace(lines[1], quantity=Fact(Decimal(4))))
    assert complaints(listing(r, wrong, lines)) == {"VAT-226-6 failed differs"}


def test_lines_of_one_name_and_quantity_are_told_apart_by_their_price(honest, complaints):
    r = honest("domestic")
    lines = tuple(LineFacts(Fact("Service"), Fact(Decimal(1)), eur(price)) for price in ("100.00", "200.00"))
    r = replace(r, law=replace(r.law, facts=replace(r.law.facts, lines=lines)))
    wrong = (lines[0], replace(lines[1], unit_price=eur("201.00")))

    assert complaints(listing(r, lines[::-1], lines)) == set()
    assert complaints(listing(r, wrong, lines)) == {"VAT-226-8 failed differs"}
