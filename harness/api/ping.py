"""Whether there is an API at the address at all, asked before a run sets anything up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import httpx

from harness.api.answers import json_of
from harness.api.call import Call
from harness.api.errors import AnswerNotUnderstood, ApiError, ServerError
from harness.api.exchange import Exchange
from harness.api.guard import Guard, check_address
from harness.api.retry import RetryPolicy
from harness.api.routes import route
from harness.api.transport import Limits, Timing, Transport, open_http


@dataclass(frozen=True, slots=True)
class TargetFound:
    """What answered."""

    address: str
    status: int
    """HTTP status of an unauthenticated request; 401 is what a healthy target answers."""
    seconds: float
    embedded: bool
    """The answer says that it comes from the embedded sandbox."""


def diagnose_target(
    base_url: str,
    *,
    timeout: float = 5.0,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = partial(datetime.now, UTC),
    http_transport: httpx.BaseTransport | None = None,
) -> TargetFound:
    """Ask the target for its entities without a key, once.

    Raises ``GuardRefused`` for an address that may not be called, ``ConnectFailed`` or ``TimedOut`` where nobody
    answers, ``AnswerNotUnderstood`` where something else than this API does, ``ServerError`` where it is ill.
    """
    address = check_address(base_url)
    limits = Limits(timeout, timeout, timeout, retry=RetryPolicy(attempts=1))
    seen: list[Exchange] = []
    with open_http(address, limits, http_transport) as http:
        transport = Transport(
            str(address).rstrip("/"), http, Guard("ping"), limits, Timing(clock, time.sleep, now), seen.append
        )
        _ask(transport)
    last = seen[-1]
    embedded = last.response_headers.get("x-sandbox") == "embedded"
    return TargetFound(transport.base_url, last.status or 0, last.seconds, embedded)


def _ask(transport: Transport) -> None:
    """An error object proves the API as well as a list does."""
    call = Call(route("entities.list"), request_id="ping", query={"limit": 1})
    try:
        answer = json_of(transport.send(call, None), call.describe())
    except ServerError:
        raise
    except ApiError as refused:
        if refused.code is None:
            raise _stranger(f"HTTP {refused.status} without an error object", call) from refused
    else:
        if not isinstance(answer, dict) or "data" not in answer:
            raise _stranger("an answer that is no list", call)


def _stranger(what: str, call: Call) -> AnswerNotUnderstood:
    return AnswerNotUnderstood(
        f"what answers does not speak this API: {what}", request=call.describe(), advice="Check the target's address"
    )
