"""Binds parsed TOML to frozen dataclasses: unknown and missing keys and wrong types become problems, all at once.

A field without a default is required. Rates and limits are written as strings, since TOML floats are binary.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from harness.law.errors import Problem
from harness.law.locator import KeyPath
from harness.law.records import BadValue
from harness.law.toml_file import TomlFile

R = TypeVar("R")

TO_FIND_OUT = "FIND OUT: "
"""How `harness country new` begins a value that no package knows; a file with one does not load."""


class _Misfit(ValueError):
    """A value that does not fit its field; the message is the way out."""


def bind(record: type[R], file: TomlFile) -> tuple[R | None, list[Problem]]:
    """The file as a ``record``, or ``None`` with the problems that stand in the way."""
    binder = _Binder(file)
    bound = binder.table(record, file.data, ())
    return (None if binder.problems else bound), binder.problems


class _Binder:
    """Walks one file and collects what does not fit."""

    def __init__(self, file: TomlFile) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def table(self, record: type[R], data: object, path: KeyPath) -> R | None:
        """One table as a ``record``; ``None`` after reporting what is wrong with it."""
        if not isinstance(data, dict):
            self._report(path, data, "expected a table")
            return None
        known, required = _shape(cast(Any, record))
        for key in data.keys() - known.keys():
            self._report((*path, key), data[key], f"unknown key: expected one of {', '.join(sorted(known))}")
        for key in required - data.keys():
            self._report((*path, key), None, "is missing: every fact needs it")
        before = len(self.problems)
        values = {key: self._value(known[key], data[key], (*path, key)) for key in data if key in known}
        complete = required <= data.keys() and len(self.problems) == before
        return self._build(record, values, path) if complete else None

    def _build(self, record: type[R], values: dict[str, Any], path: KeyPath) -> R | None:
        try:
            return record(**values)
        except BadValue as error:
            self._report((*path, error.key), error.value, str(error))
            return None

    def _value(self, hint: Any, value: object, path: KeyPath) -> Any:
        hint = _without_none(hint)
        if is_dataclass(hint) and isinstance(hint, type):
            return self.table(hint, value, path)
        if get_origin(hint) is tuple and is_dataclass(item := get_args(hint)[0]) and isinstance(item, type):
            return self._array(item, value, path)
        if (open_question := _open_question(value)) is not None:
            self._report(path, open_question, "a person must find this out: replace it by the value")
            return None
        try:
            return _scalar(hint, value)
        except _Misfit as misfit:
            self._report(path, value, str(misfit))
            return None

    def _array(self, record: type[Any], value: object, path: KeyPath) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self._report(path, value, f"expected an array of tables: write [[{path[-1]}]]")
            return ()
        bound = (self.table(record, item, (*path, index)) for index, item in enumerate(value))
        return tuple(item for item in bound if item is not None)

    def _report(self, path: KeyPath, value: object, way_out: str) -> None:
        self.problems.append(self._file.problem(path, value, way_out))


def _open_question(value: object) -> str | None:
    """What is still to be found out in a scaffolded value; ``None`` for a value that somebody wrote."""
    if isinstance(value, str):
        return value if value.startswith(TO_FIND_OUT) else None
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    texts = (part for part in parts if isinstance(part, str))
    return next((text for text in texts if text.startswith(TO_FIND_OUT)), None)


@cache
def _shape(record: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """Hints of all fields, and the names of those that must be given."""
    hints = get_type_hints(record)
    required = (f.name for f in fields(record) if f.default is MISSING and f.default_factory is MISSING)
    return {f.name: hints[f.name] for f in fields(record)}, frozenset(required)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not NoneType)
    return hint


def _scalar(hint: Any, value: object) -> Any:
    if hint is Decimal:
        return _decimal(value)
    if hint is date:
        return _date(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint, value)
    if get_origin(hint) is tuple:
        return _pairs(value) if get_origin(get_args(hint)[0]) is tuple else _strings(value)
    if hint is bool or hint is int:
        if type(value) is not hint:
            raise _Misfit(f"expected {'true or false' if hint is bool else 'a whole number'}")
        return value
    return _string(value)


def _string(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Misfit("expected a text that is not empty")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _Misfit("expected a list of texts with at least one entry")
    return tuple(_string(item) for item in value)


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not value:
        raise _Misfit('expected texts by language: { xx = "..." }')
    return tuple((key, _string(text)) for key, text in value.items())


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _Misfit('expected a number written as text, e.g. "9.5"')
    return number


def _date(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _Misfit("expected a date without quotes, e.g. 2020-07-01")
    return value


def _choice(hint: type[StrEnum], value: object) -> StrEnum:
    try:
        return hint(str(value))
    except ValueError:
        raise _Misfit(f"expected one of {', '.join(hint)}") from None
