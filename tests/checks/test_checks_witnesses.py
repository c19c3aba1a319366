"""What page, answer, law and documentation say of one document together, and what an unreadable page proves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from harness.checks.base import Readings
from harness.checks.documents import judge_document
from harness.model.facts import Fact, InvoiceFacts, PartyFacts, VatRow
from harness.model.finding import Verdict
from harness.model.money import Money

Break = Callable[[Readings], Readings]


def page(**changes: object) -> Break:
    """The page states something else (``None``: does not state it)."""
    return lambda r: replace(r, pdf=replace(r.pdf, **changes))


def answer(**changes: object) -> Break:
    return lambda r: replace(r, api=replace(r.api, **changes))


def both(*breaks: Break) -> Break:
    def apply(r: Readings) -> Readings:
        for one in breaks:
            r = one(r)
        return r

    return apply


def rows(*stated: tuple[str, str, str], currency: str = "EUR") -> tuple[VatRow, ...]:
    """A VAT breakdown of rate, base and amount."""
    return tuple(
        VatRow(Fact(Decimal(rate)), Fact(Money(Decimal(base), currency)), Fact(Money(Decimal(amount), currency)))
        for rate, base, amount in stated
    )


UP = rows(("22", "300.00", "66.01"), ("5", "37.50", "1.88"))


def as_documented(r: Readings) -> Readings:
    """The target documents that it charges no VAT here, and does so in answer and page."""
    taxless = r.law.law.totals[0]
    zero = Money(Decimal("0.00"), "EUR")
    row = replace(taxless.breakdown[0], rate=Decimal(0), base=taxless.net, amount=zero)
    documented = replace(
        r.law.documented,
        totals=(replace(taxless, method="documented", breakdown=(row,), tax=zero, gross=taxless.net),),
    )
    stated = {
        "vat": (VatRow(Fact(row.rate), Fact(row.base), Fact(row.amount)),),
        "tax_total": Fact(zero),
        "gross_total": Fact(taxless.net),
    }
    r = replace(r, law=replace(r.law, documented=documented))
    return replace(r, api=replace(r.api, **stated), pdf=replace(r.pdf, **stated))


def test_what_the_target_documents_against_the_law_is_a_gap_and_no_failure(honest, complaints):
    found = complaints(as_documented(honest("domestic")))

    assert {f"{i} gap documented-differs-from-law" for i in ("VAT-LIABILITY", "VAT-226-9", "VAT-ROUNDING")} <= found
    assert not [one for one in found if " failed " in one]


def test_a_documented_base_or_amount_is_a_gap(honest, complaints):
    r = honest("domestic")
    standard, reduced = r.law.documented.totals[0].breakdown
    cent = Money(Decimal("0.01"), "EUR")
    shifted = (
        replace(standard, base=standard.base - cent, amount=standard.amount - cent),
        replace(reduced, base=reduced.base + cent, amount=reduced.amount + cent),
    )
    totals = replace(r.law.documented.totals[0], breakdown=shifted)
    r = replace(r, law=replace(r.law, documented=replace(r.law.documented, totals=(totals,))))
    stated = tuple(VatRow(Fact(row.rate), Fact(row.base), Fact(row.amount)) for row in shifted)

    assert complaints(both(page(vat=stated), answer(vat=stated))(r)) == {
        "VAT-226-8 gap documented-differs-from-law",
        "VAT-226-10 gap documented-differs-from-law",
    }


def test_every_lawful_rounding_is_accepted(honest, complaints):
    r = honest("domestic")
    total, cent = r.law.law.totals[0], Money(Decimal("0.01"), "EUR")
    up = replace(total.breakdown[0], amount=total.breakdown[0].amount + cent)
    another = replace(
        total, method="another", breakdown=(up, *total.breakdown[1:]), tax=total.tax + cent, gross=total.gross + cent
    )
    lawful, documented = (replace(one, totals=(total, another)) for one in (r.law.law, r.law.documented))
    r = replace(r, law=replace(r.law, law=lawful, documented=documented))
    stated = {"vat": UP, "tax_total": Fact(another.tax), "gross_total": Fact(another.gross)}

    assert complaints(both(page(**stated), answer(**stated))(r)) == set()


def test_page_and_answer_state_the_same_of_several_lawful_breakdowns(honest, complaints):
    """Each breakdown is lawful by a method of its own; that the witnesses differ is a fault all the same."""
    r = honest("domestic")
    total, cent = r.law.law.totals[0], Money(Decimal("0.01"), "EUR")
    standard, reduced = total.breakdown
    moved = (replace(standard, amount=standard.amount + cent), replace(reduced, amount=reduced.amount - cent))
    lawful = replace(r.law.law, totals=(total, replace(total, method="another", breakdown=moved)))
    r = replace(r, law=replace(r.law, law=lawful))
    stated = tuple(VatRow(Fact(row.rate), Fact(row.base), Fact(row.amount)) for row in moved)

    assert complaints(both(page(vat=stated), answer(vat=stated))(r)) == set()
    assert complaints(page(vat=stated)(r)) == {"TOTALS-AGREE failed pdf-differs-from-api"}


def test_each_row_that_page_and_answer_share_is_compared(honest):
    """Three totals, and base and amount of the one rate that both state."""
    r = page(vat=rows(("22", "300.00", "66.00"), ("9.5", "37.50", "3.56")))(honest("domestic"))
    compared = [j for j in judge_document(r) if j.requirement == "TOTALS-AGREE"]

    assert [(j.verdict, j.observed) for j in compared] == [
        (Verdict.PASSED, f"{amount} EUR") for amount in ("337.50", "67.88", "405.38", "300.00", "66.00")
    ]


def test_a_silent_documentation_says_nothing_of_the_calculation(honest, complaints):
    r = honest("domestic")
    silent = replace(r.law.documented, totals=(), transaction_type=None)

    assert complaints(replace(r, law=replace(r.law, documented=silent))) == set()


def test_a_swapped_seller_and_buyer_is_found(honest, complaints):
    r = honest("domestic")
    swapped = replace(r.pdf, seller=r.pdf.buyer, buyer=r.pdf.seller)
    found = complaints(replace(r, pdf=swapped))

    assert {"VAT-226-5 failed seller-incomplete", "VAT-226-5 failed buyer-incomplete"} <= found


@pytest.mark.parametrize(
    ("case", "requirement"),
    [
        ("domestic", "VAT-226-5"),
        ("domestic", "VAT-226-6"),
        ("domestic", "VAT-226-11a-ABSENT"),
        ("credit_note", "VAT-219"),
        ("reverse_charge", "VAT-226-11a"),
        ("goods", "VAT-226-11"),
        ("domestic", "VAT-226-2"),
        ("domestic", "VAT-226-3"),
        ("domestic", "VAT-226-8"),
        ("domestic", "VAT-226-9"),
        ("domestic", "TOTALS-ADD-UP"),
    ],
)
def test_an_unreadable_page_proves_and_disproves_nothing(honest, complaints, case, requirement):
    """What a reader cannot see is unverifiable: neither passed nor failed."""
    r = honest(case)
    blank = InvoiceFacts(r.pdf.witness, unreadable="the page is an image")
    verdicts = {one.split()[1] for one in complaints(replace(r, pdf=blank)) if one.split()[0] == requirement}

    assert verdicts == {"unverifiable"}


def test_parties_without_anything_are_incomplete(honest, complaints):
    r = honest("domestic")
    found = complaints(replace(r, api=replace(r.api, seller=PartyFacts(), text=())))

    assert "VAT-226-5 failed seller-incomplete" in found
