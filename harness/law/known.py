"""What the packages know of a country: babel (Unicode CLDR), python-stdnum and, where installed, eu-vat-rates-data."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any, cast

import babel
import stdnum
from babel.languages import get_official_languages
from babel.numbers import get_currency_precision, get_territory_currencies

from harness.law.errors import LawError
from harness.law.second_source import PACKAGE, SecondSource, second_source
from harness.law.third_countries import current_code, third_country

_ENGLISH = babel.Locale("en")


@dataclass(frozen=True, slots=True)
class KnownCurrency:
    """Legal tender, by CLDR."""

    code: str
    digits: int
    """As CLDR displays amounts; ISO 4217 may say otherwise."""
    since: str | None
    """ISO 8601 date."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that needs no person; ``None`` and empty where no package knows it."""

    code: str
    name: str
    local_names: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    """Official ones, ISO 639-1."""
    currency: KnownCurrency | None
    module: str | None
    """Module of python-stdnum for VAT numbers."""
    pattern: str | None
    number_name: str | None
    member_state: bool | None
    rates: tuple[tuple[str, str], ...]
    """Category and percent of today, the standard rate first, then from the lowest."""
    rates_source: str | None

    @property
    def cldr(self) -> str:
        """How facts of babel name their source."""
        return f"Unicode CLDR through babel {babel.__version__}; not looked up in law"

    @property
    def number_source(self) -> str:
        """How the form of the VAT number names its source."""
        packages = [f"python-stdnum {stdnum.__version__}"] if self.module else []
        packages += [self.rates_source] if self.rates_source else []
        return f"form as in {' and '.join(packages) or 'no package'}; not looked up in law"

    @property
    def currency_since(self) -> str | None:
        """First day of the currency, by CLDR."""
        return self.currency.since if self.currency else None


def known_of(code: str) -> Known:
    """What is known of a country. Raises ``LawError`` for a code that CLDR does not know."""
    if current_code(code) != code or third_country(code) is None:
        raise LawError(f"{code!r} is no country code that Unicode CLDR knows: give an ISO 3166-1 alpha-2 code")
    languages = tuple(dict.fromkeys(tag.split("_")[0] for tag in get_official_languages(code)))
    second = second_source()
    theirs = second.rates.get(code, {}) if second else {}
    return Known(
        code=code,
        name=_ENGLISH.territories[code],
        local_names=tuple((tag, babel.Locale.parse(tag).territories.get(code, "")) for tag in languages),
        languages=languages,
        currency=_currency(code),
        module=_module(code),
        pattern=_pattern(theirs),
        number_name=_number_name(theirs, languages),
        member_state=theirs.get("eu_member"),
        rates=_rates(theirs),
        rates_source=_source(second) if theirs and second else None,
    )


def _currency(code: str) -> KnownCurrency | None:
    tender = get_territory_currencies(code, tender=True, non_tender=False, include_details=True)
    if not tender:
        return None
    newest = tender[-1]
    since = newest["from"].isoformat()[:10] if newest.get("from") else None
    return KnownCurrency(newest["currency"], get_currency_precision(newest["currency"]), since)


def _module(code: str) -> str | None:
    module = stdnum.get_cc_module(code.lower(), "vat")
    return cast(ModuleType, module).__name__ if module else None


def _pattern(theirs: dict[str, Any]) -> str | None:
    """Its pattern for the whole number; ours are matched in full, and need no anchors."""
    pattern = theirs.get("pattern")
    return str(pattern).removeprefix("^").removesuffix("$") if pattern else None


def _number_name(theirs: dict[str, Any], languages: tuple[str, ...]) -> str | None:
    names = theirs.get("identifiers", {}).get("vat_id_name") or {}
    return next((str(names[language]) for language in languages if language in names), None)


def _rates(theirs: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if not theirs:
        return ()
    reduced = [("reduced" if n == 1 else f"reduced{n}", rate) for n, rate in enumerate(sorted(theirs["reduced"]), 1)]
    others = [(category, theirs[category]) for category in ("super_reduced", "parking") if theirs[category]]
    return tuple((category, f"{rate:g}") for category, rate in [("standard", theirs["standard"]), *reduced, *others])


def _source(second: SecondSource) -> str:
    return f"{PACKAGE} {second.version}"
