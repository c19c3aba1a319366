"""Invoices in a foreign currency: VAT in the national one, by a current rate (Directive 2006/112/EC Art. 91, 230)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from harness.checks.base import Details, covers, failed, gap, page_place, passed, pointer, unverifiable
from harness.model.facts import Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.money import Money

RATE_DAYS = 7
"""Days that a rate may be older than the invoice: none is published on holidays, and Art. 91(2) asks for the latest."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Conversion:
    """What the API answers about the conversion of one document; ``None`` where it answers nothing."""

    rate: Decimal | None
    """Units of the national currency for one unit of the document's."""
    quoted_in: str | None
    """ISO 4217 code of the currency that amounts were converted into."""
    on: date | None
    """Day of the rate."""
    net: Decimal | None
    gross: Decimal | None
    """Totals after conversion, without and with VAT."""


@covers("VAT-91")
def converted_by_a_current_rate(facts: InvoiceFacts, asked: Conversion, national: str, issued: date) -> Judgement:
    """Art. 91(2): the latest rate when the VAT became chargeable; the converted VAT is the VAT times the rate."""
    if asked.rate is None or asked.net is None or asked.gross is None:
        return failed("VAT-91", "not-converted", f"the API answers no conversion into {national}", expected=national)
    observed = f"1 {_currency(facts)} = {asked.rate} {asked.quoted_in} of {asked.on}"
    details: Details = {"expected": f"a rate into {national} of {issued} or the days before", "observed": observed}
    if asked.quoted_in != national:
        return failed("VAT-91", "other-currency", f"{observed}; the VAT is due in {national}", **details)
    if asked.on is None or not 0 <= (issued - asked.on).days <= RATE_DAYS:
        return failed("VAT-91", "stale-rate", f"{observed}; the invoice is of {issued}", **details)
    return _multiplies(facts, asked, details)


def _multiplies(facts: InvoiceFacts, asked: Conversion, details: Details) -> Judgement:
    """Each converted total may be rounded on its own, so that their difference may be off by a unit."""
    if facts.tax_total is None or asked.rate is None or asked.net is None or asked.gross is None:
        return unverifiable("VAT-91", "not-stated", "the API answers no VAT total to convert", **details)
    exact, answered = facts.tax_total.value.amount * asked.rate, asked.gross - asked.net
    message = f"VAT of {facts.tax_total.value} at {asked.rate} is {exact:.4f}; converted the API answers {answered}"
    if abs(exact - answered) > 2 * _CENT:
        return failed("VAT-91", "differs", message, **details)
    return passed("VAT-91", message, **details)


def _currency(facts: InvoiceFacts) -> str:
    return facts.currency.value if facts.currency else "unit"


@covers("VAT-230", "NAT-VAT-CURRENCY")
def vat_in_the_national_currency(
    requirement: str, page: InvoiceFacts, converted: Money | None, stated: tuple[Fact[Money], ...]
) -> Iterator[Judgement]:
    """Art. 230: amounts in any currency, but the VAT in the national one.

    ``converted`` is the VAT as the API converted it, ``stated`` what the page prints in that currency. The API
    documents a conversion in its answer and says nothing of the page: a page without any such amount is a gap.
    """
    if page.unreadable or converted is None:
        why = page.unreadable or "the API answers no converted VAT to look for"
        yield unverifiable(requirement, "unreadable" if page.unreadable else "not-converted", why)
        return
    same = next((fact for fact in stated if _equal(fact, converted)), None)
    shown = (same,) if same else stated
    details: Details = {
        "expected": f"VAT of {converted}",
        "observed": ", ".join(str(fact.value) for fact in shown),
        "seen": tuple(one for fact in shown for one in pointer(Witness.PDF, fact))
        or (Pointer(Witness.PDF, page_place(page)),),
    }
    if same is not None:
        yield passed(requirement, f"the PDF prints {same.text!r}, the VAT in {converted.currency}", **details)
    elif stated:
        message = f"the PDF prints {details['observed']}, but the VAT is {converted}"
        yield failed(requirement, "differs", message, **details)
    else:
        message = f"the PDF states no amount in {converted.currency}; the law asks for the VAT, by the API {converted}"
        yield gap(requirement, "documented-differs-from-law", message, **details)


def _equal(fact: Fact[Money], converted: Money) -> bool:
    """Equal to the decimals that are printed: some currencies are written without."""
    exponent = fact.value.amount.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    unit = Decimal(1).scaleb(-min(digits, 2))
    return fact.value.currency == converted.currency and abs(fact.value.amount - converted.amount) <= unit / 2
