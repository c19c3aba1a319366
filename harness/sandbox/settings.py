"""The settings of an entity: what a new one has, and how a PATCH is merged (contract section 7.3)."""

from collections.abc import Mapping
from typing import Any

from harness.sandbox.numbering import DEFAULT_FORMATS
from harness.sandbox.profile import Profile
from harness.sandbox.vat.clauses import default_tax_clauses, default_texts

Json = dict[str, Any]
PROTECTED = frozenset({"furs", "fina", "slovenia", "e_invoicing", "revenue_recognition"})
_EXPENSES = "expense_recognition"
_DEEPER = {"translations": 1, "unit_number_sequence_starts": 2}
"""Keys that are merged below the top level, and how many levels further."""


def default_settings(country_code: str, language: str, profile: Profile) -> Json:
    """The settings of a new entity before the caller's own are merged in."""
    settings: Json = {
        "number_formats": dict(DEFAULT_FORMATS),
        "default_invoice_due_days": 30,
        "default_estimate_valid_days": 30,
    }
    if profile.preload_texts:
        settings |= default_texts(language)
    if profile.preload_tax_clauses:
        settings["tax_clause_defaults"] = default_tax_clauses(country_code, language)
    return settings


def _merged(old: Any, new: Any, levels: int) -> Any:
    if levels == 0 or not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return new
    return {**old, **{key: _merged(old.get(key), value, levels - 1) for key, value in new.items()}}


def merge_settings(old: Json, sent: Json, profile: Profile) -> Json:
    """``old`` with the sent keys: each replaces its value whole, two merge deeper, protected ones are ignored."""
    protected = PROTECTED | {_EXPENSES} if profile.expense_recognition_protected else PROTECTED
    accepted = {key: value for key, value in sent.items() if key not in protected}
    return {**old, **{key: _merged(old.get(key), value, _DEEPER.get(key, 0)) for key, value in accepted.items()}}
