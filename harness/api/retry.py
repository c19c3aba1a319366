"""When a failed attempt is repeated, and after how long; and when to give a silent target up."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harness.api.errors import CallFailed, ConnectFailed, RateLimited, ServerError, TransportFailed
from harness.api.routes import Route

_TRANSIENT = (TransportFailed, RateLimited, ServerError)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Bounds for repeated attempts of one call. All times in seconds."""

    attempts: int = 4
    """At most so many in total."""
    first_pause: float = 0.5
    """Doubled after each attempt."""
    longest_pause: float = 8.0
    longest_retry_after: float = 65.0
    """Cap for what a 429 asks for; the API's window is a minute."""

    def repeats(self, failure: CallFailed, route: Route, request_id: str | None, attempt: int) -> bool:
        """Whether the call is tried again after attempt number ``attempt`` failed so.

        Only transport errors, 429 and 5xx are; and only where the work cannot be done twice.
        """
        return attempt < self.attempts and isinstance(failure, _TRANSIENT) and route.repeatable(request_id)

    def pause(self, attempt: int, headers: Mapping[str, str], now: datetime) -> float:
        """Seconds to wait after attempt ``attempt``: what ``Retry-After`` asks for, capped, or exponential."""
        asked = retry_after(headers, now)
        if asked is not None:
            return min(asked, self.longest_retry_after)
        return min(self.first_pause * 2.0 ** (attempt - 1), self.longest_pause)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that ``Retry-After`` asks for (RFC 9110 section 10.2.3: seconds or a date); ``None`` without one."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    # A date without a zone is in UTC (RFC 9110 section 5.6.7), and must not be read in the machine's zone.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class Breaker:
    """Gives up on a target that does not serve: nobody answers, every answer times out, or all it says is 429.

    A run of hundreds of calls then fails in one line, instead of waiting minutes for each.
    """

    def __init__(self, limit: int = 3) -> None:
        self._limit = limit
        self._silent = 0
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """``ConnectFailed`` without another attempt, after ``limit`` calls in a row that were not served."""
        if self._silent >= self._limit:
            raise ConnectFailed(
                f"given up on {address} after {self._silent} calls in a row that it did not serve",
                advice="Check that the target runs and start the run again",
            )

    def answered(self) -> None:
        """Somebody answered, with more than "too many requests"."""
        with self._lock:
            self._silent = 0

    def silent(self) -> None:
        """A call, with all of its attempts, was not served."""
        with self._lock:
            self._silent += 1
