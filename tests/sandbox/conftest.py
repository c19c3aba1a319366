"""A sandbox in this process: no port, a database in a temporary folder, a clock that stands still."""

import asyncio
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from harness.sandbox.app import create_app
from harness.sandbox.clock import frozen_clock
from harness.sandbox.db import Database
from harness.sandbox.server import Server
from harness.sandbox.vies.answer import ViesAnswer

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
OUTCOMES = {"136695976": "valid", "136695977": "unreachable"}  # German numbers of the stub; any other is invalid


def stub_vies(country_code: str, number: str) -> ViesAnswer:
    outcome = OUTCOMES.get(number, "invalid")
    code = {"valid": None, "invalid": "INVALID", "unreachable": "MS_UNAVAILABLE"}[outcome]
    return ViesAnswer(outcome, country_code, number, code, request_date="2026-11-22T10:00:00.000Z")


@dataclass(frozen=True)
class Api:
    """Speaks to the application in this process, as one caller."""

    server: Server
    app: Any
    headers: dict[str, str]

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
                return await client.request(method, path, headers=headers, **options)

        return asyncio.run(send())

    def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return self.request("POST", path, json={} if body is None else body, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def patch(self, path: str, body: Any, **options: Any) -> httpx.Response:
        return self.request("PATCH", path, json=body, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", path, **options)

    def with_headers(self, **headers: str) -> "Api":
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})

    def with_key(self, key: str) -> "Api":
        return replace(self, headers={"authorization": f"Bearer {key}"})

    def entity(self, **fields: Any) -> "Api":
        body = {"name": "Acme d.o.o.", "country": "Slovenia", "tax_number": "SI12345679", **fields}
        answer = self.post("/entities", body)
        assert answer.status_code == 201, answer.text
        return self.with_headers(x_entity_id=answer.json()["id"])

    @property
    def entity_id(self) -> str:
        return self.headers["x-entity-id"]

    def issue(self, **fields: Any) -> dict[str, Any]:
        answer = self.post(fields.pop("to", "/invoices"), invoice(**fields))
        assert answer.status_code == 201, answer.text
        return answer.json()


def line(**fields: Any) -> dict[str, Any]:
    return {"name": "Consulting", "quantity": 1, "price": 100, "taxes": [{"rate": 22}], **fields}


def invoice(**fields: Any) -> dict[str, Any]:
    customer = {"name": "Buyer", "country": "Slovenia", "save_customer": False}
    return {"customer": customer, "items": [line()], **fields}


def german_business(number: str = "136695976") -> dict[str, Any]:
    return {"name": "Käufer GmbH", "country": "Germany", "tax_number": f"DE{number}", "save_customer": False}


def png(colour: str = "#336699", size: tuple[int, int] = (60, 20)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


class MovingClock:
    """Answers the same moment until it is moved forward."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, step: timedelta) -> None:
        self.moment += step


class Samples:
    """Request bodies, for tests that cannot import from here."""

    line = staticmethod(line)
    invoice = staticmethod(invoice)
    german_business = staticmethod(german_business)
    png = staticmethod(png)


@pytest.fixture
def samples() -> type[Samples]:
    return Samples


@pytest.fixture
def moving_clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def make_api(tmp_path: Path) -> Iterator[Callable[..., Api]]:
    databases = []

    def make(**options: Any) -> Api:
        database = Database(f"sqlite:///{tmp_path}/sandbox-{len(databases)}.db")
        databases.append(database)
        server = Server(database, **{"vies": stub_vies, "clock": frozen_clock(NOW), **options})
        return Api(server, create_app(server), {"authorization": f"Bearer {server.key}"})

    yield make
    for database in databases:
        database.close()


@pytest.fixture
def api(make_api: Callable[..., Api]) -> Api:
    return make_api()


@pytest.fixture
def tenant(api: Api) -> Api:
    return api.entity()
