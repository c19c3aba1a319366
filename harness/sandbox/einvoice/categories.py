"""VAT categories (BT-118, BT-151) of a document's lines, and why no VAT is charged where none is."""

from decimal import Decimal
from typing import Any

from harness.sandbox.einvoice.model import EXEMPT, EXPORT, INTRA_COMMUNITY, REVERSE_CHARGE, STANDARD, ZERO

Json = dict[str, Any]
REASONS = {
    REVERSE_CHARGE: ("VATEX-EU-AE", "Reverse charge"),
    INTRA_COMMUNITY: ("VATEX-EU-IC", "Intra-Community supply"),
    EXPORT: ("VATEX-EU-G", "Export outside the EU"),
    EXEMPT: (None, "Exempt from VAT"),
}
"""Code of the VATEX list and a text for each category that charges nothing."""


def category_of(line: Json, transaction_type: str | None) -> tuple[str, Decimal]:
    """Category and rate of a line as the document taxes it."""
    taxes = line.get("taxes") or []
    if not taxes:
        return (EXPORT if (transaction_type or "").startswith("3w_") else EXEMPT), Decimal(0)
    first = taxes[0]
    if first.get("reverse_charge"):
        goods = transaction_type == "intra_eu_b2b" and line.get("classification") == "product"
        return (INTRA_COMMUNITY if goods else REVERSE_CHARGE), Decimal(0)
    rate = Decimal(first["rate"])
    return (STANDARD if rate else ZERO), rate
