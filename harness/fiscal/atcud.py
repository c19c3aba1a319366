"""The ATCUD, and the line with four characters of the hash that a certified program prints.

The ATCUD is the validation code of the series and the running number in it, printed ``ATCUD:CSDF7T5H-35`` on every
page. ``0`` stands where a series had not been registered. Source: Portaria 195/2020; the printed line: Despacho
8632/2014.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.proof import Recomputed, compared
from harness.fiscal.shapes import at_most, matches

SCHEME = "ATCUD"
_LONGEST = 70
"""Characters without ``ATCUD:``, as field H of the QR record has them."""
PATTERN = r"0|[0-9A-Z]{8,}-[0-9]+"
_LINE = re.compile(
    r"(?<!\S)(?P<characters>[A-Za-z0-9+/=]{4})\s?[-–]\s?Processado por programa certificado\s+"
    r"n\.?\s?[ºo°]\.?\s*(?P<certificate>[0-9]+)\s?/\s?AT\b"
)


@dataclass(frozen=True, slots=True)
class Atcud:
    """The code of one document."""

    validation_code: str
    """What the authority gave for the series: 8 or more upper-case letters and digits; ``0`` where it gave none."""
    sequence: str
    """The running number as printed, which may have leading zeros; empty where the validation code is ``0``."""

    @property
    def ordinal(self) -> int | None:
        """The running number, or ``None`` where there is none."""
        return int(self.sequence) if self.sequence else None


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """The printed line ``<characters>-Processado por programa certificado n.º <certificate>/AT``."""

    characters: str
    """Characters 1, 11, 21 and 31 of the document's hash."""
    certificate: str
    """Number of the program's certificate."""


def build(code: Atcud, *, prefix: bool = True) -> str:
    """The code as printed; raises :class:`CodeError`."""
    text = code.validation_code if code.validation_code == "0" else f"{code.validation_code}-{code.sequence}"
    if code.validation_code == "0" and code.sequence:
        raise CodeError(SCHEME, [Fault("sequence", code.sequence, "empty where the series has no validation code")])
    require(SCHEME, matches(SCHEME, text, PATTERN, "validation code, hyphen, running number, or 0"))
    return f"ATCUD:{text}" if prefix else text


def parse(text: str) -> Atcud:
    """The parts of a code, with or without ``ATCUD:`` before it; raises :class:`CodeError`."""
    code = text.removeprefix("ATCUD:")
    rule = "a validation code of 8 or more A-Z and 0-9, a hyphen, the running number; or 0"
    require(SCHEME, (*matches(SCHEME, code, PATTERN, rule), *at_most(SCHEME, code, _LONGEST)))
    validation_code, _, sequence = code.partition("-")
    return Atcud(validation_code, sequence)


def recompute(observed: str, validation_code: str, document_number: str) -> Recomputed:
    """Whether a code is that of the series' validation code and the number behind the last ``/`` of the document's.

    Leading zeros of the running number do not matter.
    """
    expected = Atcud(validation_code, document_number.rpartition("/")[2])
    seen = parse(observed)
    agrees = (seen.validation_code, seen.ordinal) == (expected.validation_code, expected.ordinal)
    wanted = build(expected, prefix=observed.startswith("ATCUD:"))
    return compared(SCHEME, observed, observed if agrees else wanted)


def build_line(line: CertificateLine) -> str:
    """The line as prescribed; raises :class:`CodeError`."""
    text = f"{line.characters}-Processado por programa certificado n.º {line.certificate}/AT"
    if find_lines(text) != (line,):
        rule = "4 characters of Base64, then the fixed words and the number of the certificate"
        raise CodeError("certificate line", [Fault("line", text, rule)])
    return text


def find_lines(text: str) -> tuple[CertificateLine, ...]:
    """All such lines in printed text; blanks around the hyphen and forms of ``n.º`` that are in use are taken."""
    return tuple(CertificateLine(found["characters"], found["certificate"]) for found in _LINE.finditer(text))
