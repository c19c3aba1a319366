"""One call over the wire: headers, deadline, size cap, bounded retries, and an ``Exchange`` for every attempt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from harness.api.answers import failure_of
from harness.api.budget import Budget
from harness.api.call import Call
from harness.api.errors import CallFailed, ConnectFailed, RateLimited, TimedOut
from harness.api.exchange import Exchange, Observer
from harness.api.guard import Guard, is_loopback
from harness.api.receive import MAX_BYTES, Attempt, perform
from harness.api.retry import Breaker, RetryPolicy
from harness.api.secret import Secret, mask_http_log


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call."""

    connect: float = 5.0
    """Seconds until a connection stands."""
    operation: float = 30.0
    """Seconds for any one read or write."""
    deadline: float = 150.0
    """Seconds for the call as a whole, with its attempts and pauses (a 429 may ask for a minute)."""
    answer_bytes: int = MAX_BYTES
    """Most bytes of an answer, decoded."""
    retry: RetryPolicy = field(default_factory=RetryPolicy)


@dataclass(frozen=True, slots=True)
class Timing:
    """Where time comes from; injected by tests."""

    clock: Callable[[], float] = time.monotonic
    """Seconds, monotonic."""
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """Wall clock, UTC."""


def open_http(base_url: httpx.URL, limits: Limits, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """The one ``httpx.Client`` of a target. It follows no redirects, keeps no cookies (a session of one tenant
    must not reach the next), and ignores proxy variables where the target is this machine.
    """
    mask_http_log()
    return httpx.Client(
        transport=transport,
        follow_redirects=False,
        trust_env=not is_loopback(base_url.host),
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(limits.operation, connect=limits.connect),
    )


@dataclass(frozen=True, slots=True)
class Transport:
    """Sends calls to one target. Shared by all keys that are used with it."""

    base_url: str
    """Without a slash at the end."""
    http: httpx.Client
    guard: Guard
    limits: Limits = field(default_factory=Limits)
    timing: Timing = field(default_factory=Timing)
    observer: Observer | None = None
    budget: Budget | None = None
    breaker: Breaker = field(default_factory=Breaker)

    def send(self, call: Call, key: Secret | None) -> Exchange:
        """The first successful (2xx) attempt. Raises what the last one failed with (``harness.api.errors``)."""
        deadline = self.timing.clock() + self.limits.deadline
        attempt = 0
        while True:
            attempt += 1
            deadline += self._admit(call, attempt)
            exchange, failure = self._attempt(call, key, attempt, deadline)
            if failure is None:
                return exchange
            self._pause_or_raise(call, exchange, failure, deadline)

    def _admit(self, call: Call, attempt: int) -> float:
        """Ask guard, breaker and budget; returns the seconds that the budget made us wait."""
        if attempt == 1:
            self.breaker.check(self.base_url)
        self._ask_guard(call)
        waited = self.budget.acquire() if self.budget else 0.0
        if waited:
            self._ask_guard(call)  # another thread may have met a live entity meanwhile
        return waited

    def _ask_guard(self, call: Call) -> None:
        remote = not is_loopback(httpx.URL(self.base_url).host)
        self.guard.before(call.route, call.item_id, call.entity_id, call.body, call.describe(), remote=remote)

    def _attempt(
        self, call: Call, key: Secret | None, number: int, deadline: float
    ) -> tuple[Exchange, CallFailed | None]:
        attempt = Attempt(number, deadline, self.limits.answer_bytes, self.limits.operation, self.timing.clock)
        request = call.build(self.http, self.base_url, key)
        exchange, failure = perform(self.http, request, call, attempt, self.timing.now())
        if self.observer is not None:
            self.observer(exchange)
        if exchange.status not in (None, httpx.codes.TOO_MANY_REQUESTS):
            self.breaker.answered()
        return exchange, failure or failure_of(exchange, call.describe(), *([key] if key else []))

    def _pause_or_raise(self, call: Call, exchange: Exchange, failure: CallFailed, deadline: float) -> None:
        """Sleep until the next attempt, or raise ``failure`` where there is to be none."""
        retry = self.limits.retry
        pause = retry.pause(exchange.attempt, exchange.response_headers, self.timing.now())
        in_time = self.timing.clock() + pause < deadline
        if not (in_time and retry.repeats(failure, call.route, call.request_id, exchange.attempt)):
            if isinstance(failure, ConnectFailed | TimedOut | RateLimited):
                self.breaker.silent()
            raise failure
        self.timing.sleep(pause)
