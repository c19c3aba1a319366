"""The harness proves that it can fail: each named defect of the sandbox is caught by a requirement that it violates.

Each defect is tried in a few countries, so that over all defects every country folder has its turn, with the scenario
that is made to see it. `benchmarks/defects.py` tries every defect in every country.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import count

import pytest

from harness.law import load_countries
from harness.run.resources import fixtures

AS_OF = "2026-11-23"


def _defects() -> dict[str, dict[str, object]]:
    command = [sys.executable, "-m", "harness.sandbox", "defects", "--json"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {defect["name"]: defect for defect in listed}


def _turns(defects: dict[str, dict[str, object]], folders: list[str]) -> dict[str, list[str]]:
    """Defect -> countries: every folder has a turn with the defect that had the fewest, every defect has a country."""
    turns: dict[str, list[str]] = {name: [] for name in defects}
    for code in folders:
        fitting = [name for name, defect in defects.items() if code in defect["countries"]]
        turns[min(fitting, key=lambda name: len(turns[name]))].append(code)
    position = count()
    for name, codes in turns.items():
        known = defects[name]["countries"]
        codes += [] if codes else [known[next(position) % len(known)]]
    return turns


FOLDERS = sorted(load_countries(fixtures("countries")))
DEFECTS = _defects()
TURNS = _turns(DEFECTS, FOLDERS)


def test_every_defect_has_its_turn_and_every_country():
    assert set(DEFECTS) == set(TURNS)
    assert all(TURNS.values())
    assert {code for codes in TURNS.values() for code in codes} == set(FOLDERS)
    assert all(set(defect["countries"]) <= set(FOLDERS) for defect in DEFECTS.values())
    assert all(defect["shows_in"] for defect in DEFECTS.values())


@pytest.mark.parametrize("name", DEFECTS)
def test_defect_is_caught_by_a_requirement_that_it_violates(harness, name):
    codes = TURNS[name]
    outcome = harness("run", *codes, "-n", "1", "--date", AS_OF, "-k", str(DEFECTS[name]["seen_by"]), "--defect", name)
    assert outcome.code == 1, outcome.out + outcome.err
    for code in codes:
        assert outcome.failed_requirements(code) & set(DEFECTS[name]["requirements"]), code
    assert outcome.document["run"]["defects"] == [name]
    assert {row["verdict"] for row in outcome.document["readiness"]} <= {"BLOCKED"}


def test_defect_blocks_a_whole_run(harness):
    outcome = harness("run", "SI", "-n", "1", "--date", AS_OF, "--defect", "wrong-rate")
    assert outcome.code == 1
    assert "VAT-226-9" in outcome.failed_requirements("SI")
    assert outcome.document["readiness"][0]["verdict"] == "BLOCKED"


def test_defect_of_a_single_request_leaves_the_next_alone(served):
    import httpx

    with httpx.Client(base_url=served["address"], trust_env=False) as client:
        client.headers["authorization"] = f"Bearer {served['key']}"
        known = client.get("/entities", headers={"x-sandbox-defect": "wrong-rate"})
        unknown = client.get("/entities", headers={"x-sandbox-defect": "no-such"})
    assert known.status_code == 200
    assert unknown.status_code == 400
    assert "wrong-rate" in unknown.json()["message"]
