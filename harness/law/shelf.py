"""The country folders one by one: each is loaded and inspected on its own, so that one with mistakes hides no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.law.country import Country
from harness.law.errors import LawDataError, LawError, Problem
from harness.law.inspection import Remark, Weight, inspect
from harness.law.loader import country_folders, load_folder
from harness.law.second_source import second_source


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one folder."""

    code: str
    country: Country | None
    """``None`` where the folder does not load."""
    problems: tuple[Problem, ...] = ()
    """Why it does not load."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of it where it loads."""

    @property
    def is_sound(self) -> bool:
        """Whether it loads and lacks nothing; other opinions and notes do not count against it."""
        return self.country is not None and not self.of(Weight.ERROR)

    def of(self, weight: Weight) -> tuple[Remark, ...]:
        """The remarks of one weight."""
        return tuple(remark for remark in self.remarks if remark.weight is weight)


def examine(home: Path, codes: Sequence[str], today: date) -> tuple[Examined, ...]:
    """Load and inspect the folders of ``codes`` below ``home``, or all of them, in the order of their codes.

    Raises ``LawError`` where one that was asked for is not there at all, or none is.
    """
    there = folders(home)
    if not there:
        raise LawError(
            f"there are no country folders in {home}: name the folder above them, or see harness country new"
        )
    missing = [code for code in codes if code not in there]
    if missing:
        have = ", ".join(there)
        raise LawError(
            f"no country folder for {', '.join(missing)} in {home} (there are {have}); see harness country new"
        )
    return tuple(_examine(code, there[code], today) for code in sorted(codes or there))


def folders(home: Path) -> dict[str, Path]:
    """The folders below ``home`` by country code."""
    return {path.name.upper(): path for path in country_folders(home)}


def _examine(code: str, folder: Path, today: date) -> Examined:
    try:
        country = load_folder(folder)
    except LawDataError as error:
        return Examined(code, None, problems=error.problems)
    return Examined(code, country, remarks=inspect(country, today, second_source()))
