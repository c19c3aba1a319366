"""Document totals in the two documented calculation modes.

Source: the vendor's guide "calculation modes". `b2b_standard` takes every discount from the original line subtotal and
keeps the basis in which the line is priced (net or gross). `b2c_gross_discount` works on the gross subtotal and applies
the discounts one after the other to the running balance. All amounts are Decimal in the document's currency; rounding
is half up to two decimals unless another function is injected.

What the guide leaves open, and the reading taken here:

- VAT is rounded per line and then summed (`vat_rounding="per_line"`), or once per distinct set of taxes ("per_rate");
- several taxes of one line are additive, each on the net amount;
- a net amount derived from a gross one is rounded to cents, a derived unit price is not;
- a line with both `price` and `gross_price` is a gross line, since the API echoes `gross_price` only when it was sent.

Credit notes are calculated with positive values like any other document. Separator rows carry no money: the caller
leaves them out. A reverse-charge tax is charged at the rate that it is given with, so the caller sets that rate to 0.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext
from typing import Literal, get_args

Mode = Literal["b2b_standard", "b2c_gross_discount"]
VatRounding = Literal["per_line", "per_rate"]
Basis = Literal["net", "gross"]
Rounding = Callable[[Decimal], Decimal]

MAX_DISCOUNTS = 5
_PRECISION = 60
_CENT = Decimal("0.01")
_UNIT_PRICE = Decimal("0.0000000001")
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class CalculationError(ValueError):
    """A line cannot be calculated; the message names the line (counted from 1), the value and what is allowed."""


def half_up(amount: Decimal) -> Decimal:
    """Round to two decimals, half away from zero (the rounding that the guide documents)."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class LineDiscount:
    """One discount of a line."""

    kind: Literal["percent", "amount"]
    """`percent` of the amount that it applies to, or a fixed `amount` in the line's own basis (net or gross)."""
    value: Decimal
    """Percent points or money, not negative."""


@dataclass(frozen=True)
class LineTax:
    """One tax of a line."""

    rate: Decimal
    """Percent points, for example Decimal("22"); 0 under reverse charge."""
    tax_id: str | None = None
    """The stored tax that the rate came from, if any."""
    reverse_charge: bool = False
    """Whether the customer owes the tax (kept apart in the summary; does not change the arithmetic)."""


@dataclass(frozen=True)
class Line:
    """One priced line as the API receives it. Exactly one price is needed; with both, the gross one counts."""

    price: Decimal | None
    """Net unit price."""
    gross_price: Decimal | None
    """Unit price with VAT."""
    quantity: Decimal
    discounts: tuple[LineDiscount, ...] = ()
    """At most five, in the order in which they apply."""
    taxes: tuple[LineTax, ...] = ()


@dataclass(frozen=True)
class LineTotals:
    """What one line comes to."""

    total: Decimal
    """Net amount after discounts."""
    total_with_tax: Decimal
    discount: Decimal
    """Sum of the discounts, in the basis in which they were taken (net for net lines, gross for gross lines)."""
    tax: Decimal
    net_unit_price: Decimal
    """Net price of one unit before discounts; not rounded to cents when it was derived from a gross price."""


@dataclass(frozen=True)
class SummaryTax:
    """One row of the document's tax summary: what is taxed at one rate, and the tax on it."""

    rate: Decimal
    tax_id: str | None
    reverse_charge: bool
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class DocumentTotals:
    """The totals of a document. `lines` has the order of the input, `taxes` the order of first appearance."""

    lines: tuple[LineTotals, ...]
    total: Decimal
    total_with_tax: Decimal
    total_discount: Decimal
    taxes: tuple[SummaryTax, ...]


@dataclass(frozen=True)
class _Amount:
    """A rounded amount to be split into net and tax: one line, or all lines with the same taxes and basis."""

    basis: Basis
    value: Decimal
    taxes: tuple[LineTax, ...]


@dataclass(frozen=True)
class _Split:
    """An amount split into net and one tax figure per tax."""

    net: Decimal
    per_tax: tuple[Decimal, ...]

    @property
    def tax(self) -> Decimal:
        return sum(self.per_tax, _ZERO)


def calculate(
    lines: Sequence[Line],
    mode: Mode,
    *,
    rounding: Rounding = half_up,
    vat_rounding: VatRounding = "per_line",
) -> DocumentTotals:
    """Return the totals of a document.

    Raises CalculationError for an unknown mode, a line without price, more than five discounts, a negative discount,
    a percentage above 100, a value that is not a finite number or an amount of more than 60 digits.
    """
    _check_choice("calculation mode", mode, get_args(Mode))
    _check_choice("vat_rounding", vat_rounding, get_args(VatRounding))
    for position, line in enumerate(lines, start=1):
        _check_line(line, position)
    try:
        with localcontext(Context(prec=_PRECISION)):
            return _totals(lines, mode, rounding, vat_rounding)
    except DecimalException as error:
        raise CalculationError(
            f"an amount has more than {_PRECISION} digits; use smaller prices or quantities"
        ) from error


def _totals(lines: Sequence[Line], mode: Mode, rounding: Rounding, vat_rounding: VatRounding) -> DocumentTotals:
    discounted = [_discounted(line, mode, rounding) for line in lines]
    amounts = [amount for amount, _ in discounted]
    splits = [_split(amount, rounding) for amount in amounts]
    rows = tuple(
        _line_totals(line, split, discount)
        for line, split, (_, discount) in zip(lines, splits, discounted, strict=True)
    )
    if vat_rounding == "per_rate":
        amounts = _merged(amounts)
        splits = [_split(amount, rounding) for amount in amounts]
    net = sum((split.net for split in splits), _ZERO)
    return DocumentTotals(
        lines=rows,
        total=net,
        total_with_tax=net + sum((split.tax for split in splits), _ZERO),
        total_discount=sum((row.discount for row in rows), _ZERO),
        taxes=_summary(amounts, splits),
    )


def _discounted(line: Line, mode: Mode, rounding: Rounding) -> tuple[_Amount, Decimal]:
    """Return the line's rounded amount after discounts, and the rounded sum of its discounts."""
    basis, unit_price = _basis(line, mode)
    subtotal = unit_price * line.quantity
    if mode == "b2c_gross_discount":
        discount = _sequential_discount(subtotal, line.discounts)
    else:
        discount = sum((_one_discount(subtotal, each) for each in line.discounts), _ZERO)
    return _Amount(basis, rounding(subtotal - discount), line.taxes), rounding(discount)


def _basis(line: Line, mode: Mode) -> tuple[Basis, Decimal]:
    """Return the basis in which the line is calculated, and its unit price in that basis."""
    if line.gross_price is not None:
        return "gross", line.gross_price
    price = line.price if line.price is not None else _ZERO
    if mode == "b2c_gross_discount":
        return "gross", price * _factor(line.taxes)
    return "net", price


def _sequential_discount(subtotal: Decimal, discounts: Iterable[LineDiscount]) -> Decimal:
    balance = subtotal
    for discount in discounts:
        balance -= _one_discount(balance, discount)
    return subtotal - balance


def _one_discount(amount: Decimal, discount: LineDiscount) -> Decimal:
    return amount * discount.value / _HUNDRED if discount.kind == "percent" else discount.value


def _factor(taxes: Iterable[LineTax]) -> Decimal:
    """Return gross divided by net, for example 1.22."""
    return 1 + sum((tax.rate for tax in taxes), _ZERO) / _HUNDRED


def _split(amount: _Amount, rounding: Rounding) -> _Split:
    if amount.basis == "net":
        return _Split(amount.value, tuple(rounding(amount.value * tax.rate / _HUNDRED) for tax in amount.taxes))
    net = rounding(amount.value / _factor(amount.taxes)) if amount.taxes else amount.value
    return _Split(net, _shares(amount.value - net, net, amount.taxes, rounding))


def _shares(tax_total: Decimal, net: Decimal, taxes: Sequence[LineTax], rounding: Rounding) -> tuple[Decimal, ...]:
    """Split the tax contained in a gross amount: the highest tax takes what rounding leaves, so that the sum holds."""
    shares = [rounding(net * tax.rate / _HUNDRED) for tax in taxes]
    if shares:
        highest = max(range(len(taxes)), key=lambda index: taxes[index].rate)
        shares[highest] += tax_total - sum(shares, _ZERO)
    return tuple(shares)


def _line_totals(line: Line, split: _Split, discount: Decimal) -> LineTotals:
    return LineTotals(split.net, split.net + split.tax, discount, split.tax, _net_unit_price(line))


def _net_unit_price(line: Line) -> Decimal:
    if line.gross_price is None:
        return line.price if line.price is not None else _ZERO
    return _trimmed((line.gross_price / _factor(line.taxes)).quantize(_UNIT_PRICE, rounding=ROUND_HALF_UP))


def _trimmed(value: Decimal) -> Decimal:
    """Drop trailing zeros without falling into exponent notation (100, not 1E+2)."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _merged(amounts: Iterable[_Amount]) -> list[_Amount]:
    """Add up the amounts that have the same taxes and the same basis, in order of first appearance."""
    sums: dict[tuple[Basis, tuple[LineTax, ...]], Decimal] = {}
    for amount in amounts:
        key = (amount.basis, amount.taxes)
        sums[key] = sums.get(key, _ZERO) + amount.value
    return [_Amount(basis, value, taxes) for (basis, taxes), value in sums.items()]


def _summary(amounts: Iterable[_Amount], splits: Iterable[_Split]) -> tuple[SummaryTax, ...]:
    rows: dict[LineTax, tuple[Decimal, Decimal]] = {}
    for amount, split in zip(amounts, splits, strict=True):
        for tax, money in zip(amount.taxes, split.per_tax, strict=True):
            base, total = rows.get(tax, (_ZERO, _ZERO))
            rows[tax] = (base + split.net, total + money)
    return tuple(
        SummaryTax(tax.rate, tax.tax_id, tax.reverse_charge, base, amount) for tax, (base, amount) in rows.items()
    )


def _check_choice(what: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise CalculationError(f"unknown {what} {value!r}; use one of {', '.join(allowed)}")


def _check_line(line: Line, position: int) -> None:
    if line.price is None and line.gross_price is None:
        raise CalculationError(f"line {position}: neither price nor gross_price is given; give one of them")
    if len(line.discounts) > MAX_DISCOUNTS:
        raise CalculationError(f"line {position}: {len(line.discounts)} discounts; at most {MAX_DISCOUNTS} are allowed")
    for discount in line.discounts:
        _check_discount(discount, position)
    for tax in line.taxes:
        _check_range("tax rate", tax.rate, position)
    for name, value in (("price", line.price), ("gross_price", line.gross_price), ("quantity", line.quantity)):
        if value is not None and not value.is_finite():
            raise CalculationError(f"line {position}: {name} {value} is not a finite number")


def _check_discount(discount: LineDiscount, position: int) -> None:
    _check_choice(f"discount kind on line {position}", discount.kind, ("percent", "amount"))
    if discount.kind == "percent":
        _check_range("discount percentage", discount.value, position)
    elif not discount.value.is_finite() or discount.value < 0:
        raise CalculationError(f"line {position}: discount amount {discount.value} must be a number from 0")


def _check_range(what: str, value: Decimal, position: int) -> None:
    if not value.is_finite() or not 0 <= value <= _HUNDRED:
        raise CalculationError(f"line {position}: {what} {value} must be a number from 0 to 100")
