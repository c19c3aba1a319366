"""One call, before it is sent: its route, context and body, and the HTTP request that it makes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from harness.api.routes import Route
from harness.api.secret import Secret, mask_text
from harness.api.wire import encode

CLIENT_NAME = "harness"
"""What the target's request log calls us (``x-spaceinvoices-client``)."""
RESERVED_HEADERS = frozenset(
    {"authorization", "cookie", "host", "x-entity-id", "x-account-id", "x-request-id", "content-length", "content-type"}
)
"""Headers that the guard or the retries rely on; extra headers may not set them."""

QueryValue = str | int | bool


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart body."""

    data: bytes = field(repr=False)
    filename: str
    media_type: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Further fields of the form, such as the passphrase of a certificate."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the target. The same object is sent again when an attempt failed, with the same request id."""

    route: Route
    request_id: str
    item_id: str | None = None
    """Fills ``{id}`` of the route."""
    entity_id: str | None = None
    """Goes into ``x-entity-id``."""
    account_id: str | None = None
    """Goes into ``x-account-id``."""
    query: Mapping[str, QueryValue] = field(default_factory=dict)
    body: Any = None
    """A JSON value, or bytes that are sent as they are (deliberately malformed requests)."""
    upload: Upload | None = None
    extra_headers: Mapping[str, str] = field(default_factory=dict)

    def describe(self) -> str:
        """How messages name this call; without keys, which the address of a key's deletion contains."""
        return mask_text(f"{self.route.method} {self.route.fill(self.item_id)} (request id {self.request_id})")

    def build(self, http: httpx.Client, base_url: str, key: Secret | None) -> httpx.Request:
        """The HTTP request. Built anew for each attempt, byte for byte the same."""
        content, media_type = self._content()
        headers = self._headers(key)
        if media_type:
            headers["content-type"] = media_type
        files = {"file": (self.upload.filename, self.upload.data, self.upload.media_type)} if self.upload else None
        form = dict(self.upload.fields) if self.upload else None
        url = base_url + self.route.fill(self.item_id)
        params = {name: _text(value) for name, value in self.query.items()} or None
        return http.build_request(
            self.route.method, url, params=params, headers=headers, content=content, files=files, data=form or None
        )

    def _content(self) -> tuple[bytes | None, str | None]:
        if self.upload is not None:
            # A boundary of the request id's making keeps repeated attempts and recorded evidence identical.
            boundary = hashlib.sha256(self.request_id.encode()).hexdigest()[:32]
            return None, f"multipart/form-data; boundary={boundary}"
        if self.body is None:
            return None, None
        if isinstance(self.body, bytes):
            return self.body, "application/json"
        return encode(self.body).encode(), "application/json"

    def _headers(self, key: Secret | None) -> httpx.Headers:
        headers = httpx.Headers(
            {
                "accept": "application/json, */*;q=0.5",
                "accept-encoding": "gzip",
                "user-agent": CLIENT_NAME,
                "x-spaceinvoices-client": CLIENT_NAME,
                **self.extra_headers,
                "x-request-id": _visible("x-request-id", self.request_id),
            }
        )
        if key is not None:
            headers["authorization"] = f"Bearer {key.reveal()}"
        for name, value in (("x-entity-id", self.entity_id), ("x-account-id", self.account_id)):
            if value is not None:
                headers[name] = _visible(name, value)
        return headers


def check_extra_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """``headers``, unless they set one that the client itself answers for (``ValueError``)."""
    reserved = sorted(name for name in headers if name.lower() in RESERVED_HEADERS)
    if reserved:
        raise ValueError(f"extra headers may not set {', '.join(reserved)}; the client sets them itself")
    return {name: _visible(name, value) for name, value in headers.items()}


def _visible(name: str, value: str) -> str:
    """A header value of visible ASCII (RFC 9110 section 5.5); ``ValueError`` rather than a broken connection."""
    if not (value.isascii() and value.isprintable()):
        raise ValueError(f"header {name}: {value!r} is not visible ASCII")
    return value


def _text(value: QueryValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
