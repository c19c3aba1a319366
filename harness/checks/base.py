"""What the checks share: the readings of a document, the comparison by two yardsticks, the register of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypedDict, TypeVar, Unpack

from harness.model.case import Case
from harness.model.expectation import Expectation, SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.place import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything that the witnesses state about one issued document."""

    case: Case
    law: Expectation
    api: InvoiceFacts
    pdf: InvoiceFacts
    rates_from: SuppliedBy
    """Who knew the VAT rates: the target (its preloaded taxes) or the harness (which provisioned them)."""
    clause_from: SuppliedBy
    """Who wrote the tax clause."""

    @property
    def witnesses(self) -> tuple[InvoiceFacts, InvoiceFacts]:
        """The answer and the page, in the order in which they are judged."""
        return self.api, self.pdf


DocumentCheck = Callable[[Readings], Iterable[Judgement]]

DOCUMENT_CHECKS: list[DocumentCheck] = []
"""Every check of a single document, in the order of definition."""

COVERED: dict[str, list[str]] = {}
"""Requirement id -> names of the checks that judge it."""


def covers(*requirements: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Register which requirements a check judges, so that an uncovered or unknown id is found by a test."""

    def register(check: Callable[..., T]) -> Callable[..., T]:
        for requirement in requirements:
            COVERED.setdefault(requirement, []).append(f"{check.__module__}.{check.__qualname__}")
        return check

    return register


def document_check(*requirements: str) -> Callable[[DocumentCheck], DocumentCheck]:
    """Register a check that applies to every issued document; it says nothing where it does not apply."""

    def register(check: DocumentCheck) -> DocumentCheck:
        DOCUMENT_CHECKS.append(check)
        return covers(*requirements)(check)

    return register


def pointer(witness: Witness, fact: Fact[T] | None) -> tuple[Pointer, ...]:
    """Where a fact was seen; nothing for a fact that was not."""
    if fact is None:
        return ()
    return (Pointer(witness, fact.place, fact.text or str(fact.value)),)


_SPOKEN = {
    Witness.PDF: "the PDF prints",
    Witness.API: "the API answers",
    Witness.LAW: "the law asks",
    Witness.XML: "the e-invoice states",
}


def spoken(witness: Witness) -> str:
    """How a report names the witness's statement: "the PDF prints", "the API answers"."""
    return _SPOKEN[witness]


class Details(TypedDict, total=False):
    """The optional parts of a judgement."""

    expected: str
    observed: str
    seen: tuple[Pointer, ...]
    supplied_by: SuppliedBy


def passed(requirement: str, message: str, **details: Unpack[Details]) -> Judgement:
    """A judgement that the requirement holds."""
    return Judgement(requirement, Verdict.PASSED, "holds", message, **details)


def failed(requirement: str, code: str, message: str, **details: Unpack[Details]) -> Judgement:
    """A judgement that the requirement does not hold."""
    return Judgement(requirement, Verdict.FAILED, code, message, **details)


def gap(requirement: str, code: str, message: str, **details: Unpack[Details]) -> Judgement:
    """The target does what it documents, and the law asks for something else."""
    return Judgement(requirement, Verdict.GAP, code, message, **details)


def unverifiable(requirement: str, code: str, message: str, **details: Unpack[Details]) -> Judgement:
    """The witness does not say."""
    return Judgement(requirement, Verdict.UNVERIFIABLE, code, message, **details)


def if_missing(facts: InvoiceFacts) -> Verdict:
    """What it means that a witness lacks a particular of Art. 226.

    The answer has a field of its own for each, so what is missing there is missing. A page may print it in a way that
    the reader does not recognise.
    """
    return Verdict.FAILED if facts.witness is Witness.API else Verdict.UNVERIFIABLE


@dataclass(frozen=True, slots=True)
class Compared:
    """One value to be compared: what it is called, what a witness states, what each yardstick says."""

    requirement: str
    what: str
    """In a reviewer's words: "the issue date"."""
    law: object
    documented: object
    """Equal to ``law`` where the two yardsticks agree."""


def compare(
    asked: Compared,
    witness: Witness,
    fact: Fact[T] | None,
    *,
    missing: Verdict = Verdict.UNVERIFIABLE,
    supplied_by: SuppliedBy = SuppliedBy.TARGET,
) -> Judgement:
    """Hold one stated value against the law, and where it differs, against what the API documents."""
    says, expected = spoken(witness), str(asked.law)
    if fact is None:
        message = f"{asked.what}: {says} none that could be recognised; the law asks {expected}"
        return Judgement(asked.requirement, missing, "not-stated", message, expected, "", (), supplied_by)
    observed, seen = str(fact.value), pointer(witness, fact)
    if fact.value == asked.law:
        message = f"{asked.what}: {says} {observed}, as asked"
        return Judgement(asked.requirement, Verdict.PASSED, "holds", message, expected, observed, seen, supplied_by)
    message = f"{asked.what}: {says} {observed}, the law asks {expected}"
    documented = fact.value == asked.documented
    verdict = Verdict.GAP if documented else Verdict.FAILED
    code = "documented-differs-from-law" if documented else "differs"
    return Judgement(asked.requirement, verdict, code, message, expected, observed, seen, supplied_by)


def page_place(facts: InvoiceFacts) -> Place:
    """The top of the first page: where a reviewer looks for something that is missing."""
    return facts.text[0].place if facts.text else Place(page=1)
