"""What the protective codes ZOI and ZKI have in common: the signed text, and MD5 of an RSA signature of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from harness.fiscal.errors import Fault
from harness.fiscal.keys import Digest, sign
from harness.fiscal.proof import FormatOnly
from harness.fiscal.shapes import HEX32, matches, two_decimals, whole_cents

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


@dataclass(frozen=True, slots=True)
class ProtectedInvoice:
    """The data of an invoice that its protective code covers."""

    tax_number: str
    """The issuer's number, digits only, without country prefix."""
    issued: datetime
    """Local time of issue as printed, to the second; its zone, if any, is not used."""
    number: str
    """The running number alone, without premises and device."""
    premise: str
    """Name of the business premises."""
    device: str
    """Name of the device."""
    amount: Decimal
    """Total to pay in euro, at most two decimals; negative for a reversal."""

    def message(self) -> str:
        """The text that is signed: the values without separators, the time as ``dd.MM.yyyy HH:mm:ss``."""
        amount = two_decimals(self.amount, "protective code")
        when = self.issued.strftime("%d.%m.%Y %H:%M:%S")
        return f"{self.tax_number}{when}{self.number}{self.premise}{self.device}{amount}"

    def common_faults(self) -> Iterator[Fault]:
        """Rules that hold in both schemes: number and premises name, and the amount."""
        yield from matches("number", self.number, "[1-9][0-9]{0,19}", "1 to 20 digits without a leading zero")
        yield from matches("premise", self.premise, "[0-9A-Za-z]{1,20}", "1 to 20 letters A-Z, a-z or digits")
        yield from whole_cents("amount", self.amount)


def protective_code(invoice: ProtectedInvoice, key: RSAPrivateKey, digest: Digest) -> str:
    """MD5 of the signature of the invoice's message, in lower-case hexadecimal."""
    return code_of_signature(sign(key, invoice.message().encode(), digest))


def code_of_signature(signature: bytes) -> str:
    """The code that belongs to a signature (raw bytes, not Base64)."""
    return hashlib.md5(signature, usedforsecurity=False).hexdigest()


def check_shape(scheme: str, observed: str) -> FormatOnly:
    """Whether ``observed`` can be a protective code: 32 lower-case hexadecimal digits. That proves nothing more."""
    return FormatOnly(scheme, observed, tuple(matches(scheme, observed, HEX32, "32 lower-case hexadecimal digits")))
