"""Defects of rates, reverse charge, numbers and branding, each one override of one seam."""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_DOWN, Decimal

from harness.sandbox.defects.seams import CENT, ClauseContext, Json, Seams
from harness.sandbox.vies.answer import ViesAnswer

_WRONG_COLOUR = "#c81e78"
_OTHER_WRONG_COLOUR = "#1ec85a"


class WrongRate(Seams):
    """Charges one point less than the rate in force."""

    def choose_rate(self, rate: Decimal) -> Decimal:
        """A point less, for every rate above zero."""
        return rate - 1 if rate > 1 else rate


class HalfCentRounding(Seams):
    """Drops the half cent instead of rounding it up."""

    def round_half(self, amount: Decimal) -> Decimal:
        """Half down: 0.125 becomes 0.12."""
        return amount.quantize(CENT, ROUND_HALF_DOWN)


class SkippedNumber(Seams):
    """Leaves out a number at every issue."""

    def next_sequence_value(self, last: int) -> int:
        """The number after the next."""
        return last + 2


class ReusedNumber(Seams):
    """Gives the last number again."""

    def next_sequence_value(self, last: int) -> int:
        """The number that was given last, except for the first of a series."""
        return max(last, 1)


class ReverseChargeNoteMissing(Seams):
    """Leaves out the clause when the buyer owes the VAT."""

    def clause_for(self, clause: str | None, context: ClauseContext) -> str | None:
        """No clause under reverse charge."""
        return None if context.reverse_charge else clause


class NoteInWrongLanguage(Seams):
    """Writes the reverse-charge clause in a language that is not the entity's."""

    def clause_for(self, clause: str | None, context: ClauseContext) -> str | None:
        """The clause in another language under reverse charge."""
        return context.in_other_language() if context.reverse_charge and clause else clause


class VatChargedDespiteReverseCharge(Seams):
    """Charges VAT although the buyer owes it."""

    def apply_reverse_charge(self, due: bool, _transaction_type: str | None) -> bool:  # noqa: ARG002  ignored: the defect
        """Never."""
        return False


class ViesUnreachableTakenAsValid(Seams):
    """Takes silence of VIES for a yes."""

    def read_vies(self, answer: ViesAnswer) -> ViesAnswer:
        """Valid unless VIES said otherwise."""
        return replace(answer, outcome="valid") if answer.outcome == "unreachable" else answer


class OtherTenantsLogo(Seams):
    """Prints the logo of another tenant."""

    def logo_for(self, own: bytes | None, foreign: Callable[[], bytes]) -> bytes | None:
        """Another tenant's logo wherever a logo belongs."""
        return foreign() if own is not None else None


class WrongColour(Seams):
    """Prints in a colour that is not the tenant's."""

    def colour_for(self, colour: str | None) -> str | None:
        """A fixed colour, or another one where the tenant's happens to be that."""
        return _OTHER_WRONG_COLOUR if (colour or "").lower() == _WRONG_COLOUR else _WRONG_COLOUR


class PdfTotalDiffers(Seams):
    """Prints a total that is one cent more than the API's."""

    def document_as_printed(self, document: Json) -> Json:
        """The document with a higher payable total."""
        changed = {"total_with_tax": document["total_with_tax"] + CENT, "total_due": document["total_due"] + CENT}
        return super().document_as_printed({**document, **changed})


class BuyerVatIdMissingOnPdf(Seams):
    """Does not print the buyer's VAT number."""

    def document_as_printed(self, document: Json) -> Json:
        """The document with a customer that has no tax number."""
        customer = document["customer"]
        stripped = None if customer is None else {**customer, "tax_number": None}
        return super().document_as_printed({**document, "customer": stripped})
