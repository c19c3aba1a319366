"""How numbers, money and dates are written in a country by Unicode CLDR, to hold a printed page against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.metadata import version

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from harness.law.country import Country

SAMPLE = Decimal("1234567.89")
"""Long enough to show every separator."""
DAY = date(2026, 3, 9)
"""A day whose day and month cannot be mistaken for each other once the order is known."""


@dataclass(frozen=True, slots=True)
class Written:
    """How one locale writes them."""

    locale: str
    use: str
    """For what it stands here: the locale of documents, or an official language."""
    number: str
    money: str
    percent: str
    short_date: str
    long_date: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of :data:`COLUMNS`."""
        return (f"{self.locale}: {self.use}", self.number, self.money, self.percent, self.short_date, self.long_date)


COLUMNS = ("Locale", "Number", "Money", "Rate", "Date", "Date in words")


def source() -> str:
    """Where the formats come from."""
    return f"Unicode CLDR as in babel {version('babel')}"


def formats(country: Country) -> tuple[Written, ...]:
    """The locale in which documents are set, then each official language in the country, each locale once."""
    languages = country.identity.languages
    named = {languages.locale: "documents are set in it"}
    for language in languages.official:
        spoken = f"{language}-{country.code}"
        if _locale(spoken) is not None:
            named.setdefault(spoken, "official language")
    currency = country.identity.currency.code
    return tuple(written for code, use in named.items() if (written := _written(code, use, currency)))


def _written(code: str, use: str, currency: str) -> Written | None:
    locale = _locale(code)
    if locale is None:
        return None
    return Written(
        locale=code,
        use=use,
        number=format_decimal(SAMPLE, locale=locale),
        money=format_currency(SAMPLE, currency, locale=locale),
        percent=format_percent(Decimal("0.095"), format=_with_a_decimal(locale), locale=locale),
        short_date=format_date(DAY, "short", locale=locale),
        long_date=format_date(DAY, "long", locale=locale),
    )


def _with_a_decimal(locale: Locale) -> str:
    """The locale's pattern for percentages, with the decimals of a rate such as 9.5."""
    return str(locale.percent_formats[None].pattern).replace("#,##0", "#,##0.##")


def _locale(code: str) -> Locale | None:
    """The locale of a code such as ``sl-SI``; ``None`` where CLDR has none, not even for the language."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
