"""A client of the VIES REST API that keeps the three answers apart: valid, invalid, unknown.

Only `valid: false` without an error, or the error INVALID, is a real negative. Outages, throttling, time-outs, HTML
pages and 5xx answers say nothing about the number and come back as `unreachable`; nothing is raised for them, and
nothing is cached. Throttling is retried after a short wait.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Self

import httpx

from harness.sandbox.vies.answer import Outcome, ViesAnswer

__all__ = ["THROTTLED", "ViesAnswer", "ViesClient"]

THROTTLED = frozenset(
    {
        "GLOBAL_MAX_CONCURRENT_REQ",
        "GLOBAL_MAX_CONCURRENT_REQ_TIME",
        "MS_MAX_CONCURRENT_REQ",
        "MS_MAX_CONCURRENT_REQ_TIME",
        "SERVER_BUSY",
    }
)
"""Error codes that ask the caller to come back in a moment."""

_OUTCOMES: dict[str, Outcome] = {"INVALID": "invalid", "INVALID_INPUT": "malformed"}
"""What an error code says about the number; every other code says nothing (unreachable)."""

_Question = tuple[str, str, str | None]


class ViesClient:
    """Asks VIES over one HTTP connection pool. Safe to share between threads."""

    def __init__(
        self,
        base_url: str,
        timeout: float = 10.0,
        *,
        requester: tuple[str, str] | None = None,
        backoff: Sequence[float] = (0.1, 0.2),
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Point the client at a VIES REST API.

        `base_url` ends in `/rest-api`; `timeout` is in seconds. `requester` is the caller's own prefix and number:
        with it VIES issues consultation numbers. `backoff` has one wait in seconds for each retry of a throttled
        request; the default suits a simulated service, give (1, 2) for the real one. `transport` replaces the network.
        """
        self._http = httpx.Client(base_url=base_url, timeout=timeout, transport=transport, follow_redirects=False)
        self._requester = requester
        self._backoff = tuple(backoff)
        self._sleep = sleep
        self._lock = threading.Lock()
        self._running: dict[_Question, Future[ViesAnswer]] = {}

    def check(self, country_code: str, number: str, trader_name: str | None = None) -> ViesAnswer:
        """Ask about one number, given without prefix; the ISO code GR is sent as EL.

        With `trader_name`, a Member State that compares names says whether it matches. The same question asked by
        several threads at once is sent once, and all of them get its answer.
        """
        question = ("EL" if country_code == "GR" else country_code, number, trader_name)
        with self._lock:
            running = self._running.get(question)
            if running is None:
                mine = self._running[question] = Future()
        return running.result() if running is not None else self._answer_for_all(question, mine)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Return the client, for a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def _answer_for_all(self, question: _Question, future: "Future[ViesAnswer]") -> ViesAnswer:
        try:
            answer = self._ask_patiently(question)
        except BaseException as error:
            future.set_exception(error)
            raise
        else:
            future.set_result(answer)
            return answer
        finally:
            with self._lock:
                del self._running[question]

    def _ask_patiently(self, question: _Question) -> ViesAnswer:
        """Ask, and ask again while VIES throttles and a wait is left."""
        answer = self._ask(question)
        for seconds in self._backoff:
            if answer.code not in THROTTLED:
                break
            self._sleep(seconds)
            answer = self._ask(question)
        return answer

    def _ask(self, question: _Question) -> ViesAnswer:
        country_code, number, trader_name = question
        try:
            response = self._http.post("/check-vat-number", json=self._request(country_code, number, trader_name))
        except httpx.TimeoutException:
            return ViesAnswer("unreachable", country_code, number, "TIMEOUT")
        except httpx.RequestError:
            return ViesAnswer("unreachable", country_code, number, "CONNECTION_FAILED")
        return _read(response, country_code, number)

    def _request(self, country_code: str, number: str, trader_name: str | None) -> dict[str, str]:
        body = {"countryCode": country_code, "vatNumber": number}
        if self._requester is not None:
            body["requesterMemberStateCode"], body["requesterNumber"] = self._requester
        if trader_name:
            body["traderName"] = trader_name
        return body


def _read(response: httpx.Response, country_code: str, number: str) -> ViesAnswer:
    """Read an answer; what does not have the documented shape is unreachable, never a negative."""
    body = _json_object(response)
    code = _error_code(response, body)
    if code is not None:
        outcome = _OUTCOMES.get(code, "unreachable") if response.is_success else "unreachable"
        return ViesAnswer(outcome, country_code, number, code, request_date=_text(body, "requestDate"))
    valid = body["valid"] is True
    return ViesAnswer(
        outcome="valid" if valid else "invalid",
        country_code=country_code,
        vat_number=number,
        code=None if valid else "INVALID",
        name=_text(body, "name"),
        address=_text(body, "address"),
        request_identifier=_text(body, "requestIdentifier"),
        request_date=_text(body, "requestDate"),
        name_match=_text(body, "traderNameMatch"),
    )


def _json_object(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of the body, or an empty one for HTML and everything else."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _error_code(response: httpx.Response, body: dict[str, Any]) -> str | None:
    """Return the code of an error in any of its forms, or None for a result."""
    wrappers = body.get("errorWrappers")
    if isinstance(wrappers, list) and wrappers and isinstance(wrappers[0], dict):
        return str(wrappers[0].get("error"))
    if not response.is_success:
        return f"HTTP_{response.status_code}"
    return None if isinstance(body.get("valid"), bool) and body.get("actionSucceed") is not False else "NO_RESULT"


def _text(body: dict[str, Any], field: str) -> str | None:
    """Return a text field; empty and undisclosed (`---`) count as absent."""
    value = body.get(field)
    return value if isinstance(value, str) and value not in ("", "---") else None
