"""The sandbox's own table of countries."""

import re

import pytest

from harness.sandbox.vat.clauses import LOCALES
from harness.sandbox.vat.countries import all_countries, country_of_vat_prefix, resolve_country
from harness.sandbox.vies.register import default_register
from harness.sandbox.vies.service import MEMBER_STATES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Slovenia", "SI"),
        ("Slovenija", "SI"),
        ("SLOVENIJA", "SI"),
        ("  slovenija ", "SI"),
        ("si", "SI"),
        ("SVN", "SI"),
        ("Deutschland", "DE"),
        ("Nemčija", "DE"),
        ("Osterreich", "AT"),
        ("Ελλάδα", "GR"),
        ("EL", "GR"),
        ("UK", "GB"),
        ("England", "GB"),
        ("United States", "US"),
        ("U.S.A.", "US"),
        ("Česká republika", "CZ"),
        ("Holland", "NL"),
        ("Србија", "RS"),
        ("Suisse", "CH"),
        ("Northern Ireland", "XI"),
    ],
)
def test_names_are_resolved_in_any_spelling(text, code):
    country = resolve_country(text)
    assert country is not None
    assert country.code == code


@pytest.mark.parametrize("text", ["", None, "Neverland", "ZZ", "---"])
def test_unknown_names_are_none(text):
    assert resolve_country(text) is None


def test_table_is_complete_and_consistent():
    countries = all_countries()
    assert len(countries) >= 45
    assert sum(country.is_eu for country in countries.values()) == 27
    assert {"GB", "XI", "NO", "IS", "LI", "CH", "US", "RS"} <= countries.keys()
    for code, country in countries.items():
        assert re.fullmatch("[A-Z]{2}", code)
        assert re.fullmatch("[A-Z]{3}", country.currency), code
        assert country.locale in LOCALES, code
        assert country.languages, code
        assert country.is_eu == ("eu_tax_rules" in country.features), code
        assert (country.vat_prefix is None) == (country.vat_format is None), code


def test_prefixes_are_those_of_vies():
    assert sorted(each.vat_prefix for each in all_countries().values() if each.vat_prefix) == sorted(MEMBER_STATES)
    assert country_of_vat_prefix("EL") == resolve_country("GR")
    assert country_of_vat_prefix("GR") is None


@pytest.mark.parametrize(
    ("code", "currency", "locale", "features"),
    [
        ("SI", "EUR", "sl-SI", {"furs", "eslog", "e_invoicing", "eu_tax_rules", "tax_clause_defaults", "upn_qr"}),
        ("HR", "EUR", "hr-HR", {"fina", "hub3_qr", "eu_tax_rules", "epc_qr"}),
        ("US", "USD", "en-US", {"us_tax_rate_lookup"}),
        ("SE", "SEK", "sv-SE", {"eu_tax_rules"}),
    ],
)
def test_what_an_entity_gets_from_its_country(code, currency, locale, features):
    country = all_countries()[code]
    assert (country.currency, country.locale) == (currency, locale)
    assert features <= set(country.features)
    assert country.max_taxes_per_item == (5 if code == "US" else 1)


def test_every_registered_number_has_the_form_of_its_state():
    for member_state, number in default_register():
        country = country_of_vat_prefix(member_state)
        assert country is not None, member_state
        assert country.accepts_vat_number(number), (member_state, number)
