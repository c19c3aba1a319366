"""Certificates with which an entity signs for FURS and FINA: an uploaded PKCS #12 file, else the sandbox's own key."""

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from harness.sandbox.call import Call
from harness.sandbox.clock import timestamp
from harness.sandbox.errors import invalid, refused
from harness.sandbox.fiscal import registers
from harness.sandbox.fiscal.keys import signing_key
from harness.sandbox.tables import Register

Json = dict[str, Any]
KIND = "certificate"
MISSING: Json = {
    "has_certificate": False,
    "certificate_status": "missing",
    "certificate_expiry": None,
    "certificate_cn": None,
    "certificate_issuer": None,
    "certificate_subject": None,
    "certificate_file_id": None,
}


def _opened(data: bytes, passphrase: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError as error:
        raise invalid(["file"], "The certificate cannot be opened: no PKCS #12 file, or a wrong passphrase") from error
    if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
        raise invalid(["file"], "The file needs a certificate and its RSA key")
    return key, certificate


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def describe(call: Call, authority: str) -> Json:
    """The certificate's part of the settings; ``certificate_status`` is valid, expired or missing."""
    row = registers.named(call, KIND, authority)
    if row is None:
        return MISSING
    _, certificate = _opened(row.secret or b"", row.body["passphrase"])
    expired = certificate.not_valid_after_utc < call.server.clock()
    return {
        "has_certificate": True,
        "certificate_status": "expired" if expired else "valid",
        "certificate_expiry": timestamp(certificate.not_valid_after_utc),
        "certificate_cn": _common_name(certificate.subject),
        "certificate_issuer": _common_name(certificate.issuer),
        "certificate_subject": certificate.subject.rfc4514_string(),
        "certificate_file_id": row.id,
    }


def store(call: Call, authority: str, data: bytes, passphrase: str) -> Json:
    """Take a certificate in place of the one before; 422 when it cannot be opened."""
    _opened(data, passphrase)
    remove(call, authority)
    row: Register = registers.add(call, KIND, "file", authority, {"passphrase": passphrase})
    row.secret = data
    return describe(call, authority)


def remove(call: Call, authority: str) -> None:
    """Forget the entity's certificate."""
    for row in registers.listed(call, KIND):
        if row.name == authority:
            call.session.delete(row)
    call.session.flush()


def key_of(call: Call, authority: str) -> rsa.RSAPrivateKey:
    """The key that signs: the certificate's, else the sandbox's own where the profile allows it."""
    row = registers.named(call, KIND, authority)
    if row is not None:
        return _opened(row.secret or b"", row.body["passphrase"])[0]
    if call.server.profile.fiscal_needs_certificate:
        raise refused(f"{authority.upper()} needs a certificate: upload one in the settings")
    return signing_key(call.server.seed, authority)
