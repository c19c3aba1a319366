"""Rules over a whole file that no single record can see: duplicates, order, overlap and holes of validity."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

from harness.law.errors import Problem
from harness.law.records import Rate
from harness.law.toml_file import TomlFile

T = TypeVar("T")


def duplicates(file: TomlFile, array: str, items: Sequence[T], key: Callable[[T], Hashable]) -> Iterator[Problem]:
    """Entries of an array that say again what an earlier one said."""
    seen: set[Hashable] = set()
    for index, item in enumerate(items):
        if key(item) in seen:
            yield file.problem((array, index), key(item), "duplicate entry: remove one")
        seen.add(key(item))


def rate_problems(file: TomlFile, rates: Sequence[Rate]) -> Iterator[Problem]:
    """Validities of one category and territory run newest first, without overlap, and without hole unless it lapses."""
    series: dict[tuple[str, str | None], list[tuple[int, Rate]]] = {}
    for index, rate in enumerate(rates):
        series.setdefault((rate.category, rate.territory), []).append((index, rate))
    for entries in series.values():
        for newer, older in pairwise(entries):
            yield from _seam(file, newer[1], older)


def _seam(file: TomlFile, newer: Rate, entry: tuple[int, Rate]) -> Iterator[Problem]:
    """What is wrong between one validity and the one that the file puts below it."""
    index, older = entry
    path = ("rate", index)
    expected = newer.since - timedelta(days=1)
    if older.since >= newer.since:
        yield file.problem((*path, "since"), older.since, f"{older.category}: put the newest validity first")
    elif older.until is None or older.until > expected:
        yield file.problem(
            (*path, "until"),
            older.until,
            f"{older.category}: overlaps the validity since {newer.since}: until {expected}",
        )
    elif older.until < expected and not older.lapses:
        way_out = f"leaves a hole before {newer.since}: until {expected}, or lapses = true"
        yield file.problem((*path, "until"), older.until, f"{older.category}: {way_out}")
    elif older.until == expected and older.lapses:
        yield file.problem((*path, "lapses"), older.lapses, f"{older.category}: goes on at once on {newer.since}")
