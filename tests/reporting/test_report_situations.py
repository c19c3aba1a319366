import pytest

from harness.model.finding import Verdict
from harness.reporting.grouping import concerns
from harness.reporting.shape import shape
from harness.reporting.situations import situations


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "VAT: the PDF prints 15.36 DKK, the law asks 15.00 ISK",
            "VAT: the API answers 1,000.5 EUR, the law asks 7 EUR",
        ),
        ("the PDF prints CHE289865824", "the PDF prints CHE123456788"),
        ("the PDF states 'Reverse charge', but", 'the PDF states "Inversione contabile: l\'IVA", but'),
        ("the law asks 'a' (sl) or 'b' (en)", "the law asks 'c' (de)"),
    ],
)
def test_the_same_fault_has_the_same_shape(one, other):
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the PDF prints 0.00 EUR, the law asks 6.00 EUR", "the PDF prints 5.00 EUR, the law asks 6.00 EUR"),
        ("VAT base at 20 %: none", "VAT amount at 20 %: none"),
        ("seller's VAT id: the PDF prints 1", "customer's VAT id: the PDF prints 1"),
    ],
)
def test_another_fault_has_another_shape(one, other):
    assert shape(one) != shape(other)


def findings_of(document, verdict, **changes):
    return [f.model_copy(update=changes) for f in document.findings if f.verdict is verdict]


def test_rows_that_differ_in_numbers_and_scenario_only_are_one(document):
    failed = findings_of(document, Verdict.FAILED)
    again = [f.model_copy(update={"scenario": "other", "message": f.message.replace("21.00", "19.37")}) for f in failed]
    (concern,) = concerns(document.model_copy(update={"findings": failed + again}), Verdict.FAILED)
    assert concern.count == len(failed) * 2


def test_one_fault_on_every_amount_of_a_document_is_one_concern(document):
    failed = findings_of(document, Verdict.FAILED)
    places = [
        f.model_copy(update={"message": f"{place}: wrong"}) for place in ("net total", "tax total") for f in failed
    ]
    (concern,) = concerns(document.model_copy(update={"findings": places}), Verdict.FAILED)
    assert concern.count == len(places)
    elsewhere = failed[0].model_copy(update={"message": "net total: wrong", "item": "another"})
    assert len(concerns(document.model_copy(update={"findings": [*places, elsewhere]}), Verdict.FAILED)) == 2


def test_one_situation_shows_on_several_requirements(document):
    gaps = findings_of(document, Verdict.GAP)
    more = [f.model_copy(update={"requirement": "VAT-226-09"}) for f in gaps]
    (situation,) = situations(document.model_copy(update={"findings": gaps + more}))
    assert set(situation.requirements) == {"VAT-226-09", "VAT-226-11a"}
    assert (situation.kind, situation.severity, situation.countries) == ("amount", "blocker", ("DE", "FR"))
    assert situation.documents == len(gaps)


def test_situations_come_by_what_they_do_then_by_severity(document):
    (gap, *_) = findings_of(document, Verdict.GAP)
    kinds = [("", "blocker"), ("undocumented", "blocker"), ("amount", "minor"), ("label", "major"), ("amount", "major")]
    gaps = [
        gap.model_copy(update={"gap": kind, "severity": severity, "item": str(n), "message": f"{kind} {severity}"})
        for n, (kind, severity) in enumerate(kinds)
    ]
    found = situations(document.model_copy(update={"findings": gaps}))
    assert [(s.kind, s.severity) for s in found] == [
        ("amount", "major"),
        ("amount", "minor"),
        ("label", "major"),
        ("undocumented", "blocker"),
        ("", "blocker"),
    ]
