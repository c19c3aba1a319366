"""Errors of the law side.

::

    LawError
    ├── LawDataError     a country folder, the territories or the catalogue cannot be used: all problems at once
    └── OracleError      the data is sound, but does not decide this case
        └── ViesUnknown  everything hangs on what VIES answers, and the case does not say it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a data file."""

    file: Path
    line: int
    """From 1; the line of the key, or of the nearest table around it."""
    key: str
    """Path of the key, e.g. ``rate[2].since``; empty where the file as a whole is meant."""
    value: str
    """What stands there, as written; empty where something is missing."""
    way_out: str
    """What is wrong and what to write instead."""

    def __str__(self) -> str:
        key = f" {self.key}:" if self.key else ""
        value = f" {self.value!r}:" if self.value else ""
        return f"{self.file}:{self.line}:{key}{value} {self.way_out}"


class LawError(Exception):
    """Anything that the law side cannot do."""


class LawDataError(LawError):
    """Data files that do not load; carries every problem found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (str(p.file), p.line, p.key)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class OracleError(LawError):
    """The data does not decide this case; the message names the case, the value and the way out."""


class ViesUnknown(OracleError):
    """The buyer's standing hangs on VIES, and the case does not say what VIES answers."""
