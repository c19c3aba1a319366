"""The particulars that an invoice must carry: Directive 2006/112/EC Art. 226 (1) to (8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from harness.checks.base import (
    Compared,
    Readings,
    T,
    compare,
    document_check,
    failed,
    if_missing,
    page_place,
    passed,
    pointer,
    spoken,
    unverifiable,
)
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, LineFacts, PartyFacts, TextLine, Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.money import Money
from harness.model.text import find_phrase

DRAFT = "draft"
"""How the number of a draft begins (the API's documentation, drafts)."""


@document_check("DOC-READABLE")
def pdf_has_a_text_layer(r: Readings) -> Iterator[Judgement]:
    """What cannot be read proves nothing, whatever it looks like."""
    if r.pdf.unreadable:
        yield unverifiable("DOC-READABLE", "unreadable", f"the PDF could not be read: {r.pdf.unreadable}")
    else:
        yield passed("DOC-READABLE", f"the PDF states its text in {len(r.pdf.text)} readable lines")


@document_check("VAT-226-1")
def date_of_issue(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (1): the date of issue."""
    asked = Compared("VAT-226-1", "issue date", r.case.issue_date, r.case.issue_date)
    for facts in r.witnesses:
        yield compare(asked, facts.witness, facts.issue_date, missing=if_missing(facts))


@document_check("VAT-226-2")
def number_on_the_page(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (2): a sequential number. The page must print the number that the API assigned."""
    if r.api.number is None:
        yield failed("VAT-226-2", "not-stated", "the API answers no document number")
        return
    number = r.api.number.value
    asked = Compared("VAT-226-2", "invoice number", number, number)
    yield compare(asked, Witness.PDF, r.pdf.number, missing=_if_absent(r.pdf, number))


@document_check("VAT-226-3")
def vat_id_of_the_seller(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (3): the VAT identification number under which the supply is made."""
    vat_id = r.law.facts.seller.vat_id
    if vat_id is None:
        return
    asked = Compared("VAT-226-3", "seller's VAT id", vat_id.value, vat_id.value)
    for facts in r.witnesses:
        yield compare(asked, facts.witness, facts.seller.vat_id, missing=_if_absent(facts, vat_id.value))


@document_check("VAT-226-4")
def vat_id_of_the_buyer(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (4): the customer's number, where the customer owes the VAT or Art. 138 exempts the supply."""
    vat_id = r.law.facts.buyer.vat_id
    if vat_id is None:
        return
    asked = Compared("VAT-226-4", "buyer's VAT id", vat_id.value, vat_id.value)
    for facts in r.witnesses:
        yield compare(asked, facts.witness, facts.buyer.vat_id, missing=_if_absent(facts, vat_id.value))


@document_check("VAT-226-5")
def names_and_addresses(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (5): full name and address of both parties."""
    for facts in r.witnesses:
        if facts.unreadable:
            yield unverifiable("VAT-226-5", "unreadable", f"the parties could not be read: {facts.unreadable}")
            continue
        yield _party_is_stated("seller", r.law.facts.seller, (facts.seller, facts.buyer), facts)
        yield _party_is_stated("buyer", r.law.facts.buyer, (facts.buyer, facts.seller), facts)


def _party_is_stated(
    role: str, asked: PartyFacts, stated: tuple[PartyFacts, PartyFacts], facts: InvoiceFacts
) -> Judgement:
    """``stated``: the party as the witness states it, and the other party."""
    wanted = {what: fact.value for what, fact in _address(asked).items() if fact is not None}
    own, other = (_address(party) for party in stated)
    found = {what: _stated_as(value, own[what], other[what], facts) for what, value in wanted.items()}
    missing = [what for what, fact in found.items() if fact is None]
    expected = ", ".join(wanted.values())
    seen = tuple(p for fact in found.values() if fact is not None for p in pointer(facts.witness, fact))
    if missing:
        message = f"{role}: {spoken(facts.witness)} no {' and no '.join(missing)} of {expected!r}"
        return failed("VAT-226-5", f"{role}-incomplete", message, expected=expected, seen=seen or _at_top(facts))
    message = f"{role}: {spoken(facts.witness)} name and address in full"
    return passed("VAT-226-5", message, expected=expected, observed=expected, seen=seen)


def _address(party: PartyFacts) -> dict[str, Fact[str] | None]:
    return {"name": party.name, "street": party.street, "post code": party.post_code, "city": party.city}


def _stated_as(value: str, own: Fact[str] | None, other: Fact[str] | None, facts: InvoiceFacts) -> Fact[str] | None:
    """The party's own field where it says so, else the words on the page, unless they are the other party's."""
    if own is not None and own.value == value:
        return own
    if own is not None and other is not None and other.value == value and _squeezed(value) not in _squeezed(own.value):
        return None
    return find_phrase(facts.text, value)


@document_check("VAT-226-6")
def quantity_and_nature(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (6): quantity and nature of the goods, extent and nature of the services."""
    for facts in r.witnesses:
        if facts.unreadable:
            yield unverifiable("VAT-226-6", "unreadable", f"the lines could not be read: {facts.unreadable}")
            continue
        for wanted in r.law.facts.lines:
            yield _line_is_stated(wanted, facts)


def _line_is_stated(wanted: LineFacts, facts: InvoiceFacts) -> Judgement:
    description = wanted.description.value if wanted.description else ""
    line = _same_line(wanted, facts.lines)
    if line is None:
        printed = find_phrase(facts.text, description)
        if printed is None:
            message = f"{spoken(facts.witness)} no line {description!r}"
            return failed("VAT-226-6", "line-missing", message, expected=description, seen=_at_top(facts))
        message = f"{description!r} is stated, but not in a line whose quantity could be read"
        return unverifiable("VAT-226-6", "line-not-recognised", message, seen=pointer(facts.witness, printed))
    quantity = wanted.quantity.value if wanted.quantity else None
    asked = Compared("VAT-226-6", f"quantity of {description!r}", quantity, quantity)
    return compare(asked, facts.witness, line.quantity, missing=if_missing(facts))


@document_check("VAT-226-8")
def unit_price_and_discounts(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (8): the unit price exclusive of VAT, and discounts that are not part of it."""
    for facts in r.witnesses:
        for wanted in r.law.facts.lines:
            line = _same_line(wanted, facts.lines)
            if line is not None:
                yield from _prices_fit(wanted, line, facts)


def _prices_fit(wanted: LineFacts, line: LineFacts, facts: InvoiceFacts) -> Iterator[Judgement]:
    name = wanted.description.value if wanted.description else "the line"
    if wanted.unit_price is not None:
        price = wanted.unit_price.value
        asked = Compared("VAT-226-8", f"unit price of {name!r}", price, price)
        yield compare(asked, facts.witness, line.unit_price, missing=if_missing(facts))
    if wanted.discount is not None:
        value = _no_finer(wanted.discount.value, line.discount)
        asked = Compared("VAT-226-8", f"discount of {name!r}", value, value)
        yield compare(asked, facts.witness, line.discount, missing=if_missing(facts))


def _no_finer(law: Money, stated: Fact[Money] | None) -> Money:
    """The value to hold against: a discount may be stated to more decimals than the currency has."""
    if stated is None or stated.value.currency != law.currency:
        return law
    decimals = max(0, -int(law.amount.as_tuple().exponent))
    return stated.value if stated.value.rounded(decimals) == law else law


@document_check("VAT-226-9")
def rate_of_each_line(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (9): where several rates apply, a line that states one states its own."""
    if len({line.vat_rate.value for line in r.law.facts.lines if line.vat_rate}) < 2:
        return
    for facts in r.witnesses:
        for wanted in r.law.facts.lines:
            line = _same_line(wanted, facts.lines)
            if wanted.vat_rate and line is not None and line.vat_rate is not None:
                name = wanted.description.value if wanted.description else "the line"
                documented = _documented_alone(r, line.vat_rate.value)
                asked = Compared("VAT-226-9", f"VAT rate of {name!r}", wanted.vat_rate.value, documented)
                yield compare(asked, facts.witness, line.vat_rate, supplied_by=r.rates_from)


def _documented_alone(r: Readings, stated: Decimal) -> Decimal | None:
    """The stated rate where the API documents it for the invoice and the law does not; ``None`` otherwise."""
    law, documented = (
        {row.rate for totals in outcome.totals for row in totals.breakdown} for outcome in (r.law.law, r.law.documented)
    )
    return stated if stated in documented - law else None


def _same_line(wanted: LineFacts, lines: tuple[LineFacts, ...]) -> LineFacts | None:
    """The line that bears the description; of several, the one with the quantity, the very name, the unit price."""
    name = _squeezed(wanted.description.value) if wanted.description else ""
    named = [(line, _squeezed(line.description.value)) for line in lines if line.description is not None]
    bearing = [(line, stated == name) for line, stated in named if name in stated]
    return max(bearing, key=lambda pair: _likeness(pair[0], pair[1], wanted), default=(None, False))[0]


def _likeness(line: LineFacts, very_name: bool, wanted: LineFacts) -> tuple[bool, bool, bool]:
    return _same(line.quantity, wanted.quantity), very_name, _same(line.unit_price, wanted.unit_price)


def _same(one: Fact[T] | None, other: Fact[T] | None) -> bool:
    return one is not None and other is not None and one.value == other.value


@document_check("VAT-226-7")
def date_of_supply(r: Readings) -> Iterator[Judgement]:
    """Art. 226 (7): the date of the supply, where it differs from the date of issue or national law asks for it."""
    asked_for = r.law.facts.supply_date
    if asked_for is None:
        return
    asked = Compared("VAT-226-7", "date of supply", asked_for.value, asked_for.value)
    for facts in r.witnesses:
        yield compare(asked, facts.witness, facts.supply_date, missing=if_missing(facts))


@document_check("VAT-219")
def credit_note_refers_to_the_invoice(r: Readings) -> Iterator[Judgement]:
    """Art. 219: a document that amends an invoice refers to it specifically and unambiguously."""
    if r.case.kind is not DocumentKind.CREDIT_NOTE or r.case.credits is None:
        return
    for facts in r.witnesses:
        yield _refers_to(r.case.credits, facts)


def _refers_to(number: str, facts: InvoiceFacts) -> Judgement:
    """By its number; the API relates documents by their ids as well, which say nothing of the number alone."""
    says, expected = spoken(facts.witness), f"a reference to {number}"
    if facts.unreadable:
        return unverifiable("VAT-219", "unreadable", f"the page could not be read: {facts.unreadable}")
    found = next((ref for ref in facts.references if ref.value == number), None) or find_phrase(
        _without_own_number(number, facts), number
    )
    if found is None:
        others = ", ".join(ref.value for ref in facts.references)
        message = f"{says} no reference of the credit note to the invoice {number}"
        return failed("VAT-219", "reference-missing", message, expected=expected, observed=others, seen=_at_top(facts))
    seen = pointer(facts.witness, found)
    message = f"{says} that the credit note is for the invoice {number}"
    return passed("VAT-219", message, expected=expected, observed=found.text or found.value, seen=seen)


def _without_own_number(number: str, facts: InvoiceFacts) -> list[TextLine]:
    """The text, less a number of the credit note itself that holds that of the invoice: CN-2026-00001 is none."""
    own = facts.number.value if facts.number else ""
    if number not in own:
        return list(facts.text)
    return [replace(line, text=line.text.replace(own, "")) for line in facts.text]


@document_check("VAT-220")
def an_invoice_is_issued(r: Readings) -> Iterator[Judgement]:
    """Art. 220: the sale has an invoice, which a draft is not: a number of the series, which the page bears."""
    number = r.api.number
    if number is None or number.value.casefold().startswith(DRAFT):
        stated = number.value if number else "none"
        message = f"the API answers the number {stated}: no invoice was issued"
        yield failed("VAT-220", "not-issued", message, expected="a number of the series", observed=stated)
    elif r.pdf.unreadable:
        yield unverifiable("VAT-220", "unreadable", f"the page could not be read: {r.pdf.unreadable}")
    else:
        asked = Compared("VAT-220", "number of the issued document", number.value, number.value)
        yield compare(asked, Witness.PDF, _number_on(r.pdf, number.value), missing=Verdict.FAILED)


def _number_on(page: InvoiceFacts, number: str) -> Fact[str] | None:
    """The number where the page states it at all; that it is labelled as the number, VAT-226-2 asks."""
    if page.number is not None and page.number.value == number:
        return page.number
    return find_phrase(page.text, number) or page.number


@document_check("DOC-LANGUAGE")
def printed_language(r: Readings) -> Iterator[Judgement]:
    """The page is printed in the language that was asked for."""
    if r.case.language is None:
        return
    asked = Compared("DOC-LANGUAGE", "language of the page", r.case.language, r.case.language)
    yield compare(asked, Witness.PDF, r.pdf.language)


def _if_absent(facts: InvoiceFacts, value: str) -> Verdict:
    """Failed if the value stands nowhere in the text; unverifiable if it does, but unrecognised."""
    if facts.unreadable:
        return Verdict.UNVERIFIABLE
    everything = _squeezed(" ".join(line.text for line in facts.text))
    return Verdict.UNVERIFIABLE if _squeezed(value) in everything else Verdict.FAILED


def _squeezed(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _at_top(facts: InvoiceFacts) -> tuple[Pointer, ...]:
    return (Pointer(facts.witness, page_place(facts)),)
