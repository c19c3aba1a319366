"""Where a witness states something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a witness states a fact: a JSON pointer in an answer, an XPath in an e-invoice, or a box on a page."""

    pointer: str | None = None
    """JSON pointer (RFC 6901) into the API answer, or XPath into the e-invoice."""
    page: int | None = None
    """Page number, from 1."""
    box: tuple[float, float, float, float] | None = None
    """``(left, top, right, bottom)`` in points from the top left corner of the page as displayed."""


NOWHERE = Place()
