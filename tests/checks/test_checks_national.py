"""National fields and foreign currencies: each check passes on the right page and objects to a small difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checks.currency import Conversion, converted_by_a_current_rate, vat_in_the_national_currency
from harness.checks.national import NationalReadings, national_fields_are_printed
from harness.law.records import NationalField
from harness.model.expectation import SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, TextLine, Witness
from harness.model.finding import Verdict
from harness.model.money import Money
from harness.model.place import Place

IBAN = "SI56191000000123438"
ISSUED = date(2026, 3, 10)
WORDS = {"register": "Okrožno sodišče v Ljubljani, matična številka 1234567000", "siren": "732829320"}


def field(name: str = "register", since: date = date(2006, 5, 4)) -> NationalField:
    return NationalField(id=name, text="what it asks", article="ZGD-1 Art. 45", since=since, source="test")


def page_of(readings, *more: str) -> InvoiceFacts:
    lines = tuple(TextLine(text, Place(page=1)) for text in more)
    due, iban = Fact(date(2026, 4, 9)), Fact(IBAN)
    return replace(readings.pdf, text=(*readings.pdf.text, *lines), due_date=due, iban=iban)


@pytest.fixture
def national(honest) -> NationalReadings:
    """A page with everything that the fields of these tests ask for."""
    readings = honest("domestic")
    api = replace(readings.api, due_date=Fact(date(2026, 4, 9)))
    return NationalReadings(readings.case, api, page_of(readings, *WORDS.values()), WORDS, IBAN)


PROOFS = [
    "NAT-REGISTER", "NAT-COMPANY-NUMBER", "NAT-PAYMENT-TERMS", "NAT-STATEMENT", "NAT-CREDIT-NOTE-WORDS",
    "NAT-REVERSE-CHARGE-WORDS", "NAT-RETENTION", "NAT-SELLER-NUMBER", "NAT-CUSTOMER-NUMBER", "NAT-SUPPLY-DATE",
    "NAT-DUE-DATE", "NAT-PAYMENT-ACCOUNT",
]  # fmt: skip


@pytest.mark.parametrize("requirement", PROOFS)
def test_a_complete_page_proves_every_field(national, objected, requirement):
    judgements = list(national_fields_are_printed(requirement, [field()], national))

    assert [j.verdict for j in judgements] == [Verdict.PASSED]
    assert all(j.expected and j.observed and j.seen for j in judgements)


def without(national: NationalReadings, **changes: object) -> NationalReadings:
    """The page lacks what is set to None, and all its words."""
    return replace(national, pdf=replace(national.pdf, text=(), **changes))


def numberless(national: NationalReadings) -> NationalReadings:
    pdf = national.pdf
    seller, buyer = replace(pdf.seller, vat_id=None), replace(pdf.buyer, vat_id=None)
    return without(national, seller=seller, buyer=buyer, supply_date=None, due_date=None, iban=None)


@pytest.mark.parametrize("requirement", PROOFS)
def test_an_empty_page_fails_every_field(national, objected, requirement):
    judgements = national_fields_are_printed(requirement, [field()], numberless(national))

    assert objected(judgements) == {f"{requirement} failed not-printed"}


@pytest.mark.parametrize(
    ("requirement", "change"),
    [
        ("NAT-SELLER-NUMBER", {"seller": "SI5857110"}),
        ("NAT-CUSTOMER-NUMBER", {"buyer": "SI50223055"}),
        ("NAT-SUPPLY-DATE", {"supply_date": Fact(ISSUED)}),
        ("NAT-DUE-DATE", {"due_date": Fact(ISSUED)}),
        ("NAT-PAYMENT-ACCOUNT", {"iban": Fact("SI56191000000123439")}),
    ],
)
def test_another_value_is_not_the_one_asked_for(national, objected, requirement, change):
    parties = {
        role: replace(getattr(national.pdf, role), vat_id=Fact(value))
        for role, value in change.items()
        if isinstance(value, str)
    }
    judgements = national_fields_are_printed(requirement, [field("other")], without(national, **{**change, **parties}))

    assert objected(judgements) == {f"{requirement} failed not-printed"}


def test_words_for_a_field_stand_in_for_the_vat_number(national, objected):
    assert objected(national_fields_are_printed("NAT-CUSTOMER-NUMBER", [field("siren")], national)) == set()
    wordless = replace(national, words={**WORDS, "siren": "732829321"})
    assert objected(national_fields_are_printed("NAT-CUSTOMER-NUMBER", [field("siren")], wordless)) == {
        "NAT-CUSTOMER-NUMBER failed not-printed"
    }


def test_the_report_says_who_supplied_the_words(national):
    (sent,) = national_fields_are_printed("NAT-REGISTER", [field()], national)
    (known,) = national_fields_are_printed("NAT-SELLER-NUMBER", [field("number")], national)

    assert (sent.supplied_by, known.supplied_by) == (SuppliedBy.HARNESS, SuppliedBy.TARGET)


def test_each_field_is_judged_on_its_own(national, objected):
    fields = [field(), field("unknown"), field("later", since=date(2027, 1, 1))]
    judgements = list(national_fields_are_printed("NAT-REGISTER", fields, national))

    assert [(j.verdict, j.code) for j in judgements] == [
        (Verdict.PASSED, "holds"),
        (Verdict.UNVERIFIABLE, "nothing-to-look-for"),
        (Verdict.NOT_APPLICABLE, "not-in-force"),
    ]


def test_a_page_that_cannot_be_read_proves_nothing(national, objected):
    unread = replace(national, pdf=InvoiceFacts(Witness.PDF, unreadable="encrypted"))

    assert objected(national_fields_are_printed("NAT-REGISTER", [field()], unread)) == {
        "NAT-REGISTER unverifiable unreadable"
    }


# --- Currency --------------------------------------------------------------------------------------------------------

CONVERSION = Conversion(Decimal("0.909091"), "EUR", date(2026, 3, 9), Decimal("11363.64"), Decimal("13863.64"))
IN_DOLLARS = InvoiceFacts(Witness.API, currency=Fact("USD"), tax_total=Fact(Money(Decimal("2750.00"), "USD")))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "passed holds"),
        ({"on": ISSUED}, "passed holds"),
        ({"on": date(2026, 3, 3)}, "passed holds"),
        ({"on": date(2026, 3, 2)}, "failed stale-rate"),
        ({"on": date(2026, 3, 11)}, "failed stale-rate"),
        ({"on": None}, "failed stale-rate"),
        ({"rate": None}, "failed not-converted"),
        ({"net": None}, "failed not-converted"),
        ({"quoted_in": "USD"}, "failed other-currency"),
        ({"gross": Decimal("13863.66")}, "passed holds"),
        ({"gross": Decimal("13863.67")}, "failed differs"),
        ({"rate": Decimal("0.91")}, "failed differs"),
    ],
)
def test_conversion_by_the_rate_of_the_days_before(change, expected):
    judgement = converted_by_a_current_rate(IN_DOLLARS, replace(CONVERSION, **change), "EUR", ISSUED)

    assert f"{judgement.verdict.value} {judgement.code}" == expected


def test_conversion_without_a_vat_total_is_not_judged():
    judgement = converted_by_a_current_rate(replace(IN_DOLLARS, tax_total=None), CONVERSION, "EUR", ISSUED)

    assert (judgement.verdict, judgement.code) == (Verdict.UNVERIFIABLE, "not-stated")


PAGE = InvoiceFacts(Witness.PDF, text=(TextLine("DDV: 2.500,00 EUR", Place(page=1)),))
LAWFUL = Money(Decimal("2500.00"), "EUR")


def printed(amount: str, currency: str = "EUR") -> Fact[Money]:
    return Fact(Money(Decimal(amount), currency), Place(page=1), f"DDV: {amount} {currency}")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ((printed("2500.00"),), "passed holds"),
        ((printed("7500.00"), printed("2500")), "passed holds"),
        ((printed("2500.01"),), "failed differs"),
        ((printed("2501"),), "failed differs"),
        ((), "gap documented-differs-from-law"),
    ],
)
@pytest.mark.parametrize("requirement", ["VAT-230", "NAT-VAT-CURRENCY"])
def test_vat_stands_on_the_page_in_the_national_currency(requirement, stated, expected):
    (judgement,) = vat_in_the_national_currency(requirement, PAGE, LAWFUL, stated)

    assert judgement.requirement == requirement
    assert f"{judgement.verdict.value} {judgement.code}" == expected
    assert judgement.seen


def test_a_currency_without_decimals_may_be_printed_without():
    lawful = Money(Decimal("998112.49"), "HUF")
    (judgement,) = vat_in_the_national_currency("VAT-230", PAGE, lawful, (printed("998112", "HUF"),))

    assert judgement.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("page", "lawful", "code"),
    [(InvoiceFacts(Witness.PDF, unreadable="encrypted"), LAWFUL, "unreadable"), (PAGE, None, "not-converted")],
)
def test_nothing_to_compare_is_no_proof(page, lawful, code):
    (judgement,) = vat_in_the_national_currency("VAT-230", page, lawful, ())

    assert (judgement.verdict, judgement.code) == (Verdict.UNVERIFIABLE, code)
