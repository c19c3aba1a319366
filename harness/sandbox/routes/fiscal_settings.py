"""Settings and certificates of FURS and FINA: the same operations under two names (contract sections 21 and 22)."""

from collections.abc import Callable
from typing import Any

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Handler, Reply, sent
from harness.sandbox.errors import bad_request, refused
from harness.sandbox.fiscal import certificates
from harness.sandbox.multipart import read_upload
from harness.sandbox.pipeline import Route
from harness.sandbox.schemas.base import Body

Json = dict[str, Any]


def _settings(call: Call, authority: str, defaults: Json) -> Json:
    own = call.entity.body["settings"].get(authority) or {}
    return {**defaults, **own, **certificates.describe(call, authority)}


def _check_country(call: Call, authority: str) -> None:
    if authority not in call.entity.body["country_rules"]["features"]:
        raise refused(f"{authority.upper()} is not available in {call.entity.body['country']}")


def _put(authority: str, model: type[Body], defaults: Json) -> Handler:
    def put(call: Call) -> Reply:
        _check_country(call, authority)
        row, given = call.entity, sent(call.read(model))
        merged = {**defaults, **(row.body["settings"].get(authority) or {}), **given, "environment": "test"}
        row.body = {**row.body, "settings": {**row.body["settings"], authority: merged}, "updated_at": call.now}
        return Reply(_settings(call, authority, defaults))

    return put


def _upload(authority: str) -> Handler:
    def upload(call: Call) -> Reply:
        _check_country(call, authority)
        content_type = call.headers.get("content-type", "")
        if not content_type.lower().startswith("multipart/form-data"):
            raise bad_request("The Content-Type of an upload must be multipart/form-data")
        form = read_upload(content_type, call.raw)
        passphrase = form.fields.get("passphrase", "")
        return Reply(certificates.store(call, authority, form.data, passphrase), call.server.profile.create_status)

    return upload


def _remove(authority: str) -> Handler:
    def remove(call: Call) -> Reply:
        certificates.remove(call, authority)
        return Reply(certificates.describe(call, authority))

    return remove


def _reader(read: Callable[[Call], Json]) -> Handler:
    return lambda call: Reply(read(call))


def settings_routes(authority: str, model: type[Body], defaults: Json, limit: int) -> tuple[Route, ...]:
    """The routes of one authority; ``limit`` is the largest certificate file in bytes."""
    base = f"/fiscalization/{authority}/settings"
    put = _put(authority, model, defaults)
    return (
        Route("GET", base, _reader(lambda call: _settings(call, authority, defaults))),
        Route("PUT", base, put, Access.ADMIN),
        Route("PATCH", base, put, Access.ADMIN),
        Route("POST", f"{base}/certificate", _upload(authority), Access.ADMIN, limit=limit),
        Route("GET", f"{base}/certificate", _reader(lambda call: certificates.describe(call, authority))),
        Route("DELETE", f"{base}/certificate", _remove(authority), Access.ADMIN),
    )
