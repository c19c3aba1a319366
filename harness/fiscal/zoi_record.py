"""The 60-digit record below a ZOI, as one QR or PDF417 symbol or split over several Code 128 symbols.

39 digits ZOI as a decimal number, 8 digits tax number, 12 digits time of issue ``YYMMDDHHMMSS``, one control digit:
the sum of the 59 digits before it, modulo 10. Source: technical specification version 3.2, chapter 11.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.proof import Recomputed, compared
from harness.fiscal.shapes import HEX32, matches

SCHEME = "60-digit record"
_PREFIXES = {2: "4", 3: "4", 4: "44", 5: "4", 6: "4"}
"""What stands before the index of a part, by the number of parts; four parts take two digits to stay even."""


@dataclass(frozen=True, slots=True)
class ZoiRecord:
    """What the record states."""

    zoi: str
    """32 lower-case hexadecimal digits."""
    tax_number: str
    """8 digits."""
    issued: datetime
    """Local time of issue, to the second; the record has two digits for the year, counted from 2000."""


def control_digit(digits: str) -> str:
    """The sum of ``digits`` modulo 10."""
    return str(sum(map(int, digits)) % 10)


def build(record: ZoiRecord) -> str:
    """The 60 digits; raises :class:`CodeError` for values that cannot be encoded."""
    faults = [
        *matches("zoi", record.zoi, HEX32, "32 lower-case hexadecimal digits"),
        *matches("tax_number", record.tax_number, "[0-9]{8}", "8 digits"),
    ]
    if not 2000 <= record.issued.year <= 2099:
        faults.append(Fault("issued", record.issued.isoformat(), "a year from 2000 to 2099"))
    require(SCHEME, faults)
    digits = f"{int(record.zoi, 16):039d}{record.tax_number}{record.issued:%y%m%d%H%M%S}"
    return digits + control_digit(digits)


def parse(digits: str) -> ZoiRecord:
    """What 60 digits state; raises :class:`CodeError` naming field, value and rule."""
    require(SCHEME, matches("record", digits, "[0-9]{60}", "60 digits"))
    if control_digit(digits[:59]) != digits[59]:
        rule = f"the sum of the first 59 digits modulo 10, here {control_digit(digits[:59])}"
        raise CodeError(SCHEME, [Fault("control digit", digits[59], rule)])
    number = int(digits[:39])
    if number >= 1 << 128:
        raise CodeError(SCHEME, [Fault("zoi", digits[:39], "a number of 128 bits")])
    return ZoiRecord(f"{number:032x}", digits[39:47], _time(digits[47:59]))


def recompute(observed: str, record: ZoiRecord) -> Recomputed:
    """Whether the digits in a symbol are those that follow from ZOI, tax number and time of issue."""
    return compared(SCHEME, observed, build(record))


def split(digits: str, parts: int) -> tuple[str, ...]:
    """The record as ``parts`` (2 to 6) Code 128 contents: prefix and index, then an equal share of all digits."""
    require(SCHEME, matches("record", digits, "[0-9]{60}", "60 digits"))
    if parts not in _PREFIXES:
        raise CodeError(SCHEME, [Fault("parts", str(parts), "2, 3, 4, 5 or 6 symbols")])
    size = 60 // parts
    return tuple(f"{_PREFIXES[parts]}{i + 1}{digits[i * size : (i + 1) * size]}" for i in range(parts))


def join(codes: Sequence[str]) -> str:
    """The 60 digits that the contents of all symbols, in any order, make up; raises :class:`CodeError`."""
    parts = len(codes)
    if parts not in _PREFIXES:
        raise CodeError(SCHEME, [Fault("parts", str(parts), "2, 3, 4, 5 or 6 symbols")])
    pattern = rf"{_PREFIXES[parts]}([1-{parts}])([0-9]{{{60 // parts}}})"
    rule = f"{_PREFIXES[parts]}, the index 1 to {parts}, and {60 // parts} digits"
    require(SCHEME, (fault for code in codes for fault in matches("part", code, pattern, rule)))
    found = {match[1]: match[2] for code in codes if (match := re.fullmatch(pattern, code))}
    if len(found) != parts:
        raise CodeError(SCHEME, [Fault("parts", ", ".join(codes), "every index once")])
    return "".join(found[index] for index in sorted(found))


def _time(digits: str) -> datetime:
    try:
        return datetime.strptime("20" + digits, "%Y%m%d%H%M%S")
    except ValueError as error:
        raise CodeError(SCHEME, [Fault("issued", digits, "a time as YYMMDDHHMMSS")]) from error
