"""What was found out about a code, and how: recomputed, or its format alone.

A code that is a digest of an unpublished signature cannot be checked without the issuer's key. That it *looks* right is
worth knowing and is no proof, so the two results are two classes, and :class:`FormatOnly` is never ``verified``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from harness.fiscal.errors import Fault


class Proof(StrEnum):
    """How a result was reached."""

    RECOMPUTED = "recomputed"
    """Derived again from the document's data, or checked with the public key."""
    FORMAT_ONLY = "format only"
    """Only the shape, and agreement with what else the document says of it."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A code that was derived again, or whose signature was checked with the public key."""

    code: str
    """The scheme, such as ``ZOI``."""
    observed: str
    """The code as stated."""
    expected: str | None
    """The code as derived; ``None`` where a public key says only whether the signature holds."""
    agrees: bool
    """Whether the two are equal, or the signature holds."""

    @property
    def proof(self) -> Literal[Proof.RECOMPUTED]:
        """Always :attr:`Proof.RECOMPUTED`."""
        return Proof.RECOMPUTED

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the code."""
        return self.agrees

    @property
    def verified(self) -> bool:
        """Whether the code is proved right."""
        return self.agrees

    @property
    def words(self) -> str:
        """The result for a report."""
        if self.agrees:
            return f"{self.code} recomputed: agrees"
        seen = f"{self.code} recomputed: {self.observed!r} is stated"
        return f"{seen}, {self.expected!r} is right" if self.expected is not None else f"{seen}, the signature is wrong"


@dataclass(frozen=True, slots=True)
class FormatOnly:
    """A code of which only the format and the consistency could be checked."""

    code: str
    """The scheme, such as ``EOR``."""
    observed: str
    """The code as stated."""
    faults: tuple[Fault, ...] = ()
    """Rules of the format that it breaks."""

    @property
    def proof(self) -> Literal[Proof.FORMAT_ONLY]:
        """Always :attr:`Proof.FORMAT_ONLY`."""
        return Proof.FORMAT_ONLY

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the code."""
        return not self.faults

    @property
    def verified(self) -> Literal[False]:
        """Never: a right format proves nothing."""
        return False

    @property
    def words(self) -> str:
        """The result for a report."""
        if self.faults:
            return f"{self.code} format: " + "; ".join(map(str, self.faults))
        return f"{self.code} format ok, not verified"


Result = Recomputed | FormatOnly
"""What a check of a code gives."""


def compared(code: str, observed: str, expected: str) -> Recomputed:
    """The result of deriving ``expected`` where ``observed`` is stated; letters must agree in case."""
    return Recomputed(code, observed, expected, observed == expected)
