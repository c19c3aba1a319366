"""Every requirement is judged by a check or carries its reason, and no check judges an id that nobody knows."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from decimal import Decimal

import pytest

import harness.checks
from harness.checks.base import COVERED, DOCUMENT_CHECKS, Compared, compare, covers, page_place, pointer, spoken
from harness.model.expectation import SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, TextLine, Witness
from harness.model.finding import Verdict
from harness.model.place import Place

for module in pkgutil.iter_modules(harness.checks.__path__):
    importlib.import_module(f"harness.checks.{module.name}")


def test_every_requirement_has_a_check_or_a_reason(catalogue):
    uncovered = {r.id for r in catalogue.values() if not r.why_unproved} - set(COVERED)

    assert uncovered == set()


def test_every_covered_id_is_in_the_catalogue(catalogue):
    assert set(COVERED) - set(catalogue) == set()


def test_what_is_said_to_be_unchecked_has_no_check(catalogue):
    assert {r.id for r in catalogue.values() if r.why_unproved} & set(COVERED) == set()


def test_each_document_check_is_registered_once():
    names = [f"{check.__module__}.{check.__qualname__}" for check in DOCUMENT_CHECKS]

    assert names
    assert len(names) == len(set(names))
    assert set(names) <= {name for checks in COVERED.values() for name in checks}


def test_document_checks_judge_only_what_they_registered(honest):
    for check in DOCUMENT_CHECKS:
        name = f"{check.__module__}.{check.__qualname__}"
        registered = {requirement for requirement, names in COVERED.items() if name in names}
        for case in ("domestic", "reverse_charge", "goods", "credit_note"):
            assert {j.requirement for j in check(honest(case))} <= registered


def test_covers_keeps_the_function_as_it_is(monkeypatch):
    monkeypatch.setattr("harness.checks.base.COVERED", {})

    def check() -> None: ...

    assert covers("X-1", "X-2")(check) is check


ASKED = Compared("VAT-226-1", "rate", law=Decimal(22), documented=Decimal(20))


@pytest.mark.parametrize(
    ("stated", "verdict", "code"),
    [
        (Decimal("22.0"), Verdict.PASSED, "holds"),
        (Decimal(20), Verdict.GAP, "documented-differs-from-law"),
        (Decimal(21), Verdict.FAILED, "differs"),
    ],
)
def test_one_value_by_two_yardsticks(stated, verdict, code):
    place = Place(page=1, box=(1.0, 2.0, 3.0, 4.0))
    judgement = compare(ASKED, Witness.PDF, Fact(stated, place, "as printed"), supplied_by=SuppliedBy.HARNESS)

    assert (judgement.requirement, judgement.verdict, judgement.code) == ("VAT-226-1", verdict, code)
    assert (judgement.expected, judgement.observed) == ("22", str(stated))
    assert [(p.witness, p.place, p.text) for p in judgement.seen] == [(Witness.PDF, place, "as printed")]
    assert judgement.supplied_by is SuppliedBy.HARNESS


@pytest.mark.parametrize("missing", [Verdict.UNVERIFIABLE, Verdict.FAILED])
def test_nothing_stated_is_what_the_check_says_it_is(missing):
    judgement = compare(ASKED, Witness.API, None, missing=missing)

    assert (judgement.verdict, judgement.code, judgement.observed, judgement.seen) == (missing, "not-stated", "", ())


def test_where_both_yardsticks_agree_there_is_no_gap():
    agreed = replace(ASKED, documented=ASKED.law)

    assert compare(agreed, Witness.PDF, Fact(Decimal(20))).verdict is Verdict.FAILED


def test_places_for_a_reviewer():
    place = Place(page=3)
    facts = InvoiceFacts(Witness.PDF, text=(TextLine("first", place), TextLine("second", Place(page=4))))

    assert page_place(facts) == place
    assert page_place(InvoiceFacts(Witness.PDF)) == Place(page=1)
    assert pointer(Witness.PDF, None) == ()
    assert pointer(Witness.PDF, Fact("x"))[0].text == "x"
    assert len({spoken(witness) for witness in Witness}) == len(Witness)
