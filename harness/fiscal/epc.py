"""The QR code for a SEPA credit transfer: up to twelve lines, beginning with ``BCD``.

Source: European Payments Council, EPC069-12, Quick Response Code: Guidelines to Enable Data Capture for the Initiation
of a SEPA Credit Transfer. Versions 001 (with BIC) and 002 (BIC optional within the EEA).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.iban import creditor_reference_faults, iban_faults
from harness.fiscal.lines import fixed, split_lines, text_faults
from harness.fiscal.shapes import amount_within, encodable, matches

SCHEME = "EPC069-12"
MOST_BYTES = 331
"""Size of the longest payload: QR version 13 at error correction level M."""
CHARSETS = {
    1: "utf-8", 2: "iso8859-1", 3: "iso8859-2", 4: "iso8859-4",
    5: "iso8859-5", 6: "iso8859-7", 7: "iso8859-10", 8: "iso8859-15",
}  # fmt: skip
"""Codec by the digit in the third line."""
_LEAST, _MOST = Decimal("0.01"), Decimal("999999999.99")


@dataclass(frozen=True, slots=True)
class EpcTransfer:
    """What the code states."""

    name: str
    """Name of the payee (AT-21), up to 70 characters."""
    iban: str
    """Account of the payee (AT-20), without blanks."""
    amount: Decimal | None = None
    """Euro, 0.01 to 999999999.99; ``None`` where the payer is to fill it in."""
    bic: str = ""
    """Bank of the payee (AT-23), 8 or 11 characters; required in version 001."""
    purpose: str = ""
    """Purpose code (AT-44), up to 4 characters."""
    reference: str = ""
    """Structured reference (AT-05), up to 35 characters; excludes ``text``."""
    text: str = ""
    """Unstructured remittance information (AT-05), up to 140 characters."""
    information: str = ""
    """Note from payee to payer, up to 70 characters."""
    version: str = "002"
    """``001`` or ``002``."""
    charset: int = 1
    """The digit of :data:`CHARSETS`."""


def build(transfer: EpcTransfer) -> str:
    """The payload, lines separated by LF, none after the last that is filled; raises :class:`CodeError`."""
    require(SCHEME, faults(transfer))
    return _text(transfer)


def encode(transfer: EpcTransfer) -> bytes:
    """The payload in its own character set."""
    return build(transfer).encode(CHARSETS[transfer.charset])


def parse(payload: str | bytes) -> EpcTransfer:
    """What a payload states; bytes are read in the character set that they name. Raises :class:`CodeError`."""
    text = _decode(payload) if isinstance(payload, bytes) else payload
    lines = split_lines(SCHEME, text, 7, 12)
    fixed(SCHEME, "service tag", lines[0], "BCD")
    fixed(SCHEME, "version", lines[1], "001", "002")
    fixed(SCHEME, "character set", lines[2], *map(str, CHARSETS))
    fixed(SCHEME, "identification", lines[3], "SCT")
    bic, name, iban, amount, purpose, reference, remittance, information = lines[4:]
    transfer = EpcTransfer(
        name, iban, _amount(amount), bic, purpose, reference, remittance, information, lines[1], int(lines[2])
    )
    require(SCHEME, faults(transfer))
    return transfer


def faults(transfer: EpcTransfer) -> Iterator[Fault]:
    """Every rule that the values break."""
    if transfer.version not in ("001", "002"):
        yield Fault("version", transfer.version, "001 or 002")
    yield from _account_faults(transfer)
    yield from matches("purpose", transfer.purpose, "[A-Z0-9]{0,4}", "up to 4 upper-case letters and digits")
    yield from text_faults("reference", transfer.reference, 35)
    if re.match("RF[0-9]{2}", transfer.reference):
        yield from creditor_reference_faults("reference", transfer.reference)
    yield from text_faults("text", transfer.text, 140)
    yield from text_faults("information", transfer.information, 70)
    if transfer.reference and transfer.text:
        yield Fault("text", transfer.text, "empty where a structured reference is given")
    yield from _size_faults(transfer)


def _account_faults(transfer: EpcTransfer) -> Iterator[Fault]:
    optional = "" if transfer.version == "001" else "|"
    rule = "a BIC of 8 or 11 characters" + ("" if optional else ", required in version 001")
    yield from matches("bic", transfer.bic, "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?" + optional, rule)
    yield from text_faults("name", transfer.name, 70, required=True)
    yield from iban_faults("iban", transfer.iban)
    if transfer.amount is not None:
        yield from amount_within("amount", transfer.amount, _LEAST, _MOST)


def _size_faults(transfer: EpcTransfer) -> Iterator[Fault]:
    if transfer.charset not in CHARSETS:
        yield Fault("charset", str(transfer.charset), "1 to 8")
        return
    codec = CHARSETS[transfer.charset]
    for name in ("name", "text", "reference", "information"):
        yield from encodable(name, getattr(transfer, name), codec)
    if transfer.amount is None or transfer.amount.is_finite():
        size = len(_text(transfer).encode(codec, "replace"))
        if size > MOST_BYTES:
            yield Fault("payload", f"{size} bytes", f"at most {MOST_BYTES} bytes")


def _text(transfer: EpcTransfer) -> str:
    amount = "" if transfer.amount is None else f"EUR{transfer.amount:.2f}"
    lines = ["BCD", transfer.version, str(transfer.charset), "SCT", transfer.bic, transfer.name, transfer.iban, amount,
             transfer.purpose, transfer.reference, transfer.text, transfer.information]  # fmt: skip
    return "\n".join(lines).rstrip("\n")


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    require(SCHEME, matches("amount", text, r"EUR[0-9]{1,9}(\.[0-9]{1,2})?", "EUR and an amount with a dot"))
    return Decimal(text[3:])


def _decode(payload: bytes) -> str:
    head = payload.split(b"\n", 3)
    digit = head[2].strip() if len(head) > 2 else b""
    codec = CHARSETS.get(int(digit)) if digit.isdigit() else None
    if codec is None:
        raise CodeError(SCHEME, [Fault("character set", digit.decode("ascii", "replace"), "1 to 8")])
    try:
        return payload.decode(codec)
    except UnicodeDecodeError as error:
        raise CodeError(
            SCHEME, [Fault("payload", repr(payload[error.start : error.end]), f"text in {codec}")]
        ) from error
