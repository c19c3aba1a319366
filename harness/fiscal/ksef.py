"""The address in the first QR code of a KSeF invoice that is handed over outside the system.

``<host>/client-app/invoice/{NIP}/{DD-MM-YYYY}/{digest}``, the digest SHA-256 of the XML in Base64URL without padding,
so it can be derived from the e-invoice. Source: Ministry of Finance, KSeF documentation of QR codes (kody-qr.md).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.proof import Recomputed, compared
from harness.fiscal.shapes import matches

SCHEME = "KSeF address"
HOST = "https://ksef.mf.gov.pl"
"""The productive system; test systems have hosts of their own."""


@dataclass(frozen=True, slots=True)
class KsefAddress:
    """What the address states."""

    seller: str
    """Tax number of the seller (NIP), ten digits."""
    issued: date
    digest: str
    """SHA-256 of the XML file, Base64URL without padding, 43 characters."""
    host: str = HOST


def digest_of(xml: bytes) -> str:
    """The digest of an e-invoice as the address holds it."""
    return base64.urlsafe_b64encode(hashlib.sha256(xml).digest()).decode("ascii").rstrip("=")


def build(address: KsefAddress) -> str:
    """The address; raises :class:`CodeError`."""
    require(SCHEME, matches("seller", address.seller, "[0-9]{10}", "10 digits"))
    require(SCHEME, matches("digest", address.digest, "[0-9A-Za-z_-]{43}", "43 characters of Base64URL, no padding"))
    return f"{address.host}/client-app/invoice/{address.seller}/{address.issued:%d-%m-%Y}/{address.digest}"


def parse(url: str) -> KsefAddress:
    """What the address states; raises :class:`CodeError`."""
    found = re.fullmatch(r"(https://[^/?#]+)/client-app/invoice/([^/]*)/([0-9]{2}-[0-9]{2}-[0-9]{4})/([^/]*)", url)
    if found is None:
        raise CodeError(SCHEME, [Fault("address", url, "host/client-app/invoice/NIP/DD-MM-YYYY/digest")])
    try:
        issued = datetime.strptime(found[3], "%d-%m-%Y").date()
    except ValueError as error:
        raise CodeError(SCHEME, [Fault("date", found[3], "a date as DD-MM-YYYY")]) from error
    address = KsefAddress(found[2], issued, found[4].rstrip("="), found[1])
    build(address)
    return address


def recompute(observed: str, seller: str, issued: date, xml: bytes, host: str = HOST) -> Recomputed:
    """Whether the address in a symbol is the one that follows from the e-invoice."""
    return compared(SCHEME, observed, build(KsefAddress(seller, issued, digest_of(xml), host)))
