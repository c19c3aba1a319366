"""The ``query`` parameter of lists: a JSON object of conditions that must all hold (contract section 4)."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from harness.sandbox.errors import bad_request, invalid
from harness.sandbox.jsonio import loads

Json = dict[str, Any]
Condition = Callable[[Json], bool]
OPEN_PREFIXES = ("customer", "metadata", "issuer")
"""Fields that hold objects and may be queried by the keys inside them."""


def _comparable(value: Any, other: Any) -> bool:
    if isinstance(value, bool) or isinstance(other, bool):
        return False
    return (isinstance(value, str) and isinstance(other, str)) or not (isinstance(value, str) or isinstance(other, str))


def _same(value: Any, other: Any) -> bool:
    return bool(value == other) or (_is_day(other) and isinstance(value, str) and value[:10] == other)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4:5] == "-"


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, other: Any) -> bool:
        if value is None or other is None or not _comparable(value, other):
            return False
        return test(value[:10] if _is_day(other) else value, other)

    return compare


def _text(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, other: isinstance(value, str) and test(value.lower(), str(other).lower())


_at_least, _at_most = _ordered(lambda a, b: a >= b), _ordered(lambda a, b: a <= b)
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": _same,
    "not": lambda value, other: not _same(value, other),
    "gt": _ordered(lambda a, b: a > b),
    "gte": _at_least,
    "lt": _ordered(lambda a, b: a < b),
    "lte": _at_most,
    "in": lambda value, others: any(_same(value, other) for other in others),
    "notIn": lambda value, others: not any(_same(value, other) for other in others),
    "contains": _text(lambda a, b: b in a),
    "startsWith": _text(str.startswith),
    "endsWith": _text(str.endswith),
    "between": lambda value, ends: _at_least(value, ends[0]) and _at_most(value, ends[1]),
}
_LIST_OPERATORS = {"in", "notIn", "between"}


def value_at(body: Json, path: str) -> Any:
    """The value at a dotted path; None where there is none."""
    found: Any = body
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _condition(path: str, operator: str, operand: Any) -> Condition:
    if operator in _LIST_OPERATORS and not isinstance(operand, list):
        raise invalid(["query", path], f"{operator} needs a list")
    if operator == "between" and len(operand) != 2:
        raise invalid(["query", path], "between needs a list of two values")
    test = _OPERATORS[operator]
    return lambda body: test(value_at(body, path), operand)


def _conditions(path: str, wanted: Any) -> Iterator[tuple[str, Condition]]:
    if not isinstance(wanted, Mapping):
        yield path, _condition(path, "equals", wanted)
        return
    for key, operand in wanted.items():
        if key in _OPERATORS:
            yield path, _condition(path, key, operand)
        else:
            yield from _conditions(f"{path}.{key}", operand)


def _allowed(path: str, fields: Collection[str]) -> bool:
    first, _, rest = path.partition(".")
    return path in fields or (first in OPEN_PREFIXES and bool(rest))


def parse_query(text: str | None, fields: Collection[str], *, strict: bool) -> list[Condition]:
    """The conditions of a ``query``; 400 when it is no JSON object, 422 for an unknown field when ``strict``."""
    if not text:
        return []
    try:
        wanted = loads(text)
    except ValueError as error:
        raise bad_request("query is not valid JSON") from error
    if not isinstance(wanted, dict):
        raise bad_request("query must be a JSON object")
    found = [pair for name, value in wanted.items() for pair in _conditions(name, value)]
    for path, _ in found:
        if strict and not _allowed(path, fields):
            raise invalid(["query", path], f"{path} cannot be queried")
    return [condition for path, condition in found if _allowed(path, fields)]
