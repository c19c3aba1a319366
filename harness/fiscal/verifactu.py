"""VERI*FACTU: the chain of record digests (huella), and the address in the QR code.

The digest is upper-case SHA-256 over named values joined by ``&``, the digest before it among them, so it is derived
without any key. Sources: AEAT, specification of the huella version 0.1.2 and of the QR code version 0.5.0. A record
keeps amounts and times as the texts that were sent, since ``12.3`` and ``12.30`` are both allowed and differ here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.proof import FormatOnly, Recomputed, compared
from harness.fiscal.shapes import at_most, matches, parameters

SCHEME = "huella"
QR_SCHEME = "VERI*FACTU address"
ADDRESS = "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
_NAMES = ("nif", "numserie", "fecha", "importe")
_AMOUNT = r"-?[0-9]{1,12}(\.[0-9]{1,2})?"


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """The record of an invoice that was issued."""

    issuer: str
    """Tax number, nine characters."""
    number: str
    """Series and number."""
    issued: date
    kind: str
    """Type of invoice, such as ``F1``."""
    tax_total: str
    """Total tax, the text that was sent."""
    gross_total: str
    """Total amount, the text that was sent."""
    previous: str
    """Digest of the record before, empty for the first."""
    generated: str
    """When the record was made: ISO 8601 with offset, the text that was sent."""

    def message(self) -> str:
        """The text whose digest is taken."""
        return (
            f"IDEmisorFactura={self.issuer}&NumSerieFactura={self.number}&FechaExpedicionFactura={self.issued:%d-%m-%Y}"
            f"&TipoFactura={self.kind}&CuotaTotal={self.tax_total}&ImporteTotal={self.gross_total}"
            f"&Huella={self.previous}&FechaHoraHusoGenRegistro={self.generated}"
        )


@dataclass(frozen=True, slots=True)
class CancellationRecord:
    """The record that cancels one of an invoice; fields as in :class:`IssueRecord`."""

    issuer: str
    number: str
    issued: date
    previous: str
    generated: str

    def message(self) -> str:
        """The text whose digest is taken."""
        return (
            f"IDEmisorFacturaAnulada={self.issuer}&NumSerieFacturaAnulada={self.number}"
            f"&FechaExpedicionFacturaAnulada={self.issued:%d-%m-%Y}"
            f"&Huella={self.previous}&FechaHoraHusoGenRegistro={self.generated}"
        )


@dataclass(frozen=True, slots=True)
class LookupAddress:
    """What the address in the QR code states."""

    issuer: str
    number: str
    issued: date
    gross_total: str
    """Total amount with a dot, the text that stands there."""

    @property
    def amount(self) -> Decimal:
        """The total in euro."""
        return Decimal(self.gross_total)


def compute(record: IssueRecord | CancellationRecord) -> str:
    """The digest of a record: 64 upper-case hexadecimal digits."""
    return hashlib.sha256(record.message().encode()).hexdigest().upper()


def recompute(observed: str, record: IssueRecord | CancellationRecord) -> Recomputed:
    """Whether ``observed`` is the digest of ``record``."""
    return compared(SCHEME, observed, compute(record))


def check_format(observed: str) -> FormatOnly:
    """Whether ``observed`` has the shape of a digest; never a verification."""
    return FormatOnly(SCHEME, observed, tuple(matches(SCHEME, observed, "[0-9A-F]{64}", "64 upper-case hex digits")))


def build(address: LookupAddress) -> str:
    """The address, its values URL-encoded; raises :class:`CodeError`."""
    require(QR_SCHEME, _faults(address))
    values = (address.issuer, address.number, f"{address.issued:%d-%m-%Y}", address.gross_total)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in zip(_NAMES, values, strict=True))
    return f"{ADDRESS}?{query}"


def parse(url: str) -> LookupAddress:
    """What the address states: exactly four parameters; raises :class:`CodeError`."""
    given = parameters(QR_SCHEME, url, ADDRESS)
    if sorted(name for name, _ in given) != sorted(_NAMES):
        names = ", ".join(name for name, _ in given)
        raise CodeError(QR_SCHEME, [Fault("parameters", names, f"exactly {', '.join(_NAMES)}")])
    values = dict(given)
    address = LookupAddress(values["nif"], values["numserie"], _date(values["fecha"]), values["importe"])
    require(QR_SCHEME, _faults(address))
    return address


def _faults(address: LookupAddress) -> Iterator[Fault]:
    yield from matches("nif", address.issuer, "[0-9A-Z]{9}", "9 upper-case letters and digits")
    yield from at_most("numserie", address.number, 60, required=True)
    yield from matches("numserie", address.number, "[ -~]*", "printable ASCII characters")
    yield from matches("importe", address.gross_total, _AMOUNT, "up to 12 digits, a dot, up to 2 decimals")


def _date(text: str) -> date:
    require(QR_SCHEME, matches("fecha", text, "[0-9]{2}-[0-9]{2}-[0-9]{4}", "a date as DD-MM-YYYY"))
    try:
        return datetime.strptime(text, "%d-%m-%Y").date()
    except ValueError as error:
        raise CodeError(QR_SCHEME, [Fault("fecha", text, "a date as DD-MM-YYYY")]) from error
