"""Calls with one key: makes the request id, sends, lets the guard look at the answer, and parses it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from harness.api.answers import json_of, model_of
from harness.api.call import Call, QueryValue, Upload
from harness.api.errors import AnswerNotUnderstood
from harness.api.exchange import Answer, Exchange
from harness.api.models.base import RequestModel, ResponseModel
from harness.api.routes import route
from harness.api.secret import Secret
from harness.api.transport import Transport
from harness.api.wire import encode

M = TypeVar("M", bound=ResponseModel)
Body = RequestModel | Mapping[str, Any] | bytes | None
"""A typed request; or a raw object or bytes for deliberately wrong requests."""


class RequestIds:
    """Request ids of one run: ``<run id>-<part>-000001``. The target keeps answers by id for ever, so ids never
    come back: ``part`` tells the processes of a run apart. Safe for threads.
    """

    def __init__(self, run_id: str, part: str = "main") -> None:
        self._prefix = f"{run_id}-{part}"
        self._numbers = count(1)

    def __call__(self) -> str:
        """The next id."""
        return f"{self._prefix}-{next(self._numbers):06d}"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list call asks for. What is ``None`` is not sent."""

    limit: int | None = None
    """1 to 100; the target's default is 10."""
    next_cursor: str | None = None
    prev_cursor: str | None = None
    include_total_count: bool | None = None
    order_by: str | None = None
    """Field, with a leading ``-`` for descending."""
    search: str | None = None
    query: Mapping[str, Any] | None = None
    """Filter object, e.g. ``{"paid_in_full": False}``."""
    environment: str | None = None
    """For entities only."""

    def wire(self) -> dict[str, QueryValue]:
        """The query parameters."""
        names = (
            "limit",
            "next_cursor",
            "prev_cursor",
            "include_total_count",
            "order_by",
            "search",
            "environment",
        )
        sent = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return sent if self.query is None else {**sent, "query": encode(self.query)}


NO_QUERY = ListQuery()


@dataclass(frozen=True, slots=True)
class Caller:
    """One key on one target; what the groups of routes are made of."""

    transport: Transport
    key: Secret | None
    next_id: Callable[[], str] = field(repr=False)
    account_id: str | None = None
    extra_headers: Mapping[str, str] = field(default_factory=dict)

    def call(self, model: type[M], name: str, **context: Any) -> Answer[M]:
        """Call the route ``name`` and parse the answer as ``model``. ``context`` as for ``fetch``."""
        raw = self.call_raw(name, **context)
        request = f"{raw.exchange.method} {raw.exchange.url} (exchange {raw.exchange.id})"
        value = model_of(model, raw.json, request)
        return Answer(value, raw.json, raw.exchange, value.drift())

    def call_raw(self, name: str, **context: Any) -> Answer[Any]:
        """Call the route ``name``; the value is the JSON as it came, or ``None`` where the answer has no body."""
        exchange, call = self.fetch(name, **context)
        value = json_of(exchange, call.describe())
        self.transport.guard.after(call.route, value, call.describe())
        return Answer(value, value, exchange)

    def fetch(
        self,
        name: str,
        *,
        item_id: str | None = None,
        entity_id: str | None = None,
        query: Mapping[str, QueryValue | None] | None = None,
        body: Body = None,
        upload: Upload | None = None,
    ) -> tuple[Exchange, Call]:
        """Call the route ``name``; returns the attempt that succeeded, whatever its answer is."""
        call = Call(
            route=route(name),
            request_id=self._request_id(),
            item_id=item_id,
            entity_id=entity_id,
            account_id=self.account_id,
            query={key: value for key, value in (query or {}).items() if value is not None},
            body=body.wire() if isinstance(body, RequestModel) else body,
            upload=upload,
            extra_headers=self.extra_headers,
        )
        return self.transport.send(call, self.key), call

    def _request_id(self) -> str:
        made = self.next_id()
        if self.transport.guard.run_id not in made:
            raise ValueError(f"request id {made!r} does not contain the run id {self.transport.guard.run_id!r}")
        return made


def id_source(source: Callable[[], str] | Iterator[str]) -> Callable[[], str]:
    """A callable for either form in which request ids may be injected."""
    return source if callable(source) else lambda: next(source)


def every_page(fetch: Callable[[ListQuery], Answer[Any]], most: int = 100) -> Iterator[Any]:
    """The objects of all pages of a list, at most ``most`` pages of a hundred.

    ``AnswerNotUnderstood`` where a cursor comes back, or there is no end: either would loop for ever.
    """
    seen: set[str] = set()
    query = ListQuery(limit=100)
    for _ in range(most):
        page = fetch(query).value
        yield from page.data
        cursor = page.pagination.next_cursor if page.pagination else None
        if cursor is None:
            return
        if cursor in seen:
            raise AnswerNotUnderstood(f"the list's cursor {json.dumps(cursor)} leads back to an earlier page")
        seen.add(cursor)
        query = ListQuery(limit=100, next_cursor=cursor)
    raise AnswerNotUnderstood(f"the list has not ended after {most} pages", advice="Narrow it with a filter")
