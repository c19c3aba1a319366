"""A scripted target and a client of it, with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from harness.api.caller import RequestIds
from harness.api.client import Client
from harness.api.exchange import Exchange
from harness.api.guard import Guard

KEY = "sk_sandbox_c4n4ry0123456789"
BASE = "http://127.0.0.1:8099"
RUN = "run-7f3a"
OWN = "ent_own"


class FakeTime:
    """Monotonic and wall clock in one."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Target:
    """Answers requests from a script, the last step again and again, and keeps what it was sent."""

    steps: list[Step] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def answers(self, *steps: Step) -> None:
        self.steps = list(steps)

    def handle(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, httpx.Response) else step(request)

    @property
    def last_body(self) -> Any:
        return json.loads(self.requests[-1].content)


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def target() -> Target:
    return Target()


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
def guard() -> Guard:
    made = Guard(RUN)
    made.admit(OWN)
    return made


@pytest.fixture
def make_client(
    target: Target, fake_time: FakeTime, exchanges: list[Exchange], guard: Guard
) -> Iterator[Callable[..., Client]]:
    opened: list[Client] = []

    def make(base_url: str = BASE, key: str = KEY, **options: Any) -> Client:
        given: dict[str, Any] = {
            "guard": guard,
            "request_ids": RequestIds(RUN),
            "observer": exchanges.append,
            "clock": fake_time.clock,
            "sleep": fake_time.sleep,
            "now": fake_time.now,
            "http_transport": httpx.MockTransport(target.handle),
            **options,
        }
        client = Client(base_url, key, **given)
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()


@pytest.fixture
def answer() -> Callable[..., Callable[[httpx.Request], httpx.Response]]:
    """Makes a step that answers JSON (or bytes) afresh each time."""

    def make(
        status: int = 200, body: Any = None, media_type: str = "application/json", **headers: str
    ) -> Callable[[httpx.Request], httpx.Response]:
        data = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        names = {"content-type": media_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return lambda request: httpx.Response(status, headers=names, content=data)

    return make


@pytest.fixture
def entity_json() -> dict[str, Any]:
    return {"id": OWN, "name": "Acme d.o.o.", "environment": "sandbox"}


@pytest.fixture
def document_json() -> dict[str, Any]:
    return {
        "id": "inv_1",
        "number": "2026-00001",
        "items": [{"name": "Hours", "price": 100, "quantity": 1, "total": 100, "total_with_tax": 122}],
        "total": 100,
        "total_with_tax": 122.0,
        "taxes": [{"rate": 22, "base": 100, "amount": 22}],
    }
