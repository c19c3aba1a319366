"""JSON with exact numbers: amounts leave as the digits of their ``Decimal`` and come back as ``Decimal``.

``json`` of the standard library writes only floats, and 0.1 + 0.2 style artefacts in a request would make the
harness judge its own rounding. So the writer is our own, and the reader never builds a float.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn


def encode(value: Any) -> str:
    """``value`` as JSON text. ``TypeError`` for floats and for anything else that JSON does not have."""
    if value is None or isinstance(value, bool | str | int):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_key(key)}:{encode(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(encode, value)) + "]"
    raise TypeError(f"{type(value).__name__} {value!r} has no exact JSON form; give amounts as Decimal")


def decode(data: bytes) -> Any:
    """The JSON value in ``data``. ``ValueError`` where it is not JSON (RFC 8259); NaN and Infinity are not."""
    try:
        return json.loads(data, parse_float=Decimal, parse_constant=_refuse)
    except (InvalidOperation, RecursionError) as problem:
        raise ValueError(f"not readable as JSON: {type(problem).__name__}") from problem


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"{value} is not a number that JSON has")
    return format(value, "f")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"JSON keys are strings, not {key!r}")
    return json.dumps(key, ensure_ascii=False)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
