"""What national law asks for beyond Art. 226: each field of the seller's folder, looked for on the page.

The requirements of scope ``national`` name the fields; the folder says what each asks in its country. Words that a
platform has to bring along are sent by the harness: for them the check proves that the target carries them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.checks.base import Details, covers, failed, page_place, passed, pointer, unverifiable
from harness.law.records import NationalField
from harness.model.case import Case
from harness.model.expectation import SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.text import find_phrase, squash


@dataclass(frozen=True, slots=True)
class NationalReadings:
    """One invoice that was issued with everything that the seller's law adds."""

    case: Case
    api: InvoiceFacts
    pdf: InvoiceFacts
    words: Mapping[str, str]
    """Id of the field to the words that were sent for it."""
    iban: str
    """Account of the tenant, without blanks."""


Proof = Callable[[NationalReadings, NationalField], tuple[str, Fact[str] | None]]
"""What must stand on the page for a field, and where it stands; ``None`` where it does not."""


def _words(r: NationalReadings, field: NationalField) -> tuple[str, Fact[str] | None]:
    """The words that a platform brings along."""
    words = r.words.get(field.id, "")
    return words, find_phrase(r.pdf.text, words)


def _seller_number(r: NationalReadings, field: NationalField) -> tuple[str, Fact[str] | None]:  # noqa: ARG001
    """The seller's number in full, with the letters that the law puts before or behind it."""
    return _number(r.case.seller.vat_id or "", r.pdf.seller.vat_id, r.pdf)


def _customer_number(r: NationalReadings, field: NationalField) -> tuple[str, Fact[str] | None]:
    """The number of a domestic business customer: what was sent for the field, or its VAT number."""
    if field.id in r.words:
        return _words(r, field)
    return _number(r.case.buyer.vat_id or "", r.pdf.buyer.vat_id, r.pdf)


def _number(number: str, recognised: Fact[str] | None, page: InvoiceFacts) -> tuple[str, Fact[str] | None]:
    if recognised is not None and squash(recognised.value) == squash(number):
        return number, recognised
    return number, find_phrase(page.text, number)


def _date_of_supply(r: NationalReadings, field: NationalField) -> tuple[str, Fact[str] | None]:  # noqa: ARG001
    """The date of the supply beside that of issue."""
    asked, stated = r.case.supply_date, r.pdf.supply_date
    same = stated is not None and stated.value == asked
    return str(asked), Fact(str(asked), stated.place, stated.text) if same and stated else None


def _due_date(r: NationalReadings, field: NationalField) -> tuple[str, Fact[str] | None]:  # noqa: ARG001
    """The due date as the API answers it."""
    asked, stated = r.api.due_date, r.pdf.due_date
    if asked is None:
        return "a due date", None
    same = stated is not None and stated.value == asked.value
    return str(asked.value), Fact(str(asked.value), stated.place, stated.text) if same and stated else None


def _account(r: NationalReadings, field: NationalField) -> tuple[str, Fact[str] | None]:  # noqa: ARG001
    """The number of the account to pay to."""
    if r.pdf.iban is not None and r.pdf.iban.value == r.iban:
        return r.iban, r.pdf.iban
    return r.iban, find_phrase(r.pdf.text, r.iban)


_PROOFS: Mapping[str, Proof] = {
    "NAT-REGISTER": _words,
    "NAT-COMPANY-NUMBER": _words,
    "NAT-PAYMENT-TERMS": _words,
    "NAT-STATEMENT": _words,
    "NAT-CREDIT-NOTE-WORDS": _words,
    "NAT-REVERSE-CHARGE-WORDS": _words,
    "NAT-RETENTION": _words,
    "NAT-SELLER-NUMBER": _seller_number,
    "NAT-CUSTOMER-NUMBER": _customer_number,
    "NAT-SUPPLY-DATE": _date_of_supply,
    "NAT-DUE-DATE": _due_date,
    "NAT-PAYMENT-ACCOUNT": _account,
}


@covers(*_PROOFS)
def national_fields_are_printed(
    requirement: str, fields: Sequence[NationalField], r: NationalReadings
) -> Iterator[Judgement]:
    """Each national field of the seller's folder is looked for on the page, once it is in force."""
    for field in fields:
        if field.since > r.case.issue_date:
            message = f"{field.text} ({field.article}): from {field.since} on"
            yield Judgement(requirement, Verdict.NOT_APPLICABLE, "not-in-force", message)
        elif r.pdf.unreadable:
            yield unverifiable(requirement, "unreadable", f"the page could not be read: {r.pdf.unreadable}")
        else:
            yield _is_printed(requirement, field, r)


def provable(requirement: str) -> bool:
    """Whether the check knows how to look for a requirement."""
    return requirement in _PROOFS


def _is_printed(requirement: str, field: NationalField, r: NationalReadings) -> Judgement:
    asked, found = _PROOFS[requirement](r, field)
    if not asked:
        message = (
            f"{field.text} ({field.article}): nothing to look for; add words for field {field.id!r} of the country"
        )
        return unverifiable(requirement, "nothing-to-look-for", message)
    details: Details = {
        "expected": asked,
        "observed": found.value if found else "",
        "seen": pointer(Witness.PDF, found) or (Pointer(Witness.PDF, page_place(r.pdf)),),
        "supplied_by": SuppliedBy.HARNESS if field.id in r.words else SuppliedBy.TARGET,
    }
    asks = f"{field.text} ({field.article})"
    if found is None:
        return failed(requirement, "not-printed", f"{asks}: the PDF does not print {asked!r}", **details)
    return passed(requirement, f"{asks}: the PDF prints {found.text or found.value!r}", **details)
