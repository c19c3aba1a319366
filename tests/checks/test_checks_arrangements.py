"""Words of cash accounting, self-billing and margin schemes: carried on the page, and no VAT shown on a margin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checks.mentions import arrangement_is_named
from harness.law.mentions import expected_mention
from harness.model.expectation import SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, MentionKind, TextLine, VatRow, Witness
from harness.model.money import Money
from harness.model.place import Place

DAY = date(2026, 3, 10)
WORDS = {
    MentionKind.SELF_BILLING: "Samofakturiranje",
    MentionKind.CASH_ACCOUNTING: "Plačana realizacija",
    MentionKind.MARGIN_SCHEME: "Posebna ureditev - rabljeno blago",
}


def carrying(readings, *words: str, untaxed: bool = True):
    """The readings with these words on the page, and without VAT in both witnesses."""
    lines = tuple(TextLine(text, Place(page=1)) for text in words)
    pdf, api = replace(readings.pdf, text=(*readings.pdf.text, *lines)), readings.api
    if untaxed:
        pdf, api = (replace(facts, vat=(), tax_total=None) for facts in (pdf, api))
    return replace(readings, pdf=pdf, api=api)


@pytest.mark.parametrize(("kind", "words"), WORDS.items())
@pytest.mark.parametrize("requirement", ["VAT-226-7a", "NAT-SCHEME-WORDS"])
def test_the_words_are_carried(honest, countries, objected, kind, words, requirement):
    mention = expected_mention(kind, countries["SI"], DAY)
    judgements = list(arrangement_is_named(requirement, carrying(honest("domestic"), words), mention))

    assert objected(judgements) == set()
    assert {j.requirement for j in judgements} == {requirement}
    assert judgements[0].supplied_by is SuppliedBy.HARNESS


@pytest.mark.parametrize("kind", WORDS)
def test_the_words_are_missing(honest, countries, objected, kind):
    mention = expected_mention(kind, countries["SI"], DAY)
    judgements = arrangement_is_named("VAT-226-14", carrying(honest("domestic"), "Hvala"), mention)

    assert objected(judgements) == {"VAT-226-14 failed statement-missing"}


ONE_CENT = Fact(Money(Decimal("0.01"), "EUR"))


@pytest.mark.parametrize("change", [{"tax_total": ONE_CENT}, {"vat": (VatRow(amount=ONE_CENT),)}])
@pytest.mark.parametrize("witness", ["api", "pdf"])
def test_vat_on_a_margin_is_not_shown(honest, countries, objected, change, witness):
    mention = expected_mention(MentionKind.MARGIN_SCHEME, countries["SI"], DAY)
    readings = carrying(honest("domestic"), WORDS[MentionKind.MARGIN_SCHEME])
    shown = replace(readings, **{witness: replace(getattr(readings, witness), **change)})

    assert objected(arrangement_is_named("VAT-226-14", shown, mention)) == {"VAT-226-14 failed vat-shown"}


def test_vat_is_shown_under_cash_accounting(honest, countries, objected):
    mention = expected_mention(MentionKind.CASH_ACCOUNTING, countries["SI"], DAY)
    taxed = carrying(honest("domestic"), WORDS[MentionKind.CASH_ACCOUNTING], untaxed=False)

    assert objected(arrangement_is_named("VAT-226-7a", taxed, mention)) == set()


def test_a_page_that_cannot_be_read_proves_nothing(honest, countries, objected):
    mention = expected_mention(MentionKind.SELF_BILLING, countries["SI"], DAY)
    unread = replace(honest("domestic"), pdf=InvoiceFacts(Witness.PDF, unreadable="encrypted"))

    assert objected(arrangement_is_named("VAT-226-10a", unread, mention)) == {"VAT-226-10a unverifiable unreadable"}
