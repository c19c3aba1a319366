"""Merging the workers' ledgers: one record of the run, in which a failure is never replaced by a later pass."""

from __future__ import annotations

import json

import pytest

from harness.evidence import Redactor
from harness.model.finding import Verdict
from harness.run.record.document import ExchangeRecord, RunDocument
from harness.run.record.ledger import FOLDER, Ledger
from harness.run.record.merge import FILE_NAME, merge, planned_in

ITEM = "m::test_a[SI]"


@pytest.fixture
def run(made, context):
    """Writes ledgers, one per worker, and merges them."""

    def go(ledgers, *, selected=("SI",), interrupted=None, **options) -> RunDocument:
        prepared = context(made.catalogue(made.requirement()), selected, **options)
        for worker, records in ledgers.items():
            book = Ledger(prepared.folder, worker, Redactor())
            for kind, record in records:
                book.append(kind, record)
            book.close()
        return merge(prepared, interrupted=interrupted, workers=len(ledgers))

    return go


@pytest.fixture
def plan(made):
    def record(*items):
        return "plan", {"items": [item.model_dump(mode="json") for item in items or (made.planned(),)]}

    return record


@pytest.fixture
def proved(made, plan):
    """What one worker writes in a run that is green."""
    return [plan(), ("finding", made.finding()), ("result", made.result())]


def exchange(**changes) -> tuple[str, ExchangeRecord]:
    values = {
        "id": "x1", "item": ITEM, "method": "POST", "url": "http://127.0.0.1/invoices", "status": 201, "error": None,
        "attempt": 1, "started_at": "2026-03-10T10:00:00", "milliseconds": 1.0, "request": "aa", "response": "bb",
    }  # fmt: skip
    return "exchange", ExchangeRecord.model_validate({**values, **changes})


def test_one_worker_s_ledger_becomes_the_record_of_the_run(run, proved, tmp_path):
    document = run({"main": proved})

    assert (document.gate.exit_code, document.readiness[0].verdict) == (0, "REHEARSED")
    assert (document.run.workers, document.run.interrupted, document.run.countries) == (1, None, ["SI"])
    assert RunDocument.model_validate_json((tmp_path / FILE_NAME).read_text(encoding="utf-8")) == document
    assert [path.name for path in tmp_path.iterdir()] != []
    assert not list(tmp_path.glob("*.partial"))


def test_the_target_s_user_info_and_key_are_not_in_the_record(run, proved, tmp_path):
    document = run({"main": proved})
    written = (tmp_path / FILE_NAME).read_text(encoding="utf-8")

    assert document.run.target.address == "http://127.0.0.1:8000"
    assert "hidden-pw" not in written
    assert "sk_sandbox_4fQ9aBc7" not in written


def test_no_ledger_at_all_is_incomplete(run):
    document = run({})

    assert (document.gate.exit_code, document.readiness[0].verdict) == (3, "INCOMPLETE")


def test_an_interrupted_run_says_so_and_is_incomplete(run, proved):
    document = run({"main": proved}, interrupted="worker gw1 died")

    assert (document.gate.exit_code, document.run.interrupted) == (3, "worker gw1 died")


def test_the_records_of_several_workers_are_one_run(run, made, plan):
    other = "m::test_b[SI]"
    items = [made.planned(), made.planned(other)]
    document = run(
        {
            "gw0": [plan(*items), ("finding", made.finding()), ("result", made.result())],
            "gw1": [plan(*items), ("finding", made.finding(item=other)), ("result", made.result(other))],
        }
    )

    assert [item.id for item in document.plan] == ["m::test_a[SI]", "m::test_b[SI]"]
    assert [result.item for result in document.results] == ["m::test_a[SI]", "m::test_b[SI]"]
    assert len(document.findings) == 2
    assert document.gate.exit_code == 0


def test_a_worker_that_died_leaves_its_items_as_not_run(run, made, plan):
    items = [made.planned(), made.planned("m::test_b[SI]")]
    document = run(
        {"gw0": [plan(*items), ("finding", made.finding()), ("result", made.result())], "gw1": [plan(*items)]}
    )

    assert (document.gate.exit_code, document.readiness[0].complete) == (3, False)


def test_results_and_findings_follow_the_plan(run, made, plan):
    items = [made.planned(f"m::test_{name}[{code}]", code) for name in "ba" for code in ("SI", "DE")]
    ids = [item.id for item in items]
    document = run(
        {
            "gw0": [plan(*items), *(("result", made.result(item)) for item in ids)],
            "gw1": [("finding", made.finding(item=item)) for item in ids],
        },
        selected=("DE", "SI"),
    )
    ordered = ["m::test_a[DE]", "m::test_b[DE]", "m::test_a[SI]", "m::test_b[SI]"]

    assert [item.id for item in document.plan] == ordered
    assert [result.item for result in document.results] == ordered
    assert [finding.item for finding in document.findings] == ordered
    assert [country.country for country in document.readiness] == ["DE", "SI"]


@pytest.mark.parametrize("first", ["failed", "broken"])
def test_a_rerun_never_erases_the_first_outcome(run, made, proved, first):
    document = run({"main": [proved[0], ("result", made.result(outcome=first)), *proved[1:]]})

    assert [result.outcome for result in document.results] == [first]


@pytest.mark.parametrize(("first", "second"), [("gw0", "gw1"), ("gw2", "gw10"), ("gw1", "gw0")])
def test_a_rerun_on_another_worker_never_erases_a_failure(run, made, proved, first, second):
    document = run({first: [proved[0], ("result", made.result(outcome="broken", worker=first))], second: proved})

    assert [result.outcome for result in document.results] == ["broken"]
    assert document.gate.exit_code == 3


def test_a_rerun_never_erases_the_first_findings(run, made, proved):
    document = run({"gw0": [("finding", made.finding(verdict=Verdict.FAILED))], "gw1": proved})

    assert [finding.verdict for finding in document.findings] == ["failed", "passed"]
    assert document.gate.exit_code == 1


def test_a_torn_line_is_noted(run, proved, tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "gw9.jsonl").write_text('{"type": "find', encoding="utf-8")
    document = run({"gw0": proved})

    assert len(document.notes) == 1
    assert "gw9.jsonl:1" in document.notes[0]


def test_a_torn_line_keeps_the_gate_shut(run, proved, tmp_path):
    """Whatever was lost may have been a failed finding."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "gw9.jsonl").write_text('{"record": {"requirement": "VAT-226-1", "verdict": "fai', "utf-8")

    assert run({"gw0": proved}).gate.exit_code == 3


def test_a_refusal_of_any_worker_is_code_4(run, proved):
    document = run({"gw0": proved, "gw1": [("refused", {"why": "live"}), ("refused", {"why": "later"})]})

    assert document.gate.exit_code == 4


def test_notes_are_kept_once_and_leftovers_all(run, proved):
    extra = [("note", {"text": "one"}), ("note", {"text": "two"}), ("left_behind", {"what": "entity 1"})]
    document = run({"gw0": [*proved, *extra], "gw1": extra})

    assert document.notes == ["one", "two"]
    assert document.left_behind == ["entity 1", "entity 1"]


def test_the_derivation_of_a_case_is_kept_once(run, proved):
    steps = {"case": "0123456789abcdef", "steps": [["22 % applies", "ZDDV-1 Art. 41"]]}
    document = run({"gw0": [*proved, ("derivation", steps)], "gw1": [("derivation", steps)]})

    assert document.derivations == {"0123456789abcdef": [("22 % applies", "ZDDV-1 Art. 41")]}


def test_artefacts_are_kept_by_digest(run, proved):
    record = {"digest": "ff", "path": "evidence/ff/ff.pdf", "media_type": "application/pdf", "size": 3}
    document = run(
        {
            "gw0": [*proved, ("artefact", record)],
            "gw1": [("artefact", record), ("artefact", {**record, "digest": "aa"})],
        }
    )

    assert list(document.artefacts) == ["aa", "ff"]
    assert document.artefacts["ff"].size == 3


def test_an_unknown_kind_of_record_is_an_error_that_names_it(run):
    with pytest.raises(ValueError, match="surprise"):
        run({"main": [("surprise", {})]})


@pytest.mark.parametrize(
    ("changes", "issued", "requests"),
    [
        ({}, 1, 1),
        ({"status": 200, "url": "http://127.0.0.1/credit-notes"}, 1, 1),
        ({"status": 422}, 0, 1),
        ({"status": None, "response": None}, 0, 1),
        ({"method": "GET"}, 0, 1),
        ({"url": "http://127.0.0.1/invoices/inv_1/void"}, 0, 1),
        ({"item": ""}, 0, 0),
    ],
)
def test_traffic_is_counted_per_country(run, proved, changes, issued, requests):
    country = run({"main": [*proved, exchange(**changes)]}).readiness[0]

    assert (country.invoices, country.requests) == (issued, requests)


@pytest.mark.parametrize(("gaps_block", "code"), [(False, 0), (True, 1)])
def test_the_policy_about_gaps_is_the_run_s_own(run, made, proved, gaps_block, code):
    gap = ("finding", made.finding(verdict=Verdict.GAP))

    assert run({"main": [*proved, gap]}, gaps_block=gaps_block).gate.exit_code == code


def test_the_plan_can_be_read_before_the_run_ends(made, plan, tmp_path):
    book = Ledger(tmp_path, "gw0", Redactor())
    book.append(*plan(made.planned(), made.planned("m::test_b[SI]")))
    book.append("note", {"text": "x"})
    book.close()

    assert [item.id for item in planned_in(tmp_path)] == ["m::test_a[SI]", "m::test_b[SI]"]


def test_the_record_is_plain_json_that_ends_with_a_line(run, proved, tmp_path):
    run({"main": proved})
    written = (tmp_path / FILE_NAME).read_bytes()

    assert written.endswith(b"}\n")
    assert json.loads(written)["schema_version"] == "1"
