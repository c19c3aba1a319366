"""The vocabulary of the PDF reader: ``fixtures/labels/<locale>.toml`` and ``common.toml``.

A label file holds, for one language, the words that invoices print beside their values. All languages are looked
for at once, since tenants print in languages other than their country's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.model.facts import MentionKind
from harness.model.text import fold, squash
from harness.reading.errors import LabelsError

SECTIONS: Mapping[str, frozenset[str]] = {
    "titles": frozenset({"invoice", "credit_note"}),
    "fields": frozenset(
        {
            "number", "number_short", "issue_date", "date", "due_date", "supply_date", "other_date", "other_number",
            "reference", "currency", "name", "address",
        }
    ),
    "parties": frozenset({"seller", "buyer", "other_party", "vat_id", "seller_vat_id", "buyer_vat_id", "tax_number"}),
    "totals": frozenset(
        {"net", "subtotal", "tax", "tax_total", "gross", "total", "amount_due", "discount", "paid", "other"}
    ),
    "columns": frozenset(
        {
            "position", "description", "quantity", "unit", "unit_price", "line_discount", "vat_rate", "net_amount",
            "vat_amount", "gross_amount", "line_amount", "base",
        }
    ),
}  # fmt: skip
"""Sections of a label file and the fields in each; a label is known by the name of its field."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the vocabulary."""

    code: str
    """ISO 639-1."""
    locale: str
    """Language and region whose conventions the file describes, e.g. ``sl-SI``."""
    decimal_comma: bool
    """Whether numbers are written 1.234,56 when nothing else decides."""
    month_first: bool
    """Whether 03/04/2026 is the fourth of March."""
    words: frozenset[str]
    """Frequent small words, folded, that tell the language."""
    kroner: str | None = None
    """The currency that is meant by a sign which several countries share (``kr``)."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The whole vocabulary, ready for look-up by squashed text."""

    languages: Mapping[str, Language]
    meanings: Mapping[str, Mapping[str, frozenset[str]]]
    """Squashed label to field to the languages that use it so."""
    months: Mapping[str, int]
    """Folded month name to 1 to 12."""
    mentions: tuple[tuple[MentionKind, str, str], ...]
    """Kind, language and squashed phrase, the longest phrases first."""
    countries: Mapping[str, str]
    """Squashed country name to ISO 3166-1 alpha-2."""
    currency_codes: frozenset[str] = frozenset()
    currency_signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sign to the currencies that it may mean, the most frequent first."""
    vat_ids: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """Prefix of a VAT identification number to the shape of the whole number without blanks."""
    longest: int = 1
    """Length of the longest label, squashed."""


def load_labels(folder: Path) -> Labels:
    """Read and check all label files in ``folder``; raises :class:`LabelsError` naming file and key."""
    files = sorted(folder.glob("??-??.toml"))
    if not files:
        raise LabelsError(f"{folder}: no label file such as en-US.toml there")
    builder = _Builder()
    for file in files:
        builder.add(file.name, _parse(file))
    common = _parse(folder / "common.toml")
    return builder.build(common)


def _parse(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LabelsError(f"{file.name}: the file is missing in {file.parent}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelsError(f"{file.name}: {error}") from error


def _table(file: str, data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise LabelsError(f"{file}: [{key}] is missing or is no table")
    return value


def _strings(file: str, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise LabelsError(f"{file}: {key} must be a list of words, not {value!r}")
    return value


def _known(file: str, section: str, keys: Mapping[str, object], allowed: frozenset[str]) -> None:
    if unknown := sorted(set(keys) - allowed):
        raise LabelsError(f"{file}: [{section}] has unknown keys {unknown}; known are {sorted(allowed)}")


class _Builder:
    """Collects the files of one folder."""

    def __init__(self) -> None:
        self.languages: dict[str, Language] = {}
        self.meanings: dict[str, dict[str, set[str]]] = {}
        self.months: dict[str, int] = {}
        self.mentions: list[tuple[MentionKind, str, str]] = []
        self.countries: dict[str, str] = {}

    def add(self, file: str, data: Mapping[str, object]) -> None:
        top = frozenset({*SECTIONS, "language", "locale", "decimal_comma", "month_first", "kroner", "words", "months"})
        _known(file, "top level", data, top | {"mentions", "countries"})
        language = _language(file, data)
        self.languages[language.code] = language
        for section, fields in SECTIONS.items():
            self._add_section(file, section, _table(file, data, section), fields, language.code)
        self._add_months(file, data.get("months"))
        self._add_mentions(file, _table(file, data, "mentions"), language.code)
        for code, name in _table(file, data, "countries").items():
            self.countries[squash(str(name))] = code

    def _add_section(
        self, file: str, section: str, table: Mapping[str, object], fields: frozenset[str], language: str
    ) -> None:
        _known(file, section, table, fields)
        for name, value in table.items():
            for label in _strings(file, f"{section}.{name}", value):
                key = squash(label)
                if not key:
                    raise LabelsError(f"{file}: {section}.{name}: {label!r} has no letter or digit")
                self.meanings.setdefault(key, {}).setdefault(name, set()).add(language)

    def _add_months(self, file: str, value: object) -> None:
        if not isinstance(value, list) or len(value) != 12:
            raise LabelsError(f"{file}: months must be twelve lists of names, January first")
        for number, names in enumerate(value, start=1):
            for name in _strings(file, f"months[{number}]", names):
                self.months[fold(name).strip(".")] = number

    def _add_mentions(self, file: str, table: Mapping[str, object], language: str) -> None:
        _known(file, "mentions", table, frozenset(MentionKind))
        for kind, phrases in table.items():
            for phrase in _strings(file, f"mentions.{kind}", phrases):
                self.mentions.append((MentionKind(kind), language, squash(phrase)))

    def build(self, common: Mapping[str, object]) -> Labels:
        """The finished vocabulary with the language-independent part."""
        currencies = _table("common.toml", common, "currency_signs")
        shapes = _table("common.toml", common, "vat_ids")
        signs = {sign: tuple(_strings("common.toml", sign, codes)) for sign, codes in currencies.items()}
        meanings = {
            key: {name: frozenset(codes) for name, codes in fields.items()} for key, fields in self.meanings.items()
        }
        return Labels(
            languages=self.languages,
            meanings=meanings,
            months=self.months,
            mentions=tuple(sorted(self.mentions, key=lambda mention: -len(mention[2]))),
            countries=self.countries,
            currency_codes=frozenset(_strings("common.toml", "currency_codes", common.get("currency_codes"))),
            currency_signs=signs,
            vat_ids={prefix: _pattern(prefix, shape) for prefix, shape in shapes.items()},
            longest=max(map(len, meanings)),
        )


def _language(file: str, data: Mapping[str, object]) -> Language:
    code, locale, kroner = data.get("language"), data.get("locale"), data.get("kroner")
    comma, month_first = data.get("decimal_comma"), data.get("month_first", False)
    if not isinstance(code, str) or len(code) != 2:
        raise LabelsError(f"{file}: language must be an ISO 639-1 code, not {code!r}")
    if not isinstance(locale, str) or f"{locale}.toml" != file:
        raise LabelsError(f"{file}: locale must be the name of the file, not {locale!r}")
    if not isinstance(comma, bool) or not isinstance(month_first, bool):
        raise LabelsError(f"{file}: decimal_comma and month_first must be true or false")
    if kroner is not None and not isinstance(kroner, str):
        raise LabelsError(f"{file}: kroner must be a currency code, not {kroner!r}")
    words = frozenset(fold(word) for word in _strings(file, "words", data.get("words")))
    return Language(code, locale, comma, month_first, words, kroner)


def _pattern(prefix: str, shape: object) -> re.Pattern[str]:
    try:
        return re.compile(str(shape))
    except re.error as error:
        raise LabelsError(f"common.toml: vat_ids.{prefix}: {shape!r} is no regular expression: {error}") from error
