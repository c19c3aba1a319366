"""The harness proves that it can fail: each named defect of the sandbox is caught by a requirement that it violates."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

AS_OF = "2026-11-23"
COUNTRIES = ("SI", "DE", "FR")


def _defects() -> list[dict[str, object]]:
    command = [sys.executable, "-m", "harness.sandbox", "defects", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


DEFECTS = _defects()


def test_there_are_twelve_with_requirements_and_countries():
    assert len({defect["name"] for defect in DEFECTS}) == 12
    assert all(defect["requirements"] and set(COUNTRIES) <= set(defect["countries"]) for defect in DEFECTS)


@pytest.mark.parametrize(("position", "defect"), list(enumerate(DEFECTS)), ids=[d["name"] for d in DEFECTS])
def test_defect_is_caught_by_a_requirement_that_it_violates(harness, position, defect):
    country = COUNTRIES[position % len(COUNTRIES)]
    outcome = harness("run", country, "-n", "1", "--date", AS_OF, "--defect", defect["name"])
    assert outcome.code == 1, outcome.out + outcome.err
    assert outcome.failed_requirements(country) & set(defect["requirements"])
    assert outcome.document["run"]["defects"] == [defect["name"]]
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
