"""From pydantic's errors to the zod-like issues of the API (contract section 3)."""

from typing import Any

from pydantic import ValidationError

from harness.sandbox.errors import issue

_ZOD_CODES = {
    "missing": "invalid_type",
    "string_too_long": "too_big",
    "string_too_short": "too_small",
    "too_long": "too_big",
    "too_short": "too_small",
    "greater_than": "too_small",
    "greater_than_equal": "too_small",
    "less_than": "too_big",
    "less_than_equal": "too_big",
    "literal_error": "invalid_enum_value",
    "string_pattern_mismatch": "invalid_string",
    "value_error": "custom",
}


def _code(kind: str) -> str:
    return _ZOD_CODES.get(kind, "invalid_type" if kind.endswith("_type") else "custom")


def issues_of(error: ValidationError) -> list[dict[str, Any]]:
    """One issue per error, with the path into the body; the rejected values themselves are not repeated."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return [issue(each["loc"], each["msg"], _code(each["type"])) for each in found]
