"""Errors and faults of the fiscal and payment codes.

::

    FiscalError
    ├── CodeError      a code breaks rules of its scheme; carries every fault
    ├── KeyUnusable    a key or certificate that cannot be loaded
    └── CodeListError  a file of code values that cannot be used
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that one field of a code breaks."""

    field: str
    """The field, by its name in the scheme or in the dataclass."""
    value: str
    """What stands there."""
    rule: str
    """What ought to stand there."""

    def __str__(self) -> str:
        return f"{self.field} is {self.value!r}, but the rule is: {self.rule}"


class FiscalError(Exception):
    """A code, key or code list that cannot be used."""


class CodeError(FiscalError, ValueError):
    """A code that breaks the rules of its scheme."""

    def __init__(self, scheme: str, faults: Iterable[Fault]) -> None:
        self.scheme = scheme
        """Which kind of code it was to be."""
        self.faults = tuple(faults)
        """Every rule that is broken, at least one."""
        super().__init__(f"{scheme}: " + "; ".join(map(str, self.faults)))


class KeyUnusable(FiscalError):
    """A private key, public key or certificate that cannot be loaded; the message never holds the key."""


class CodeListError(FiscalError):
    """A file of code values that cannot be used; the message names file, code and key."""


def require(scheme: str, faults: Iterable[Fault]) -> None:
    """Raise :class:`CodeError` where there is at least one fault."""
    found = tuple(faults)
    if found:
        raise CodeError(scheme, found)
