"""`harness run` from the outside: what it leaves behind, what it says, how it ends."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

from harness.run.context import Preparation
from harness.run.options import RunOptions

AS_OF = "2026-11-23"
ROOT = Path(__file__).resolve().parents[2]


def test_smoke_run_leaves_a_whole_folder(harness):
    outcome = harness("run", "SI", "--depth", "smoke", "-n", "1", "--date", AS_OF)
    assert outcome.code == 0, outcome.out + outcome.err
    document = outcome.document
    jsonschema.validate(document, json.loads((ROOT / "reports/run.schema.json").read_text(encoding="utf-8")))
    assert [r["verdict"] for r in document["readiness"]] == ["REHEARSED"]
    assert document["run"]["target"]["fidelity"] == "embedded"
    assert "REHEARSED" in outcome.out
    assert "not proof about the vendor" in outcome.out
    assert str(outcome.folder / "index.html") in outcome.out
    assert ET.parse(outcome.folder / "junit.xml").getroot().get("failures") == "0"
    assert "<script src" not in (outcome.folder / "index.html").read_text(encoding="utf-8")


def test_evidence_is_kept_hashed_and_redacted(harness):
    outcome = harness("run", "FR", "--depth", "smoke", "-n", "2", "--date", AS_OF)
    artefacts = outcome.document["artefacts"]
    for digest, artefact in artefacts.items():
        data = (outcome.folder / artefact["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
        assert len(data) == artefact["size"]
    for exchange in outcome.document["exchanges"]:
        assert exchange["request"] in artefacts
        assert exchange["response"] in artefacts
    secrets = re.compile(rb"(?:sk|ek)_sandbox_[0-9a-zA-Z]{8,}")
    leaks = [path for path in outcome.folder.rglob("*") if path.is_file() and secrets.search(path.read_bytes())]
    assert leaks == []
    assert not secrets.search((outcome.out + outcome.err).encode())


def test_every_country_holds_without_a_defect(harness):
    """At smoke depth; standard depth over all countries takes minutes, and is a step of its own in CI."""
    outcome = harness("run", "--depth", "smoke", "--date", AS_OF)
    assert outcome.code == 0, outcome.out + outcome.err
    document = outcome.document
    folders = sorted(path.name.upper() for path in (ROOT / "fixtures/countries").iterdir() if path.is_dir())
    assert document["run"]["countries"] == folders
    verdicts = {f["verdict"] for f in document["findings"]}
    assert verdicts <= {"passed", "gap", "not_applicable"}
    assert {r["verdict"] for r in document["readiness"]} == {"REHEARSED"}
    assert all(0 < r["requests"] < 60 for r in document["readiness"])


def test_scenarios_of_a_shared_tenant_stay_on_one_worker(harness):
    """Else a country's tenant is set up on every worker, and equal cases are issued once on each."""
    asked = "test_discounts or test_large_amount or test_fractional or test_everything_free or test_many_small"
    document = harness("run", "SI", "DE", "FR", "-n", "2", "--date", AS_OF, "-k", asked).document
    places = {(item["id"].split("[")[1][:2], result["worker"]) for item in document["plan"]
              for result in document["results"] if result["item"] == item["id"]}  # fmt: skip
    assert len(document["results"]) == 15
    assert len(places) == 3


def test_open_gaps_block_only_when_asked(harness):
    chosen = ("run", "DE", "-n", "1", "--date", AS_OF, "-k", "test_consumer_outside_the_eu")
    rules = {rule["name"]: rule["holds"] for rule in harness(*chosen).document["gate"]["rules"]}
    assert rules["Open compliance gaps are shown, and do not block"]
    with_block = harness(*chosen, "--gaps-block", "--out", "blocked", out=False)
    assert with_block.code == 1


def test_same_seed_and_date_print_the_same_pages(harness, tmp_path):
    first = harness("run", "DE", "--depth", "smoke", "-n", "1", "--date", AS_OF)
    second = harness("run", "DE", "--depth", "smoke", "-n", "1", "--date", AS_OF, "--out", "again", out=False)
    again = json.loads((tmp_path / "again" / "run.json").read_text(encoding="utf-8"))
    assert second.code == first.code == 0
    assert _pages(first.document) == _pages(again) != set()


def _pages(document):
    return {d for d, artefact in document["artefacts"].items() if artefact["media_type"] == "application/pdf"}


def test_target_of_the_users_own(harness, served):
    outcome = harness("run", "SI", "--depth", "smoke", "-n", "1", "--date", AS_OF, "--target", served["address"],
                      SPACE_INVOICES_API_KEY=served["key"])  # fmt: skip
    assert outcome.code == 0, outcome.out + outcome.err
    assert outcome.document["run"]["target"]["fidelity"] == "local"


def test_allure_results(harness, tmp_path):
    harness("run", "SI", "--depth", "smoke", "-n", "1", "--date", AS_OF, "--alluredir", str(tmp_path / "allure"))
    results = [json.loads(path.read_text()) for path in (tmp_path / "allure").glob("*-result.json")]
    assert len(results) == 6
    assert {r["status"] for r in results} == {"passed"}


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "words"),
    [
        (["XX"], {}, 2, "no country folder for XX"),
        ([""], {}, 2, "no country folder for ''"),
        (["--depth", "deep"], {}, 2, "deep"),
        (["-k", "reverse and"], {}, 2, "Wrong expression"),
        (["SI", "--date", "1999-01-01"], {}, 2, "the first is of 2013-07-01"),
        (["--target", "http://127.0.0.1:9"], {}, 2, "SPACE_INVOICES_API_KEY"),
        (["--target", "http://127.0.0.1:9"], {"SPACE_INVOICES_API_KEY": "sk_sandbox_" + "a" * 32}, 3, "nobody answers"),
        (["--target", "http://127.0.0.1:9"], {"SPACE_INVOICES_API_KEY": "sk_live_" + "a" * 32}, 4, "sandbox key"),
        (["--target", "https://api.test"], {"SPACE_INVOICES_API_KEY": "sk_sandbox_" + "a" * 32}, 4, "allow list"),
        (["--target", "http://eu.spaceinvoices.com"], {"SPACE_INVOICES_API_KEY": "sk_sandbox_" + "a" * 32}, 4, "https"),
        (["--defect", "nope"], {}, 2, "wrong-rate"),
        (["--defect", "wrong-rate", "--target", "http://127.0.0.1:9"], {}, 2, "leave out --target"),
        (["--vies-numbers", "missing.toml"], {}, 2, "missing.toml"),
        (["--alluredir", "/dev/null/allure"], {}, 2, "/dev/null/allure cannot be created"),
        (["--time-limit", "0"], {}, 2, "--time-limit"),
    ],
)
def test_bad_input_is_one_clear_line_and_leaves_nothing(harness, arguments, variables, code, words):
    outcome = harness("run", *arguments, **variables)
    assert outcome.code == code
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert "a" * 32 not in outcome.err
    assert not outcome.folder.exists()


def test_folder_that_holds_something_is_not_overwritten(harness, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text("precious")
    outcome = harness("run", "SI")
    assert outcome.code == 2
    assert (tmp_path / "run" / "run.json").read_text() == "precious"


def test_file_in_place_of_the_folder(harness, tmp_path):
    (tmp_path / "run").write_text("precious")
    outcome = harness("run", "SI")
    assert outcome.code == 2
    assert "is a file" in outcome.err
    assert (tmp_path / "run").read_text() == "precious"


def test_result_that_cannot_be_written_is_an_internal_error(harness, tmp_path):
    (tmp_path / "taken").write_text("a file where a folder should be")
    summary = str(tmp_path / "taken" / "summary.md")
    outcome = harness("run", "SI", "--depth", "smoke", "-n", "1", "--date", AS_OF, GITHUB_STEP_SUMMARY=summary)
    assert outcome.code == 5
    assert "cannot be written" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("look", ["--collect-only", "--help", "--markers"])
def test_looking_at_the_scenarios_starts_and_leaves_nothing(tmp_path, look):
    home = ROOT
    options = [
        "-p",
        "harness.run.engine.plugin",
        "-p",
        "no:cacheprovider",
        "-c",
        str(home / "pyproject.toml"),
        "--country",
        "SI",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(home / "scenarios"), look, *options],
        capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert look != "--collect-only" or "test_first_milestone" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_interruption_before_the_plan_leaves_no_folder(tmp_path):
    preparation = Preparation(RunOptions(("SI",), out=tmp_path / "run"))
    with preparation:
        assert (tmp_path / "run" / "sandbox.log").exists()
        preparation.discard()
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_run_is_never_green(harness):
    outcome = harness("run", "SI", "-n", "1", "-k", "no_such_scenario")
    assert outcome.code == 3
    assert outcome.document["gate"]["passed"] is False
    assert outcome.document["readiness"][0]["verdict"] == "INCOMPLETE"
