"""VAT categories (BT-118, BT-151) of a document's lines, and why no VAT is charged where none is."""

from decimal import Decimal
from typing import Any

from harness.sandbox.einvoice.model import (
    EXEMPT,
    EXPORT,
    INTRA_COMMUNITY,
    NOT_SUBJECT,
    REVERSE_CHARGE,
    STANDARD,
    ZERO,
)

Json = dict[str, Any]
REASONS = {
    REVERSE_CHARGE: ("VATEX-EU-AE", "Reverse charge"),
    INTRA_COMMUNITY: ("VATEX-EU-IC", "Intra-Community supply"),
    EXPORT: ("VATEX-EU-G", "Export outside the EU"),
    NOT_SUBJECT: ("VATEX-EU-O", "Not subject to VAT"),
    EXEMPT: (None, "Exempt from VAT"),
}
"""Code of the VATEX list and a text for each category that charges nothing."""


def category_of(line: Json, transaction_type: str | None, *, is_tax_subject: bool) -> tuple[str, Decimal | None]:
    """Category and rate of a line as the document taxes it; no rate where it is not subject to VAT at all."""
    taxes = line.get("taxes") or []
    if not taxes:
        return _untaxed(line, transaction_type, is_tax_subject)
    first = taxes[0]
    if first.get("reverse_charge"):
        goods = transaction_type == "intra_eu_b2b" and line.get("classification") == "product"
        return (INTRA_COMMUNITY if goods else REVERSE_CHARGE), Decimal(0)
    rate = Decimal(first["rate"])
    return (STANDARD if rate else ZERO), rate


def _untaxed(line: Json, transaction_type: str | None, is_tax_subject: bool) -> tuple[str, Decimal | None]:
    """Outside the Union goods are exported, and services are supplied where the customer is (Art. 44, 146)."""
    if not is_tax_subject or not (transaction_type or "").startswith("3w_"):
        return EXEMPT, Decimal(0)
    return (NOT_SUBJECT, None) if line.get("classification") == "service" else (EXPORT, Decimal(0))
