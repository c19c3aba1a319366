"""Every sourced fact of a country folder as one flat list: for showing, counting and checking them all alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from harness.law.country import Country
from harness.law.records import Sourced
from harness.model.expectation import Assurance

SINGLE_SOURCE = "single-source"
"""Word in the source of a fact that only one source supports."""
_PARTS = {
    "identity": "identity",
    "rates": "rates",
    "wording": "wording",
    "no_wording": "wording",
    "invoicing": "invoicing",
}
"""What a country holds, and the file that it comes from."""
_ABOUT_THE_FACT = frozenset(("source", "since", "until", "assurance", "differs"))


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact: where it stands, what it says, and how well it is known."""

    part: str
    """``identity``, ``rates``, ``wording`` or ``invoicing``: the file without its suffix."""
    key: str
    """Table in the file, e.g. ``vat_id`` or ``rate``."""
    record: Sourced

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Key and value as a reader writes them, without what only says how the fact is known."""
        told = [f for f in fields(self.record) if f.name not in _ABOUT_THE_FACT]
        return tuple((_label(f), text) for f in told if (text := spoken(getattr(self.record, f.name))))

    @property
    def until(self) -> date | None:
        """Last day of validity; ``None`` where it still holds."""
        last = getattr(self.record, "until", None)
        return last if isinstance(last, date) else None

    @property
    def is_recalled(self) -> bool:
        """Whether it was written from general knowledge."""
        return self.record.assurance is Assurance.RECALLED

    @property
    def is_single_source(self) -> bool:
        """Whether its source says that no second one supports it."""
        return SINGLE_SOURCE in self.record.source.casefold()


@dataclass(frozen=True, slots=True)
class Tally:
    """How well a set of facts is known."""

    facts: int
    recalled: int
    single_source: int

    @property
    def verified(self) -> int:
        """Facts that were looked up."""
        return self.facts - self.recalled


def inventory(country: Country) -> tuple[FactEntry, ...]:
    """All facts of a country, in the order of the files and their tables."""
    found: list[FactEntry] = []
    for part, file in _PARTS.items():
        value = getattr(country, part)
        found.extend(_walk(file, part.removesuffix("s") if isinstance(value, tuple) else part, value))
    return tuple(found)


def tally(facts: Iterable[FactEntry]) -> Tally:
    """Count facts by how they are known."""
    listed = list(facts)
    recalled = sum(fact.is_recalled for fact in listed)
    return Tally(len(listed), recalled, sum(fact.is_single_source for fact in listed))


def spoken(value: object) -> str:
    """A value of a record as text; empty where it says nothing."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return "; ".join(_part_of_list(item) for item in value)
    return str(value)


def _part_of_list(item: object) -> str:
    pair = isinstance(item, tuple) and len(item) == 2
    return f"{item[1]} ({item[0]})" if pair and isinstance(item, tuple) else spoken(item)


def _walk(part: str, key: str, value: object) -> Iterator[FactEntry]:
    """Sourced records in ``value``, depth first."""
    if isinstance(value, Sourced):
        yield FactEntry(part, key, value)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(part, field.name, getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk(part, key, item)


def _label(field: Field[Any]) -> str:
    return field.name.replace("_", " ")
