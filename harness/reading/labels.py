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
            "number", "number_short", "issue_date", "date", "due_date", "supply_date", "tax_point", "other_date",
            "other_number", "reference", "currency", "name", "address",
        }
    ),
    "parties": frozenset({"seller", "buyer", "other_party", "vat_id", "seller_vat_id", "buyer_vat_id", "tax_number"}),
    "totals": frozenset(
        {"net", "subtotal", "tax", "tax_total", "gross", "total", "amount_due", "discount", "paid", "other", "untaxed"}
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
    post_code_prefixes: Mapping[str, str] = field(default_factory=dict)
    """What stands before a post code (``D-``) to ISO 3166-1 alpha-2."""
    salutations: frozenset[str] = frozenset()
    """Squashed words before a name that are no part of it."""
    attention: tuple[str, ...] = ()
    """Folded beginnings of a line about a person or department inside an address."""
    legal_forms: frozenset[str] = frozenset()
    """Squashed forms of companies."""
    title_ends: tuple[str, ...] = ()
    """Folded endings of compound titles, such as ``rechnung`` of ``Honorarrechnung``."""
    account: tuple[str, ...] = ("iban",)
    """Squashed names of an account, right before its number."""
    longest: int = 1
    """Length of the longest label, squashed."""


def load_labels(folder: Path) -> Labels:
    """Read and check all label files in ``folder``; raises :class:`LabelsError` naming file and key."""
    files = sorted(folder.glob("??-??.toml"))
    if not files:
        raise LabelsError(f"{folder}: no label file such as en-US.toml there")
    builder = _Builder()
    for file in files:
        builder.add(_File.read(file))
    return builder.build(_File.read(folder / "common.toml"))


@dataclass(frozen=True, slots=True)
class _File:
    """A parsed file that can say where a key stands."""

    path: Path
    text: str
    data: Mapping[str, object]

    @classmethod
    def read(cls, path: Path) -> _File:
        """Read one file, or say where it is no TOML."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise LabelsError(f"{path}: cannot be read: {error.strerror}") from error
        try:
            text = raw.decode("utf-8")
            return cls(path, text, tomllib.loads(text))
        except UnicodeDecodeError as error:
            raise LabelsError(f"{path}:{raw.count(10, 0, error.start) + 1}: is not UTF-8: save as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column \d+\)", str(error))
            line = found[1] if found else len(text.splitlines())
            raise LabelsError(f"{path}:{line}: not valid TOML: {error}") from error

    def wrong(self, key: str, why: str) -> LabelsError:
        """The error at a key: ``totals`` for a section or a key above all sections, ``totals.net`` for one inside."""
        return LabelsError(f"{self.path}:{self._line(key)}: {why}")

    def _line(self, key: str) -> int:
        """The line of the key, or of its section; 1 for what is missing."""
        section, _, name = key.partition("[")[0].partition(".")
        current, line, wanted = "", 1, ((section, name), ("", section))
        for number, written in enumerate(self.text.splitlines(), start=1):
            if header := re.match(r"\s*\[([\w-]+)\]", written):
                current = header[1]
                line = number if current == section else line
            elif (entry := re.match(r'\s*"?([^"=]+?)"?\s*=', written)) and (current, entry[1]) in wanted:
                return number
        return line

    def table(self, key: str) -> Mapping[str, object]:
        value = self.data.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, f"[{key}] is missing or is no table")
        return value

    def strings(self, key: str, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.wrong(key, f"{key} must be a list of words, not {value!r}")
        return value

    def words(self, key: str) -> list[str]:
        """A list of words that may be missing."""
        return self.strings(key, self.data.get(key, []))

    def known(self, section: str, keys: Mapping[str, object], allowed: frozenset[str]) -> None:
        if unknown := sorted(set(keys) - allowed):
            key = f"{section}.{unknown[0]}" if section else unknown[0]
            place = f"[{section}]" if section else "the top level"
            raise self.wrong(key, f"{place} has unknown keys {unknown}; known are {sorted(allowed)}")


class _Builder:
    """Collects the files of one folder."""

    def __init__(self) -> None:
        self.languages: dict[str, Language] = {}
        self.meanings: dict[str, dict[str, set[str]]] = {}
        self.months: dict[str, int] = {}
        self.mentions: list[tuple[MentionKind, str, str]] = []
        self.countries: dict[str, str] = {}

    def add(self, file: _File) -> None:
        top = frozenset({*SECTIONS, "language", "locale", "decimal_comma", "month_first", "kroner", "words", "months"})
        file.known("", file.data, top | {"mentions", "countries"})
        language = _language(file)
        self.languages[language.code] = language
        for section, fields in SECTIONS.items():
            self._add_section(file, section, file.table(section), fields, language.code)
        self._add_months(file, file.data.get("months"))
        self._add_mentions(file, file.table("mentions"), language.code)
        for code, name in file.table("countries").items():
            self.countries[squash(str(name))] = code

    def _add_section(
        self, file: _File, section: str, table: Mapping[str, object], fields: frozenset[str], language: str
    ) -> None:
        file.known(section, table, fields)
        for name, value in table.items():
            for label in file.strings(f"{section}.{name}", value):
                key = squash(label)
                if not key:
                    raise file.wrong(f"{section}.{name}", f"{section}.{name}: {label!r} has no letter or digit")
                self.meanings.setdefault(key, {}).setdefault(name, set()).add(language)

    def _add_months(self, file: _File, value: object) -> None:
        if not isinstance(value, list) or len(value) != 12:
            raise file.wrong("months", "months must be twelve lists of names, January first")
        for number, names in enumerate(value, start=1):
            for name in file.strings(f"months[{number}]", names):
                self.months[fold(name).strip(".")] = number

    def _add_mentions(self, file: _File, table: Mapping[str, object], language: str) -> None:
        file.known("mentions", table, frozenset(MentionKind))
        for kind, phrases in table.items():
            for phrase in file.strings(f"mentions.{kind}", phrases):
                self.mentions.append((MentionKind(kind), language, squash(phrase)))

    def build(self, common: _File) -> Labels:
        """The finished vocabulary with the language-independent part."""
        currencies = common.table("currency_signs")
        shapes = common.table("vat_ids")
        signs = {sign: tuple(common.strings(f"currency_signs.{sign}", codes)) for sign, codes in currencies.items()}
        meanings = {
            key: {name: frozenset(codes) for name, codes in fields.items()} for key, fields in self.meanings.items()
        }
        return Labels(
            languages=self.languages,
            meanings=meanings,
            months=self.months,
            mentions=tuple(sorted(self.mentions, key=lambda mention: -len(mention[2]))),
            countries=self.countries,
            currency_codes=frozenset(common.strings("currency_codes", common.data.get("currency_codes"))),
            currency_signs=signs,
            vat_ids={prefix: _pattern(common, prefix, shape) for prefix, shape in shapes.items()},
            post_code_prefixes=_prefixes(common),
            salutations=frozenset(map(squash, common.words("salutations"))),
            legal_forms=frozenset(map(squash, common.words("legal_forms"))),
            account=("iban", *(squash(word) for word in common.words("account"))),
            title_ends=tuple(fold(word) for word in common.words("title_ends")),
            attention=tuple(fold(word) for word in common.words("attention")),
            longest=max(map(len, meanings), default=1),
        )


def _language(file: _File) -> Language:
    data = file.data
    code, locale, kroner = data.get("language"), data.get("locale"), data.get("kroner")
    comma, month_first = data.get("decimal_comma"), data.get("month_first", False)
    if not isinstance(code, str) or len(code) != 2:
        raise file.wrong("language", f"language must be an ISO 639-1 code, not {code!r}")
    if not isinstance(locale, str) or f"{locale}.toml" != file.path.name:
        raise file.wrong("locale", f"locale must be the name of the file, not {locale!r}")
    if not isinstance(comma, bool) or not isinstance(month_first, bool):
        raise file.wrong("decimal_comma", "decimal_comma and month_first must be true or false")
    if kroner is not None and not isinstance(kroner, str):
        raise file.wrong("kroner", f"kroner must be a currency code, not {kroner!r}")
    words = frozenset(fold(word) for word in file.strings("words", data.get("words")))
    return Language(code, locale, comma, month_first, words, kroner)


def _prefixes(common: _File) -> dict[str, str]:
    key = "post_code_prefixes"
    table = common.table(key) if key in common.data else {}
    return {prefix: common.strings(f"{key}.{prefix}", [code])[0] for prefix, code in table.items()}


def _pattern(common: _File, prefix: str, shape: object) -> re.Pattern[str]:
    try:
        return re.compile(str(shape))
    except re.error as error:
        why = f"vat_ids.{prefix}: {shape!r} is no regular expression: {error}"
        raise common.wrong(f"vat_ids.{prefix}", why) from error
