"""JSON in and out, with money as ``Decimal`` inside and as JSON numbers outside.

Numbers are read as ``Decimal`` (never through a binary float) and written in their shortest form, as a JavaScript
server would: 180 rather than 180.00. ``AMOUNT_LIMIT`` keeps every amount within the digits that a double holds
exactly.
"""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

AMOUNT_LIMIT = Decimal("1e12")
_MAX_DIGITS = 40
_MAX_EXPONENT = 300
_MAX_DEPTH = 50


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _read_number(text: str) -> Decimal:
    if len(text) > _MAX_DIGITS:
        raise ValueError("a number has too many digits")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("a number cannot be read") from error
    if abs(number.adjusted()) > _MAX_EXPONENT:
        raise ValueError("a number is out of range")
    return number


def _read_integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError("a number has too many digits")
    return int(text)


def loads(text: str | bytes) -> Any:
    """Parse JSON with numbers as ``int`` or ``Decimal``. Raises ``ValueError`` on anything that is not strict JSON."""
    return json.loads(text, parse_float=_read_number, parse_int=_read_integer, parse_constant=_refuse_constant)


def loads_request(body: bytes) -> Any:
    """Parse a request's JSON. Raises ``ValueError`` also for what no database or page can hold.

    That is nesting beyond all need, a NUL character, and half of a surrogate pair.
    """
    try:
        value = loads(body)
        text = json.dumps(value, default=str, ensure_ascii=False)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    text.encode()  # raises UnicodeEncodeError, a ValueError, for half of a surrogate pair
    if "\\u0000" in text or _depth(value) > _MAX_DEPTH:
        raise ValueError("the JSON holds a NUL character or is nested too deeply")
    return value


def _depth(value: Any) -> int:
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0)


def _write_special(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} cannot be written as JSON")
    return int(value) if value == value.to_integral_value() else float(value)


def dumps(value: Any) -> str:
    """Write JSON in one fixed form: compact, Unicode kept, key order as given, decimals shortest."""
    return json.dumps(value, default=_write_special, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
