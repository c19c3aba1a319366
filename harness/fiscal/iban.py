"""Account numbers and creditor references with the check digits of ISO 7064 MOD 97-10."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.fiscal.errors import Fault


def mod97(text: str) -> int:
    """The remainder by 97 of ``text`` with its first four characters moved to the end and letters as 10 to 35."""
    moved = text[4:] + text[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97


def iban_faults(field: str, value: str) -> Iterator[Fault]:
    """What is wrong with an IBAN (ISO 13616): shape, length up to 34, check digits."""
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", value):
        yield Fault(field, value, "an IBAN: two letters, two digits, 11 to 30 letters and digits, no blanks")
    elif mod97(value) != 1:
        yield Fault(field, value, "the check digits of the IBAN must agree (ISO 7064 MOD 97-10)")


def creditor_reference_faults(field: str, value: str) -> Iterator[Fault]:
    """What is wrong with a structured creditor reference (ISO 11649): ``RF``, check digits, 1 to 21 characters."""
    if not re.fullmatch("RF[0-9]{2}[0-9A-Za-z]{1,21}", value):
        yield Fault(field, value, "RF, two check digits and 1 to 21 letters and digits (ISO 11649)")
    elif mod97(value.upper()) != 1:
        yield Fault(field, value, "the check digits of the reference must agree (ISO 11649)")
