"""Entity API keys (contract section 17)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from harness.sandbox import ids
from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply
from harness.sandbox.clock import timestamp
from harness.sandbox.errors import not_found
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import created, deleted_reply
from harness.sandbox.schemas.entities import ApiKeyCreate
from harness.sandbox.tables import ApiKey

Json = dict[str, Any]


def _hint(key: str) -> str:
    return f"{key[:14]}...{key[-3:]}"


def _shown(call: Call, body: Json) -> Json:
    return body if call.server.profile.api_key_list_shows_id else {**body, "id": body["prefix_hint"]}


def create(call: Call) -> Reply:
    """``POST /entities/api-keys``: the only answer that must show the key in full."""
    wanted = call.read(ApiKeyCreate)
    key = ids.entity_key(call.session, call.server.seed, call.entity.id)
    expires = call.server.clock() + timedelta(seconds=wanted.ttl) if wanted.ttl else None
    body = {
        "id": key,
        "entity_id": call.entity.id,
        "name": wanted.name,
        "environment": call.principal.environment,
        "prefix_hint": _hint(key),
        "created_at": call.now,
        "updated_at": call.now,
        "expires_at": timestamp(expires) if expires else None,
    }
    call.session.add(ApiKey(id=key, entity_id=call.entity.id, body=body))
    return created(call, body)


def listing(call: Call) -> Reply:
    """``GET /entities/api-keys``: no pagination."""
    rows = call.session.scalars(select(ApiKey).filter_by(entity_id=call.entity.id, deleted=False).order_by(ApiKey.id))
    return Reply({"data": [_shown(call, row.body) for row in rows]})


def delete(call: Call) -> Reply:
    """``DELETE /entities/api-keys/{id}``: for good; the key stops working at once."""
    row = call.load(ApiKey, call.path["id"])
    if row is None:
        raise not_found("API key")
    call.session.delete(row)
    return deleted_reply(call, _shown(call, row.body))


ROUTES = (
    Route("POST", "/entities/api-keys", create, Access.ADMIN),
    Route("GET", "/entities/api-keys", listing, Access.ADMIN),
    Route("DELETE", "/entities/api-keys/{id}", delete, Access.ADMIN, works_when_disabled=True),
)
