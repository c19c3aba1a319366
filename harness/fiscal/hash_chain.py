"""The chain of document hashes: each an RSA-SHA1 signature over the document and the hash before it, in Base64.

Signed is ``date;entry time;number;gross total;previous hash``, the last empty for the first document of a series.
Source: Despacho 8632/2014. With the public key the whole chain can be verified; a page shows only four characters.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from harness.fiscal.errors import CodeError, Fault
from harness.fiscal.keys import Digest, sign, signature_holds
from harness.fiscal.proof import FormatOnly, Recomputed, compared
from harness.fiscal.shapes import matches, two_decimals

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

SCHEME = "document hash"
_PRINTED = (0, 10, 20, 30)
"""Characters 1, 11, 21 and 31."""
_BASE64 = "[A-Za-z0-9+/]{171}="


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """The data of a document that its hash covers."""

    issue_date: date
    """Date of the document."""
    entered: datetime
    """Local time at which the system recorded it, to the second."""
    number: str
    """Full number with type and series, such as ``FT A2026/1``."""
    gross_total: Decimal
    """Total with tax, at most two decimals, never negative."""

    def message(self, previous_hash: str) -> str:
        """The text that is signed; ``previous_hash`` is empty for the first document of type and series."""
        entered = self.entered.strftime("%Y-%m-%dT%H:%M:%S")
        total = two_decimals(self.gross_total, SCHEME, "gross_total")
        return f"{self.issue_date.isoformat()};{entered};{self.number};{total};{previous_hash}"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A document and the hash that is stated for it."""

    document: SignedDocument
    hash: str
    """172 characters of Base64."""


def compute(document: SignedDocument, previous_hash: str, key: RSAPrivateKey) -> str:
    """The hash of a document under the producer's private key (1024 bits give 172 characters)."""
    return base64.b64encode(sign(key, document.message(previous_hash).encode(), Digest.SHA1)).decode("ascii")


def verify(link: ChainLink, previous_hash: str, key: RSAPublicKey) -> Recomputed:
    """Whether the hash of a document was made over it and over ``previous_hash`` with the producer's key."""
    try:
        signature = base64.b64decode(link.hash, validate=True)
    except binascii.Error:
        return Recomputed(SCHEME, link.hash, None, False)
    message = link.document.message(previous_hash).encode()
    return Recomputed(SCHEME, link.hash, None, signature_holds(key, signature, message, Digest.SHA1))


def verify_chain(links: Iterable[ChainLink], key: RSAPublicKey, previous_hash: str = "") -> tuple[Recomputed, ...]:
    """One result per document of a series, in the order of their numbers.

    Each is checked against the *stated* hash before it, so one wrong hash fails itself and its successor only.
    """
    results = []
    for link in links:
        results.append(verify(link, previous_hash, key))
        previous_hash = link.hash
    return tuple(results)


def check_format(observed: str) -> FormatOnly:
    """Whether ``observed`` has the shape of a hash; never a verification."""
    rule = "172 characters of Base64 on one line (a signature of 1024 bits)"
    return FormatOnly(SCHEME, observed, tuple(matches(SCHEME, observed, _BASE64, rule)))


def printed_characters(full_hash: str) -> str:
    """Characters 1, 11, 21 and 31, which are printed and stand in field Q; raises :class:`CodeError`."""
    if len(full_hash) <= _PRINTED[-1]:
        raise CodeError(SCHEME, [Fault("hash", full_hash, "at least 31 characters")])
    return "".join(full_hash[at] for at in _PRINTED)


def recompute_printed(observed: str, full_hash: str) -> Recomputed:
    """Whether four printed characters are those of the full hash."""
    return compared("printed characters of the hash", observed, printed_characters(full_hash))


def check_printed(observed: str, *, in_record: str | None = None) -> FormatOnly:
    """Whether four printed characters have the right shape and equal field Q, where the full hash is not known."""
    return FormatOnly("printed characters of the hash", observed, tuple(_printed_faults(observed, in_record)))


def _printed_faults(observed: str, in_record: str | None) -> Iterator[Fault]:
    yield from matches("printed characters", observed, "[A-Za-z0-9+/=]{4}", "4 characters of Base64")
    if in_record is not None and observed != in_record:
        yield Fault("printed characters", observed, f"equal to field Q of the QR code, {in_record!r}")
