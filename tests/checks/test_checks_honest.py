"""On a flawless invoice every check that applies passes; where API and law disagree, exactly the gaps show."""

from __future__ import annotations

import pytest

from harness.checks.documents import judge_document
from harness.model.finding import Verdict

EVERYWHERE = {
    "DOC-READABLE", "DOC-LANGUAGE", "TOTALS-ADD-UP", "TOTALS-AGREE", "API-CALCULATION", "API-TRANSACTION-TYPE",
    "VAT-226-1", "VAT-226-2", "VAT-226-3", "VAT-226-5", "VAT-226-6", "VAT-226-7", "VAT-226-8", "VAT-226-9",
    "VAT-226-10", "VAT-LIABILITY", "VAT-ROUNDING", "VAT-219-TITLE", "VAT-220",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("domestic", {"VAT-226-11a-ABSENT"}),
        ("discounted", {"VAT-226-11a-ABSENT"}),
        ("consumer", {"VAT-226-11a-ABSENT"}),
        ("credit_note", {"VAT-226-11a-ABSENT", "VAT-219"}),
        ("reverse_charge", {"VAT-226-4", "VAT-226-11a", "VAT-226-11a-LANGUAGE", "VAT-196", "VAT-222"}),
        ("goods", {"VAT-226-4", "VAT-226-11", "VAT-226-11a-ABSENT", "VAT-138", "VAT-222"}),
    ],
)
def test_a_flawless_invoice_passes_every_check_that_applies(honest, name, also):
    judgements = list(judge_document(honest(name)))

    assert {j.requirement for j in judgements} == EVERYWHERE | also
    assert {(j.verdict, j.code) for j in judgements} == {(Verdict.PASSED, "holds")}


@pytest.mark.parametrize("name", ["domestic", "discounted", "reverse_charge", "goods", "consumer", "credit_note"])
def test_each_witness_is_judged_on_its_own(honest, name):
    readings = honest(name)
    seen = {p.witness for j in judge_document(readings) if j.requirement == "VAT-226-10" for p in j.seen}

    assert seen == {readings.api.witness, readings.pdf.witness}
