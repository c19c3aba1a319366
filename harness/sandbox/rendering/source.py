"""What is rendered: the API's document and entity JSON, with the language and locale that were settled for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from harness.sandbox.rendering.errors import RenderingError
from harness.sandbox.rendering.labels import Labels
from harness.sandbox.rendering.locales import LocaleFormat, format_date, format_money, locale_of_language

Json = Mapping[str, Any]

_KINDS = {
    "inv": "invoice",
    "cre": "credit_note",
    "cn": "credit_note",
    "adv": "advance_invoice",
    "est": "estimate",
    "del": "delivery_note",
    "dn": "delivery_note",
}
_TYPES = ("invoice", "credit_note", "advance_invoice", "estimate", "delivery_note")
PAYABLE = ("invoice", "credit_note", "advance_invoice")
SALES_TAX_COUNTRIES = ("US",)
"""Where the tax on an invoice is no VAT, so that labels say "tax"."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to render. Texts are already free of control characters."""

    document: Json
    entity: Json
    language: str
    locale: LocaleFormat
    labels: Labels
    template: str

    @property
    def settings(self) -> Json:
        """The entity's settings, empty when the answer has none."""
        return self.entity.get("settings") or {}

    @property
    def issuer(self) -> Json:
        """The seller as the document recorded it, completed from the entity where it records nothing."""
        return {**self.entity, **(self.document.get("issuer") or {})}

    @property
    def customer(self) -> Json:
        """The buyer as the document recorded it; empty for a retail sale without a customer."""
        return self.document.get("customer") or {}

    @property
    def items(self) -> list[Json]:
        """All rows, separators included."""
        return list(self.document.get("items") or ())

    @property
    def kind(self) -> str:
        """One of the five document types, from ``type`` where the answer has it, else from the id's prefix."""
        if self.document.get("type") in _TYPES:
            return str(self.document["type"])
        return _KINDS.get(str(self.document.get("id") or "").split("_")[0], "invoice")

    @property
    def is_void(self) -> bool:
        """Whether the document was voided: there is no status field (contract 11.5)."""
        return bool(self.document.get("voided_at"))

    @property
    def currency(self) -> str:
        """ISO 4217 code of the document."""
        return str(self.document.get("currency_code") or self.entity.get("currency_code") or "EUR")

    @property
    def issue_date(self) -> date:
        """The document's own date: also the date of the PDF file, so that bytes do not depend on the clock."""
        found = day(self.document.get("date")) or day(self.document.get("created_at"))
        if found is None:
            raise RenderingError(f"document {self.document.get('id')!r} has no date")
        return found

    @property
    def sign(self) -> int:
        """-1 where the entity prints credit notes with negative values; they are stored positive."""
        negative = self.kind == "credit_note" and self.settings.get("credit_note_negative_values")
        return -1 if negative else 1

    @property
    def hides_prices(self) -> bool:
        """Whether a delivery note shows quantities only."""
        return self.kind == "delivery_note" and bool(self.document.get("hide_prices"))

    @property
    def is_sales_tax(self) -> bool:
        """Whether the seller's country levies a sales tax instead of VAT."""
        return self.issuer.get("country_code") in SALES_TAX_COUNTRIES

    @property
    def own_language(self) -> str:
        """Language in which the entity writes its untranslated texts."""
        return str(self.entity.get("locale") or "en-US").split("-")[0].lower()

    @property
    def translation_key(self) -> str:
        """Key of this rendering's language in translation maps, such as ``de-DE``."""
        return locale_of_language(self.language).code

    def label(self, section: str, key: str) -> str:
        """A label in the rendering's language."""
        return self.labels[section][key]

    def tax_label(self, section: str, key: str, tax_key: str) -> str:
        """``key`` where the tax is VAT, ``tax_key`` where it is a sales tax."""
        return self.label(section, tax_key if self.is_sales_tax else key)

    def money(self, value: Decimal) -> str:
        """An amount in the document's currency."""
        return format_money(value, self.currency, self.locale)

    def day(self, value: object) -> str | None:
        """A date of the answer in the locale's format."""
        found = day(value)
        return format_date(found, self.locale) if found else None

    def translated(self, translations: object, text: str | None) -> str | None:
        """The text of a locale map where the page's language is not the entity's own, else ``text`` itself."""
        if self.language == self.own_language or not isinstance(translations, Mapping):
            return text
        return translations.get(self.translation_key) or text


def day(value: object) -> date | None:
    """The calendar day of a business date, which the API writes as a date or as midnight UTC."""
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise RenderingError(f"{value!r} is not a date: expected YYYY-MM-DD") from error


def number(value: object) -> Decimal:
    """A JSON number as a decimal, zero when it is missing."""
    if value is None:
        return Decimal(0)
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise RenderingError(f"{value!r} is not a number") from error
    if not found.is_finite():
        raise RenderingError(f"{value!r} is not a finite number")
    return found
