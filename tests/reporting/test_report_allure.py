import json

import pytest

from harness.reporting import allure


@pytest.fixture
def results(document, folder, tmp_path):
    target = allure.write(document, folder, tmp_path / "allure")
    return target, [json.loads(path.read_text()) for path in sorted(target.glob("*-result.json"))]


def labels(result, name):
    return {label["value"] for label in result["labels"] if label["name"] == name}


def attachments(result):
    return {a["source"] for step in result.get("steps", []) for a in step.get("attachments", [])}


def test_one_result_per_planned_item(document, results):
    assert {r["fullName"].count("::") for r in results[1]} == {1}
    assert len(results[1]) == len(document.plan)
    assert len({r["uuid"] for r in results[1]}) == len(document.plan)


def test_outcomes_become_statuses(results):
    by_name = {r["fullName"]: r["status"] for r in results[1]}
    assert by_name["scenarios/test_vat.py::test_vat[SI-1]"] == "failed"
    assert by_name["scenarios/test_num.py::test_num[SI-1]"] == "broken"
    assert by_name["scenarios/test_vies.py::test_vies[SI-1]"] == "broken"
    assert by_name["scenarios/test_vat.py::test_vat[DE-1]"] == "passed"


def test_labels_name_country_group_and_severity(results):
    result = next(r for r in results[1] if r["fullName"] == "scenarios/test_num.py::test_num[DE-1]")
    assert labels(result, "feature") == {"Germany"}
    assert labels(result, "story") == {"NUM"}
    assert labels(result, "severity") == {"blocker"}
    assert labels(result, "tag") == {"embedded", "NUM-SEQUENCE", "NUM-TENANT"}


def test_each_finding_is_a_step(document, results):
    assert sum(len(r.get("steps", [])) for r in results[1]) == len(document.findings)


def test_files_are_copied_only_for_what_somebody_must_look_at(results):
    target, found = results
    wanted = {name for result in found for name in attachments(result)}
    assert wanted == {path.name for path in target.glob("*-attachment*")}
    assert {r["fullName"] for r in found if attachments(r)} == {
        f"scenarios/test_{group}.py::test_{group}[{place}]"
        for group, place in [
            ("vat", "SI-1"),
            ("vat", "SI-2"),
            ("num", "SI-1"),
            ("num", "SI-2"),
            ("vat", "DE-1"),
            ("vat", "DE-2"),
            ("vat", "FR-1"),
            ("vat", "FR-2"),
        ]
    }


def test_a_lost_file_does_not_stop_the_writer(document, tmp_path):
    target = allure.write(document, tmp_path / "nowhere", tmp_path / "allure")
    assert len(list(target.glob("*-result.json"))) == len(document.plan)
    assert not list(target.glob("*-attachment*"))
