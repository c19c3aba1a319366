"""VAT: who owes it, which rate, which base, rounded how. Directive 2006/112/EC Art. 193 to 203, 226 (8) to (10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.checks.base import (
    Compared,
    Details,
    Readings,
    compare,
    document_check,
    failed,
    gap,
    if_missing,
    passed,
    pointer,
    spoken,
    unverifiable,
)
from harness.model.expectation import Outcome, Totals
from harness.model.facts import Fact, InvoiceFacts, VatRow, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.money import Money


@document_check("VAT-LIABILITY")
def vat_is_charged_when_the_seller_owes_it(r: Readings) -> Iterator[Judgement]:
    """Art. 193, 196, 203: VAT is charged exactly when the seller owes it; what is stated is owed."""
    law, documented = _charges_vat(r.law.law), _charges_vat(r.law.documented)
    for facts in r.witnesses:
        tax = _stated_tax(facts)
        charged = None if tax is None else Fact(_words(tax.value.amount != 0), tax.place, tax.text)
        asked = Compared("VAT-LIABILITY", "VAT", _words(law), _words(documented))
        yield compare(asked, facts.witness, charged, supplied_by=r.rates_from)


def _stated_tax(facts: InvoiceFacts) -> Fact[Money] | None:
    return facts.tax_total or _sum_of_rows(facts) or _nothing_due(facts)


def _charges_vat(outcome: Outcome) -> bool:
    return any(totals.tax.amount != 0 for totals in outcome.totals)


def _words(charged: bool) -> str:
    return "VAT charged by the seller" if charged else "no VAT charged"


@document_check("VAT-226-9")
def rates_applied(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (9): the rate applied. A supply without VAT may state 0 % or no rate at all."""
    for facts in r.witnesses:
        yield rates_fit(r, facts, "VAT-226-9")


def rates_fit(r: Readings, facts: InvoiceFacts, requirement: str) -> Judgement:
    """The rates that a witness states, all together, against those that the law asks."""
    rates = _stated_rates(facts)
    if rates is None and _charges_nothing_on_something(facts):
        rates = Fact("0")  # no rate is stated, and no VAT is charged
    law, documented = _rates(r.law.law.totals), _rates(r.law.documented.totals)
    asked = Compared(requirement, "VAT rates in percent", law, documented)
    return compare(asked, facts.witness, rates, missing=if_missing(facts), supplied_by=r.rates_from)


def _rates(totals: Sequence[Totals]) -> str:
    return _listed({row.rate for t in totals for row in t.breakdown})


def _listed(rates: set[Decimal]) -> str:
    return ", ".join(f"{rate.normalize():f}" for rate in sorted(rates, reverse=True))


def _stated_rates(facts: InvoiceFacts) -> Fact[str] | None:
    rates = [row.rate for row in facts.vat if row.rate is not None]
    if not rates:
        return None
    return Fact(_listed({rate.value for rate in rates}), rates[0].place, rates[0].text)


def _charges_nothing_on_something(facts: InvoiceFacts) -> bool:
    net = facts.net_total
    return net is not None and net.value.amount != 0 and _nothing_due(facts) is not None


@document_check("VAT-226-8")
def taxable_amount_per_rate(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (8): the taxable amount per rate or exemption."""
    for facts in r.witnesses:
        yield from rows_fit(r, facts, "VAT-226-8", "base")


@document_check("VAT-226-10")
def vat_amount_payable(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (10): the VAT amount payable; per rate where the witness gives it so, else in total."""
    for facts in r.witnesses:
        yield from rows_fit(r, facts, "VAT-226-10", "amount")


def rows_fit(r: Readings, facts: InvoiceFacts, requirement: str, part: str) -> Iterator[Judgement]:
    """Each expected row must be stated with a base (or amount) that some lawful rounding method gives.

    ``part`` is ``base`` or ``amount``.
    """
    law, documented = _by_rate(r.law.law.totals, part), _by_rate(r.law.documented.totals, part)
    for rate, lawful in law.items():
        row = _row_at(facts.vat, rate)
        fact = None if row is None else (row.base if part == "base" else row.amount)
        if fact is None:
            fact = _total_instead(facts, part, rate, only=len(law) == 1)
        # Where the documentation knows no VAT at this rate, it says that the amount is nothing.
        otherwise = (Money(Decimal("0.00"), lawful[0].currency),) if part == "amount" else ()
        also = documented.get(rate, otherwise)
        if fact is None and (stated := _other_rates(r, facts)):
            yield _at_another_rate(
                r, requirement, f"VAT {part} at {rate.normalize():f} %", facts.witness, stated, lawful
            )
            continue
        yield _one_of(requirement, f"VAT {part} at {rate.normalize():f} %", facts, fact, lawful, also)


def _other_rates(r: Readings, facts: InvoiceFacts) -> Fact[str] | None:
    """The rates that the witness states, where one is none of the law's: then a row is not overlooked, but replaced."""
    lawful = {row.rate for totals in r.law.law.totals for row in totals.breakdown}
    foreign = any(row.rate is not None and row.rate.value not in lawful for row in facts.vat)
    return _stated_rates(facts) if foreign else None


def _at_another_rate(
    r: Readings, requirement: str, what: str, witness: Witness, stated: Fact[str], lawful: Sequence[Money]
) -> Judgement:
    """There is no row at the law's rate, because the target charged another one, by its documentation or not."""
    expected = " or ".join(str(m) for m in lawful)
    message = f"{what}: {spoken(witness)} VAT at {stated.value} % instead, the law asks {expected}"
    seen = pointer(witness, stated)
    details: Details = {"expected": expected, "observed": f"VAT at {stated.value} %", "seen": seen}
    if stated.value == _rates(r.law.documented.totals):
        return gap(requirement, "documented-differs-from-law", message, **details)
    return failed(requirement, "differs", message, **details)


def _by_rate(alternatives: Sequence[Totals], part: str) -> dict[Decimal, tuple[Money, ...]]:
    rows: dict[Decimal, dict[Money, None]] = {}
    for totals in alternatives:
        for row in totals.breakdown:
            rows.setdefault(row.rate, {})[row.base if part == "base" else row.amount] = None
    return {rate: tuple(values) for rate, values in rows.items()}


def _row_at(rows: Sequence[VatRow], rate: Decimal) -> VatRow | None:
    return next((row for row in rows if row.rate is not None and row.rate.value == rate), None)


def _total_instead(facts: InvoiceFacts, part: str, rate: Decimal, *, only: bool) -> Fact[Money] | None:
    """With a single rate, the document's totals state its base and amount as well."""
    if not only or any(row.rate is not None and row.rate.value != rate for row in facts.vat):
        return None
    return facts.net_total if part == "base" else facts.tax_total or _nothing_due(facts)


def _nothing_due(facts: InvoiceFacts) -> Fact[Money] | None:
    """A gross total that equals the net total states that no VAT is due."""
    net, gross = facts.net_total, facts.gross_total
    if net is None or gross is None or net.value != gross.value:
        return None
    return Fact(Money(Decimal("0.00"), gross.value.currency), gross.place, gross.text)


def _one_of(
    requirement: str,
    what: str,
    facts: InvoiceFacts,
    fact: Fact[Money] | None,
    lawful: Sequence[Money],
    documented: Sequence[Money],
) -> Judgement:
    expected, witness = " or ".join(str(m) for m in lawful), facts.witness
    if fact is None:
        message = f"{what}: {spoken(witness)} none that could be recognised; the law asks {expected}"
        return Judgement(requirement, if_missing(facts), "not-stated", message, expected)
    seen = (Pointer(witness, fact.place, fact.text),)
    details: Details = {"expected": expected, "observed": str(fact.value), "seen": seen}
    message = f"{what}: {spoken(witness)} {fact.value}, the law asks {expected}"
    if fact.value in lawful:
        return passed(requirement, f"{what}: {spoken(witness)} {fact.value}, as asked", **details)
    if fact.value in documented:
        return gap(requirement, "documented-differs-from-law", message, **details)
    return failed(requirement, "differs", message, **details)


@document_check("VAT-ROUNDING")
def totals_follow_a_lawful_method(r: Readings) -> Iterator[Judgement]:
    """The law leaves the rounding method open (CJEU C-484/06 Ahold); the result must be that of one of them."""
    for facts in r.witnesses:
        stated = _stated_totals(facts)
        if stated is None:
            yield unverifiable("VAT-ROUNDING", "not-stated", f"{spoken(facts.witness)} no complete totals")
            continue
        yield _method_of(r, facts.witness, stated, facts)


def _stated_totals(facts: InvoiceFacts) -> tuple[Money, Money, Money] | None:
    net, gross = facts.net_total, facts.gross_total
    if net is None or gross is None:
        return None
    tax = _stated_tax(facts)
    return None if tax is None else (net.value, tax.value, gross.value)


def _sum_of_rows(facts: InvoiceFacts) -> Fact[Money] | None:
    amounts = [row.amount for row in facts.vat if row.amount is not None]
    if not amounts or len(amounts) != len(facts.vat):
        return None
    total = amounts[0].value
    for amount in amounts[1:]:
        total = total + amount.value
    return Fact(total, amounts[0].place, amounts[0].text)


def _method_of(r: Readings, witness: Witness, stated: tuple[Money, Money, Money], facts: InvoiceFacts) -> Judgement:
    lawful = [t for t in r.law.law.totals if (t.net, t.tax, t.gross) == stated]
    shown = "net {}, VAT {}, gross {}".format(*stated)
    expected = " or ".join(f"net {t.net}, VAT {t.tax}, gross {t.gross} ({t.method})" for t in r.law.law.totals)
    seen = tuple(Pointer(witness, f.place, f.text) for f in (facts.net_total, facts.tax_total, facts.gross_total) if f)
    if lawful:
        methods = " or ".join(t.method for t in lawful)
        message = f"{spoken(witness)} {shown}: lawful by {methods}"
        return passed("VAT-ROUNDING", message, expected=expected, observed=shown, seen=seen)
    message = f"{spoken(witness)} {shown}; the law asks {expected}"
    if any((t.net, t.tax, t.gross) == stated for t in r.law.documented.totals):
        return gap("VAT-ROUNDING", "documented-differs-from-law", message, expected=expected, observed=shown, seen=seen)
    mistake = next((t.method for t in r.law.mistakes if (t.net, t.tax, t.gross) == stated), None)
    code = "unlawful-method" if mistake else "no-lawful-method"
    message += f"; this is what {mistake} gives" if mistake else ""
    return failed("VAT-ROUNDING", code, message, expected=expected, observed=shown, seen=seen)


@document_check("API-CALCULATION")
def totals_follow_the_documentation(r: Readings) -> Iterator[Judgement]:
    """The API's own yardstick: the totals that its published calculation rules give."""
    if not r.law.documented.totals:
        return  # nothing is published for the case
    stated = _stated_totals(r.api)
    if stated is None:
        yield unverifiable("API-CALCULATION", "not-stated", "no totals to compare with the documented calculation")
        return
    shown = "net {}, VAT {}, gross {}".format(*stated)
    expected = " or ".join(f"net {t.net}, VAT {t.tax}, gross {t.gross}" for t in r.law.documented.totals)
    holds = any((t.net, t.tax, t.gross) == stated for t in r.law.documented.totals)
    make = passed if holds else lambda i, m, **d: failed(i, "differs-from-documentation", m, **d)
    yield make(
        "API-CALCULATION", f"the API answers {shown}; documented is {expected}", expected=expected, observed=shown
    )


@document_check("API-TRANSACTION-TYPE")
def transaction_type(r: Readings) -> Iterator[Judgement]:
    """The API's own label for the supply and its reverse-charge flag, by its documented rules."""
    documented = r.law.documented
    if documented.transaction_type is None:
        return
    kind = documented.transaction_type
    yield compare(Compared("API-TRANSACTION-TYPE", "transaction type", kind, kind), Witness.API, r.api.transaction_type)
    flags = [row.reverse_charge for row in r.api.vat if row.reverse_charge is not None]
    if flags and documented.reverse_charge is not None:
        marked = Fact(any(flag.value for flag in flags), flags[0].place)
        asked = Compared("API-TRANSACTION-TYPE", "reverse charge", documented.reverse_charge, documented.reverse_charge)
        yield compare(asked, Witness.API, marked)
