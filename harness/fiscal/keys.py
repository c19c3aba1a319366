"""RSA keys: loading them, signing and checking with PKCS#1 v1.5. ``cryptography`` is imported on first use."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from harness.fiscal.errors import KeyUnusable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
    from cryptography.hazmat.primitives.hashes import HashAlgorithm


class Digest(StrEnum):
    """The digest that is signed; SHA-1 is what two of the schemes prescribe."""

    SHA1 = "SHA-1"
    SHA256 = "SHA-256"


def load_private_key(data: bytes, passphrase: str | None = None) -> RSAPrivateKey:
    """The RSA key in a PEM file or a PKCS#12 container; raises :class:`KeyUnusable`."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

    secret = passphrase.encode() if passphrase else None
    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            key: object = load_pem_private_key(data, secret)
        else:
            key = pkcs12.load_key_and_certificates(data, secret)[0]
    except (ValueError, TypeError) as error:
        raise KeyUnusable("no private key could be loaded: neither PEM nor PKCS#12, or a wrong passphrase") from error
    if not isinstance(key, RSAPrivateKey):
        raise KeyUnusable(f"an RSA key is needed, this is {type(key).__name__}")
    return key


def load_public_key(pem: bytes) -> RSAPublicKey:
    """The RSA key in a PEM public key or certificate; raises :class:`KeyUnusable`."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        if b"BEGIN CERTIFICATE" in pem:
            key: object = x509.load_pem_x509_certificate(pem).public_key()
        else:
            key = load_pem_public_key(pem)
    except ValueError as error:
        raise KeyUnusable("no public key could be loaded: the data is neither a PEM key nor a certificate") from error
    if not isinstance(key, RSAPublicKey):
        raise KeyUnusable(f"an RSA key is needed, this is {type(key).__name__}")
    return key


def sign(key: RSAPrivateKey, message: bytes, digest: Digest) -> bytes:
    """The signature of ``message``: PKCS#1 v1.5, so the same for every call."""
    from cryptography.hazmat.primitives.asymmetric import padding

    return key.sign(message, padding.PKCS1v15(), _algorithm(digest))


def signature_holds(key: RSAPublicKey, signature: bytes, message: bytes, digest: Digest) -> bool:
    """Whether ``signature`` was made over ``message`` with the private key that belongs to ``key``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding

    try:
        key.verify(signature, message, padding.PKCS1v15(), _algorithm(digest))
    except InvalidSignature:
        return False
    return True


def _algorithm(digest: Digest) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    return hashes.SHA1() if digest is Digest.SHA1 else hashes.SHA256()
