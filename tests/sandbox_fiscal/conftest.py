"""A sandbox in this process, for tenants of Slovenia, Croatia, Portugal and Germany."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.sandbox.app import create_app
from harness.sandbox.clock import frozen_clock
from harness.sandbox.db import Database
from harness.sandbox.server import Server
from harness.sandbox.vies.answer import ViesAnswer

NOW = datetime(2026, 11, 22, 10, 15, 30, tzinfo=UTC)


def stub_vies(country_code: str, number: str) -> ViesAnswer:
    return ViesAnswer("valid", country_code, number, None, request_date="2026-11-22T10:00:00.000Z")


@dataclass(frozen=True)
class Tenant:
    """Speaks to the application in this process for one entity."""

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

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.request("POST", path, json={} if body is None else body)

    def put(self, path: str, body: Any) -> httpx.Response:
        return self.request("PUT", path, json=body)

    def done(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; fails for any other status than success."""
        answer = self.request(method, path, json={} if body is None else body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def with_defect(self, names: str) -> "Tenant":
        return replace(self, headers={**self.headers, "x-sandbox-defect": names})

    def invoice(self, collection: str = "invoices", **fields: Any) -> dict[str, Any]:
        return self.done("POST", f"/{collection}", body(**fields))


def body(**fields: Any) -> dict[str, Any]:
    item = {"name": "Consulting", "quantity": 1, "price": 100, "taxes": [{"rate": fields.pop("rate", 22)}]}
    return {"customer": {"name": "Buyer", "country": "Slovenia", "save_customer": False}, "items": [item], **fields}


@pytest.fixture
def make_tenant(tmp_path: Path) -> Iterator[Callable[..., Tenant]]:
    databases: list[Database] = []

    def make(options: dict[str, Any] | None = None, **entity: Any) -> Tenant:
        database = Database(f"sqlite:///{tmp_path}/sandbox-{len(databases)}.db")
        databases.append(database)
        server = Server(database, **{"vies": stub_vies, "clock": frozen_clock(NOW), **(options or {})})
        api = Tenant(server, create_app(server), {"authorization": f"Bearer {server.key}"})
        fields = {"name": "Acme d.o.o.", "country": "Slovenia", "tax_number": "SI10039856", **entity}
        made = api.done("POST", "/entities", fields)
        return replace(api, headers={**api.headers, "x-entity-id": made["id"]})

    yield make
    for database in databases:
        database.close()


@pytest.fixture
def make_furs(make_tenant: Callable[..., Tenant]) -> Callable[..., Tenant]:
    """A Slovenian tenant with premise P1, its devices E1 and E2, and FURS switched on."""

    def make(options: dict[str, Any] | None = None, **settings: Any) -> Tenant:
        tenant = make_tenant(options)
        base = "/fiscalization/furs"
        wanted = {"enabled": True, "operator_tax_number": "12345678", "operator_label": "Ana", **settings}
        tenant.done("PUT", f"{base}/settings", wanted)
        tenant.done("POST", f"{base}/premises/movable", {"business_premise_name": "P1", "premise_type": "C"})
        premise = tenant.get(f"{base}/premises").json()[0]["id"]
        for name in ("E1", "E2"):
            tenant.done("POST", f"{base}/premises/{premise}/devices", {"name": name})
        return tenant

    return make


@pytest.fixture
def furs(make_furs: Callable[..., Tenant]) -> Tenant:
    return make_furs()
