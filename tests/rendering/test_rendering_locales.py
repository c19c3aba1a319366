from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from harness.sandbox.rendering import LANGUAGES, LOCALES, RenderingError, labels
from harness.sandbox.rendering.locales import (
    entity_locale,
    format_date,
    format_money,
    format_number,
    format_percent,
    format_price,
    format_quantity,
    requested_language,
    requested_locale,
)

# One row per locale: 1234.5, 1234567.891, -12.5 in euro, 9.5 %, 5 March 2025. "~" is U+00A0, "_" is U+202F.
FORMATS = {
    "en-US": ("1,234.50", "1,234,567.89", "-€12.50", "9.5%", "03/05/2025"),
    "de-DE": ("1.234,50", "1.234.567,89", "-12,50~€", "9,5~%", "05.03.2025"),
    "it-IT": ("1.234,50", "1.234.567,89", "-12,50~€", "9,5%", "05/03/2025"),
    "fr-FR": ("1_234,50", "1_234_567,89", "-12,50~€", "9,5~%", "05/03/2025"),
    "es-ES": ("1234,50", "1.234.567,89", "-12,50~€", "9,5~%", "05/03/2025"),
    "sl-SI": ("1.234,50", "1.234.567,89", "−12,50~€", "9,5~%", "5.~3.~2025"),
    "pt-PT": ("1234,50", "1~234~567,89", "-12,50~€", "9,5%", "05/03/2025"),
    "nl-NL": ("1.234,50", "1.234.567,89", "€~-12,50", "9,5%", "05-03-2025"),
    "pl-PL": ("1234,50", "1~234~567,89", "-12,50~€", "9,5%", "05.03.2025"),
    "hr-HR": ("1.234,50", "1.234.567,89", "−12,50~€", "9,5~%", "05.03.2025."),
    "sv-SE": ("1~234,50", "1~234~567,89", "−12,50~€", "9,5~%", "2025-03-05"),
    "fi-FI": ("1~234,50", "1~234~567,89", "−12,50~€", "9,5~%", "5.3.2025"),
    "et-EE": ("1234,50", "1~234~567,89", "−12,50~€", "9,5%", "05.03.2025"),
    "bg-BG": ("1234,50", "1~234~567,89", "-12,50~€", "9,5%", "05.03.2025~г."),
    "cs-CZ": ("1~234,50", "1~234~567,89", "-12,50~€", "9,5~%", "5.~3.~2025"),
    "sk-SK": ("1~234,50", "1~234~567,89", "-12,50~€", "9,5~%", "5.~3.~2025"),
    "nb-NO": ("1~234,50", "1~234~567,89", "−12,50~€", "9,5~%", "05.03.2025"),
    "is-IS": ("1.234,50", "1.234.567,89", "-12,50~€", "9,5%", "5.3.2025"),
}


def test_every_locale_is_covered() -> None:
    assert set(FORMATS) == set(LOCALES)
    assert len(LANGUAGES) == len(set(LANGUAGES)) == 18


@pytest.mark.parametrize("code", FORMATS)
def test_numbers_and_dates(code: str) -> None:
    locale = LOCALES[code]
    shown = (
        format_number(Decimal("1234.5"), locale),
        format_number(Decimal("1234567.891"), locale),
        format_money(Decimal("-12.5"), "EUR", locale),
        format_percent(Decimal("9.50"), locale),
        format_date(date(2025, 3, 5), locale),
    )
    assert shown == tuple(text.replace("~", "\u00a0").replace("_", "\u202f") for text in FORMATS[code])


@pytest.mark.parametrize(
    ("currency", "locale", "expected"),
    [
        ("USD", "en-US", "$1.00"),
        ("USD", "de-DE", "1,00~USD"),
        ("CHF", "en-US", "CHF~1.00"),
        ("GBP", "nl-NL", "£~1,00"),
        ("SEK", "sv-SE", "1,00~kr"),
        ("SEK", "nb-NO", "1,00~SEK"),
        ("PLN", "pl-PL", "1,00~zł"),
        ("ISK", "is-IS", "1,00~kr."),
    ],
)
def test_currency_sign_only_where_unmistakable(currency: str, locale: str, expected: str) -> None:
    assert format_money(Decimal(1), currency, LOCALES[locale]) == expected.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("value", "price", "quantity"),
    [("2", "2.00", "2"), ("2.50", "2.50", "2.5"), ("0.12345", "0.12345", "0.12345"), ("1E+3", "1,000.00", "1,000"),
     ("0.00000049", "0.000000", "0.000000"), ("0", "0.00", "0")],
)  # fmt: skip
def test_prices_and_quantities_keep_their_decimals(value: str, price: str, quantity: str) -> None:
    locale = LOCALES["en-US"]
    assert (format_price(Decimal(value), locale), format_quantity(Decimal(value), locale)) == (price, quantity)


def test_rounding_is_half_up_and_zero_has_no_minus() -> None:
    assert format_number(Decimal("1.005"), LOCALES["en-US"]) == "1.01"
    assert format_number(Decimal("-0.004"), LOCALES["en-US"]) == "0.00"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("sl-SI", "sl-SI"), ("de-AT", "de-DE"), ("nb", "nb-NO"), ("el-GR", "en-US"), (None, "en-US"), ("", "en-US")],
)
def test_entity_locale_is_the_nearest(code: str | None, expected: str) -> None:
    assert entity_locale(code).code == expected


def test_requested_codes_are_exact() -> None:
    assert requested_language("de-DE") == requested_language("de") == "de"
    for call in (requested_language, requested_locale):
        with pytest.raises(RenderingError, match="xx"):
            call("xx")
    with pytest.raises(RenderingError, match="de-AT"):
        requested_locale("de-AT")


def test_every_language_has_every_label() -> None:
    def keys(language: str) -> set[tuple[str, str]]:
        return {(section, key) for section, texts in labels.load_labels(language).items() for key in texts}

    assert {language for language in LANGUAGES if keys(language) != keys("en")} == set()


def test_labels_are_texts_and_no_file_is_left_over() -> None:
    files = sorted((Path(labels.__file__).parent / "labels").glob("*.toml"))
    assert [file.stem for file in files] == sorted(LANGUAGES)
    for file in files:
        texts = [text for section in tomllib.loads(file.read_text("utf-8")).values() for text in section.values()]
        assert all(text == text.strip() and text for text in texts), file.stem


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_labels_are_translated(language: str) -> None:
    own, english = labels.load_labels(language), labels.load_labels("en")
    pairs = [(section, key) for section in ("title", "meta", "total") for key in own[section]]
    same = {key for section, key in pairs if own[section][key] == english[section][key]}
    assert same <= {"page", "subtotal", "gross_tax", "reference", "vat"}
