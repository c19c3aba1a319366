"""Up to which amount an invoice may do with the details of Art. 226b (Directive 2006/112/EC Art. 220a, 238)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from harness.law.country import Country
from harness.law.records import SimplifiedInvoice

FLOOR = SimplifiedInvoice(
    limit=Decimal(100),
    currency="EUR",
    basis="gross",
    source="Directive 2006/112/EC Art. 220a(1)(a), read at datenbank.nwb.de",
    since=date(2013, 1, 1),
)
"""What every Member State allows; Art. 238 lets it go up to EUR 400."""


def simplified_limit(seller: Country) -> SimplifiedInvoice | None:
    """The limit of the seller's folder, else that of the Directive; ``None`` outside the Union without a limit."""
    bound = seller.identity.vat_area.member_state
    return seller.invoicing.simplified_invoice or (FLOOR if bound else None)
