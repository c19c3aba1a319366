"""``settings`` of an entity: the keys, and the merge contract for changing them.

The target merges ``settings`` per top-level key: what is not sent stays, what is sent replaces the whole old value of
that key (one level deeper for ``translations`` and ``unit_number_sequence_starts``). So a client sends only the keys
that it owns, each complete. Five keys are managed by endpoints of their own and ignored here: sending them is a
mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from harness.api.models.base import CalculationMode, JsonObject, Number, RequestModel, Rows, Template

PROTECTED_SETTINGS = frozenset({"furs", "fina", "slovenia", "e_invoicing", "revenue_recognition"})
"""Ignored by the target in a patch of the entity."""


class NumberFormats(RequestModel):
    """Format of the numbers per document type, with the tokens ``{yyyy}``, ``{yy}`` and ``{nnn}``."""

    invoice: str | None = None
    estimate: str | None = None
    credit_note: str | None = None
    advance_invoice: str | None = None
    delivery_note: str | None = None
    expense: str | None = None


class SequenceStarts(RequestModel):
    """First number per document type; can only move forward."""

    invoice: int | None = None
    estimate: int | None = None
    credit_note: int | None = None
    advance_invoice: int | None = None
    delivery_note: int | None = None


class EuTaxRules(RequestModel):
    """Switches for cross-border sales; the target's defaults are true, false, false, false."""

    vies_validate_vat: bool | None = None
    auto_reverse_charge: bool | None = None
    auto_remove_tax_export: bool | None = None
    require_gross_prices: bool | None = None


class TaxRules(RequestModel):
    """Tax rules by region."""

    eu: EuTaxRules | None = None


class TaxClauses(RequestModel):
    """Clause per transaction type; ``export`` is the old fallback of both ``3w`` types."""

    domestic: str | None = None
    intra_eu_b2b: str | None = None
    intra_eu_b2c: str | None = None
    third_country_b2b: str | None = None
    third_country_b2c: str | None = None
    export: str | None = None

    def wire(self) -> dict[str, Any]:
        """The wire names ``3w_b2b`` and ``3w_b2c`` are no Python names."""
        return {name.replace("third_country_", "3w_"): text for name, text in super().wire().items()}


class Calculation(RequestModel):
    """How totals are computed where a document does not say."""

    default_mode: CalculationMode | None = None


class BankAccount(RequestModel):
    """Where the tenant is paid."""

    type: Literal["iban", "us_domestic", "uk_domestic", "other"] = "iban"
    name: str | None = None
    bank_name: str | None = None
    iban: str | None = None
    account_number: str | None = None
    bic: str | None = None
    routing_number: str | None = None
    sort_code: str | None = None
    is_default: bool | None = None


class EntitySettings(RequestModel):
    """The settings that the harness owns. Each one that is given replaces the old value of its key completely."""

    pdf_template: Template | None = None
    primary_color: str | None = None
    """``#rrggbb`` or ``#rgb``."""
    logo_scale_percent: Number | None = None
    has_logo: bool | None = None
    has_signature: bool | None = None
    number_formats: NumberFormats | None = None
    number_sequence_starts: SequenceStarts | None = None
    default_invoice_due_days: int | None = None
    email_defaults: dict[str, str | None] | None = None
    default_invoice_note: str | None = None
    default_invoice_payment_terms: str | None = None
    default_credit_note_note: str | None = None
    default_credit_note_payment_terms: str | None = None
    document_footer: str | None = None
    default_document_signature: str | None = None
    translations: JsonObject | None = None
    calculation: Calculation | None = None
    tax_rules: TaxRules | None = None
    tax_clause_defaults: TaxClauses | None = None
    bank_accounts: Rows[BankAccount] | None = None
    epc_qr: dict[str, bool] | None = None
    upn_qr: JsonObject | None = None
    hub3_qr: JsonObject | None = None
    xrechnung: dict[str, bool] | None = None
    zugferd: dict[str, bool] | None = None
    """``{"enabled": true}`` lets issued documents be exported in the form; likewise for ``xrechnung``."""
    eslog_validation_enabled: bool | None = None
    credit_note_negative_values: bool | None = None
    show_payment_amounts: bool | None = None

    def wire(self) -> dict[str, Any]:
        """As ``RequestModel.wire``, with the clauses under their wire names."""
        sent = super().wire()
        if self.tax_clause_defaults is not None:
            sent["tax_clause_defaults"] = self.tax_clause_defaults.wire()
        return sent


def settings_patch(settings: EntitySettings | Mapping[str, Any]) -> dict[str, Any]:
    """The body ``{"settings": ...}`` that changes only the given keys.

    ``ValueError`` for a protected key (the target would silently ignore it) and where nothing is changed.
    """
    own = settings.wire() if isinstance(settings, EntitySettings) else dict(settings)
    protected = sorted(PROTECTED_SETTINGS & own.keys())
    if protected:
        raise ValueError(f"settings {', '.join(protected)} are ignored in a patch; use their own endpoints")
    if not own:
        raise ValueError("no settings are given: name at least one key to change")
    return {"settings": own}


def replaced(current: Mapping[str, Any], key: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """``{key: value}`` where the value is the current one with ``changes`` in it.

    A sent key loses everything that it does not repeat: changing one of the ten ``email_defaults`` alone wipes the
    other nine. ``current`` is the ``settings`` of the entity as last read.
    """
    value = current.get(key) or {}
    if not isinstance(value, Mapping):
        raise ValueError(f"setting {key} is not an object; give its new value instead")
    return {key: {**value, **changes}}
