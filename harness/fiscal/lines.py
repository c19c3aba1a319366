"""Payment codes that are made of lines: splitting them, and the name and address of a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.fiscal.errors import CodeError, Fault
from harness.fiscal.shapes import at_most, one_line


@dataclass(frozen=True, slots=True)
class Postal:
    """Name and address of a payer or payee, in three lines; an empty line is not stated."""

    name: str = ""
    street: str = ""
    place: str = ""
    """Post code and town."""


def split_lines(scheme: str, text: str, least: int, most: int) -> list[str]:
    """The lines of ``text`` (LF, or CR and LF), filled up with empty ones to ``most``; raises :class:`CodeError`."""
    lines = text.replace("\r\n", "\n").split("\n")
    while len(lines) > least and not lines[-1]:
        lines.pop()
    if not least <= len(lines) <= most:
        rule = f"{most} lines" if least == most else f"{least} to {most} lines"
        raise CodeError(scheme, [Fault("lines", str(len(lines)), rule)])
    return lines + [""] * (most - len(lines))


def fixed(scheme: str, field: str, value: str, *allowed: str) -> None:
    """Raise :class:`CodeError` where ``value`` is none of ``allowed``."""
    if value not in allowed:
        raise CodeError(scheme, [Fault(field, value, " or ".join(map(repr, allowed)))])


def text_faults(field: str, value: str, limit: int, *, required: bool = False) -> Iterator[Fault]:
    """Faults of a line of text: longer than ``limit`` characters, empty though ``required``, control characters."""
    yield from at_most(field, value, limit, required=required)
    yield from one_line(field, value)


def postal_faults(field: str, party: Postal, limits: Sequence[int], *, required: bool = False) -> Iterator[Fault]:
    """Faults of a name and address: ``limits`` for name, street and place; with ``required`` a name must be given."""
    yield from text_faults(f"{field}.name", party.name, limits[0], required=required)
    yield from text_faults(f"{field}.street", party.street, limits[1])
    yield from text_faults(f"{field}.place", party.place, limits[2])
