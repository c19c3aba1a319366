"""The codes themselves, as the authorities define them: ZOI, the 60-digit record, ZKI, the QR address, the AT hash.

Sources: FURS technical specification 3.2 (chapters 10 and 11), CIS technical specification 2.6 (chapters 2.7 and 12),
Despacho 8632/2014 and the AT's QR and ATCUD specifications.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CENT = Decimal("0.01")
_ZOI_DIGITS = 39
_PRINTED_PLACES = (0, 10, 20, 30)


@dataclass(frozen=True)
class Receipt:
    """What the issuer's code of a cash-register invoice is made of."""

    tax_number: str
    """Eight digits in Slovenia, the OIB's eleven in Croatia; no prefix."""
    issued: datetime
    """Local time of issue, as it is printed."""
    sequence: int
    premise: str
    device: str
    amount: Decimal
    """Gross total; negative for a credit note."""


def money(amount: Decimal | int) -> str:
    """An amount with a dot and two decimals."""
    return f"{Decimal(amount).quantize(CENT):f}"


def _signed_text(receipt: Receipt) -> bytes:
    moment = receipt.issued.strftime("%d.%m.%Y %H:%M:%S")
    parts = (receipt.tax_number, moment, str(receipt.sequence), receipt.premise, receipt.device, money(receipt.amount))
    return "".join(parts).encode()


def _protective_code(key: rsa.RSAPrivateKey, receipt: Receipt, algorithm: hashes.HashAlgorithm) -> str:
    signature = key.sign(_signed_text(receipt), padding.PKCS1v15(), algorithm)
    return hashlib.md5(signature, usedforsecurity=False).hexdigest()


def zoi(key: rsa.RSAPrivateKey, receipt: Receipt) -> str:
    """Slovenia's ZOI: MD5 of the RSA-SHA256 signature, 32 lower-case hex digits."""
    return _protective_code(key, receipt, hashes.SHA256())


def zki(key: rsa.RSAPrivateKey, receipt: Receipt) -> str:
    """Croatia's ZKI: MD5 of the RSA-SHA1 signature, 32 lower-case hex digits."""
    return _protective_code(key, receipt, hashes.SHA1())


def furs_record(code: str, tax_number: str, issued: datetime) -> str:
    """The 60 digits of Slovenia's QR code: ZOI as decimal, tax number, time of issue, check digit."""
    digits = f"{int(code, 16):0{_ZOI_DIGITS}d}{tax_number}{issued:%y%m%d%H%M%S}"
    return f"{digits}{sum(map(int, digits)) % 10}"


def fina_address(jir: str | None, code: str, issued: datetime, amount: Decimal) -> str:
    """The address in Croatia's QR code: by JIR, or by ZKI while there is no JIR; the total in cents."""
    known = f"jir={jir}" if jir else f"zki={code}"
    return f"https://porezna.gov.hr/rn?{known}&datv={issued:%Y%m%d_%H%M}&izn={int(Decimal(amount) * 100)}"


def chain_hash(key: rsa.RSAPrivateKey, day: str, entered: str, number: str, gross: Decimal, previous: str) -> str:
    """Portugal's signature of a document over its own data and the signature before it: 172 Base64 characters."""
    text = ";".join((day, entered, number, money(gross), previous))
    signature = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA1())
    return base64.b64encode(signature).decode()


def printed_hash(value: str) -> str:
    """The four characters of the signature that Portugal prints: the 1st, 11th, 21st and 31st."""
    return "".join(value[place] for place in _PRINTED_PLACES)
