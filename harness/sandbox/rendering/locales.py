"""Number, percent, currency and date formats of the 18 document locales (values of Unicode CLDR 46).

Typed here by hand because the sandbox carries no locale library at run time. Dates are numeric in every locale, so
that a date reads the same whatever the language of the labels is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from harness.sandbox.rendering.errors import RenderingError

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
MINUS = "\u2212"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LocaleFormat:
    """How one locale writes numbers and dates."""

    code: str
    """Full code as the API writes it, such as ``sl-SI``."""
    decimal: str
    group: str
    date_pattern: str
    """``str.format`` pattern with ``y``, ``m`` and ``d``."""
    home_currency: tuple[str, str]
    """ISO 4217 code and the sign that this locale writes for it."""
    min_grouping: int = 1
    """Digits that must stand before the first group sign: 2 writes 1234 but 12 345."""
    percent_gap: str = ""
    minus: str = "-"
    currency_first: bool = False
    currency_gap: str = NBSP

    @property
    def language(self) -> str:
        """Short language code, such as ``sl``."""
        return self.code.split("-")[0]


def _table() -> tuple[LocaleFormat, ...]:
    euro = ("EUR", "€")
    dot, slash = "{d:02}.{m:02}.{y}", "{d:02}/{m:02}/{y}"
    return (
        LocaleFormat("en-US", ".", ",", "{m:02}/{d:02}/{y}", ("USD", "$"), currency_first=True, currency_gap=""),
        LocaleFormat("de-DE", ",", ".", dot, euro, percent_gap=NBSP),
        LocaleFormat("it-IT", ",", ".", slash, euro),
        LocaleFormat("fr-FR", ",", NARROW_NBSP, slash, euro, percent_gap=NBSP),
        LocaleFormat("es-ES", ",", ".", slash, euro, min_grouping=2, percent_gap=NBSP),
        LocaleFormat("sl-SI", ",", ".", f"{{d}}.{NBSP}{{m}}.{NBSP}{{y}}", euro, percent_gap=NBSP, minus=MINUS),
        LocaleFormat("pt-PT", ",", NBSP, slash, euro, min_grouping=2),
        LocaleFormat("nl-NL", ",", ".", "{d:02}-{m:02}-{y}", euro, currency_first=True),
        LocaleFormat("pl-PL", ",", NBSP, dot, ("PLN", "zł"), min_grouping=2),
        LocaleFormat("hr-HR", ",", ".", f"{dot}.", euro, percent_gap=NBSP, minus=MINUS),
        LocaleFormat("sv-SE", ",", NBSP, "{y}-{m:02}-{d:02}", ("SEK", "kr"), percent_gap=NBSP, minus=MINUS),
        LocaleFormat("fi-FI", ",", NBSP, "{d}.{m}.{y}", euro, percent_gap=NBSP, minus=MINUS),
        LocaleFormat("et-EE", ",", NBSP, dot, euro, min_grouping=2, minus=MINUS),
        LocaleFormat("bg-BG", ",", NBSP, f"{dot}{NBSP}г.", ("BGN", "лв."), min_grouping=2),
        LocaleFormat("cs-CZ", ",", NBSP, f"{{d}}.{NBSP}{{m}}.{NBSP}{{y}}", ("CZK", "Kč"), percent_gap=NBSP),
        LocaleFormat("sk-SK", ",", NBSP, f"{{d}}.{NBSP}{{m}}.{NBSP}{{y}}", euro, percent_gap=NBSP),
        LocaleFormat("nb-NO", ",", NBSP, dot, ("NOK", "kr"), percent_gap=NBSP, minus=MINUS),
        LocaleFormat("is-IS", ",", ".", "{d}.{m}.{y}", ("ISK", "kr."), percent_gap=""),
    )


LOCALES: dict[str, LocaleFormat] = {locale.code: locale for locale in _table()}
LANGUAGES: tuple[str, ...] = tuple(locale.language for locale in LOCALES.values())
_SIGNS = {"EUR": "€", "GBP": "£"}


def requested_locale(code: str) -> LocaleFormat:
    """The locale that a caller asked for by its full code; ``RenderingError`` when it is none of the 18."""
    if code in LOCALES:
        return LOCALES[code]
    raise RenderingError(f"unknown locale {code!r}: use one of {', '.join(LOCALES)}")


def requested_language(code: str) -> str:
    """The short language code of ``de`` or ``de-DE``; ``RenderingError`` when it is none of the 18."""
    if code in LANGUAGES:
        return code
    if code in LOCALES:
        return LOCALES[code].language
    raise RenderingError(f"unknown language {code!r}: use one of {', '.join(LANGUAGES)}")


def entity_locale(code: str | None) -> LocaleFormat:
    """The nearest of the 18 locales to an entity's own, which may be any text: same code, same language, else en-US."""
    if code in LOCALES:
        return LOCALES[code]
    language = (code or "").split("-")[0].lower()
    return locale_of_language(language) if language in LANGUAGES else LOCALES["en-US"]


def locale_of_language(language: str) -> LocaleFormat:
    """The locale whose code is the key of translation maps for a short language code."""
    return next(locale for locale in LOCALES.values() if locale.language == language)


def format_date(value: date, locale: LocaleFormat) -> str:
    """A day in numbers, in the locale's order."""
    return locale.date_pattern.format(y=value.year, m=value.month, d=value.day)


def format_number(value: Decimal, locale: LocaleFormat, places: int = 2) -> str:
    """A number with exactly ``places`` decimals, rounded half up."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    text = _grouped(whole, locale) + (locale.decimal + fraction if fraction else "")
    return locale.minus + text if rounded < 0 else text


def _grouped(whole: str, locale: LocaleFormat) -> str:
    if len(whole) < 3 + locale.min_grouping:
        return whole
    return f"{int(whole):,}".replace(",", locale.group)


def format_price(value: Decimal, locale: LocaleFormat) -> str:
    """A unit price: two decimals, or as many as it carries, six at most."""
    return format_number(value, locale, max(2, min(6, _decimals(value))))


def format_quantity(value: Decimal, locale: LocaleFormat) -> str:
    """A quantity with only the decimals that it carries, six at most."""
    return format_number(value, locale, min(6, _decimals(value)))


def format_percent(value: Decimal, locale: LocaleFormat) -> str:
    """A rate given in percent, such as 22 or 9.5."""
    return format_quantity(value, locale) + locale.percent_gap + "%"


def format_money(value: Decimal, currency: str, locale: LocaleFormat) -> str:
    """An amount with its currency: the sign where it is unmistakable in this locale, else the ISO 4217 code."""
    sign = _sign(currency, locale)
    number = format_number(value, locale)
    if not locale.currency_first:
        return number + NBSP + sign
    gap = locale.currency_gap or ("" if len(sign) == 1 else NBSP)
    if locale.currency_gap or not number.startswith(locale.minus):
        return sign + gap + number
    return locale.minus + sign + gap + number.removeprefix(locale.minus)


def _sign(currency: str, locale: LocaleFormat) -> str:
    if currency == locale.home_currency[0]:
        return locale.home_currency[1]
    return _SIGNS.get(currency, currency)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
