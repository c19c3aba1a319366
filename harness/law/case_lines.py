"""The lines of an entry of a case file: prices, quantities, discounts and rate categories, under any usual name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from harness.model.case import CaseLine, Discount, DiscountKind

LARGEST = Decimal(10) ** 15
"""Worth of a line beyond which the sums would lose digits."""

_CATEGORIES = {
    "normal": "standard", "full": "standard", "reduced1": "reduced", "reduced_1": "reduced", "reduced_2": "reduced2",
    "reduced_3": "reduced3", "superreduced": "super_reduced", "zero_rated": "zero", "zero_rate": "zero",
    "exempt_supply": "exempt", "exempted": "exempt", "margin_scheme": "margin",
}  # fmt: skip
"""Other names of rate categories."""

_DISCOUNTS = {
    "percent": DiscountKind.PERCENT, "percentage": DiscountKind.PERCENT, "%": DiscountKind.PERCENT,
    "amount": DiscountKind.AMOUNT, "fixed": DiscountKind.AMOUNT, "absolute": DiscountKind.AMOUNT,
}  # fmt: skip


def lines_of(lines: object, *, gross: bool) -> tuple[CaseLine, ...]:
    """The lines; ``gross`` says what a plain ``price`` means. Raises ``ValueError`` for what is no line."""
    if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
        raise ValueError("it has no line")
    return tuple(_line(line, number, gross) for number, line in enumerate(lines, 1))


def _line(line: Mapping[str, Any], number: int, gross: bool) -> CaseLine:
    quantity = _amount(_first(line, "qty", "quantity", default="1"))
    net = _price(line, "net", "net_price", *(() if gross else ("price", "unit_price")))
    including = _price(line, "gross", "gross_price", *(("price", "unit_price") if gross else ()))
    if abs(quantity * (net or including or Decimal(0))) > LARGEST:
        raise ValueError(f"line {number} is worth more than {LARGEST}")
    return CaseLine(
        description=str(line.get("description") or f"Item {number}"),
        quantity=quantity,
        net_price=net,
        gross_price=including,
        category=_category(str(_first(line, "rate_category", "category", default="standard"))),
        discounts=tuple(_discount(given) for given in _discounts(line)),
    )


def _first(line: Mapping[str, Any], *keys: str, default: object = None) -> object:
    """What stands under the first of the keys that says something."""
    return next((line[key] for key in keys if line.get(key) is not None), default)


def _price(line: Mapping[str, Any], *keys: str) -> Decimal | None:
    found = _first(line, *keys)
    return None if found is None else _amount(found)


def _category(name: str) -> str:
    plain = name.casefold().replace("-", "_").replace(" ", "_")
    return _CATEGORIES.get(plain, plain)


def _discounts(line: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """One discount or several; both keys are read."""
    several = line.get("discounts") or []
    one = line.get("discount")
    return [*([one] if one else []), *several]


def _discount(given: Mapping[str, Any]) -> Discount:
    """Raises ``ValueError`` for a kind that nobody knows and for an amount beyond all sums."""
    kind, value = str(given["type"]).casefold(), _amount(given["value"])
    if kind not in _DISCOUNTS:
        raise ValueError(f"{given['type']!r} is no kind of discount: write percent or amount")
    if abs(value) > LARGEST:
        raise ValueError(f"a discount of {given['value']} is more than {LARGEST}")
    return Discount(value, _DISCOUNTS[kind])


def _amount(value: object) -> Decimal:
    """A finite number; a JSON number is read as it is written."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValueError(f"{value!r} is no amount")
    return amount
