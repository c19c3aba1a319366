"""Seller and buyer blocks."""

from __future__ import annotations

from typing import Any

from harness.sandbox.rendering.locales import format_money
from harness.sandbox.rendering.source import Json, Source, number

# fmt: off
VAT_STATES = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
    "CH", "GB", "IS", "LI", "NO",
))
# fmt: on
"""Countries whose tax numbers are VAT identification numbers: EU-27, VIES's EL and XI, neighbours."""


def seller(source: Source) -> dict[str, Any]:
    """Who issues the document, with contact and register data."""
    issuer = source.issuer
    contact = (("email", issuer.get("email")), ("phone", issuer.get("phone")), ("website", issuer.get("website")))
    return {
        "heading": source.label("party", "seller"),
        "name": issuer.get("name") or "",
        "unit": _unit(source),
        "lines": address_lines(issuer),
        "ids": _ids(source, issuer) + _share_capital(source, issuer),
        "contact": [_pair(source.label("party", key), value) for key, value in contact if value],
    }


def buyer(source: Source) -> dict[str, Any] | None:
    """To whom the document is addressed; ``None`` for a retail sale that names nobody."""
    customer = source.customer
    if not any(customer.get(key) for key in ("name", "address", "city", "tax_number")):
        return None
    contact = [_pair(source.label("party", "email"), customer["email"])] if customer.get("email") else []
    return {
        "heading": source.label("party", "buyer"),
        "name": customer.get("name") or "",
        "unit": customer.get("unit_name") or "",
        "lines": address_lines(customer),
        "ids": _ids(source, customer) + contact,
    }


def address_lines(party: Json) -> list[str]:
    """The address in the order of the Universal Postal Union: street, post code with city, state, country."""
    place = " ".join(str(party[key]) for key in ("post_code", "city") if party.get(key))
    lines = (party.get("address"), party.get("address_2"), place, party.get("state"), party.get("country"))
    return [str(line) for line in lines if line]


def _ids(source: Source, party: Json) -> list[dict[str, str]]:
    tax = "vat_id" if party.get("country_code") in VAT_STATES else "tax_id"
    keys = ((tax, "tax_number"), ("tax_id", "tax_number_2"), ("company_number", "company_number"))
    return [_pair(source.label("party", label), party[key]) for label, key in keys if party.get(key)]


def _share_capital(source: Source, issuer: Json) -> list[dict[str, str]]:
    if issuer.get("starting_capital") is None:
        return []
    currency = str(source.entity.get("currency_code") or source.currency)
    capital = format_money(number(issuer["starting_capital"]), currency, source.locale)
    return [_pair(source.label("party", "share_capital"), capital)]


def _unit(source: Source) -> str:
    unit = source.document.get("business_unit") or {}
    return str(source.issuer.get("unit_name") or unit.get("name") or "")


def _pair(label: str, value: object) -> dict[str, str]:
    return {"label": label, "value": str(value)}
