"""Check digits by python-stdnum: whether an example holds, and whether the module would notice a wrong digit."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module


def holds(module: str, number: str) -> bool | None:
    """Whether ``number`` is valid by the module of python-stdnum; ``None`` where there is no such module."""
    try:
        loaded = import_module(module)
    except ImportError:
        return None
    return bool(loaded.is_valid(number))


def check_digits_known(module: str, number: str) -> bool:
    """Whether at least one number that differs from the valid ``number`` in a single digit is rejected."""
    return any(not holds(module, wrong) for wrong in wrong_numbers(number))


def wrong_numbers(number: str) -> Iterator[str]:
    """Numbers that differ from ``number`` in one digit, from its end."""
    for position in reversed(range(len(number))):
        if number[position].isascii() and number[position].isdigit():
            for digit in "0123456789".replace(number[position], ""):
                yield number[:position] + digit + number[position + 1 :]
