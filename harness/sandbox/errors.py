"""Errors that the API answers with, all in the one body shape ``{code, message, cause}`` (contract section 3).

ApiError                   any answer that is not a success
└── created by the functions below, one per HTTP status:
    400 bad_request          401 unauthorized      403 forbidden        404 not_found
    405 method_not_allowed   409 conflict          413 payload_too_large
    422 unprocessable_entity (``cause.issues``: zod-like issues with a ``path``)
    500 internal_server_error
"""

from collections.abc import Sequence
from typing import Any

PathPart = str | int


class ApiError(Exception):
    """An answer of the API that is not a success: ``status``, ``code``, ``message`` and an optional ``cause``."""

    def __init__(self, status: int, code: str, message: str, cause: dict[str, Any] | None = None) -> None:
        """Keep the four parts of the answer; ``message`` is also the text of the exception."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.cause = cause

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer; ``cause`` is left out when there is none."""
        answer: dict[str, Any] = {"code": self.code, "message": self.message}
        return answer if self.cause is None else {**answer, "cause": self.cause}


def bad_request(message: str) -> ApiError:
    """400: the request cannot be read at all (malformed JSON, missing header)."""
    return ApiError(400, "bad_request", message)


def unauthorized() -> ApiError:
    """401: no token, an unknown one or an expired one. The message does not say which."""
    return ApiError(401, "unauthorized", "Missing or invalid access token")


def forbidden(message: str = "This token may not do that") -> ApiError:
    """403: the token is known but its scope or role does not allow the operation."""
    return ApiError(403, "forbidden", message)


def not_found(what: str) -> ApiError:
    """404: unknown here. The same answer for another tenant's object, so that nothing leaks."""
    return ApiError(404, "not_found", f"{what} not found")


def conflict(message: str) -> ApiError:
    """409: the request collides with another one or with the state of an object."""
    return ApiError(409, "conflict", message)


def too_large(limit: int) -> ApiError:
    """413: the body is longer than ``limit`` bytes."""
    return ApiError(413, "payload_too_large", f"The request body is larger than {limit} bytes")


def issue(path: Sequence[PathPart], message: str, code: str = "custom") -> dict[str, Any]:
    """One zod-like validation issue."""
    return {"code": code, "path": list(path), "message": message}


def unprocessable(issues: Sequence[dict[str, Any]], message: str = "Validation failed") -> ApiError:
    """422 with ``cause.issues``: the body was read, some of its fields are not acceptable."""
    return ApiError(422, "unprocessable_entity", message, {"issues": list(issues)})


def invalid(path: Sequence[PathPart], message: str, code: str = "custom") -> ApiError:
    """422 for one field, with the message repeated at the top as the API does."""
    return unprocessable([issue(path, message, code)], message)


def refused(message: str) -> ApiError:
    """422 of a business rule: only a message, no issues (contract section 3)."""
    return ApiError(422, "unprocessable_entity", message)
