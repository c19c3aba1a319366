"""What a line is worth before VAT is computed on it: price, quantity and discounts, in the API's calculation modes.

The price that the parties agreed is no question of law; both yardsticks start from these amounts. ``b2b_standard``:
every discount counts from the original subtotal and they are subtracted at once. ``b2c_gross_discount``: the
discounts lower the gross balance one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from harness.model.case import CaseLine, Discount, DiscountKind

STANDARD_MODE = "b2b_standard"
GROSS_DISCOUNT_MODE = "b2c_gross_discount"
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A line of the case with the rate that applies to it."""

    line: CaseLine
    rate: Decimal
    """Percent; 0 where the invoice shows no VAT."""


@dataclass(frozen=True, slots=True)
class LineAmount:
    """The rounded amount of a line: with or without VAT, whichever the price fixes."""

    rate: Decimal
    amount: Decimal
    is_gross: bool


@dataclass(frozen=True, slots=True)
class Precision:
    """How amounts are rounded."""

    digits: int
    """Decimals of the currency."""
    rounding: str = ROUND_HALF_UP
    """Name of a rounding mode of ``decimal``; half-up counts away from zero."""

    def round(self, amount: Decimal) -> Decimal:
        """The amount in the currency's decimals; nothing is never negative."""
        return amount.quantize(Decimal(1).scaleb(-self.digits), self.rounding) + Decimal(0)


def line_amounts(lines: Sequence[RatedLine], mode: str, precision: Precision) -> list[LineAmount]:
    """The amounts of all lines in one calculation mode."""
    return [line_amount(line, mode, precision) for line in lines]


def line_amount(rated: RatedLine, mode: str, precision: Precision) -> LineAmount:
    """The amount of one line: round(price x quantity - discounts)."""
    line = rated.line
    if mode == GROSS_DISCOUNT_MODE:
        balance = _discounted_in_turn(_gross_price(rated) * line.quantity, line.discounts)
        return LineAmount(rated.rate, precision.round(balance), is_gross=True)
    price = line.gross_price if line.net_price is None else line.net_price
    if price is None:
        raise ValueError(f"line {line.description!r} has no price")
    subtotal = price * line.quantity
    amount = subtotal - sum(discount_amount(d, subtotal) for d in line.discounts)
    return LineAmount(rated.rate, precision.round(amount), is_gross=line.net_price is None)


def discount_amount(discount: Discount, subtotal: Decimal) -> Decimal:
    """What a discount takes off ``subtotal``."""
    return subtotal * discount.value / HUNDRED if discount.kind is DiscountKind.PERCENT else discount.value


def _gross_price(rated: RatedLine) -> Decimal:
    line = rated.line
    if line.gross_price is not None:
        return line.gross_price
    return (line.net_price or Decimal(0)) * (1 + rated.rate / HUNDRED)


def _discounted_in_turn(balance: Decimal, discounts: Sequence[Discount]) -> Decimal:
    for discount in discounts:
        balance -= discount_amount(discount, balance)
    return balance
