"""The seams: the decisions of the server that a defect may replace, each in its honest form."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from harness.sandbox.vies.answer import ViesAnswer

Json = dict[str, Any]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class ClauseContext:
    """What a tax clause depends on."""

    transaction_type: str | None
    reverse_charge: bool
    in_other_language: Callable[[], str | None]
    """The same clause in a language that is not the entity's."""


class Seams:
    """The honest server. A defect is a subclass that overrides one method."""

    def choose_rate(self, rate: Decimal) -> Decimal:
        """The VAT rate in percent to charge, given the one that applies at the document's date."""
        return rate

    def round_half(self, amount: Decimal) -> Decimal:
        """An amount rounded to cents, half up (contract section 12)."""
        return amount.quantize(CENT, ROUND_HALF_UP)

    def next_sequence_value(self, last: int) -> int:
        """The number that follows ``last`` in a series."""
        return last + 1

    def clause_for(self, clause: str | None, _context: ClauseContext) -> str | None:
        """The tax clause to put on a document, given the one that belongs there."""
        return clause

    def apply_reverse_charge(self, due: bool) -> bool:
        """Whether the VAT moves to the buyer, given whether it must."""
        return due

    def read_vies(self, answer: ViesAnswer) -> ViesAnswer:
        """How an answer of VIES is taken."""
        return answer

    def logo_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """The logo to print, given the tenant's own; ``_foreign`` fetches that of another tenant."""
        return own

    def colour_for(self, colour: str | None) -> str | None:
        """The brand colour to print with, given the tenant's own."""
        return colour

    def document_as_printed(self, document: Json) -> Json:
        """The document as the renderer gets it, given the one that the API answers with."""
        return document
