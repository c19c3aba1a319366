"""VAT identification numbers and IBANs in their normal form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.reading.labels import Labels

_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,30}(?![A-Z0-9])")
"""ISO 13616: country, two check digits, up to 30 letters and digits, printed in groups."""


def normal_vat_id(text: str) -> str:
    """``text`` in upper case without blanks and punctuation: ``si 1234 5678`` is ``SI12345678``."""
    return "".join(char for char in text.upper() if char.isalnum())


def is_vat_id(number: str, labels: Labels) -> bool:
    """Whether the normalised ``number`` has a known prefix, or a telling suffix, and the shape that goes with it."""
    marks = (number[:3], number[:2], number[-3:])
    pattern = next((labels.vat_ids[mark] for mark in marks if mark in labels.vat_ids), None)
    return pattern is not None and pattern.fullmatch(number) is not None


def find_iban(text: str) -> tuple[int, int, str] | None:
    """Start, end and normal form of the first IBAN-shaped number in ``text``.

    The check digits are not judged: a reader says what is printed.
    """
    return next(find_ibans(text), None)


def find_ibans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and normal form of every IBAN-shaped number in ``text``; see :func:`find_iban`."""
    for match in _IBAN.finditer(text):
        groups = match.group().split(" ")
        while len(groups) > 1 and groups[-1].isalpha():
            groups.pop()
        shown = " ".join(groups)
        yield match.start(), match.start() + len(shown), shown.replace(" ", "")


def iban_checks(number: str) -> bool:
    """Whether the check digits of ``number`` (normal form) are right: ISO 7064, MOD 97-10."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1
