"""From bytes to typed answers: which status is which failure, and what JSON, PDF and HTML must look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from harness.api.errors import AnswerNotUnderstood, ApiError, CallFailed, RedirectRefused, error_class
from harness.api.exchange import Exchange
from harness.api.models.base import ResponseModel
from harness.api.secret import Secret, mask_text, mask_value
from harness.api.wire import decode

M = TypeVar("M", bound=ResponseModel)


def failure_of(exchange: Exchange, request: str, *known: Secret) -> CallFailed | None:
    """What the status of a complete answer means; ``None`` for 2xx."""
    status = exchange.status or 0
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return _redirect(exchange, request, *known)
    if status < 400:
        return AnswerNotUnderstood(f"HTTP status {status} is not a final answer", request=request)
    return _api_error(exchange, request, *known)


def json_of(exchange: Exchange, request: str) -> Any:
    """The JSON value of a successful answer; ``None`` where it has no body. Raises ``AnswerNotUnderstood``."""
    if not exchange.response_body:
        return None
    media_type = media_type_of(exchange)
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise _not_understood(f"the answer is {media_type or 'of no stated type'} instead of JSON", request)
    try:
        return decode(exchange.response_body)
    except ValueError as problem:
        raise _not_understood(f"the answer is not JSON as it says ({type(problem).__name__})", request) from problem


def model_of(model: type[M], value: Any, request: str) -> M:
    """``value`` as ``model``; ``AnswerNotUnderstood`` naming the fields that do not fit, never their values."""
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        rows = problem.errors(include_input=False, include_url=False, include_context=False)
        fields = ", ".join(f"{'.'.join(map(str, row['loc'])) or 'body'}: {row['type']}" for row in rows[:5])
        more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        what = f"the answer does not fit {model.__name__} ({fields}{more})"
        # Without the cause: pydantic's own message quotes the values.
        raise _not_understood(what, request) from None


def pdf_of(exchange: Exchange, request: str) -> bytes:
    """The bytes of a PDF; ``AnswerNotUnderstood`` where the answer is something else under that name."""
    media_type = media_type_of(exchange)
    if media_type != "application/pdf":
        raise _not_understood(f"the answer is {media_type or 'of no stated type'} instead of a PDF", request)
    # Readers accept the header anywhere in the first 1024 bytes (ISO 32000-1 Annex H, note 13).
    if b"%PDF-" not in exchange.response_body[:1024]:
        raise _not_understood(f"the answer of {len(exchange.response_body)} bytes has no PDF header", request)
    return exchange.response_body


def xml_of(exchange: Exchange, request: str) -> bytes:
    """The bytes of an XML document; ``AnswerNotUnderstood`` where the answer is something else under that name."""
    media_type = media_type_of(exchange)
    if media_type not in ("application/xml", "text/xml") and not media_type.endswith("+xml"):
        raise _not_understood(f"the answer is {media_type or 'of no stated type'} instead of XML", request)
    if not exchange.response_body.strip():
        raise _not_understood("the answer is an empty XML document", request)
    return exchange.response_body


def html_of(exchange: Exchange, request: str) -> str:
    """The text of an HTML page (UTF-8); ``AnswerNotUnderstood`` where the answer is something else."""
    media_type = media_type_of(exchange)
    if media_type != "text/html":
        raise _not_understood(f"the answer is {media_type or 'of no stated type'} instead of HTML", request)
    try:
        return exchange.response_body.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _not_understood(f"the page is not UTF-8 ({problem.reason})", request) from problem


def media_type_of(exchange: Exchange) -> str:
    """The media type of the answer without parameters, in lower case; empty where it has none."""
    return exchange.response_headers.get("content-type", "").partition(";")[0].strip().lower()


def _redirect(exchange: Exchange, request: str, *known: Secret) -> RedirectRefused:
    location = mask_text(exchange.response_headers.get("location", "nowhere"), *known)
    return RedirectRefused(
        f"HTTP {exchange.status}: the target redirects to {location}",
        request=request,
        advice="Not followed, since the key would travel along. Give the target's final address",
    )


def _api_error(exchange: Exchange, request: str, *known: Secret) -> ApiError:
    body = mask_value(_error_body(exchange), *known)
    kind, advice = error_class(exchange.status or 0)
    code, message, cause = body.get("code"), body.get("message"), body.get("cause")
    return kind(
        exchange.status or 0,
        code if isinstance(code, str) else None,
        " ".join(str(message if message is not None else "").split())[:500],
        cause if isinstance(cause, Mapping) else {},
        request=request,
        advice=advice,
    )


def _error_body(exchange: Exchange) -> Mapping[str, Any]:
    """The error object ``{code, message, cause}``; empty where a proxy or a crash answered instead."""
    try:
        body = decode(exchange.response_body)
    except ValueError:
        return {"message": f"no error object, but {len(exchange.response_body)} bytes of {media_type_of(exchange)}"}
    return body if isinstance(body, Mapping) else {"message": "no error object, but another JSON value"}


def _not_understood(what: str, request: str) -> AnswerNotUnderstood:
    return AnswerNotUnderstood(
        what, request=request, advice="Look at the recorded exchange; is the address that of the API?"
    )
