"""How a payment code comes about, in four steps that a defect may replace: whether, for what, in what words, how."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Occasion:
    """A document for which a code is asked, or not."""

    kind: str
    """Document type."""
    currency: str
    due: Decimal
    """What is left to pay."""
    enabled: bool
    """Whether the setting of the scheme is on."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A credit transfer in euro that a document asks for."""

    amount: Decimal
    iban: str
    bic: str
    payee: Mapping[str, Any]
    payer: Mapping[str, Any]
    reference: str
    due: str
    """As dd.mm.yyyy; empty where there is no due date."""
    total: Decimal = Decimal(0)
    """The document's total, paid or not."""


@dataclass(frozen=True, slots=True)
class Print:
    """How the symbol is printed."""

    size: float
    """Millimetres from the first to the last dark module, across."""
    quiet: int
    """Light modules around it."""
    version: int | None = None
    """Version of a QR symbol; the smallest that holds the text where it is ``None``."""
    error: str = "m"
    """Error correction of a QR symbol."""


class Steps(Protocol):
    """What the renderer asks for each code."""

    def code_wanted(self, wanted: bool, occasion: Occasion, /) -> bool:
        """Whether a code is printed, given whether one belongs there."""

    def transfer_in_code(self, transfer: Transfer, /) -> Transfer:
        """What the code asks for, given what is due."""

    def code_text(self, text: str, scheme: str, /) -> str:
        """The contents of the code, given the right ones and the scheme."""

    def code_print(self, how: Print, scheme: str, /) -> Print:
        """How the code is printed, given how it must be."""


class AsTheyAre:
    """Each step as it must be: of the honest server, and of a renderer without one."""

    def code_wanted(self, wanted: bool, _occasion: Occasion) -> bool:
        """Whether a payment code is printed, given whether one belongs there."""
        return wanted

    def transfer_in_code(self, transfer: Transfer) -> Transfer:
        """What a payment code asks for, given what is due."""
        return transfer

    def code_text(self, text: str, _scheme: str) -> str:
        """The contents of a payment code, given the right ones and its scheme."""
        return text

    def code_print(self, how: Print, _scheme: str) -> Print:
        """How a payment code is printed, given how it must be."""
        return how
