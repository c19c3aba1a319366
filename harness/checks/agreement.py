"""The witnesses against each other: totals add up, and the page states what the answer states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checks.base import (
    Compared,
    Details,
    Readings,
    compare,
    covers,
    document_check,
    failed,
    passed,
    spoken,
    unverifiable,
)
from harness.model.facts import Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.money import Money


@document_check("TOTALS-ADD-UP")
def totals_add_up(r: Readings) -> Iterator[Judgement]:
    """In each witness: net and VAT give the gross total (EN 16931 BR-CO-15), rows the VAT, lines the net total."""
    wanted = r.law.facts.lines
    lines_decide = all(line.net_amount is not None for line in wanted)  # not so for gross prices: methods differ there
    for facts in r.witnesses:
        yield _adds_up(facts)
        amounts = [row.amount for row in facts.vat]
        yield from _parts_give(facts, "VAT amounts per rate", amounts, "a VAT total", facts.tax_total)
        if lines_decide and len(facts.lines) >= len(wanted):  # else VAT-226-6 says which line is missing
            nets = [line.net_amount for line in facts.lines]
            yield from _parts_give(facts, "lines", nets, "a net total", facts.net_total)


def _parts_give(
    facts: InvoiceFacts, what: str, parts: Sequence[Fact[Money] | None], of: str, whole: Fact[Money] | None
) -> Iterator[Judgement]:
    """Parts against their sum (BR-CO-10, BR-CO-14); nothing where a witness does not state all of them."""
    stated = [part for part in parts if part is not None]
    if whole is None or not stated or len(stated) < len(parts):
        return
    if {part.value.currency for part in stated} != {whole.value.currency}:
        return  # the totals' own currency is held against the answer's by TOTALS-AGREE
    total = sum((part.value for part in stated[1:]), stated[0].value)
    seen = tuple(Pointer(facts.witness, f.place, f.text) for f in (*stated, whole))
    details: Details = {"expected": str(total), "observed": str(whole.value), "seen": seen}
    message = f"{spoken(facts.witness)} {what} that give {total}, and {of} of {whole.value}"
    if total == whole.value:
        yield passed("TOTALS-ADD-UP", message, **details)
    else:
        yield failed("TOTALS-ADD-UP", "do-not-add-up", message, **details)


def _adds_up(facts: InvoiceFacts) -> Judgement:
    net, tax, gross = facts.net_total, facts.tax_total, facts.gross_total
    if net is None or gross is None or (tax is None and net.value != gross.value):
        return unverifiable("TOTALS-ADD-UP", "not-stated", f"{spoken(facts.witness)} no complete totals")
    total = net.value if tax is None else net.value + tax.value
    sum_text = f"{net.value} and VAT {'0.00' if tax is None else tax.value}"
    seen = tuple(Pointer(facts.witness, f.place, f.text) for f in (net, tax, gross) if f is not None)
    details: Details = {"expected": str(total), "observed": str(gross.value), "seen": seen}
    if total == gross.value:
        return passed("TOTALS-ADD-UP", f"{spoken(facts.witness)} {sum_text}, which give {gross.value}", **details)
    message = f"{spoken(facts.witness)} {sum_text}, which give {total}, but a gross total of {gross.value}"
    return failed("TOTALS-ADD-UP", "do-not-add-up", message, **details)


@document_check("TOTALS-AGREE")
def page_and_answer_agree(r: Readings) -> Iterator[Judgement]:
    """The page prints the amounts (and so the currency) that the API answers."""
    for what in ("net_total", "tax_total", "gross_total"):
        answered: Fact[Money] | None = getattr(r.api, what)
        printed: Fact[Money] | None = getattr(r.pdf, what)
        if answered is None or (printed is None and answered.value.amount == 0):
            continue  # a page need not print a zero VAT total
        asked = Compared("TOTALS-AGREE", what.replace("_", " "), answered.value, answered.value)
        yield _reworded(compare(asked, Witness.PDF, printed))
    yield from _breakdowns_agree(r.api, r.pdf)


def _breakdowns_agree(api: InvoiceFacts, pdf: InvoiceFacts) -> Iterator[Judgement]:
    """Base and amount of each rate that both state."""
    answered = {row.rate.value: row for row in api.vat if row.rate is not None}
    for row in pdf.vat:
        counterpart = answered.get(row.rate.value) if row.rate is not None else None
        if counterpart is None or row.rate is None:
            continue
        for what, ours, theirs in (("base", counterpart.base, row.base), ("VAT", counterpart.amount, row.amount)):
            if ours is not None and theirs is not None:
                asked = Compared("TOTALS-AGREE", f"{what} at {row.rate.value} %", ours.value, ours.value)
                yield _reworded(compare(asked, Witness.PDF, theirs))


def _reworded(judgement: Judgement) -> Judgement:
    """The same judgement with the API in place of the law, which says nothing here."""
    if judgement.verdict is not Verdict.FAILED:
        return judgement
    message = judgement.message.replace("the law asks", "the API answers")
    return failed(
        judgement.requirement,
        "pdf-differs-from-api",
        message,
        expected=judgement.expected,
        observed=judgement.observed,
        seen=judgement.seen,
    )


@covers("VAT-233")
def document_stays_what_it_is(issued: InvoiceFacts, later: InvoiceFacts) -> Iterator[Judgement]:
    """Art. 233: read back, the document states what it stated when it was issued."""
    for what, was, now in _kept(issued, later):
        details: Details = {"expected": was, "observed": now}
        if was == now:
            yield passed("VAT-233", f"{what} is still {now}", **details)
        else:
            yield failed("VAT-233", "changed", f"{what} was {was} when it was issued, and is {now} now", **details)


def _kept(issued: InvoiceFacts, later: InvoiceFacts) -> Iterator[tuple[str, str, str]]:
    for what in ("number", "issue_date", "currency", "net_total", "tax_total", "gross_total"):
        yield what.replace("_", " "), _said(getattr(issued, what)), _said(getattr(later, what))
    for role in ("seller", "buyer"):
        for part in ("name", "vat_id"):
            was, now = getattr(getattr(issued, role), part), getattr(getattr(later, role), part)
            yield f"{role}'s {part.replace('_', ' ')}", _said(was), _said(now)
    yield "number of lines", str(len(issued.lines)), str(len(later.lines))


def _said(fact: Fact[object] | None) -> str:
    return "nothing" if fact is None else str(fact.value)
