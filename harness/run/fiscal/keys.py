"""The test certificate with which tenants sign: made once per process, never stored, of no authority.

With its private key protective codes can be recomputed on any target that takes the certificate. ``cryptography`` is
imported when the first tenant needs it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from harness.api import Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

BITS = 2048
"""Length of the key, as the authorities' own test certificates have it."""
_NAME = "Harness test certificate"
_VALID = timedelta(days=3650)
"""Long enough for any date that a run rehearses."""


@dataclass(frozen=True, slots=True)
class TestCertificate:
    """A key, and the PKCS #12 file that carries it."""

    __test__ = False

    key: RSAPrivateKey = field(repr=False)
    file: bytes = field(repr=False)
    passphrase: Secret


@cache
def certificate() -> TestCertificate:
    """This process's certificate."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    key, passphrase = generate_private_key(65537, BITS), secrets.token_urlsafe(18)
    encryption = BestAvailableEncryption(passphrase.encode())
    file = pkcs12.serialize_key_and_certificates(_NAME.encode(), key, _self_signed(key), None, encryption)
    return TestCertificate(key, file, Secret(passphrase))


def _self_signed(key: RSAPrivateKey) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, _NAME)])
    start = datetime.now(UTC) - _VALID
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(start).not_valid_after(start + 2 * _VALID).sign(key, hashes.SHA256())
