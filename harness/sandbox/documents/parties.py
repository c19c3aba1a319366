"""The issuer and the customer as they stand on a document: snapshots, not references (contract section 11.2)."""

from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.catalogue.customers import apply_customer, new_customer
from harness.sandbox.errors import invalid
from harness.sandbox.tables import Customer, Entity
from harness.sandbox.vat.countries import resolve_country

Json = dict[str, Any]
_COMMON = (
    "name", "email", "address", "address_2", "post_code", "city", "state", "country", "country_code", "tax_number",
    "company_number", "phone",
)  # fmt: skip
_ISSUER = (*_COMMON, "tax_number_2")
_STORED = (
    *(key for key in _COMMON if key not in ("country_code", "phone")),
    "peppol_id",
    "is_end_consumer",
    "e_invoicing",
)
"""What a stored customer takes over from an inline one; its country code is settled apart."""
_CUSTOMER = (*_COMMON, "peppol_id", "peppol_scheme_id", "is_end_consumer")


def issuer_snapshot(entity: Entity, given: Json | None) -> Json:
    """The seller from the entity, overridden by what the request gives."""
    return {**{key: entity.body.get(key) for key in _ISSUER}, **(given or {})}


def _with_country_code(party: Json) -> Json:
    if party.get("country_code"):
        return party
    country = resolve_country(party.get("country"))
    return {**party, "country_code": country.code if country else None}


def stored_customer(call: Call, customer_id: str) -> Customer:
    """The stored customer that a request refers to; 422 when the entity has none with that id."""
    row = call.load(Customer, customer_id)
    if row is None or row.deleted:
        raise invalid(["customer_id"], "Customer not found")
    return row


def customer_snapshot(call: Call, request: Json) -> Json | None:
    """The buyer: the stored customer, overridden by the inline one; None for a retail sale without either."""
    inline = {key: value for key, value in (request.get("customer") or {}).items() if key != "save_customer"}
    stored: Json = {}
    if request.get("customer_id"):
        stored = stored_customer(call, request["customer_id"]).body
    elif request.get("customer") is None:
        return None
    party = {key: stored.get(key) for key in _CUSTOMER}
    if stored.get("e_invoicing"):
        party["e_invoicing"] = stored["e_invoicing"]
    if "country" in inline and "country_code" not in inline:
        party["country_code"] = None  # the stored code belongs to the stored country
    return _with_country_code({**party, **inline})


def save_customer(call: Call, request: Json, snapshot: Json | None) -> str | None:
    """Store or update the customer where the request asks for it; the id that the document refers to."""
    given: Json | None = request.get("customer")
    customer_id: str | None = request.get("customer_id")
    if given is None or snapshot is None:
        return customer_id
    wanted = given.get("save_customer")
    if not (call.server.profile.save_customer_default if wanted is None else wanted):
        return customer_id
    known = {key: value for key, value in given.items() if key in _STORED}
    known["country_code"] = snapshot["country_code"]
    if customer_id:
        row = stored_customer(call, customer_id)
        row.body = apply_customer(row.body, known, call.now)
        return customer_id
    return new_customer(call, known).id if known.get("name") else None
