"""Conversion of foreign-currency documents with a fixed table (question Q33: the vendor's source is not known)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from harness.sandbox.clock import midnight
from harness.sandbox.errors import invalid

_UNITS_PER_EURO = {
    code: Decimal(rate)
    for code, rate in (
        ("EUR", "1"), ("USD", "1.1"), ("GBP", "0.85"), ("CHF", "0.95"), ("BGN", "1.95583"), ("CZK", "25"),
        ("DKK", "7.46"), ("HUF", "400"), ("NOK", "11.5"), ("PLN", "4.3"), ("RON", "5"), ("SEK", "11.2"),
        ("ISK", "145"), ("RSD", "117"), ("CAD", "1.5"), ("AUD", "1.65"), ("JPY", "160"),
    )
}  # fmt: skip
_RATE_DIGITS = Decimal("0.000001")
Round = Callable[[Decimal], Decimal]


def exchange_rate(currency: str, own: str, day: date) -> dict[str, Any] | None:
    """What one unit of the document's currency is worth in the entity's; None when they are the same."""
    if currency == own:
        return None
    for code, path in ((currency, "currency_code"), (own, "currency_code")):
        if code not in _UNITS_PER_EURO:
            raise invalid([path], f"There is no exchange rate for {code}")
    rate = (_UNITS_PER_EURO[own] / _UNITS_PER_EURO[currency]).quantize(_RATE_DIGITS)
    return {"rate": rate, "source": "sandbox", "date": midnight(day), "quote_currency": own}


def convert(amount: Decimal | None, exchange: dict[str, Any] | None, rounding: Round) -> Decimal | None:
    """``amount`` in the entity's currency; None when nothing is converted."""
    if exchange is None or amount is None:
        return None
    return rounding(amount * exchange["rate"])
