"""Invoice numbers that are made of premises, device and running number, and the sequences they form.

With a ZOI the number is printed ``premises-device-number``, with a ZKI ``number/premises/device``. Sources: the
technical specifications that :mod:`harness.fiscal.zoi` and :mod:`harness.fiscal.zki` name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.shapes import matches

_NAME = "[0-9A-Za-z]{1,20}"
_DIGITS = "[1-9][0-9]{0,19}"
_NAME_RULE = "1 to 20 letters A-Z, a-z or digits"
_DIGITS_RULE = "1 to 20 digits without a leading zero"


@dataclass(frozen=True, slots=True)
class InvoiceNumber:
    """The three parts of a number."""

    premise: str
    """Name of the business premises."""
    device: str
    """Name of the device."""
    sequence: int
    """Running number, from 1."""


def dashed(number: InvoiceNumber) -> str:
    """``premises-device-number``; raises :class:`CodeError`."""
    return _checked(f"{number.premise}-{number.device}-{number.sequence}", parse_dashed, number)


def slashed(number: InvoiceNumber) -> str:
    """``number/premises/device``, the device a number; raises :class:`CodeError`."""
    return _checked(f"{number.sequence}/{number.premise}/{number.device}", parse_slashed, number)


def parse_dashed(text: str) -> InvoiceNumber:
    """The parts of ``premises-device-number``; raises :class:`CodeError`."""
    premise, device, sequence = _three(text, "-", "premises-device-number")
    require("invoice number", _part_faults(premise, device, sequence, _NAME, _NAME_RULE))
    return InvoiceNumber(premise, device, int(sequence))


def parse_slashed(text: str) -> InvoiceNumber:
    """The parts of ``number/premises/device``; raises :class:`CodeError`."""
    sequence, premise, device = _three(text, "/", "number/premises/device")
    require("invoice number", _part_faults(premise, device, sequence, _DIGITS, _DIGITS_RULE))
    return InvoiceNumber(premise, device, int(sequence))


def sequence_faults(numbers: Iterable[InvoiceNumber], *, per_device: bool) -> tuple[Fault, ...]:
    """Where the running numbers are not 1, 2, 3, ... without gap and repetition per device, or else per premises.

    The order of ``numbers`` does not matter; each scope is judged from its lowest number on, which need not be 1
    because the first number of a device can be chosen.
    """
    scopes: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        scopes[f"{number.premise}/{number.device}" if per_device else number.premise].append(number.sequence)
    return tuple(fault for scope, found in sorted(scopes.items()) for fault in _gaps(scope, sorted(found)))


def _gaps(scope: str, found: list[int]) -> Iterator[Fault]:
    for before, after in pairwise(found):
        if after == before:
            yield Fault(f"sequence of {scope}", str(after), "every number once")
        elif after != before + 1:
            yield Fault(f"sequence of {scope}", str(after), f"no gap: {before + 1} follows {before}")


def _three(text: str, separator: str, shape: str) -> tuple[str, str, str]:
    parts = text.split(separator)
    if len(parts) != 3:
        raise CodeError("invoice number", [Fault("number", text, f"three parts: {shape}")])
    return parts[0], parts[1], parts[2]


def _part_faults(premise: str, device: str, sequence: str, pattern: str, rule: str) -> Iterator[Fault]:
    yield from matches("premise", premise, _NAME, _NAME_RULE)
    yield from matches("device", device, pattern, rule)
    yield from matches("sequence", sequence, _DIGITS, _DIGITS_RULE)


def _checked(text: str, parse: Callable[[str], InvoiceNumber], number: InvoiceNumber) -> str:
    if parse(text) != number:
        raise CodeError("invoice number", [Fault("number", text, "parts that can be told apart again")])
    return text
