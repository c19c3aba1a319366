"""The QR code of a UPN payment order: nineteen lines, a count of their characters, and a reserve of blanks.

Source: Bank Association of Slovenia, technical standard UPN QR. The symbol is version 15, error correction M, bytes in
ISO 8859-2 with ECI 4; the count is the number of characters of the first nineteen lines with their line feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.iban import creditor_reference_faults, iban_faults
from harness.fiscal.lines import Postal, fixed, postal_faults, split_lines, text_faults
from harness.fiscal.shapes import amount_within, cents, encodable, from_cents, matches

SCHEME = "UPN QR"
CHARSET = "iso8859-2"
_LIMITS = (33, 33, 33)
_MOST_AMOUNT = Decimal("999999999.99")
_MOST_CHARACTERS = 411
"""The payload with its reserve."""


@dataclass(frozen=True, slots=True)
class UpnPayment:
    """What the code states."""

    payee_iban: str
    """Account of the payee, without blanks."""
    payee: Postal
    amount: Decimal
    """Euro, up to 999999999.99; 0 where the payer is to fill it in."""
    purpose_code: str
    """Four upper-case letters (ISO 20022 external purpose code)."""
    purpose: str
    """Purpose of the payment, up to 42 characters."""
    reference: str
    """Reference of the payee, ``SI`` and model or ``RF``, up to 26 characters without blanks."""
    payer: Postal = field(default_factory=Postal)
    due: date | None = None
    """By when it is to be paid."""
    payment_date: date | None = None
    payer_iban: str = ""
    payer_reference: str = ""
    deposit: bool = False
    withdrawal: bool = False
    urgent: bool = False


def encode(payment: UpnPayment) -> bytes:
    """The payload in its character set."""
    return build(payment).encode(CHARSET)


def build(payment: UpnPayment) -> str:
    """The payload with its count, ending in LF, without the optional reserve; raises :class:`CodeError`."""
    require(SCHEME, faults(payment))
    lines = [
        "UPNQR", payment.payer_iban, _mark(payment.deposit), _mark(payment.withdrawal), payment.payer_reference,
        *_address(payment.payer), f"{cents(payment.amount, SCHEME):011d}", _date_text(payment.payment_date),
        _mark(payment.urgent), payment.purpose_code, payment.purpose, _date_text(payment.due), payment.payee_iban,
        payment.reference, *_address(payment.payee),
    ]  # fmt: skip
    body = "".join(line + "\n" for line in lines)
    return f"{body}{len(body):03d}\n"


def parse(payload: str | bytes) -> UpnPayment:
    """What a payload states; raises :class:`CodeError` naming field, value and rule.

    Bytes are read in ISO 8859-2, so a payload in UTF-8 with letters beyond ASCII has a wrong count.
    """
    text = payload.decode(CHARSET) if isinstance(payload, bytes) else payload
    lines = split_lines(SCHEME, text, 20, 21)
    fixed(SCHEME, "leading style", lines[0], "UPNQR")
    _check_count(lines)
    for name, value in (("deposit", lines[2]), ("withdrawal", lines[3]), ("urgent", lines[10])):
        fixed(SCHEME, name, value, "", "X")
    require(SCHEME, matches("amount", lines[8], "[0-9]{11}", "11 digits, in cents"))
    payment = UpnPayment(
        payee_iban=lines[14], payee=Postal(*lines[16:19]), amount=from_cents(lines[8]), purpose_code=lines[11],
        purpose=lines[12], reference=lines[15], payer=Postal(*lines[5:8]), due=_date("due", lines[13]),
        payment_date=_date("payment_date", lines[9]), payer_iban=lines[1], payer_reference=lines[4],
        deposit=bool(lines[2]), withdrawal=bool(lines[3]), urgent=bool(lines[10]),
    )  # fmt: skip
    require(SCHEME, faults(payment))
    return payment


def faults(payment: UpnPayment) -> Iterator[Fault]:
    """Every rule that the values break."""
    yield from iban_faults("payee_iban", payment.payee_iban)
    if payment.payer_iban:
        yield from iban_faults("payer_iban", payment.payer_iban)
    yield from _reference_faults("reference", payment.reference)
    if payment.payer_reference:
        yield from _reference_faults("payer_reference", payment.payer_reference)
    yield from amount_within("amount", payment.amount, Decimal(0), _MOST_AMOUNT)
    yield from matches("purpose_code", payment.purpose_code, "[A-Z]{4}", "4 upper-case letters")
    yield from text_faults("purpose", payment.purpose, 42, required=True)
    yield from postal_faults("payer", payment.payer, _LIMITS)
    yield from postal_faults("payee", payment.payee, _LIMITS, required=True)
    for name, value in (("purpose", payment.purpose), ("payer", "".join(_address(payment.payer))),
                        ("payee", "".join(_address(payment.payee)))):  # fmt: skip
        yield from encodable(name, value, CHARSET)


def _reference_faults(name: str, value: str) -> Iterator[Fault]:
    if value.startswith("RF"):
        yield from creditor_reference_faults(name, value)
    else:
        rule = "SI, the model and up to 22 digits and hyphens, or RF"
        yield from matches(name, value, "SI[0-9]{2}[0-9-]{0,22}", rule)


def _check_count(lines: list[str]) -> None:
    count = sum(len(line) + 1 for line in lines[:19])
    if not re.fullmatch("[0-9]{3}", lines[19]) or int(lines[19]) != count:
        raise CodeError(SCHEME, [Fault("count", lines[19], f"the characters of the first 19 lines, here {count:03d}")])
    if lines[20].strip(" ") or count + 4 + len(lines[20]) > _MOST_CHARACTERS:
        raise CodeError(SCHEME, [Fault("reserve", lines[20], f"blanks, up to {_MOST_CHARACTERS} characters in all")])


def _address(party: Postal) -> tuple[str, str, str]:
    return party.name, party.street, party.place


def _mark(value: bool) -> str:
    return "X" if value else ""


def _date_text(value: date | None) -> str:
    return value.strftime("%d.%m.%Y") if value else ""


def _date(name: str, text: str) -> date | None:
    if not text:
        return None
    require(SCHEME, matches(name, text, r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}", "a date as DD.MM.YYYY"))
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()
    except ValueError as error:
        raise CodeError(SCHEME, [Fault(name, text, "a date as DD.MM.YYYY")]) from error
