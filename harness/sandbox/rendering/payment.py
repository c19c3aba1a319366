"""Where to pay: the seller's bank account and the reference to give."""

from __future__ import annotations

import re
from typing import Any

from harness.sandbox.rendering.source import Json, Source

_KEYS = ("bank", "iban", "bic", "account_number", "routing_number", "sort_code")
_FIELDS = {"bank": "bank_name"}


def bank_account(source: Source) -> Json:
    """The account recorded on the document, else the entity's default one, else its first (contract 7.3)."""
    issuer = source.document.get("issuer") or {}
    if issuer.get("bank_account"):
        recorded: Json = issuer["bank_account"]
        return recorded
    accounts: list[Json] = issuer.get("bank_accounts") or source.settings.get("bank_accounts") or []
    return next((account for account in accounts if account.get("is_default")), accounts[0] if accounts else {})


def payment_rows(source: Source) -> list[dict[str, Any]]:
    """Label and value of each payment detail; none on documents that ask for no payment."""
    account = bank_account(source)
    if source.kind not in ("invoice", "advance_invoice") and source.document.get("title_type") != "proforma_invoice":
        return []
    found = [(key, account.get(_FIELDS.get(key, key))) for key in _KEYS]
    rows = [_row(source, key, grouped_iban(str(value)) if key == "iban" else value) for key, value in found if value]
    reference = _row(source, "reference", source.document.get("number") or "")
    return [*rows, reference] if rows and not source.document.get("is_draft") else rows


def grouped_iban(iban: str) -> str:
    """An IBAN in groups of four, as ISO 13616 prints it."""
    compact = re.sub(r"\s", "", iban)
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))


def _row(source: Source, key: str, value: object) -> dict[str, Any]:
    return {"key": key, "label": source.label("payment", key), "value": str(value)}
