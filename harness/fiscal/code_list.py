"""Lists of values that a scheme allows, each with the time in which it holds: exemption codes, means of payment.

They are facts of law, so they are data with a source (``fixtures/fiscal/*.toml``); where that folder is, the caller
says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from harness.fiscal.errors import CodeListError, Fault

_KEYS = {"value": str, "meaning": str, "since": date, "source": str, "assurance": str, "until": date}
_OPTIONAL = frozenset({"until"})
_ASSURANCES = ("verified", "recalled")


@dataclass(frozen=True, slots=True)
class CodeValue:
    """One allowed value."""

    value: str
    meaning: str
    since: date
    """First day on which it may be used."""
    source: str
    assurance: str
    """``verified`` in the source, or ``recalled``: not to be asserted to the letter."""
    until: date | None = None
    """Last day, or ``None`` while there is none."""

    def holds_on(self, day: date) -> bool:
        """Whether it may be used on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CodeList:
    """All values of one field."""

    name: str
    values: Mapping[str, CodeValue]

    def faults(self, field: str, value: str, day: date) -> Iterator[Fault]:
        """A fault where ``value`` is unknown or may not be used on ``day``."""
        known = self.values.get(value)
        if known is None:
            yield Fault(field, value, f"one of the {self.name}")
        elif not known.holds_on(day):
            until = f" until {known.until}" if known.until else ""
            yield Fault(field, value, f"used from {known.since}{until}, not on {day}")


def load_code_list(path: Path) -> CodeList:
    """The list in a TOML file; raises :class:`CodeListError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CodeListError(f"{path}: {error}") from error
    if set(data) != {"name", "code"} or not data["code"]:
        raise CodeListError(f"{path}: expected a name and tables [[code]]")
    values = [_value(path, row) for row in data["code"]]
    found = {value.value: value for value in values}
    if len(found) != len(values):
        raise CodeListError(f"{path}: a value stands twice")
    return CodeList(data["name"], found)


def mentioned(text: str, codes: CodeList) -> tuple[str, ...]:
    """The values of ``codes`` that printed text mentions as a word of their own, in order of appearance."""
    words = re.findall(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]*(?![A-Za-z0-9])", text)
    return tuple(dict.fromkeys(word for word in words if word in codes.values))


def _value(path: Path, row: dict[str, Any]) -> CodeValue:
    name = row.get("value", "?")
    if unknown := set(row) - set(_KEYS):
        raise CodeListError(f"{path}: {name}: unknown keys {', '.join(sorted(unknown))}")
    for key, kind in _KEYS.items():
        if key not in row and key not in _OPTIONAL:
            raise CodeListError(f"{path}: {name}: {key} is missing")
        if key in row and type(row[key]) is not kind:
            raise CodeListError(f"{path}: {name}: {key} must be a {kind.__name__}")
    if row["assurance"] not in _ASSURANCES:
        raise CodeListError(f"{path}: {name}: assurance must be one of {', '.join(_ASSURANCES)}")
    return CodeValue(**row)
