"""Totals by every lawful rounding method, and by the unlawful ones that software is known to use, each by name.

No rule of the Union prescribes the method (CJEU C-484/06 Ahold); EN 16931 BR-CO-17 computes VAT once per rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, Decimal

from harness.law.line_amounts import HUNDRED, LineAmount, Precision, RatedLine, line_amounts
from harness.model.case import CaseLine
from harness.model.expectation import ExpectedVatRow, Totals
from harness.model.money import Money


@dataclass(frozen=True, slots=True)
class Method:
    """A way to come from line amounts to VAT."""

    name: str
    per_line: bool
    """VAT rounded on every line and summed up, instead of once per rate."""
    extracts: bool
    """VAT taken out of gross amounts that stay as they are, instead of put on net amounts."""


PER_RATE = Method("vat_per_rate_half_up", per_line=False, extracts=False)
PER_LINE = Method("vat_per_line_half_up", per_line=True, extracts=False)
GROSS_PER_RATE = Method("vat_from_gross_per_rate_half_up", per_line=False, extracts=True)
GROSS_PER_LINE = Method("vat_from_gross_per_line_half_up", per_line=True, extracts=True)

NET_METHODS = (PER_RATE, PER_LINE)
GROSS_METHODS = (GROSS_PER_RATE, GROSS_PER_LINE, PER_RATE, PER_LINE)
"""With prices that include VAT; the last two go by way of rounded net lines, so the total may differ by cents."""

ROUNDED_DOWN = "rounded_down"
"""Names VAT that is cut where the law allows it; elsewhere the same is an unlawful truncation."""

UNLAWFUL_ROUNDINGS = {"half_even": ROUND_HALF_EVEN, "truncated": ROUND_DOWN, "half_down": ROUND_HALF_DOWN}


def lawful_totals(
    lines: Sequence[RatedLine], mode: str, currency: str, digits: int, methods: Sequence[Method] | None = None
) -> tuple[Totals, ...]:
    """Every admissible result by name, the canonical one first; ``methods`` limits or reorders them."""
    precision = Precision(digits)
    amounts = line_amounts(lines, mode, precision)
    chosen = methods_for(amounts) if methods is None else methods
    return tuple(compute(amounts, method, precision, currency) for method in chosen)


def rounded_down(lines: Sequence[RatedLine], mode: str, currency: str, digits: int) -> Totals:
    """The canonical result with VAT cut to the minor unit, which some states allow."""
    amounts = line_amounts(lines, mode, Precision(digits))
    method = methods_for(amounts)[0]
    allowed = replace(method, name=method.name.replace("half_up", ROUNDED_DOWN))
    return compute(amounts, allowed, Precision(digits, ROUND_DOWN), currency)


def methods_for(amounts: Sequence[LineAmount]) -> tuple[Method, ...]:
    """The methods that suit the prices: extraction only where a price includes VAT."""
    return GROSS_METHODS if any(amount.is_gross for amount in amounts) else NET_METHODS


def unlawful_totals(lines: Sequence[RatedLine], mode: str, currency: str, digits: int) -> tuple[Totals, ...]:
    """Results by methods that no authority accepts, so that a message can say which one the target seems to use."""
    found = list(_by_unlawful_rounding(lines, mode, currency, digits))
    found.extend(_by_rounded_unit_price(lines, mode, currency, digits))
    if not any(rated.line.gross_price for rated in lines):
        found.extend(_by_binary_numbers(lines, mode, currency, digits))
    return tuple(found)


def compute(amounts: Sequence[LineAmount], method: Method, precision: Precision, currency: str) -> Totals:
    """The totals of line amounts by one method."""
    usable = amounts if method.extracts else [_as_net(amount, precision) for amount in amounts]
    rates = sorted({amount.rate for amount in usable}, reverse=True)
    rows = tuple(_row([a for a in usable if a.rate == rate], rate, method, precision, currency) for rate in rates)
    zero = Money(precision.round(Decimal(0)), currency)
    net = sum((row.base for row in rows), zero)
    tax = sum((row.amount for row in rows), zero)
    return Totals(method.name, rows, net, tax, net + tax)


def _row(
    amounts: Sequence[LineAmount], rate: Decimal, method: Method, precision: Precision, currency: str
) -> ExpectedVatRow:
    """One row of the breakdown: all amounts of one rate."""
    base = tax = Decimal(0)
    for unit in _units(amounts, method):
        unit_base, unit_tax = _split(unit, rate, method, precision)
        base, tax = base + unit_base, tax + unit_tax
    return ExpectedVatRow(rate, Money(precision.round(base), currency), Money(precision.round(tax), currency))


def _units(amounts: Sequence[LineAmount], method: Method) -> Iterator[LineAmount]:
    """What VAT is rounded on: every line, or the sum of the net and of the gross amounts."""
    if method.per_line:
        yield from amounts
        return
    for is_gross in (False, True):
        same = [amount for amount in amounts if amount.is_gross is is_gross]
        if same:
            yield replace(same[0], amount=sum((amount.amount for amount in same), Decimal(0)))


def _split(unit: LineAmount, rate: Decimal, method: Method, precision: Precision) -> tuple[Decimal, Decimal]:
    """Taxable amount and VAT of one unit."""
    if not unit.is_gross:
        return unit.amount, precision.round(unit.amount * rate / HUNDRED)
    if method.per_line:
        base = _net_of(unit, precision)
        return base, unit.amount - base
    tax = precision.round(unit.amount * rate / (HUNDRED + rate))
    return unit.amount - tax, tax


def _as_net(amount: LineAmount, precision: Precision) -> LineAmount:
    return replace(amount, amount=_net_of(amount, precision), is_gross=False) if amount.is_gross else amount


def _net_of(amount: LineAmount, precision: Precision) -> Decimal:
    return precision.round(amount.amount * HUNDRED / (HUNDRED + amount.rate))


def _by_unlawful_rounding(lines: Sequence[RatedLine], mode: str, currency: str, digits: int) -> Iterator[Totals]:
    """The same methods with another rounding: of the VAT alone, then of the lines, too."""
    for word, rounding in UNLAWFUL_ROUNDINGS.items():
        wrong = Precision(digits, rounding)
        for precision, suffix in ((Precision(digits), ""), (wrong, "_and_lines")):
            amounts = line_amounts(lines, mode, precision)
            for method in methods_for(amounts):
                name = method.name.replace("half_up", word) + suffix
                yield compute(amounts, replace(method, name=name), wrong, currency)


def _by_rounded_unit_price(lines: Sequence[RatedLine], mode: str, currency: str, digits: int) -> Iterator[Totals]:
    """Unit prices cut to the currency's decimals before they are multiplied by the quantity."""
    precision = Precision(digits)
    rounded = [replace(rated, line=_with_rounded_price(rated, precision)) for rated in lines]
    for totals in lawful_totals(rounded, mode, currency, digits):
        yield replace(totals, method=f"unit_price_rounded_first_{totals.method}")


def _by_binary_numbers(lines: Sequence[RatedLine], mode: str, currency: str, digits: int) -> Iterator[Totals]:
    """VAT per rate in binary floating point, where 0.105 lies below itself; then the lines in it, too.

    The only floats on this side, on purpose.
    """
    precision = Precision(digits)
    exact = line_amounts(lines, mode, precision)
    binary = [
        replace(amount, amount=_binary(rated.line, amount, digits)) for rated, amount in zip(lines, exact, strict=True)
    ]
    for amounts, suffix in ((exact, ""), (binary, "_and_lines")):
        totals = compute(amounts, PER_RATE, precision, currency)
        rows = tuple(replace(row, amount=_binary_vat(row, digits, currency)) for row in totals.breakdown)
        tax = sum((row.amount for row in rows), Money(precision.round(Decimal(0)), currency))
        yield Totals(f"vat_per_rate_float{suffix}", rows, totals.net, tax, totals.net + tax)


def _binary(line: CaseLine, amount: LineAmount, digits: int) -> Decimal:
    """The amount of a line without discount in binary floating point; any other as it is."""
    if line.discounts or line.net_price is None:
        return amount.amount
    rounded = round(float(line.net_price) * float(line.quantity), digits)
    return Decimal(str(rounded)).quantize(Decimal(1).scaleb(-digits)) + Decimal(0)


def _binary_vat(row: ExpectedVatRow, digits: int, currency: str) -> Money:
    vat = round(float(row.base.amount) * float(row.rate) / 100, digits)
    return Money(Decimal(str(vat)).quantize(Decimal(1).scaleb(-digits)), currency)


def _with_rounded_price(rated: RatedLine, precision: Precision) -> CaseLine:
    line = rated.line
    if line.net_price is not None:
        return replace(line, net_price=precision.round(line.net_price))
    return replace(line, gross_price=precision.round(line.gross_price or Decimal(0)))
