"""The PDF417 code of a HUB3 payment order: fourteen lines, beginning with ``HRVHUB30``.

Source: Croatian Banking Association, HUB3 2D barcode specification, edition for the euro. Each line ends with LF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from harness.fiscal.errors import Fault, require
from harness.fiscal.iban import iban_faults
from harness.fiscal.lines import Postal, fixed, postal_faults, split_lines, text_faults
from harness.fiscal.shapes import amount_within, cents, from_cents, matches

SCHEME = "HUB3"
_PAYER_LIMITS = (30, 27, 27)
_PAYEE_LIMITS = (25, 25, 27)
_MOST_AMOUNT = Decimal("9999999999999.99")


@dataclass(frozen=True, slots=True)
class Hub3Payment:
    """What the code states; always in euro."""

    iban: str
    """Account of the payee: HR and 19 digits."""
    payee: Postal
    """Name up to 25, street 25, place 27 characters."""
    amount: Decimal
    """Euro; 0 where the payer is to fill it in."""
    model: str
    """Model of the reference: HR and two digits."""
    reference: str = ""
    """Up to 22 digits and hyphens."""
    purpose_code: str = ""
    """Four upper-case letters (ISO 20022 external purpose code), or empty."""
    description: str = ""
    """Up to 35 characters."""
    payer: Postal = field(default_factory=Postal)
    """Name up to 30, street 27, place 27 characters."""


def build(payment: Hub3Payment) -> str:
    """The payload, every line ending in LF; raises :class:`~harness.fiscal.errors.CodeError`."""
    require(SCHEME, faults(payment))
    payer, payee = payment.payer, payment.payee
    lines = ["HRVHUB30", "EUR", f"{cents(payment.amount, SCHEME):015d}", payer.name, payer.street, payer.place,
             payee.name, payee.street, payee.place, payment.iban, payment.model, payment.reference,
             payment.purpose_code, payment.description]  # fmt: skip
    return "".join(line + "\n" for line in lines)


def parse(payload: str) -> Hub3Payment:
    """What a payload states; raises :class:`~harness.fiscal.errors.CodeError` naming field, value and rule."""
    lines = split_lines(SCHEME, payload, 13, 14)
    fixed(SCHEME, "header", lines[0], "HRVHUB30")
    fixed(SCHEME, "currency", lines[1], "EUR")
    require(SCHEME, matches("amount", lines[2], "[0-9]{15}", "15 digits, in cents"))
    payment = Hub3Payment(
        payer=Postal(*lines[3:6]), payee=Postal(*lines[6:9]), iban=lines[9], model=lines[10], reference=lines[11],
        purpose_code=lines[12], description=lines[13], amount=from_cents(lines[2]),
    )  # fmt: skip
    require(SCHEME, faults(payment))
    return payment


def faults(payment: Hub3Payment) -> Iterator[Fault]:
    """Every rule that the values break."""
    yield from matches("iban", payment.iban, "HR[0-9]{19}", "HR and 19 digits")
    yield from iban_faults("iban", payment.iban)
    yield from postal_faults("payee", payment.payee, _PAYEE_LIMITS, required=True)
    yield from postal_faults("payer", payment.payer, _PAYER_LIMITS)
    yield from amount_within("amount", payment.amount, Decimal(0), _MOST_AMOUNT)
    yield from matches("model", payment.model, "HR[0-9]{2}", "HR and two digits")
    yield from matches("reference", payment.reference, "[0-9-]{0,22}", "up to 22 digits and hyphens")
    yield from matches("purpose_code", payment.purpose_code, "([A-Z]{4})?", "4 upper-case letters, or empty")
    yield from text_faults("description", payment.description, 35)
