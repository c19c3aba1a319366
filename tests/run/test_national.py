"""The words that platforms bring along for national fields, and the arrangements that an invoice names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.checks.national import provable
from harness.law import load_catalogue
from harness.law.records import NationalField
from harness.run.errors import UsageError
from harness.run.national.arrangements import SCHEMES, named_in, no_words, schemes
from harness.run.national.invoice import fields_by_requirement
from harness.run.national.occasions import no_domestic_reverse_charge, occasions
from harness.run.national.particulars import CARRIERS, particulars, words_for
from harness.run.resources import fixtures

WORDS_NEEDED = (
    "NAT-REGISTER", "NAT-COMPANY-NUMBER", "NAT-PAYMENT-TERMS", "NAT-STATEMENT", "NAT-CREDIT-NOTE-WORDS",
    "NAT-REVERSE-CHARGE-WORDS", "NAT-RETENTION",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(fixtures("requirements"))


def test_every_particular_belongs_to_a_field_of_its_country(countries):
    known = {(code, field.id) for code, country in countries.items() for field in country.invoicing.field}

    assert [one for one in particulars() if (one.country, one.field) not in known] == []
    assert {one.carrier for one in particulars()} <= set(CARRIERS)


def test_nothing_is_said_twice():
    said = [(one.country, one.field) for one in particulars()]

    assert len(said) == len(set(said))


def test_every_field_that_takes_words_has_some(catalogue, countries):
    said = {(one.country, one.field) for one in particulars()}
    asked = {
        (code, fact.id)
        for requirement in WORDS_NEEDED
        for code, country in countries.items()
        for fact in catalogue[requirement].national_in(country)
        if isinstance(fact, NationalField)
    }

    assert asked - said == set()
    assert all(provable(requirement) for requirement in WORDS_NEEDED)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[particular]]\ncountry = 'SI'\n", "cannot be read"),
        ("particular = 1", "cannot be read"),
        ("[[particular]", "cannot be read"),
        ("[[particular]]\ncountry='SI'\nfield='x'\ncarrier='stamp'\nwords='y'\n", "carrier 'stamp'"),
        ("[[particular]]\ncountry='SI'\nfield='x'\ncarrier='note'\nwords='y'\non='sunday'\n", "on 'sunday'"),
    ],
)
def test_a_bad_file_is_named(monkeypatch, tmp_path, text, problem):
    (tmp_path / "particulars.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("harness.run.national.particulars.fixtures", lambda name: tmp_path / name)
    with pytest.raises(UsageError, match=problem):
        particulars.__wrapped__()


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("SI", ["cash-accounting", "self-billing", "travel-agent", "second-hand"]),
        ("XI", ["cash-accounting", "self-billing"]),
        ("CH", []),
    ],
)
def test_arrangements_that_concern_a_seller(context, catalogue, countries, code, names):
    assert schemes(countries[code], context(catalogue, [code])) == names


@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("BE", ["credit_note", "domestic_reverse_charge"]),
        ("DE", ["consumer", "domestic_reverse_charge"]),
        ("SI", ["domestic_reverse_charge"]),
        ("CH", []),
    ],
)
def test_documents_that_national_law_asks_words_for(context, catalogue, countries, code, on):
    assert occasions(countries[code], context(catalogue, [code])) == on


def test_fields_are_proved_on_their_own_document(catalogue, countries):
    found = {on: [r.id for r, _ in fields_by_requirement(catalogue, countries["BE"], on)]
             for on in ("invoice", "credit_note", "domestic_reverse_charge", "consumer")}  # fmt: skip

    assert found["credit_note"] == ["NAT-CREDIT-NOTE-WORDS"]
    assert found["domestic_reverse_charge"] == ["NAT-REVERSE-CHARGE-WORDS"]
    assert found["consumer"] == []
    assert {"NAT-REGISTER", "NAT-PAYMENT-ACCOUNT"} <= set(found["invoice"])
    assert [one.field for one in words_for("BE", "invoice")] == ["company_register"]


def test_a_country_without_domestic_reverse_charge_says_so(countries):
    si = countries["SI"]
    none = replace(si, invoicing=replace(si.invoicing, domestic_reverse_charge=()))

    assert no_domestic_reverse_charge(none).code == "no-such-supply"


def test_words_of_an_arrangement_come_into_force(countries):
    scheme = SCHEMES["self-billing"]

    assert named_in(countries["SI"], scheme, date(2026, 3, 10))
    assert not named_in(countries["SI"], scheme, date(1999, 1, 1))
    assert no_words("VAT-226-10a", scheme).verdict.value == "not_applicable"


def test_margin_words_tell_travel_from_second_hand_in_every_member_state(context, catalogue, countries):
    """The first two phrases of a folder stand for Art. 226(13) and (14), in this order."""
    for country in countries.values():
        if "travel-agent" in schemes(country, context(catalogue, [country.code])):
            first = next(w for w in country.wording if w.kind is SCHEMES["travel-agent"].kind)
            assert len(set(first.phrases)) >= 4, country.code
