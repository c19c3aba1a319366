"""The e-invoice against the law: rates, bases and amounts of VAT, and the category that says why none is charged.

The categories are those of EN 16931-1 (BT-118, BT-151; UNTDID 5305 in the CEF code lists): S, Z, E, AE, K, G, O, and L
and M for the taxes of the Canary Islands and of Ceuta and Melilla.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from harness.checks.base import Details, Readings, covers, failed, gap, passed, pointer
from harness.checks.einvoices.agreement import agrees_with
from harness.checks.vat import rates_fit, rows_fit
from harness.model.expectation import NoteKind, Outcome
from harness.model.facts import InvoiceFacts, VatRow, Witness
from harness.model.finding import Judgement

REQUIREMENT = "EINV-LAW"
TAXED = ("category-S", "category-L", "category-M")
"""Categories of rows with a rate: standard (any rate of the VAT), IGIC, IPSI."""
ZERO_RATED, REVERSE_CHARGE, EXEMPT = "category-Z", "category-AE", "category-E"
GOODS_ABROAD, EXPORT, NOT_SUBJECT = "category-K", "category-G", "category-O"
UNTAXED: Mapping[NoteKind, str] = {
    NoteKind.REVERSE_CHARGE: REVERSE_CHARGE,
    NoteKind.DOMESTIC_REVERSE_CHARGE: REVERSE_CHARGE,
    NoteKind.TRIANGULATION: REVERSE_CHARGE,
    NoteKind.INTRA_EU_GOODS_EXEMPT: GOODS_ABROAD,
    NoteKind.EXPORT_GOODS_EXEMPT: EXPORT,
    NoteKind.OUT_OF_SCOPE_SERVICES: NOT_SUBJECT,
    NoteKind.SMALL_BUSINESS_EXEMPT: EXEMPT,
    NoteKind.EXEMPT_SUPPLY: EXEMPT,
    NoteKind.MARGIN_SCHEME: EXEMPT,
}
"""Category of a row without VAT, by what sets the invoice apart. Named with a prefix: some codes are countries, too."""
_PREFIX = "category-"


@covers(REQUIREMENT)
def states_what_the_law_asks(r: Readings, xml: InvoiceFacts) -> Iterator[Judgement]:
    """The e-invoice states parties, dates, rates, bases, VAT and its categories as the law asks."""
    # Not the lines: the answer is held against the law line by line, and the e-invoice against the answer.
    yield from agrees_with(REQUIREMENT, xml, replace(r.law.facts, lines=()))
    yield rates_fit(r, xml, REQUIREMENT)
    yield from rows_fit(r, xml, REQUIREMENT, "base")
    yield from rows_fit(r, xml, REQUIREMENT, "amount")
    lawful = {row.rate for totals in r.law.law.totals for row in totals.breakdown}
    for row in xml.vat:
        if _rate(row) in lawful:
            yield _category_fits(r, row)


def categories(outcome: Outcome, *, charges: bool) -> tuple[str, ...]:
    """What a row of the breakdown may be marked as, with and without VAT on it."""
    return TAXED if charges else (UNTAXED.get(outcome.note, ZERO_RATED),)


def _rate(row: VatRow) -> Decimal:
    """The rate of a row; what is not subject to VAT states none (BR-O-05), and is charged nothing."""
    return Decimal(0) if row.rate is None else row.rate.value


def _code(category: str) -> str:
    return category.removeprefix(_PREFIX)


def _documented(r: Readings) -> tuple[str, ...]:
    """Categories that follow from what the API documents, or leaves open, where that is not the law's treatment."""
    law, documented = r.law.law, r.law.documented
    found: tuple[str, ...] = ()
    if documented.reverse_charge and not law.reverse_charge:
        found += (REVERSE_CHARGE,)
    if (documented.transaction_type or "").startswith("3w_") and documented.transaction_type != law.transaction_type:
        found += (EXPORT, NOT_SUBJECT)
    return (*found, EXEMPT, EXPORT, NOT_SUBJECT) if documented.left_to_caller else found


def _category_fits(r: Readings, row: VatRow) -> Judgement:
    rate = _rate(row)
    lawful = categories(r.law.law, charges=bool(rate))
    what, expected = f"VAT category at {rate:f} %", " or ".join(_code(category) for category in lawful)
    if row.category is None:
        return failed(REQUIREMENT, "not-stated", f"{what}: the e-invoice states none, the law asks {expected}")
    stated, seen = row.category.value, pointer(Witness.XML, row.category)
    details: Details = {"expected": expected, "observed": stated, "seen": seen}
    if f"{_PREFIX}{stated}" in lawful:
        return passed(REQUIREMENT, f"{what}: the e-invoice states {stated}, as asked", **details)
    message = f"{what}: the e-invoice states {stated}, the law asks {expected}"
    if f"{_PREFIX}{stated}" in _documented(r):
        return gap(REQUIREMENT, "documented-differs-from-law", message, **details)
    return failed(REQUIREMENT, "category-differs", message, **details)
