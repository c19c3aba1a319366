"""What can go wrong between the harness and the target: one tree, named after the phase in which it happens.

::

    CallFailed                    exit code 3
    ├── GuardRefused              exit code 4: the safety guard did not let the call out, or stopped the run
    ├── TransportFailed           no complete answer
    │   ├── ConnectFailed         nobody answers at the address (DNS, refused, TLS)
    │   ├── TimedOut              an operation, or the call as a whole, took too long
    │   └── ConnectionLost        the connection broke before the answer was complete
    ├── RedirectRefused           a 3xx; never followed, since the key would travel along
    ├── AnswerNotUnderstood       a complete answer that is not what the contract describes
    │   └── AnswerTooLarge        more bytes than the cap
    └── ApiError                  the target answered with an error: status, code, message, cause
        ├── BadRequest            400
        ├── Unauthorized          401
        ├── Forbidden             403
        ├── NotFound              404
        ├── Conflict              409
        ├── UnprocessableEntity   422
        ├── RateLimited           429
        └── ServerError           5xx

Every message says what happened, to which request, and what to do next. None contains a key: whatever has the
shape of one is masked here, and the caller's own key before that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harness.api.secret import mask_text


class CallFailed(Exception):
    """Base of everything that this package raises about a call; not raised itself."""

    exit_code: ClassVar[int] = 3
    """What the process ends with if nobody handles it: incomplete or infrastructure."""

    def __init__(self, what: str, *, request: str = "", advice: str = "") -> None:
        self.what = mask_text(what)
        """What happened."""
        self.request = mask_text(request)
        """Method, path and request id of the call; empty where there was none yet."""
        self.advice = advice
        """What to do next."""
        subject = f"{self.request}: " if request else ""
        super().__init__(f"{subject}{self.what}" + (f". {advice}" if advice else ""))


class GuardRefused(CallFailed):
    """The safety guard refused; ``layer`` names the rule that did."""

    exit_code: ClassVar[int] = 4

    def __init__(self, layer: str, what: str, *, request: str = "", advice: str = "") -> None:
        self.layer = layer
        """``target``, ``key``, ``create``, ``ownership``, ``delivery``, ``environment`` or ``stopped``."""
        super().__init__(f"safety guard ({layer}): {what}", request=request, advice=advice)


class TransportFailed(CallFailed):
    """No complete answer came."""


class ConnectFailed(TransportFailed):
    """Nobody answers at the address."""


class TimedOut(TransportFailed):
    """An operation, or the call as a whole, took longer than allowed."""


class ConnectionLost(TransportFailed):
    """The connection broke before the answer was complete."""


class RedirectRefused(CallFailed):
    """The target answered 3xx."""


class AnswerNotUnderstood(CallFailed):
    """The answer is complete, but not what the contract describes."""


class AnswerTooLarge(AnswerNotUnderstood):
    """The answer has more bytes than the cap."""


class ApiError(CallFailed):
    """The target answered with an error status; branch on the class or on ``status`` first, on ``code`` second."""

    def __init__(
        self, status: int, code: str | None, message: str, cause: Mapping[str, Any], *, request: str, advice: str = ""
    ) -> None:
        self.status = status
        """HTTP status."""
        self.code = code
        """The body's ``code`` (snake case), or ``None`` where the body has none."""
        self.message = message
        """The body's ``message``, with keys masked."""
        self.cause = cause
        """The body's ``cause``, with keys masked; empty where there is none."""
        named = f" {code}" if code else ""
        super().__init__(f"HTTP {status}{named}: {message or 'no message'}", request=request, advice=advice)

    @property
    def issues(self) -> tuple[str, ...]:
        """Dotted paths of the fields that validation complained about (``cause.issues[].path``)."""
        issues = self.cause.get("issues")
        rows = issues if isinstance(issues, list) else []
        return tuple(".".join(map(str, row.get("path") or ())) for row in rows if isinstance(row, Mapping))


class BadRequest(ApiError):
    """400: the request is malformed, or its context is missing."""


class Unauthorized(ApiError):
    """401: the key is missing, unknown or expired."""


class Forbidden(ApiError):
    """403: the key is known, but may not do this."""


class NotFound(ApiError):
    """404: unknown id, or one of another tenant."""


class Conflict(ApiError):
    """409: duplicate, or the same request id is in flight."""


class UnprocessableEntity(ApiError):
    """422: validation or a business rule."""


class RateLimited(ApiError):
    """429, after the allowed number of attempts."""


class ServerError(ApiError):
    """5xx, after the allowed number of attempts."""


_BY_STATUS: dict[int, tuple[type[ApiError], str]] = {
    400: (BadRequest, "Check the body and the x-entity-id header"),
    401: (Unauthorized, "Check that the key is complete, unexpired and made for this target"),
    403: (Forbidden, "Use a key whose scope covers this entity and operation"),
    404: (NotFound, "Check the id, and that it belongs to the entity of the call"),
    409: (Conflict, "Use another name, or wait for the call with the same request id"),
    422: (UnprocessableEntity, "Correct the fields that the target names"),
    429: (RateLimited, "Lower the request rate or try again later"),
}


def error_class(status: int) -> tuple[type[ApiError], str]:
    """The exception class for an error status, and what to advise."""
    if status >= 500:
        return ServerError, "The target failed, not the rule: look at its log or try again later"
    return _BY_STATUS.get(status, (ApiError, "See the status code in the API's documentation"))
