"""One attempt: send the request, read the answer as a stream within deadline and size cap, and keep what was seen."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import httpx

from harness.api.call import Call
from harness.api.errors import (
    AnswerNotUnderstood,
    AnswerTooLarge,
    CallFailed,
    ConnectFailed,
    ConnectionLost,
    TimedOut,
    TransportFailed,
)
from harness.api.exchange import Exchange
from harness.api.secret import mask_text

MAX_BYTES = 20 * 1024 * 1024
"""Default cap for a decoded answer."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Bounds of one attempt."""

    number: int
    """From 1."""
    deadline: float
    """When the call as a whole must be over, on ``clock``."""
    max_bytes: int
    operation: float
    """Seconds for one read or write."""
    clock: Callable[[], float]

    def left(self) -> float:
        """Seconds until the deadline."""
        return self.deadline - self.clock()


def perform(
    http: httpx.Client, request: httpx.Request, call: Call, attempt: Attempt, started_at: datetime
) -> tuple[Exchange, CallFailed | None]:
    """Send ``request`` once. Returns what was seen, and why there is no complete answer if there is none."""
    started = attempt.clock()
    body = request.read()
    seen = _Seen(call.describe())
    failure = _guarded(http, request, attempt, seen)
    exchange = Exchange(
        id=f"{call.request_id}.{attempt.number}",
        method=request.method,
        url=mask_text(str(request.url)),
        request_headers=_masked(request.headers),
        request_body=body,
        status=seen.status,
        response_headers=_masked(seen.headers),
        response_body=bytes(seen.body),
        started_at=started_at,
        seconds=attempt.clock() - started,
        attempt=attempt.number,
        error=str(failure) if failure else None,
    )
    return exchange, failure


class _Seen:
    """What has arrived so far; kept outside the stream so that a broken answer leaves its part behind."""

    def __init__(self, request: str) -> None:
        self.request = request
        self.status: int | None = None
        self.headers = httpx.Headers()
        self.body = bytearray()


def _guarded(http: httpx.Client, request: httpx.Request, attempt: Attempt, seen: _Seen) -> CallFailed | None:
    """Run the attempt and turn what httpx raises into our tree."""
    _bound_timeouts(request, attempt)
    try:
        _exchange(http, request, attempt, seen)
    except CallFailed as failure:
        return failure
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as problem:
        return _connect_failed(request, problem, seen)
    except httpx.TimeoutException as problem:
        return TimedOut(
            _because("no answer in time", problem), request=seen.request, advice="Look at the target's load"
        )
    except (httpx.TransportError, httpx.StreamError) as problem:
        return _lost(_because("the connection broke", problem), seen)
    return None


def _exchange(http: httpx.Client, request: httpx.Request, attempt: Attempt, seen: _Seen) -> None:
    response = http.send(request, stream=True)
    try:
        seen.status, seen.headers = response.status_code, response.headers
        for chunk in _decoded(response, attempt.max_bytes, seen):
            seen.body += chunk[: attempt.max_bytes - len(seen.body) + 1]
            _check_bounds(attempt, seen)
        _check_complete(seen)
    finally:
        response.close()


def _decoded(response: httpx.Response, cap: int, seen: _Seen) -> Iterator[bytes]:
    """Chunks of the body. gzip is undone here with a bound, since a few kilobytes can inflate to gigabytes."""
    encoding = seen.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity":
        yield from response.iter_bytes()
    elif encoding == "gzip":
        inflate = zlib.decompressobj(wbits=31)
        for chunk in response.iter_raw():
            yield _inflated(inflate, chunk, cap, seen)
        if seen.body and not inflate.eof:
            raise _lost("the compressed answer is truncated", seen)
    else:
        raise AnswerNotUnderstood(
            f"the answer is encoded as {encoding!r}, which was not asked for", request=seen.request
        )


def _inflated(inflate: zlib._Decompress, chunk: bytes, cap: int, seen: _Seen) -> bytes:
    try:
        return inflate.decompress(chunk, cap + 1)
    except zlib.error as problem:
        raise AnswerNotUnderstood(f"the answer is not gzip as it says: {problem}", request=seen.request) from problem


def _check_bounds(attempt: Attempt, seen: _Seen) -> None:
    if len(seen.body) > attempt.max_bytes:
        del seen.body[attempt.max_bytes :]
        raise AnswerTooLarge(
            f"the answer has more than {attempt.max_bytes} bytes",
            request=seen.request,
            advice="Look at what the target sent; the rest was not read",
        )
    if attempt.left() <= 0:
        raise TimedOut(
            "the answer was still arriving when the call's deadline passed",
            request=seen.request,
            advice="Look at the target's load",
        )


def _check_complete(seen: _Seen) -> None:
    """A body shorter than announced is no answer, though not every transport says so."""
    announced = seen.headers.get("content-length", "")
    plain = "content-encoding" not in seen.headers
    if plain and announced.isdigit() and 0 < len(seen.body) < int(announced):
        raise _lost(f"{len(seen.body)} of {announced} bytes arrived", seen)


def _bound_timeouts(request: httpx.Request, attempt: Attempt) -> None:
    """No single operation may outlast the call's deadline."""
    left = max(attempt.left(), 0.001)
    timeouts = dict(request.extensions.get("timeout") or {})
    bounded = {name: left if value is None else min(value, left) for name, value in timeouts.items()}
    request.extensions = {**request.extensions, "timeout": bounded}


def _connect_failed(request: httpx.Request, problem: Exception, seen: _Seen) -> TransportFailed:
    where = f"{request.url.scheme}://{request.url.netloc.decode()}"
    return ConnectFailed(
        _because(f"nobody answers at {where}", problem),
        request=seen.request,
        advice="Check the address, and that the target runs",
    )


def _lost(what: str, seen: _Seen) -> ConnectionLost:
    return ConnectionLost(what, request=seen.request, advice="Look at the target's log")


def _because(what: str, problem: Exception) -> str:
    """One line: messages of the libraries below may have several."""
    detail = " ".join(mask_text(str(problem)).split()) or type(problem).__name__
    return f"{what} ({detail})"


def _masked(headers: httpx.Headers) -> MappingProxyType[str, str]:
    shown = {name.lower(): mask_text(value) for name, value in headers.items()}
    if "authorization" in shown:
        scheme, _, credential = headers["authorization"].partition(" ")
        masked = mask_text(credential)
        shown["authorization"] = f"{scheme} {masked if masked != credential else '***'}"
    return MappingProxyType(shown)
