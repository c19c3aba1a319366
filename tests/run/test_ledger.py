"""The ledger: every record of every worker comes back, a torn line is told, and no secret is written."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.evidence import Redactor
from harness.run.record import ledger
from harness.run.record.ledger import Ledger

CANARY = "canary+7f/Q2=x~Zp.9_k-t"
SEPARATORS = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\r\n\t"


def write(folder, worker, *records):
    book = Ledger(folder, worker, Redactor((CANARY,)))
    for kind, record in records:
        book.append(kind, record)
    book.close()


def file_of(folder, worker):
    return folder / ledger.FOLDER / f"{worker}.jsonl"


def test_records_come_back_as_they_were_written(tmp_path, made):
    write(tmp_path, "main", ("note", {"text": "Škofja Loka"}), ("finding", made.finding()))

    assert list(ledger.read(tmp_path)) == [
        ("note", {"text": "Škofja Loka"}),
        ("finding", made.finding().model_dump(mode="json")),
    ]


def test_a_run_without_ledger_has_no_records(tmp_path):
    assert list(ledger.read(tmp_path)) == []


def test_each_record_is_on_disk_at_once(tmp_path):
    book = Ledger(tmp_path, "main", Redactor())
    book.append("note", {"text": "first"})

    assert list(ledger.read(tmp_path)) == [("note", {"text": "first"})]
    book.close()
    with pytest.raises(ValueError, match="closed"):
        book.append("note", {"text": "late"})


def test_the_records_of_all_workers_are_read_in_name_order(tmp_path):
    for worker in ("gw1", "gw0", "main"):
        write(tmp_path, worker, ("note", {"text": f"{worker} 1"}), ("note", {"text": f"{worker} 2"}))

    assert [record["text"] for _, record in ledger.read(tmp_path)] == [
        "gw0 1", "gw0 2", "gw1 1", "gw1 2", "main 1", "main 2",
    ]  # fmt: skip


def test_a_ledger_that_is_opened_again_goes_on(tmp_path):
    write(tmp_path, "main", ("note", {"text": "before"}))
    write(tmp_path, "main", ("note", {"text": "after"}))

    assert [record["text"] for _, record in ledger.read(tmp_path)] == ["before", "after"]


def test_a_torn_last_line_is_told_wherever_it_was_torn(tmp_path):
    write(tmp_path, "gw0", ("note", {"text": "kept"}), ("note", {"text": "Škofja Loka – žig"}))
    write(tmp_path, "gw1", ("note", {"text": "beside"}))
    whole = file_of(tmp_path, "gw0").read_bytes()
    start = whole.index(b"\n") + 1
    for end in range(start + 1, len(whole) - 1):
        file_of(tmp_path, "gw0").write_bytes(whole[:end])

        assert list(ledger.read(tmp_path)) == [
            ("note", {"text": "kept"}),
            ("torn", {"where": "gw0.jsonl:2"}),
            ("note", {"text": "beside"}),
        ]


def test_what_is_written_after_a_torn_line_is_not_lost(tmp_path):
    """A worker that takes over the name of a killed one appends to its file."""
    write(tmp_path, "gw0", ("note", {"text": "kept"}), ("note", {"text": "torn"}))
    path = file_of(tmp_path, "gw0")
    path.write_bytes(path.read_bytes()[:-6])
    write(tmp_path, "gw0", ("note", {"text": "after"}))

    assert [kind for kind, _ in ledger.read(tmp_path)] == ["note", "torn", "note"]


@pytest.mark.parametrize("char", SEPARATORS, ids=lambda char: f"U+{ord(char):04X}")
def test_separators_inside_a_text_do_not_tear_the_line(tmp_path, made, char):
    finding = made.finding(observed=f"Total{char}22.00")
    write(tmp_path, "main", ("finding", finding))

    assert list(ledger.read(tmp_path)) == [("finding", finding.model_dump(mode="json"))]


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_any_text_comes_back(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("ledger")
    write(folder, "main", ("note", {"text": text, "deep": [{"er": text}]}))

    assert list(ledger.read(folder)) == [("note", {"text": text, "deep": [{"er": text}]})]


@pytest.mark.parametrize(
    "text",
    [
        f"key {CANARY}",
        f"http://user:{CANARY}@127.0.0.1/",
        "sk_sandbox_unknown99",
        "ek_live_unknown99",
        'GET "http://127.0.0.1/?token=unknown99" failed',
        'refused: "https://host/?key=unknown99"',
    ],
)
def test_no_secret_is_written_and_the_record_stays_readable(tmp_path, text):
    write(tmp_path, "main", ("note", {"text": text, "code": "x"}))
    written = file_of(tmp_path, "main").read_text(encoding="utf-8")
    ((kind, record),) = ledger.read(tmp_path)

    assert CANARY not in written
    assert "unknown99" not in written
    assert (kind, record["code"]) == ("note", "x")


def test_every_line_is_one_json_object_with_type_and_record(tmp_path, made):
    write(tmp_path, "main", ("plan", {"items": []}), ("result", made.result()))
    lines = file_of(tmp_path, "main").read_text(encoding="utf-8").split("\n")

    assert lines.pop() == ""
    assert [sorted(json.loads(line)) for line in lines] == [["record", "type"]] * 2


def test_threads_of_a_worker_do_not_mix_their_lines(tmp_path):
    """Documents are issued at the same time, and each exchange is written down by its own thread."""
    book = Ledger(tmp_path, "main", Redactor())
    texts = [f"{number} " + "x" * 3000 for number in range(120)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: book.append("note", {"text": text}), texts))
    book.close()

    assert sorted(record["text"] for _, record in ledger.read(tmp_path)) == sorted(texts)
