"""Stored customers (contract section 8)."""

from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.tables import Customer
from harness.sandbox.vat.countries import resolve_country

Json = dict[str, Any]
_DEFAULTS: Json = {
    "name": None, "address": None, "address_2": None, "post_code": None, "city": None, "state": None, "country": None,
    "country_code": None, "tax_number": None, "company_number": None, "peppol_id": None, "peppol_scheme_id": None,
    "email": None, "bank_accounts": None, "contact_type": None, "is_tax_subject": True,
    "is_end_consumer": False, "ujp": None, "vies": None, "metadata": {},
}  # fmt: skip


def apply_customer(body: Json, fields: Json, now: str) -> Json:
    """A customer's JSON with changed fields; an unknown country code is derived from a changed country."""
    changed = {**body, **fields}
    if "country" in fields and not fields.get("country_code"):
        country = resolve_country(fields["country"])
        changed["country_code"] = country.code if country else None
    changed["metadata"] = changed["metadata"] or {}
    return {**changed, "updated_at": now}


def new_customer(call: Call, fields: Json) -> Customer:
    """Store a customer of the call's entity."""
    identity, now = call.new_id(call.server.profile.customer_id_prefix), call.now
    body = {"id": identity, "entity_id": call.entity.id, **_DEFAULTS, "created_at": now, "deleted_at": None}
    row = Customer(id=identity, entity_id=call.entity.id, body=apply_customer(body, fields, now))
    call.session.add(row)
    return row
