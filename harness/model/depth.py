"""How far a run goes."""

from __future__ import annotations

from enum import StrEnum


class Depth(StrEnum):
    """How much a run sets out to prove; each depth includes the ones before."""

    SMOKE = "smoke"
    STANDARD = "standard"
    FULL = "full"

    def includes(self, other: Depth) -> bool:
        """Whether something of depth ``other`` belongs to a run of this depth."""
        order = list(Depth)
        return order.index(other) <= order.index(self)
