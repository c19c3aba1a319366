"""Default texts of a new entity: the tax clause per transaction type, and the e-mail texts per document type.

The texts are in `clauses.toml`, for the 18 document languages; any other language gets the English ones.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from harness.sandbox.vat.countries import resolve_country

LOCALES = (
    *("en-US", "de-DE", "it-IT", "fr-FR", "es-ES", "sl-SI", "pt-PT", "nl-NL", "pl-PL"),
    *("hr-HR", "sv-SE", "fi-FI", "et-EE", "bg-BG", "cs-CZ", "sk-SK", "nb-NO", "is-IS"),
)
"""The 18 document locales."""
LANGUAGES = tuple(locale.split("-")[0] for locale in LOCALES)
"""Their languages (ISO 639-1), in the same order."""
DOCUMENT_TYPES = ("invoice", "estimate", "credit_note", "advance_invoice", "delivery_note")

_FALLBACK = "en"
_FEATURE = "tax_clause_defaults"


def default_tax_clauses(country_code: str, language: str) -> dict[str, str]:
    """Return `settings.tax_clause_defaults` of a new entity: the clause by transaction type, in one language.

    Domestic and consumer sales inside the Union need no clause. An issuer in a country without the feature
    `tax_clause_defaults` gets no clauses at all, since they speak of the Union's VAT.
    """
    country = resolve_country(country_code)
    issues_clauses = country is not None and _FEATURE in country.features
    third_country = _clause(country_code, language, "third_country") if issues_clauses else ""
    return {
        "domestic": "",
        "intra_eu_b2b": _clause(country_code, language, "intra_eu_b2b") if issues_clauses else "",
        "intra_eu_b2c": "",
        "3w_b2b": third_country,
        "3w_b2c": third_country,
    }


def default_tax_clause_translations(country_code: str) -> dict[str, dict[str, str]]:
    """Return `settings.translations.tax_clause_defaults`: every clause that has a text, in all 18 document locales."""
    kinds = [kind for kind, text in default_tax_clauses(country_code, _FALLBACK).items() if text]
    by_locale = {locale: default_tax_clauses(country_code, locale) for locale in LOCALES}
    return {kind: {locale: clauses[kind] for locale, clauses in by_locale.items()} for kind in kinds}


def default_texts(language: str) -> dict[str, Any]:
    """Return the settings that hold text, for a new entity in one language: `email_defaults` and `document_footer`.

    `email_defaults` has ten keys: subject and body for each document type. Words in braces are the API's own template
    variables and stay as they are.
    """
    words = _language(language)
    emails = {}
    for kind in DOCUMENT_TYPES:
        emails[f"{kind}_subject"] = f"{words[kind]} {{document_number}} – {{entity_name}}"
        emails[f"{kind}_body"] = _body(words, kind)
    return {"email_defaults": emails, "document_footer": "{entity_name}"}


def _body(words: Mapping[str, str], kind: str) -> str:
    document = f"{words[kind]} {{document_number}}"
    return f"{words['greeting']}\n\n{words['attached']} {document}\n\n{words['closing']}\n{{entity_name}}"


def _clause(country_code: str, language: str, kind: str) -> str:
    """Return the clause, with the articles of the issuer's own law in brackets where they are known."""
    text = _language(language)[kind]
    national = _texts()["national"].get(country_code.upper(), {}).get(kind)
    return f"{text.removesuffix('.')} [{national}]." if national else text


def _language(language: str) -> Mapping[str, str]:
    """Return the texts of a language, given as "sl" or as a locale such as "sl-SI"."""
    languages: Mapping[str, Mapping[str, str]] = _texts()["languages"]
    return languages.get(language.split("-")[0].lower(), languages[_FALLBACK])


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
