"""The simulated VIES: an ASGI app in the shape of the Commission's REST API, with its documented traps.

`POST /check-vat-number`, `GET /ms/{CC}/vat/{number}`, `POST /check-vat-test-service` (magic numbers) and
`GET /check-status`, all below `/taxation_customs/vies/rest-api`. A number answers as the register says, so parallel
callers do not disturb each other; a number that is not registered is invalid.

Traps that it keeps: an error is HTTP 200; GR (instead of EL) and GB are INVALID_INPUT; a number sent with its prefix is
simply not registered; a body that is no JSON object with both texts is HTTP 500 VOW-ERR-1; the consultation number
is given only to a requester with a valid number of its own, and a wrong one is INVALID_REQUESTER_INFO.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from harness.sandbox.vies import shapes
from harness.sandbox.vies.register import Register, Registration, default_register

BASE_PATH = "/taxation_customs/vies/rest-api"
MEMBER_STATES = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI"),
)
"""The 28 prefixes that VIES answers for: 27 Member States (EL for Greece) and Northern Ireland."""

MAGIC_NUMBERS = {
    "201": "INVALID_INPUT",
    "202": "INVALID_REQUESTER_INFO",
    "300": "SERVICE_UNAVAILABLE",
    "301": "MS_UNAVAILABLE",
    "302": "TIMEOUT",
    "400": "VAT_BLOCKED",
    "401": "IP_BLOCKED",
    "500": "GLOBAL_MAX_CONCURRENT_REQ",
    "501": "GLOBAL_MAX_CONCURRENT_REQ_TIME",
    "600": "MS_MAX_CONCURRENT_REQ",
    "601": "MS_MAX_CONCURRENT_REQ_TIME",
}
"""Error code by number on the test route; 100 is valid, 200 invalid, anything else SERVICE_UNAVAILABLE."""

_NUMBER = re.compile(r"[0-9A-Za-z+*.]{2,12}")
_ERRORS = ("MS_UNAVAILABLE", "TIMEOUT", "MS_MAX_CONCURRENT_REQ")

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


class _Malformed(Exception):
    """The request body is not a JSON object with the two texts: the real service answers VOW-ERR-1."""


class _ViesError(Exception):
    """VIES answers with this error code instead of a result."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def create_vies_app(
    register: Register | None = None,
    clock: Clock | None = None,
    slow_seconds: float = 0.4,
    sleep: Sleep = asyncio.sleep,
) -> Starlette:
    """Return the simulated VIES as an ASGI app.

    `register` is by default the one that comes with the sandbox; `clock` gives the `requestDate` (by default the
    present, in UTC); a number registered as `slow` is answered after `slow_seconds`, waited with `sleep`.
    """
    service = _Service(default_register() if register is None else register, clock or _utc_now, slow_seconds, sleep)
    routes = [
        Route(f"{BASE_PATH}/check-vat-number", service.check_number, methods=["POST"]),
        Route(f"{BASE_PATH}/check-vat-test-service", service.check_test_number, methods=["POST"]),
        Route(f"{BASE_PATH}/ms/{{country}}/vat/{{number}}", service.get_number, methods=["GET"]),
        Route(f"{BASE_PATH}/check-status", service.status, methods=["GET"]),
    ]
    return Starlette(routes=routes, exception_handlers={_Malformed: _malformed})


class _Service:
    """The four calls, over one register."""

    def __init__(self, register: Register, clock: Clock, slow_seconds: float, sleep: Sleep) -> None:
        self._register = register
        self._clock = clock
        self._slow_seconds = slow_seconds
        self._sleep = sleep

    async def check_number(self, request: Request) -> JSONResponse:
        body = await _body(request)
        try:
            return JSONResponse(shapes.post_body(await self._find(body["countryCode"], body["vatNumber"], body)))
        except _ViesError as error:
            return JSONResponse(shapes.post_error(error.code))

    async def get_number(self, request: Request) -> JSONResponse:
        country, number = request.path_params["country"], request.path_params["number"]
        try:
            return JSONResponse(shapes.get_body(await self._find(country, number, request.query_params)))
        except _ViesError as error:
            return JSONResponse(shapes.get_error(self._negative(country, number), error.code))

    async def check_test_number(self, request: Request) -> JSONResponse:
        body = await _body(request)
        number = body["vatNumber"]
        if number in ("100", "200"):
            finding = self._negative(body["countryCode"], number)
            return JSONResponse(shapes.abridged_body(finding, valid=number == "100"))
        return JSONResponse(shapes.post_error(MAGIC_NUMBERS.get(number, "SERVICE_UNAVAILABLE")))

    async def status(self, _request: Request) -> JSONResponse:
        countries = [{"countryCode": code, "availability": "Available"} for code in MEMBER_STATES]
        return JSONResponse({"vow": {"available": True}, "countries": countries})

    async def _find(self, country: str, number: str, options: Mapping[str, str]) -> shapes.Finding:
        """Look a number up; raises _ViesError for everything that is not a positive or a real negative."""
        if country not in MEMBER_STATES or not _NUMBER.fullmatch(number):
            raise _ViesError("INVALID_INPUT")
        requester = self._requester(options)
        registration = self._register.get((country, number.upper()))
        if registration is not None and registration.answer in _ERRORS:
            raise _ViesError(registration.answer)
        if registration is not None and registration.answer == "slow":
            await self._sleep(self._slow_seconds)
        date = self._date()
        valid = registration if _is_valid(registration) else None
        identifier = _identifier(requester, country + number.upper(), date) if requester else ""
        trader = {key: value for key, value in options.items() if key.startswith("trader")}
        return shapes.Finding(country, number, date, valid, identifier, trader)

    def _requester(self, options: Mapping[str, str]) -> str | None:
        """Return the requester's own number with prefix, or None when none was sent."""
        country, number = options.get("requesterMemberStateCode"), options.get("requesterNumber")
        if not country and not number:
            return None
        if not _is_valid(self._register.get((country or "", (number or "").upper()))):
            raise _ViesError("INVALID_REQUESTER_INFO")
        return f"{country}{number}"

    def _negative(self, country: str, number: str) -> shapes.Finding:
        return shapes.Finding(country, number, self._date(), None)

    def _date(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_valid(registration: Registration | None) -> bool:
    return registration is not None and registration.answer in ("valid", "undisclosed", "name_mismatch", "slow")


def _identifier(requester: str, number: str, date: str) -> str:
    """Return a consultation number that depends on nothing but who asked what and when."""
    digest = hashlib.sha256(f"{requester} {number} {date}".encode()).hexdigest()
    return f"WAPIAAAA{digest[:10].upper()}"


async def _body(request: Request) -> dict[str, str]:
    """Read the request body: its text fields, among them the two that every request must have."""
    try:
        body: Any = json.loads(await request.body())
    except ValueError as error:
        raise _Malformed from error
    if not isinstance(body, dict):
        raise _Malformed
    texts = {key: value for key, value in body.items() if isinstance(value, str)}
    if "countryCode" not in texts or "vatNumber" not in texts:
        raise _Malformed
    return texts


async def _malformed(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse(shapes.post_error("VOW-ERR-1"), status_code=500)


def _utc_now() -> datetime:
    return datetime.now(UTC)
