"""Small rules that several schemes share: patterns, lengths, amounts, check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import parse_qsl

from harness.fiscal.errors import CodeError, Fault

HEX32 = r"[0-9a-f]{32}"
"""MD5 in lower-case hexadecimal."""
UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
"""A UUID with hyphens, in either case."""
_CENT = Decimal("0.01")
_TOO_MUCH = Decimal(10) ** 18
"""No invoice comes near, and beyond it decimal arithmetic would lose digits."""


def matches(field: str, value: str, pattern: str, rule: str) -> Iterator[Fault]:
    """A fault where ``value`` is not entirely of ``pattern`` (``$`` and a final line feed do not pass)."""
    if not re.fullmatch(pattern, value):
        yield Fault(field, value, rule)


def at_most(field: str, value: str, limit: int, *, required: bool = False) -> Iterator[Fault]:
    """A fault where ``value`` is longer than ``limit`` characters, or empty though ``required``."""
    if len(value) > limit:
        yield Fault(field, value, f"at most {limit} characters, it has {len(value)}")
    if required and not value:
        yield Fault(field, value, "must not be empty")


def one_line(field: str, value: str) -> Iterator[Fault]:
    """A fault where ``value`` holds a control character, which would break a code of lines."""
    if any(ord(char) < 32 or ord(char) == 127 for char in value):
        yield Fault(field, value, "no line break and no other control character")


def encodable(field: str, value: str, charset: str) -> Iterator[Fault]:
    """A fault where ``value`` has a character that ``charset`` (a Python codec) lacks."""
    try:
        value.encode(charset)
    except UnicodeEncodeError as error:
        yield Fault(field, value, f"only characters of {charset}, not {value[error.start]!r}")


def parameters(scheme: str, url: str, address: str) -> list[tuple[str, str]]:
    """Names and values in the query of ``url``, decoded; raises :class:`CodeError` where it is not at ``address``."""
    start, mark, query = url.partition("?")
    if start != address or not mark or "#" in query:
        raise CodeError(scheme, [Fault("address", url, f"begins with {address}?, and no # follows")])
    return parse_qsl(query, keep_blank_values=True)


def whole_cents(field: str, amount: Decimal) -> Iterator[Fault]:
    """A fault where ``amount`` is no number of whole cents."""
    if not amount.is_finite() or abs(amount) >= _TOO_MUCH or amount != amount.quantize(_CENT):
        yield Fault(field, str(amount), "a finite amount with at most 2 decimals")


def amount_within(field: str, amount: Decimal, least: Decimal, most: Decimal) -> Iterator[Fault]:
    """A fault where ``amount`` is no number of whole cents, or not from ``least`` to ``most``."""
    broken = list(whole_cents(field, amount))
    yield from broken
    if not broken and not least <= amount <= most:
        yield Fault(field, str(amount), f"from {least} to {most}")


def two_decimals(amount: Decimal, scheme: str, field: str = "amount") -> str:
    """``amount`` with a dot and exactly two decimals, without thousands separators; raises :class:`CodeError`."""
    for fault in whole_cents(field, amount):
        raise CodeError(scheme, [fault])
    text = format(amount.quantize(_CENT), "f")
    return text.removeprefix("-") if amount == 0 else text


def cents(amount: Decimal, scheme: str, field: str = "amount") -> int:
    """``amount`` in whole cents, exactly; raises :class:`CodeError` for fractions of a cent."""
    return int(two_decimals(amount, scheme, field).replace(".", ""))


def from_cents(digits: str) -> Decimal:
    """The amount that ``digits`` (cents, perhaps with a minus) stand for, with two decimals."""
    return Decimal(int(digits)).scaleb(-2)


def iso7064_mod11_10(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO 7064 MOD 11,10, as in eleven-digit personal numbers."""
    if not re.fullmatch("[0-9]{2,}", digits):
        return False
    rest = 10
    for digit in digits[:-1]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (rest + int(digits[-1])) % 10 == 1


def mod11(digits: str, *, one_is_zero: bool, zero_is_zero: bool) -> bool:
    """Whether the last digit is 11 minus the weighted sum modulo 11, weights from ``len(digits)`` down to 2.

    The remainder 1 gives 10, which stands as 0 (``one_is_zero``) or is not issued; the remainder 0 gives 11,
    which stands as 0 (``zero_is_zero``) or is not issued.
    """
    if not re.fullmatch("[0-9]{2,}", digits):
        return False
    weights = range(len(digits), 1, -1)
    rest = sum(weight * int(digit) for weight, digit in zip(weights, digits[:-1], strict=True)) % 11
    if rest in (0, 1):
        return digits[-1] == "0" and (zero_is_zero if rest == 0 else one_is_zero)
    return 11 - rest == int(digits[-1])
