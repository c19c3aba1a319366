"""Shared by the tests of the sandbox's tax engine: the simulated VIES behind a synchronous transport."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from harness.sandbox.vies.service import create_vies_app

NOW = datetime(2026, 11, 23, 8, 30, 15, 250_000, tzinfo=UTC)


class AsgiTransport(httpx.BaseTransport):
    """Hands the requests of a synchronous client to an ASGI app, without a network; counts them."""

    def __init__(self, app: Starlette) -> None:
        self._inner = httpx.ASGITransport(app)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        return httpx.Response(response.status_code, headers=response.headers, content=await response.aread())


@pytest.fixture
def waits() -> list[float]:
    """The waits that were asked for, in seconds; nothing waits."""
    return []


@pytest.fixture
def async_sleep(waits: list[float]) -> Callable[[float], Awaitable[None]]:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return sleep


@pytest.fixture
def vies_transport(async_sleep: Callable[[float], Awaitable[None]]) -> AsgiTransport:
    return AsgiTransport(create_vies_app(clock=lambda: NOW, slow_seconds=7, sleep=async_sleep))
