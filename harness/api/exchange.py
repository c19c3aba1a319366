"""What one request and its answer were, as evidence; and the typed answer that is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt: what was sent and what came back. The key is masked in headers and address, bodies are raw."""

    id: str
    """Request id and number of the attempt: unique."""
    method: str
    url: str
    """Full address with its query."""
    request_headers: Mapping[str, str] = field(repr=False)
    request_body: bytes = field(repr=False)
    status: int | None
    """HTTP status; ``None`` where no answer came."""
    response_headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    response_body: bytes = field(repr=False)
    """Decoded bytes; as many as came where the answer broke off or exceeded the cap."""
    started_at: datetime
    """UTC."""
    seconds: float
    attempt: int
    """From 1."""
    error: str | None = None
    """Why there is no complete answer."""


Observer = Callable[[Exchange], None]
"""Called once for each attempt, also for one that failed."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A successful answer."""

    value: T
    """Parsed into its model."""
    json: Any = field(repr=False)
    """The parsed JSON as it came, numbers with a fraction as ``Decimal``; ``None`` where the answer is not JSON."""
    exchange: Exchange = field(repr=False)
    """The attempt that succeeded."""
    drift: tuple[str, ...] = ()
    """Where the answer departs from the contract without hurting: ``entity.foo: unknown field``."""
