"""The default texts of a new entity."""

import string

import pytest

from harness.sandbox.vat.clauses import (
    DOCUMENT_TYPES,
    LANGUAGES,
    LOCALES,
    default_tax_clause_translations,
    default_tax_clauses,
    default_texts,
)

REVERSE_CHARGE = {
    "en": "Reverse charge",
    "de": "Steuerschuldnerschaft des Leistungsempfängers",
    "sl": "Obrnjena davčna obveznost",
    "it": "Inversione contabile",
    "fr": "Autoliquidation",
    "es": "Inversión del sujeto pasivo",
    "pt": "autoliquidação",
    "nl": "Btw verlegd",
    "pl": "Odwrotne obciążenie",
    "hr": "Prijenos porezne obveze",
    "sv": "Omvänd betalningsskyldighet",
    "fi": "Käännetty verovelvollisuus",
    "et": "Pöördmaksustamine",
    "bg": "Обратно начисляване",
    "cs": "Daň odvede zákazník",
    "sk": "Prenesenie daňovej povinnosti",
    "nb": "Reverse charge",
    "is": "Reverse charge",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_intra_union_clause_has_the_words_of_the_language(language):
    clauses = default_tax_clauses("AT", language)
    assert REVERSE_CHARGE[language] in clauses["intra_eu_b2b"]
    assert "196" in clauses["intra_eu_b2b"]
    assert "146" in clauses["3w_b2b"]
    assert (clauses["domestic"], clauses["intra_eu_b2c"]) == ("", "")
    assert clauses["3w_b2c"] == clauses["3w_b2b"]
    assert all(len(text) <= 2000 for text in clauses.values())


def test_all_languages_differ():
    assert len({default_tax_clauses("AT", language)["intra_eu_b2b"] for language in LANGUAGES}) == 18


@pytest.mark.parametrize(
    ("country", "language", "article"),
    [("SI", "sl", "ZDDV-1"), ("DE", "de", "UStG"), ("FR", "fr-FR", "CGI"), ("SI", "en", "ZDDV-1")],
)
def test_national_articles_are_named(country, language, article):
    assert article in default_tax_clauses(country, language)["intra_eu_b2b"]


def test_no_clauses_outside_the_union():
    assert set(default_tax_clauses("US", "en").values()) == {""}
    assert default_tax_clause_translations("US") == {}


def test_translations_cover_every_locale():
    translations = default_tax_clause_translations("SI")
    assert translations.keys() == {"intra_eu_b2b", "3w_b2b", "3w_b2c"}
    assert translations["3w_b2c"].keys() == set(LOCALES)
    assert translations["intra_eu_b2b"]["de-DE"].startswith("Steuerschuldnerschaft")


@pytest.mark.parametrize("language", LANGUAGES)
def test_email_texts_use_the_variables_of_the_api(language):
    emails = default_texts(language)["email_defaults"]
    assert emails.keys() == {f"{kind}_{part}" for kind in DOCUMENT_TYPES for part in ("subject", "body")}
    for key, text in emails.items():
        variables = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert variables == {"document_number", "entity_name"}, key
        assert len(text) <= 500


def test_unknown_language_gets_english():
    assert default_texts("xx") == default_texts("en-US")
