"""Amounts of money: a decimal with its currency, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NO_CURRENCY = "XXX"
"""ISO 4217 code for "no currency": an amount whose currency the witness does not state."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; amounts of different currencies are never equal and never added."""

    amount: Decimal
    """The amount in units of the currency (not in cents)."""
    currency: str
    """ISO 4217 code, three upper-case letters."""

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError(f"an amount of money is a finite Decimal, not {self.amount!r}")
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency code")

    def __str__(self) -> str:
        amount = self.amount if self.amount.as_tuple().exponent <= -2 else self.rounded(2).amount  # type: ignore[operator]
        return f"{amount} {self.currency}"

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def rounded(self, digits: int = 2, rounding: str = ROUND_HALF_UP) -> Money:
        """The amount rounded to ``digits`` decimals; half-up is away from zero, as EN 16931 counts."""
        return Money(self.amount.quantize(Decimal(1).scaleb(-digits), rounding), self.currency)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other} to {self}: the currencies differ")
