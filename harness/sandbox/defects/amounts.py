"""Defects of which VAT is due and how much it is, each one override of one seam."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from harness.sandbox.defects.seams import CENT, Seams
from harness.sandbox.vat.calculation import DocumentTotals, Line, LineTax
from harness.sandbox.vies.answer import ViesAnswer

_GREEK_PREFIX = "EL"


class RateOfToday(Seams):
    """Charges backdated documents at the rate of today."""

    def day_of_rate(self, _day: date, today: date) -> date:
        """Today, whatever the document's date."""
        return today


class SmallBusinessChargedVat(Seams):
    """Charges the standard rate for a tenant that is exempt as a small business."""

    def taxes_of_line(
        self, charged: tuple[LineTax, ...], is_tax_subject: bool, default: Callable[[], Sequence[LineTax]]
    ) -> tuple[LineTax, ...]:
        """The entity's default tax where the entity is no tax subject."""
        return charged if is_tax_subject else tuple(default())


class GreekPrefixRefused(Seams):
    """Does not know that Greek numbers begin with EL, where the country's code is GR."""

    def read_vies(self, answer: ViesAnswer) -> ViesAnswer:
        """Invalid for every Greek number."""
        if answer.country_code != _GREEK_PREFIX or answer.outcome != "valid":
            return answer
        return replace(answer, outcome="invalid", code="INVALID")


class InvalidNumberTakenAsValid(Seams):
    """Takes a no of VIES for a yes."""

    def read_vies(self, answer: ViesAnswer) -> ViesAnswer:
        """Valid where VIES said invalid."""
        return replace(answer, outcome="valid", code=None) if answer.outcome == "invalid" else answer


class ConsumerUnderReverseCharge(Seams):
    """Lets a consumer in another Member State owe the VAT."""

    def apply_reverse_charge(self, due: bool, transaction_type: str | None) -> bool:
        """Also for sales to consumers inside the Union."""
        return due or transaction_type == "intra_eu_b2c"


class VatChargedOnExport(Seams):
    """Charges VAT on sales outside the Union, although the entity's rules remove it."""

    def free_export(self, _outside: bool) -> bool:
        """Never."""
        return False


class DiscountAfterTax(Seams):
    """Takes discounts off the base only: the VAT is still that of the full price."""

    def total_up(self, lines: Sequence[Line], calculate: Callable[[Sequence[Line]], DocumentTotals]) -> DocumentTotals:
        """The right bases with the VAT of the lines without discounts."""
        right, full = calculate(lines), calculate([replace(line, discounts=()) for line in lines])
        amounts = [replace(row, amount=other.amount) for row, other in zip(right.taxes, full.taxes, strict=True)]
        tax = sum((row.amount for row in amounts), Decimal(0))
        return replace(right, taxes=tuple(amounts), total_with_tax=right.total + tax)


class SecondDiscountIgnored(Seams):
    """Applies only the first discount of a line."""

    def total_up(self, lines: Sequence[Line], calculate: Callable[[Sequence[Line]], DocumentTotals]) -> DocumentTotals:
        """The totals of the lines with one discount each."""
        return calculate([replace(line, discounts=line.discounts[:1]) for line in lines])


class GrossDiscountsFromThePrice(Seams):
    """Takes every discount off the original price where each should lower what the one before left."""

    def calculation_mode(self, _mode: str) -> str:
        """The mode without gross discounts, whatever is asked for."""
        return "b2b_standard"


class RatesMerged(Seams):
    """Shows one row of VAT at the highest rate where several rates apply."""

    def total_up(self, lines: Sequence[Line], calculate: Callable[[Sequence[Line]], DocumentTotals]) -> DocumentTotals:
        """The totals with all rows of the summary added up in the one with the highest rate."""
        right = calculate(lines)
        if len(right.taxes) < 2:
            return right
        highest = max(right.taxes, key=lambda row: row.rate)
        base = sum((row.base for row in right.taxes), Decimal(0))
        amount = sum((row.amount for row in right.taxes), Decimal(0))
        return replace(right, taxes=(replace(highest, base=base, amount=amount),))


class VatTruncated(Seams):
    """Cuts off what lies below the cent."""

    def round_half(self, amount: Decimal) -> Decimal:
        """Towards zero: 0.129 becomes 0.12."""
        return amount.quantize(CENT, ROUND_DOWN)


class WholeUnits(Seams):
    """Rounds to whole units of a currency that has a hundredth."""

    def round_half(self, amount: Decimal) -> Decimal:
        """Half up to units, stated with cents: 12.50 becomes 13.00."""
        return amount.quantize(Decimal(1), ROUND_HALF_UP).quantize(CENT)
