"""Single articles of Directive 2006/112/EC that a document must fit as a whole: what is exempt, who owes, by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.checks.base import (
    Compared,
    Details,
    Readings,
    compare,
    covers,
    document_check,
    failed,
    gap,
    passed,
    pointer,
    spoken,
    unverifiable,
)
from harness.law.deadlines import issue_deadline
from harness.law.records import SimplifiedInvoice
from harness.model.expectation import NoteKind, Outcome
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Verdict
from harness.model.money import Money
from harness.model.text import find_phrase, squash

_WITHOUT_VAT = {
    NoteKind.INTRA_EU_GOODS_EXEMPT: "VAT-138",
    NoteKind.EXPORT_GOODS_EXEMPT: "VAT-146",
    NoteKind.REVERSE_CHARGE: "VAT-196",
    NoteKind.DOMESTIC_REVERSE_CHARGE: "VAT-199",
}
"""The article by which the seller charges nothing, by the statement that goes with it."""


@document_check("VAT-138", "VAT-146", "VAT-196", "VAT-199")
def nothing_is_charged_by_the_article(r: Readings) -> Iterator[Judgement]:
    """Art. 138, 146, 196, 199: the total is the net total where the article exempts or makes the customer liable."""
    requirement = _WITHOUT_VAT.get(r.law.law.note)
    if requirement is None:
        return
    asked = Compared(requirement, "VAT in the total", "none", _in_words(r.law.documented))
    for facts in r.witnesses:
        yield compare(asked, facts.witness, _vat_in_the_total(facts), supplied_by=r.rates_from)


def _vat_in_the_total(facts: InvoiceFacts) -> Fact[str] | None:
    net, gross = facts.net_total, facts.gross_total
    if net is None or gross is None or net.value.currency != gross.value.currency:
        return None
    return Fact(_amount(gross.value - net.value), gross.place, gross.text)


def _in_words(outcome: Outcome) -> str:
    return _amount(outcome.totals[0].tax) if outcome.totals else "none"


def _amount(tax: Money) -> str:
    return str(tax) if tax.amount else "none"


@document_check("VAT-222")
def issued_in_time(r: Readings) -> Iterator[Judgement]:
    """Art. 222: by the 15th of the following month where Art. 138 exempts or Art. 196 makes the customer liable."""
    latest = issue_deadline(r.case, r.law.law.note)
    if latest is None:
        return
    for facts in r.witnesses:
        issued, says = facts.issue_date, spoken(facts.witness)
        details: Details = {"expected": f"{latest} at the latest", "seen": pointer(facts.witness, issued)}
        if issued is None:
            yield unverifiable("VAT-222", "not-stated", f"{says} no date of issue to hold against {latest}", **details)
            continue
        details["observed"] = str(issued.value)
        message = f"supplied {r.case.supply_date}, to be issued by {latest}: {says} {issued.value}"
        if issued.value <= latest:
            yield passed("VAT-222", message, **details)
        else:
            yield failed("VAT-222", "too-late", message, **details)


@document_check("VAT-219-TITLE")
def title_says_what_it_is(r: Readings) -> Iterator[Judgement]:
    """Art. 219: a document that corrects an invoice shows itself as such, and an invoice as an invoice."""
    kind = r.case.kind
    asked = Compared("VAT-219-TITLE", "kind of document", _spoken(kind), _spoken(kind))
    printed = r.pdf.kind
    stated = None if printed is None else Fact(_spoken(printed.value), printed.place, printed.text)
    yield compare(asked, Witness.PDF, stated)


def _spoken(kind: DocumentKind) -> str:
    return kind.value.replace("_", " ")


@covers("VAT-219-NATIONAL-TITLE")
def title_is_not_avoided(page: InvoiceFacts, avoid: Sequence[str]) -> Judgement:
    """Art. 219, 226(10a): a credit note is not headed by a word that is reserved, such as for self-billing."""
    if page.unreadable:
        return unverifiable("VAT-219-NATIONAL-TITLE", "unreadable", f"the page could not be read: {page.unreadable}")
    reserved = [word for word in avoid if any(squash(line.text) == squash(word) for line in page.text)]
    title = page.kind.text if page.kind and page.kind.text else "no recognised title"
    details: Details = {"expected": f"none of {', '.join(avoid) or 'no reserved words'}", "observed": title}
    if reserved or (page.kind and page.kind.text and squash(page.kind.text) in map(squash, avoid)):
        message = f"the credit note is headed {(reserved or [title])[0]!r}, which names another document"
        return failed("VAT-219-NATIONAL-TITLE", "reserved-title", message, **details)
    return passed("VAT-219-NATIONAL-TITLE", f"the credit note is headed {title!r}", **details)


@covers("VAT-220a", "VAT-226b")
def simplified_invoice(r: Readings, limit: SimplifiedInvoice | None, rates: Sequence[Decimal]) -> Iterator[Judgement]:
    """Art. 220a, 226b: an invoice without customer stays within the limit, and states the least that it must."""
    yield _within_the_limit(r, limit)
    for what, found in _least(r, rates):
        if found:
            yield passed("VAT-226b", f"the PDF states {what}", expected=what)
        else:
            message = f"the PDF of an invoice without customer does not state {what}"
            yield failed("VAT-226b", f"no-{what.split()[-1]}", message, expected=what)


def _within_the_limit(r: Readings, limit: SimplifiedInvoice | None) -> Judgement:
    total = r.api.gross_total if limit is None or limit.basis == "gross" else r.api.net_total
    if limit is None or total is None or total.value.currency != limit.currency:
        known = "no limit" if limit is None else f"a limit of {limit.limit} {limit.currency}"
        message = f"the folder has {known}, and the invoice comes to {total.value if total else 'an unknown amount'}"
        return Judgement("VAT-220a", Verdict.NOT_APPLICABLE, "no-limit", message)
    expected, observed = f"up to {limit.limit} {limit.currency} {limit.basis}", str(total.value)
    message = f"an invoice without customer over {observed}; a simplified one suffices {expected}"
    if total.value.amount <= limit.limit:
        return passed("VAT-220a", message, expected=expected, observed=observed)
    return gap("VAT-220a", "documented-differs-from-law", message, expected=expected, observed=observed)


def _least(r: Readings, rates: Sequence[Decimal]) -> Iterator[tuple[str, bool]]:
    """Art. 226b (a) to (d): the VAT may be given by its rate where the price includes it."""
    page, seller = r.pdf, r.case.seller
    yield "the date of issue", page.issue_date is not None and page.issue_date.value == r.case.issue_date
    yield "the seller", find_phrase(page.text, seller.vat_id or seller.name) is not None
    yield "the kind of goods or services", all(find_phrase(page.text, line.description) for line in r.case.lines)
    amount = (
        page.tax_total is not None and r.api.tax_total is not None and page.tax_total.value == r.api.tax_total.value
    )
    yield "the VAT", amount or any(row.rate is not None and row.rate.value in rates for row in page.vat)
