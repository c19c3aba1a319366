"""The API client: typed calls, errors, request budget and the live-safety guard.

What needs httpx or pydantic is imported on first use, so that a command line that only prints its help stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from harness.api.budget import (
    Budget,
)
from harness.api.errors import (
    AnswerNotUnderstood,
    AnswerTooLarge,
    ApiError,
    BadRequest,
    CallFailed,
    Conflict,
    ConnectFailed,
    ConnectionLost,
    Forbidden,
    GuardRefused,
    NotFound,
    RateLimited,
    RedirectRefused,
    ServerError,
    TimedOut,
    TransportFailed,
    Unauthorized,
    UnprocessableEntity,
)
from harness.api.exchange import (
    Answer,
    Exchange,
    Observer,
)
from harness.api.routes import (
    ROUTES,
    Provenance,
    Route,
)
from harness.api.secret import (
    Secret,
    mask_text,
    mask_value,
)

if TYPE_CHECKING:
    from harness.api.caller import ListQuery, RequestIds, every_page
    from harness.api.client import Client
    from harness.api.guard import Guard
    from harness.api.ping import TargetFound, diagnose_target
    from harness.api.transport import Limits

_LATE = {
    "ListQuery": "caller",
    "RequestIds": "caller",
    "every_page": "caller",
    "Client": "client",
    "Guard": "guard",
    "TargetFound": "ping",
    "diagnose_target": "ping",
    "Limits": "transport",
}

__all__ = [
    "ROUTES",
    "Answer",
    "AnswerNotUnderstood",
    "AnswerTooLarge",
    "ApiError",
    "BadRequest",
    "Budget",
    "CallFailed",
    "Client",
    "Conflict",
    "ConnectFailed",
    "ConnectionLost",
    "Exchange",
    "Forbidden",
    "Guard",
    "GuardRefused",
    "Limits",
    "ListQuery",
    "NotFound",
    "Observer",
    "Provenance",
    "RateLimited",
    "RedirectRefused",
    "RequestIds",
    "Route",
    "Secret",
    "ServerError",
    "TargetFound",
    "TimedOut",
    "TransportFailed",
    "Unauthorized",
    "UnprocessableEntity",
    "diagnose_target",
    "every_page",
    "mask_text",
    "mask_value",
]


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
