"""The ZKI: MD5 of an RSA-SHA1 signature over number, time and amount of an invoice in retail.

Source: technical specification for users, version 2.6 (24 June 2025), chapter 12. The signed text has a blank between
date and time where the message to the authority has a ``T``. Without the private key only the format can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.fiscal.errors import Fault
from harness.fiscal.keys import Digest
from harness.fiscal.proof import FormatOnly, Recomputed, compared
from harness.fiscal.protection import ProtectedInvoice, check_shape, protective_code
from harness.fiscal.shapes import iso7064_mod11_10, matches

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SCHEME = "ZKI"


def compute(invoice: ProtectedInvoice, key: RSAPrivateKey) -> str:
    """The ZKI of ``invoice``: 32 lower-case hexadecimal digits, the same for every call.

    The values are signed as they are, right or not; ask :func:`faults` whether they are allowed.
    """
    return protective_code(invoice, key, Digest.SHA1)


def recompute(observed: str, invoice: ProtectedInvoice, key: RSAPrivateKey) -> Recomputed:
    """Whether ``observed`` is the ZKI of ``invoice`` under the issuer's private key."""
    return compared(SCHEME, observed, compute(invoice, key))


def check_format(observed: str) -> FormatOnly:
    """Whether ``observed`` has the shape of a ZKI; never a verification."""
    return check_shape(SCHEME, observed)


def faults(invoice: ProtectedInvoice) -> Iterator[Fault]:
    """Rules of the scheme that the invoice's data breaks."""
    yield from matches("tax_number", invoice.tax_number, "[0-9]{11}", "11 digits")
    if len(invoice.tax_number) == 11 and not iso7064_mod11_10(invoice.tax_number):
        yield Fault("tax_number", invoice.tax_number, "the check digit must agree (ISO 7064 MOD 11,10)")
    yield from invoice.common_faults()
    yield from matches("device", invoice.device, "[1-9][0-9]{0,19}", "1 to 20 digits without a leading zero")
