"""Stores an HTTP exchange as two files in the form of HTTP messages: what was asked, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from harness.evidence.store import Artefact, ArtefactStore


class ExchangeLike(Protocol):
    """What the API client reports about one attempt (``harness.api.Exchange``)."""

    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def request_headers(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def request_body(self) -> bytes: ...  # noqa: D102
    @property
    def status(self) -> int | None: ...  # noqa: D102
    @property
    def response_headers(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def response_body(self) -> bytes: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """Where the two halves of an exchange are kept."""

    request: Artefact
    response: Artefact | None
    body: Artefact | None
    """The response body on its own, where it is a document (PDF, image) and not text."""

    @property
    def artefacts(self) -> tuple[Artefact, ...]:
        """All files of the exchange."""
        return tuple(a for a in (self.request, self.response, self.body) if a is not None)


def store_exchange(store: ArtefactStore, exchange: ExchangeLike) -> StoredExchange:
    """Keep both messages; a binary body becomes a file of its own, named in the stored message."""
    request_line = f"{exchange.method} {exchange.url}"
    request, _ = _message(store, request_line, exchange.request_headers, exchange.request_body)
    if exchange.status is None:
        return StoredExchange(request, None, None)
    response, body = _message(store, f"HTTP {exchange.status}", exchange.response_headers, exchange.response_body)
    return StoredExchange(request, response, body)


def _message(
    store: ArtefactStore, first_line: str, headers: Mapping[str, str], body: bytes
) -> tuple[Artefact, Artefact | None]:
    head = "".join(f"{name}: {value}\n" for name, value in sorted(headers.items()))
    media_type = headers.get("content-type", "application/octet-stream")
    if _is_text(media_type) or not body:
        content, separate = body, None
    else:
        separate = store.put(body, media_type)
        content = f"[{separate.size} bytes of {separate.media_type}, stored as {separate.digest}]\n".encode()
    message = f"{first_line}\n{head}\n".encode() + content
    return store.put(message, "message/http"), separate


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or "json" in media_type or "xml" in media_type
