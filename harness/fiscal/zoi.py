"""The ZOI: MD5 of an RSA-SHA256 signature over number, time and amount of an invoice paid in cash or by card.

Source: technical specification for fiscal verification of invoices, version 3.2 (23 March 2026), chapters 10 and 11.
Without the issuer's private key only the format of a ZOI can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.fiscal.errors import Fault
from harness.fiscal.keys import Digest
from harness.fiscal.proof import FormatOnly, Recomputed, compared
from harness.fiscal.protection import ProtectedInvoice, check_shape, protective_code
from harness.fiscal.shapes import matches, mod11

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SCHEME = "ZOI"


def compute(invoice: ProtectedInvoice, key: RSAPrivateKey) -> str:
    """The ZOI of ``invoice``: 32 lower-case hexadecimal digits, the same for every call.

    The values are signed as they are, right or not; ask :func:`faults` whether they are allowed.
    """
    return protective_code(invoice, key, Digest.SHA256)


def recompute(observed: str, invoice: ProtectedInvoice, key: RSAPrivateKey) -> Recomputed:
    """Whether ``observed`` is the ZOI of ``invoice`` under the issuer's private key."""
    return compared(SCHEME, observed, compute(invoice, key))


def check_format(observed: str) -> FormatOnly:
    """Whether ``observed`` has the shape of a ZOI; never a verification."""
    return check_shape(SCHEME, observed)


def faults(invoice: ProtectedInvoice) -> Iterator[Fault]:
    """Rules of the scheme that the invoice's data breaks."""
    yield from matches("tax_number", invoice.tax_number, "[0-9]{8}", "8 digits")
    if len(invoice.tax_number) == 8 and not tax_number_holds(invoice.tax_number):
        yield Fault("tax_number", invoice.tax_number, "the check digit must agree (modulo 11)")
    yield from invoice.common_faults()
    yield from matches("device", invoice.device, "[0-9A-Za-z]{1,20}", "1 to 20 letters A-Z, a-z or digits")


def tax_number_holds(number: str) -> bool:
    """Whether the check digit of an eight-digit tax number agrees: weights 8 to 2 modulo 11, 11 is not issued."""
    return len(number) == 8 and number[0] != "0" and mod11(number, one_is_zero=True, zero_is_zero=False)
