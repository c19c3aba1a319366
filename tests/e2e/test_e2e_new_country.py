"""The guide to a new country, step by step in a copy of the checkout: its example loads, explains itself and runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples"
AS_OF = "2026-11-23"
APPENDED = {
    "rs-outside.toml": "vies/outside.toml",
    "rs-account.toml": "accounts.toml",
    "rs-particulars.toml": "particulars.toml",
}

Harness = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout into which somebody has put the four files of the example, and nothing else yet."""
    home = tmp_path / "checkout"
    for part in ("harness", "scenarios", "fixtures"):
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / file, home)
    shutil.copytree(EXAMPLE / "rs", home / "fixtures" / "countries" / "rs")
    return home


@pytest.fixture
def harness(checkout: Path) -> Harness:
    """The command as it runs in that checkout, whatever is installed."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "SPACE_INVOICES_"))}
        command = [sys.executable, "-m", "harness", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=120, cwd=checkout, env=clean, check=False
        )

    return run


def people_are_given(checkout: Path) -> None:
    """Append the example's VAT numbers and particulars, as the guide says."""
    for ours, theirs in APPENDED.items():
        with (checkout / "fixtures" / theirs).open("a", encoding="utf-8") as file:
            file.write((EXAMPLE / ours).read_text(encoding="utf-8"))


def test_the_guide_appends_what_the_example_has() -> None:
    guide = (ROOT / "docs" / "new-country.md").read_text(encoding="utf-8")
    for ours, theirs in APPENDED.items():
        assert f"cat docs/examples/{ours} >> fixtures/{theirs}" in guide


def test_a_begun_folder_waits_for_a_person(checkout: Path, harness: Harness) -> None:
    shutil.rmtree(checkout / "fixtures" / "countries" / "rs")
    begun = harness("country", "new", "RS")
    assert (begun.returncode, begun.stderr) == (0, "")
    refused = harness("country", "check", "RS")
    assert refused.returncode == 1
    assert refused.stdout.count("FIND OUT") == int(begun.stdout.split("to find out: ")[1].split()[0])


def test_the_example_is_checked_and_explained(harness: Harness) -> None:
    assert harness("country", "check", "RS").returncode == 0
    sold = ("--vat-id", "DE136695976", "--vies", "valid", "--supply", "services", "--json")
    explained = harness("explain", "--seller", "RS", "--buyer", "DE", *sold)
    assert explained.returncode == 0
    law = json.loads(explained.stdout)["law"]
    assert (law["transaction_type"], law["reverse_charge"], law["totals"][0]["tax"]) == ("3w_b2b", False, "0.00")
    assert [mention["kind"] for mention in law["mentions"]] == ["out_of_scope_services"]


def test_without_numbers_nothing_runs(checkout: Path, harness: Harness) -> None:
    refused = harness("run", "RS", "--depth", "smoke", "-n", "1", "--out", "run", "--date", AS_OF)
    assert refused.returncode == 2
    assert "outside.toml" in refused.stderr
    assert not (checkout / "run").exists()


def test_the_example_is_rehearsed(checkout: Path, harness: Harness) -> None:
    people_are_given(checkout)
    done = harness("run", "RS", "--depth", "smoke", "-n", "1", "--out", "run", "--date", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads((checkout / "run" / "run.json").read_text(encoding="utf-8"))
    assert [(row["country"], row["verdict"]) for row in document["readiness"]] == [("RS", "REHEARSED")]
    assert {finding["verdict"] for finding in document["findings"]} <= {"passed", "not_applicable"}


def test_every_folder_of_the_product_still_runs_without_the_example() -> None:
    assert not (ROOT / "fixtures" / "countries" / "rs").exists()
    assert len(list((ROOT / "fixtures" / "countries").glob("??/identity.toml"))) == 33
