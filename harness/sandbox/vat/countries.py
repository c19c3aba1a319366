"""The sandbox's own table of countries: names in any usual spelling, VIES prefix, currency, locale and features.

The data is in `countries.toml`. The API takes a country by name ("Slovenija", "Germany") and derives the ISO 3166-1
code, the currency and the locale from it; `features` are its `country_rules.features`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_CODE_ALIASES = {"EL": "GR", "UK": "GB"}
"""Codes in wide use that ISO 3166-1 writes differently: the VIES prefix of Greece, and the United Kingdom."""


class CountryTableError(ValueError):
    """`countries.toml` contradicts itself; the message names the countries and the spelling."""


@dataclass(frozen=True)
class Country:
    """One country as the sandbox knows it."""

    code: str
    """ISO 3166-1 alpha-2, and XI for Northern Ireland."""
    name: str
    """English name."""
    is_eu: bool
    """Member State of the European Union."""
    currency: str
    """ISO 4217 code."""
    locale: str
    """One of the 18 document locales: the country's own, else en-US."""
    languages: tuple[str, ...]
    """Official languages (ISO 639-1), the usual one first."""
    features: tuple[str, ...]
    """`country_rules.features` of the API."""
    max_taxes_per_item: int = 1
    vat_prefix: str | None = None
    """The prefix of the country's numbers in VIES; None where VIES does not answer for it."""
    vat_format: str | None = None
    """Regular expression of a VAT number without prefix."""

    def accepts_vat_number(self, number: str) -> bool:
        """Say whether `number` (upper case, without prefix and separators) has the form of the country's VAT numbers.

        Only the form: no check digit, and False for a country that VIES does not know.
        """
        return self.vat_format is not None and re.fullmatch(self.vat_format, number, re.ASCII) is not None


@cache
def all_countries() -> Mapping[str, Country]:
    """Return every known country by its code."""
    return MappingProxyType({code: _country(code, row) for code, row in _table().items()})


def resolve_country(name_or_code: str | None) -> Country | None:
    """Return the country that a name or a code means, or None when it is not known.

    Case, accents, spaces and punctuation do not count, so "slovenija", "SLOVENIA", "SVN" and "SI" are the same.
    """
    if not name_or_code:
        return None
    code = _spellings().get(_folded(name_or_code))
    return all_countries()[code] if code else None


def country_of_vat_prefix(prefix: str) -> Country | None:
    """Return the country whose numbers carry this prefix in VIES (EL means Greece), or None."""
    return _prefixes().get(prefix)


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("countries.toml").read_text("utf-8"))


def _country(code: str, row: Mapping[str, Any]) -> Country:
    return Country(
        code=code,
        name=row["name"],
        is_eu=row["eu"],
        currency=row["currency"],
        locale=row["locale"],
        languages=tuple(row["languages"]),
        features=tuple(row["features"]),
        max_taxes_per_item=row.get("max_taxes_per_item", 1),
        vat_prefix=row.get("vat_prefix"),
        vat_format=row.get("vat_format"),
    )


@cache
def _prefixes() -> dict[str, Country]:
    return {country.vat_prefix: country for country in all_countries().values() if country.vat_prefix}


@cache
def _spellings() -> dict[str, str]:
    """Map every folded spelling to its code; raises CountryTableError when two countries claim the same one."""
    index = {_folded(alias): code for alias, code in _CODE_ALIASES.items()}
    for code, row in _table().items():
        for spelling in (code, row.get("alpha3", code), row["name"], *row["spellings"]):
            owner = index.setdefault(_folded(spelling), code)
            if owner != code:
                raise CountryTableError(f"countries.toml: {owner} and {code} both claim the spelling {spelling!r}")
    return index


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())
