"""The e-invoice against another witness, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from harness.checks.base import Details, T, covers, failed, passed, pointer, spoken, unverifiable
from harness.model.facts import Fact, InvoiceFacts, VatRow, Witness
from harness.model.finding import Judgement, Verdict
from harness.model.money import Money
from harness.model.text import find_phrase, squash

FIELDS = ("kind", "number", "issue_date", "due_date", "supply_date", "currency", "net_total", "tax_total")
"""Compared as values, where both witnesses state them."""
MUST_STATE = ("number", "issue_date", "currency", "gross_total", "kind", "seller", "buyer")
"""What every e-invoice states, so that its absence is a failure and not a gap in the reading."""
NOT_SUBJECT = "O"
"""VAT category "not subject to VAT": there the norm forbids VAT numbers (BR-O-02)."""


@covers("EINV-AGREES", "EINV-LAW")
def states_the_same(requirement: str, xml: InvoiceFacts, other: InvoiceFacts) -> Iterator[Judgement]:
    """The e-invoice against the page, the answer or the law, field by field; nothing where the other states none."""
    for name in FIELDS:
        yield from _same(requirement, name.replace("_", " "), name, getattr(xml, name), other, getattr(other, name))
    yield from _same(requirement, "gross total", "gross_total", _rounded(xml, other), other, other.gross_total)
    for role in ("seller", "buyer"):
        ours, theirs = getattr(xml, role), getattr(other, role)
        vat_id = _with_prefix(theirs.vat_id, ours.vat_id)
        if not _names_no_numbers(xml) and not (ours.vat_id is None and _has_no_prefix(vat_id)):
            yield from _same(requirement, f"{role}'s VAT number", role, ours.vat_id, other, vat_id)
        yield from _same_name(requirement, role, xml, other)
    yield from _same_rows(requirement, xml, other)
    yield from _same_lines(requirement, xml, other)


@covers("EINV-AGREES", "EINV-LAW")
def agrees_with(requirement: str, xml: InvoiceFacts, other: InvoiceFacts) -> Iterator[Judgement]:
    """Each difference between the e-invoice and another witness; or one judgement that says what they agree in."""
    judgements = list(states_the_same(requirement, xml, other))
    differences = [judgement for judgement in judgements if judgement.verdict is not Verdict.PASSED]
    yield from differences
    witness = spoken(other.witness)
    if not judgements:
        yield unverifiable(requirement, "nothing-to-compare", f"{witness} nothing that the e-invoice could be held to")
    elif not differences:
        fields = ", ".join(judgement.message.split(":")[0] for judgement in judgements)
        message = f"the e-invoice states what {witness} in {len(judgements)} values: {fields}"
        yield passed(requirement, message, seen=pointer(Witness.XML, xml.number))


def _same(
    requirement: str, what: str, name: str, ours: Fact[T] | None, other: InvoiceFacts, theirs: Fact[T] | None
) -> Iterator[Judgement]:
    if theirs is None:
        return
    says = f"{spoken(other.witness)} {theirs.value}"
    seen = (*pointer(Witness.XML, ours), *pointer(other.witness, theirs))
    details: Details = {
        "expected": str(theirs.value),
        "observed": "" if ours is None else str(ours.value),
        "seen": seen,
    }
    if ours is None:
        if name in MUST_STATE:
            yield failed(requirement, "not-stated", f"{what}: the e-invoice states none, {says}", **details)
        return
    message = f"{what}: the e-invoice states {ours.value}, {says}"
    if ours.value == theirs.value:
        yield passed(requirement, message, **details)
    else:
        yield failed(requirement, f"xml-differs-from-{other.witness}", message, **details)


def _names_no_numbers(xml: InvoiceFacts) -> bool:
    return any(row.category is not None and row.category.value == NOT_SUBJECT for row in xml.vat)


def _has_no_prefix(number: Fact[str] | None) -> bool:
    """A number that has no place in BT-31 and BT-48: tax numbers outside VAT have no prefix of a country (BR-CO-09)."""
    return number is not None and not number.value[:2].isalpha()


def _same_name(requirement: str, role: str, xml: InvoiceFacts, other: InvoiceFacts) -> Iterator[Judgement]:
    """Names by their letters and digits: a page may set the rest as it likes, and put a title before a name."""
    ours, theirs = getattr(xml, role).name, getattr(other, role).name
    if ours is not None and theirs is not None and squash(ours.value) == squash(theirs.value):
        theirs = replace(theirs, value=ours.value)
    elif ours is not None and theirs is not None:
        theirs = find_phrase(other.text, ours.value) or theirs
    yield from _same(requirement, f"{role}'s name", role, ours, other, theirs)


def _rounded(xml: InvoiceFacts, other: InvoiceFacts) -> Fact[Money] | None:
    """The total with VAT; with the rounding (BT-114), which the norm keeps apart, where the other counts it in."""
    gross, rounding, theirs = xml.gross_total, xml.rounding, other.gross_total
    if gross is None or rounding is None or theirs is None or rounding.value.currency != gross.value.currency:
        return gross
    total = gross.value + rounding.value
    return Fact(total, gross.place, f"{gross.text} + {rounding.text}") if total == theirs.value else gross


def _with_prefix(theirs: Fact[str] | None, ours: Fact[str] | None) -> Fact[str] | None:
    """The other's VAT number, with the prefix of the e-invoice's where only the prefix is left out (BR-CO-09)."""
    if theirs is None or ours is None or theirs.value[:2].isalpha() or theirs.value != ours.value[2:]:
        return theirs
    return Fact(ours.value, theirs.place, theirs.text)


def _same_rows(requirement: str, xml: InvoiceFacts, other: InvoiceFacts) -> Iterator[Judgement]:
    """Base and VAT of each rate. Rates that occur twice (two categories at 0 %) are added up before."""
    ours, theirs = _by_rate(xml.vat), _by_rate(other.vat)
    for rate in theirs:
        for what, at in (("base", 0), ("VAT", 1)):
            own = ours[rate][at] if rate in ours else None
            yield from _same(requirement, f"{what} at {rate.normalize():f} %", "", own, other, theirs[rate][at])


def _by_rate(rows: tuple[VatRow, ...]) -> dict[Decimal, tuple[Fact[Money] | None, Fact[Money] | None]]:
    rates = {row.rate.value for row in rows if row.rate is not None}
    grouped = {rate: [row for row in rows if row.rate is not None and row.rate.value == rate] for rate in rates}
    return {
        rate: (_added([row.base for row in same]), _added([row.amount for row in same]))
        for rate, same in sorted(grouped.items())
    }


def _added(facts: list[Fact[Money] | None]) -> Fact[Money] | None:
    stated = [fact for fact in facts if fact is not None]
    if len(stated) < len(facts) or len({fact.value.currency for fact in stated}) != 1:
        return None
    total = sum((fact.value for fact in stated[1:]), stated[0].value)
    return Fact(total, stated[0].place, stated[0].text)


def _same_lines(requirement: str, xml: InvoiceFacts, other: InvoiceFacts) -> Iterator[Judgement]:
    """Number of lines and their net amounts, in order; a profile without lines states none."""
    if not xml.lines or not other.lines:
        return
    first, seen = other.lines[0].net_amount, f"{len(xml.lines)}, {spoken(other.witness)} {len(other.lines)}"
    if len(xml.lines) != len(other.lines):
        message = f"number of lines: the e-invoice states {seen}"
        yield failed(requirement, f"xml-differs-from-{other.witness}", message, seen=pointer(other.witness, first))
        return
    for at, (ours, theirs) in enumerate(zip(xml.lines, other.lines, strict=True), start=1):
        yield from _same(requirement, f"net amount of line {at}", "", ours.net_amount, other, theirs.net_amount)
