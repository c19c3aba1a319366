"""The sums of EN 16931 as own checks, for a syntax (eSLOG) that has no schematron here.

Rule ids and meaning are the norm's (EN 16931-1, section 6.4). Amounts are compared without tolerance, except for the
VAT of a rate, which may be a cent off (CEN's own schematron lets it differ by almost a whole unit, BR-CO-17).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from harness.model.facts import Fact, InvoiceFacts, VatRow
from harness.model.money import Money
from harness.reading.einvoice import EInvoice, read_einvoice
from harness.validation.findings import ArtefactVersion, Level, RuleFinding

SUMS = ArtefactVersion("EN 16931 sums (own checks)", "1")
ONE_CENT = Decimal("0.01")


def judge_sums(invoice: EInvoice) -> list[RuleFinding]:
    """BR-CO-10 (where the document has no allowances of its own), BR-CO-14, BR-CO-15 and BR-CO-17."""
    facts = read_einvoice(invoice)
    return [*_lines(facts), *_rows(facts), *_gross(facts), *(found for row in facts.vat for found in _vat(row))]


def _lines(facts: InvoiceFacts) -> Iterator[RuleFinding]:
    nets = [line.net_amount for line in facts.lines]
    if facts.discount_total is None and facts.net_total is not None and nets:
        yield from _sum_is("BR-CO-10", "sum of the lines", nets, facts.net_total)


def _rows(facts: InvoiceFacts) -> Iterator[RuleFinding]:
    if facts.tax_total is not None and facts.vat:
        yield from _sum_is("BR-CO-14", "sum of the VAT amounts", [row.amount for row in facts.vat], facts.tax_total)


def _gross(facts: InvoiceFacts) -> Iterator[RuleFinding]:
    if facts.gross_total is not None:
        yield from _sum_is(
            "BR-CO-15", "total without VAT and VAT", [facts.net_total, facts.tax_total], facts.gross_total
        )


def _sum_is(rule: str, what: str, parts: list[Fact[Money] | None], whole: Fact[Money]) -> Iterator[RuleFinding]:
    stated = [part.value.amount for part in parts if part is not None]
    total = sum(stated, Decimal(0))
    if len(stated) < len(parts) or total != whole.value.amount:
        text = (
            f"{what}: {total}, stated {whole.value.amount}" if len(stated) == len(parts) else f"{what}: not all stated"
        )
        yield RuleFinding(rule, Level.FATAL, whole.place.pointer or "/", text, SUMS)


def _vat(row: VatRow) -> Iterator[RuleFinding]:
    if row.rate is None or row.base is None or row.amount is None:
        return
    due = Money(row.base.value.amount * row.rate.value / 100, row.base.value.currency).rounded().amount
    if abs(due - row.amount.value.amount) > ONE_CENT:
        text = f"VAT of {row.rate.value} % on {row.base.value.amount} is {due}, stated {row.amount.value.amount}"
        yield RuleFinding("BR-CO-17", Level.FATAL, row.amount.place.pointer or "/", text, SUMS)
