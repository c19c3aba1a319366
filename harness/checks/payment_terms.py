"""What a payment code states, compared value by value with the law, the answer and the page's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from harness.checks.base import Details, T, failed, passed, pointer, spoken, unverifiable
from harness.fiscal.epc import EpcTransfer
from harness.fiscal.hub3 import Hub3Payment
from harness.fiscal.recognise import Recognised
from harness.fiscal.upn import UpnPayment
from harness.law.records import PaymentScheme
from harness.model.case import Case
from harness.model.expectation import Expectation, SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, TextLine, Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.money import Money
from harness.model.place import NOWHERE
from harness.model.text import find_phrase, squash

CURRENCY = "EUR"
"""Of all schemes: none of them can ask for another."""


@dataclass(frozen=True, slots=True)
class PaymentReadings:
    """One document that is to carry a payment code, and what was set up for it."""

    scheme: PaymentScheme
    case: Case
    law: Expectation
    api: InvoiceFacts
    pdf: InvoiceFacts
    iban: str
    """Account of the tenant as the harness set it, without blanks."""
    purpose: str = ""
    """ISO 20022 purpose code that was set for the scheme; empty where none can be set."""
    paid: Decimal = Decimal(0)
    """What the harness recorded as paid already."""

    @property
    def due(self) -> str:
        """What is due by the law, as a text: several lawful amounts are parted by a bar."""
        return " | ".join(f"{amount} {self.case.currency}" for amount in self.lawful)

    @property
    def lawful(self) -> tuple[Decimal, ...]:
        """Every amount that may be due by the law: the totals of each admissible rounding, less what is paid."""
        return tuple(sorted({totals.gross.amount - self.paid for totals in self.law.law.totals}))

    @property
    def documented(self) -> tuple[Decimal, ...]:
        """The same by what the API documents."""
        return tuple(sorted({totals.gross.amount - self.paid for totals in self.law.documented.totals}))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a code of any scheme states, under common names."""

    amount: Decimal | None
    iban: str
    payee: str
    payee_limit: int
    """Characters after which the scheme cuts the payee's name off."""
    reference: str
    """By which the payee tells what is paid."""
    due: date | None = None
    payer: str = ""
    payer_limit: int = 0
    purpose: str = ""


def stated(code: Recognised) -> Stated:
    """The values of a code that was read. Raises ``TypeError`` for a code of no payment scheme."""
    value = code.value
    if isinstance(value, EpcTransfer):
        return Stated(value.amount, value.iban, value.name, 70, value.reference or value.text, purpose=value.purpose)
    if isinstance(value, UpnPayment):
        return Stated(
            value.amount, value.payee_iban, value.payee.name, 33, _referring(value.reference, value.purpose),
            value.due, value.payer.name, 33, value.purpose_code,
        )  # fmt: skip
    if isinstance(value, Hub3Payment):
        reference = _referring(value.model + value.reference, value.description)
        payer, purpose = value.payer.name, value.purpose_code
        return Stated(value.amount, value.iban, value.payee.name, 25, reference, None, payer, 30, purpose)
    raise TypeError(f"{code.scheme} is no payment code")


def _referring(reference: str, words: str) -> str:
    """The structured reference without its model; the words where the model says that there is none (99)."""
    return words if re.fullmatch("[A-Z]{2}99", reference) else reference[4:]


def terms(requirement: str, code: Recognised, r: PaymentReadings) -> Iterator[Judgement]:
    """Every value of the code against every witness that states it."""
    told = stated(code)
    judge = _Judge(requirement, code, r)
    yield judge.lawful_amount(told.amount)
    for facts in (r.api, r.pdf):
        yield judge.same_amount(told.amount, facts)
        yield from judge.same_account(told.iban, facts)
        yield judge.same_name(told, facts)
        yield judge.same_number(told.reference, facts)
    yield judge.in_its_currency()
    yield from judge.where_stated(told)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Compares values of one code; each method gives one judgement."""

    requirement: str
    code: Recognised
    r: PaymentReadings

    def lawful_amount(self, amount: Decimal | None) -> Judgement:
        """The amount against the totals of the law."""
        asked, says = self.r.due, f"the code asks for {amount} {CURRENCY}"
        details: Details = {"expected": asked, "observed": f"{amount} {CURRENCY}", "seen": self._seen()}
        if not self.r.lawful:
            return unverifiable(self.requirement, "law-silent", f"{says}; the law gives no total to hold it against")
        if amount in self.r.lawful:
            return passed(self.requirement, f"{says}, as the law computes what is due", **details)
        if amount in self.r.documented:
            message = f"{says}, as the API documents; the law asks {asked}"
            return Judgement(self.requirement, Verdict.GAP, "documented-differs-from-law", message, **details)
        return failed(self.requirement, "amount-differs-from-law", f"{says}; by the law {asked} is due", **details)

    def same_amount(self, amount: Decimal | None, facts: InvoiceFacts) -> Judgement:
        """The amount against what a witness says is due; an unpaid document may state its total alone."""
        due = facts.amount_due or (None if self.r.paid else facts.gross_total)
        mine = None if amount is None else Money(amount, CURRENCY)
        return self._same("amount", mine, facts, due, due is not None and due.value == mine)

    def same_account(self, iban: str, facts: InvoiceFacts) -> Iterator[Judgement]:
        """The account against the page's, and against the answer's where it repeats the account."""
        page = facts.witness is Witness.PDF
        theirs = facts.iban or (find_phrase(facts.text, iban) if page else None)
        if theirs is not None or page:
            yield self._same("account", iban, facts, theirs, theirs is not None and _plain(theirs.value) == iban)

    def same_name(self, told: Stated, facts: InvoiceFacts) -> Judgement:
        """The payee against the seller; on a page the tenant's name suffices, wherever it stands."""
        lines = facts.text if facts.witness is Witness.PDF else ()
        name = find_phrase(lines, self.r.case.seller.name) or facts.seller.name
        return self._same("payee", told.payee, facts, name, _is_name(told.payee, name, told.payee_limit))

    def same_number(self, reference: str, facts: InvoiceFacts) -> Judgement:
        """The reference against the document's number: the whole of it, or its digits where a scheme has no letters."""
        number = facts.number
        return self._same(
            "reference", reference, facts, number, number is not None and _refers(reference, number.value)
        )

    def in_its_currency(self) -> Judgement:
        """The document's currency against the code's."""
        currency = self.r.api.currency
        same = currency is not None and currency.value == CURRENCY
        return self._same("currency", CURRENCY, self.r.api, currency, same)

    def where_stated(self, told: Stated) -> Iterator[Judgement]:
        """What only some schemes have: the account that was set, due date, payer and purpose."""
        yield self._as_set("account", told.iban, self.r.iban)
        if told.due is not None:
            yield from self.same_due_date(told.due)
        if told.payer:
            name = self.r.api.buyer.name
            yield self._same("payer", told.payer, self.r.api, name, _is_name(told.payer, name, told.payer_limit))
        if self.r.purpose:
            yield self._as_set("purpose", told.purpose, self.r.purpose)

    def same_due_date(self, due: date) -> Iterator[Judgement]:
        """The date against the answer's, and the page's where it prints one."""
        for facts in (self.r.api, self.r.pdf):
            theirs = facts.due_date
            if theirs is not None or facts.witness is Witness.API:
                yield self._same("due date", due, facts, theirs, theirs is not None and theirs.value == due)

    def _as_set(self, what: str, mine: str, asked: str) -> Judgement:
        details: Details = {
            "expected": asked, "observed": mine, "seen": self._seen(), "supplied_by": SuppliedBy.HARNESS,
        }  # fmt: skip
        message = f"{what}: the code states {mine}, set for the tenant was {asked}"
        if mine == asked:
            return passed(self.requirement, message, **details)
        return failed(self.requirement, f"{_slug(what)}-differs-from-settings", message, **details)

    def _same(self, what: str, mine: object, facts: InvoiceFacts, theirs: Fact[T] | None, agrees: bool) -> Judgement:
        if theirs is None:
            message = f"{what}: the code states {mine}, and {spoken(facts.witness)} none that could be recognised"
            return unverifiable(self.requirement, "not-stated", message, observed=str(mine), seen=self._seen())
        details: Details = {
            "expected": str(theirs.value), "observed": str(mine),
            "seen": (*self._seen(), *pointer(facts.witness, theirs)),
        }  # fmt: skip
        message = f"{what}: the code states {mine}, {spoken(facts.witness)} {theirs.value}"
        if agrees:
            return passed(self.requirement, message, **details)
        return failed(self.requirement, f"{_slug(what)}-differs-from-{facts.witness}", message, **details)

    def _seen(self) -> tuple[Pointer, ...]:
        return tuple(Pointer(Witness.PDF, symbol.place, symbol.text) for symbol in self.code.symbols)


def _slug(what: str) -> str:
    return what.replace(" ", "-")


def _plain(text: str) -> str:
    return "".join(text.split())


def _is_name(mine: str, theirs: Fact[str] | None, limit: int) -> bool:
    """Whether a code's name is the whole name, or as much of it as the scheme has room for."""
    if theirs is None:
        return False
    full = " ".join(theirs.value.split())
    return squash(mine) == squash(full[:limit])


def _refers(reference: str, number: str) -> bool:
    """Whether a reference names a document: by its number as a word of it, or by the digits where it has no letters."""
    if find_phrase((TextLine(reference, NOWHERE),), number) is not None:
        return True
    digits = re.sub(r"\D", "", number)
    return bool(digits) and re.sub(r"\D", "", reference) == digits
