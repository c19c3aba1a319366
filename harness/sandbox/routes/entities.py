"""Entities: create, list, get, change, disable (contract section 7)."""

from typing import Any

from sqlalchemy import select

from harness.sandbox import ids
from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.catalogue.taxes import preload_taxes
from harness.sandbox.errors import invalid, refused
from harness.sandbox.listing import list_reply
from harness.sandbox.pipeline import Route
from harness.sandbox.schemas.entities import EntityCreate, EntityPatch
from harness.sandbox.settings import default_settings, merge_settings
from harness.sandbox.tables import Entity
from harness.sandbox.vat.countries import Country, resolve_country

Json = dict[str, Any]
_NULLABLE = (
    "address", "address_2", "post_code", "city", "state", "timezone", "tax_number", "tax_number_2", "company_number",
    "phone", "email", "website", "fiscal_region_code", "starting_capital",
)  # fmt: skip

_PORTUGAL_NEEDS = (
    "tax_number", "company_number", "phone", "email", "address", "city", "post_code", "state", "starting_capital",
)  # fmt: skip


def _country(body: EntityCreate) -> Country:
    found = resolve_country(body.country_code or body.country)
    if found is None:
        field = "country_code" if body.country_code else "country"
        raise invalid([field], f"Unknown country {getattr(body, field)}")
    return found


def _new_body(call: Call, body: EntityCreate, country: Country) -> Json:
    given, profile = sent(body), call.server.profile
    locale = body.locale or country.locale
    settings = default_settings(country.code, locale.split("-")[0], profile)
    return {
        "name": body.name,
        **{key: given.get(key) for key in _NULLABLE},
        "country": body.country,
        "country_code": country.code,
        "currency_code": body.currency_code or country.currency,
        "locale": locale,
        "account_id": call.principal.account_id,
        "environment": call.principal.environment,
        "is_tax_subject": body.is_tax_subject,
        "is_enabled": body.is_enabled,
        "settings": merge_settings(settings, given.get("settings") or {}, profile),
        "metadata": given.get("metadata") or {},
        "country_rules": {"features": list(country.features), "max_taxes_per_item": country.max_taxes_per_item},
    }


def _check_portugal(body: EntityCreate, country: Country) -> None:
    """Portuguese entities need nine fields (contract section 7.1)."""
    missing = [name for name in _PORTUGAL_NEEDS if getattr(body, name) in (None, "")]
    if country.code == "PT" and missing:
        raise refused(f"Portugal entities require these fields: {', '.join(missing)}")


def create(call: Call) -> Reply:
    """``POST /entities``."""
    body = call.read(EntityCreate)
    if body.environment == "live" and call.server.profile.live_environment_refused:
        raise invalid(["environment"], "This key belongs to the sandbox environment")
    country = _country(body)
    _check_portugal(body, country)
    identity = ids.entity_id(call.session, call.server.seed, call.principal.account_id, call.request_id)
    content = {"id": identity, **_new_body(call, body, country), "created_at": call.now, "updated_at": call.now}
    row = Entity(id=identity, account_id=call.principal.account_id, body=content)
    call.session.add(row)
    call.session.flush()
    call.chosen_entity = row
    if call.server.profile.preload_taxes:
        preload_taxes(call, country.code)
    return Reply(row.body, call.server.profile.create_status)


def listing(call: Call) -> Reply:
    """``GET /entities``: the entities that the caller may see."""
    rows = call.session.scalars(select(Entity).filter_by(account_id=call.principal.account_id))
    wanted = call.query.get("environment") or "sandbox"
    visible = [row.body for row in rows if call.principal.may_see(row.id) and row.body["environment"] == wanted]
    return list_reply(call, visible)


def get(call: Call) -> Reply:
    """``GET /entities/{id}``."""
    return Reply(call.entity_in_path().body)


def patch(call: Call) -> Reply:
    """``PATCH /entities/{id}``: the whole entity comes back, its settings merged."""
    row = call.entity_in_path()
    fields = sent(call.read(EntityPatch))
    for key in ("name", "currency_code", "locale"):
        if key in fields and fields[key] is None:
            raise invalid([key], f"{key} cannot be removed", "invalid_type")
    settings = merge_settings(row.body["settings"], fields.pop("settings", None) or {}, call.server.profile)
    if "metadata" in fields:
        fields["metadata"] = fields["metadata"] or {}
    row.body = {**row.body, **fields, "settings": settings, "updated_at": call.now}
    return Reply(row.body)


def disable(call: Call) -> Reply:
    """``POST /entities/{id}/disable``."""
    row = call.entity_in_path()
    row.body = {**row.body, "is_enabled": False, "updated_at": call.now}
    return Reply(row.body)


ROUTES = (
    Route("POST", "/entities", create, Access.ACCOUNT),
    Route("GET", "/entities", listing),
    Route("GET", "/entities/{id}", get),
    Route("PATCH", "/entities/{id}", patch, Access.ADMIN, works_when_disabled=True),
    Route("PUT", "/entities/{id}", patch, Access.ADMIN, works_when_disabled=True),
    Route("POST", "/entities/{id}/disable", disable, Access.ADMIN, works_when_disabled=True),
)
