"""Promises that no single module can keep: documents against code, and the two sides against each other."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from harness.law import load_countries
from harness.run.errors import ExitCode

ROOT = Path(__file__).resolve().parents[2]
STATES = {"MS_UNAVAILABLE": "unreachable", "TIMEOUT": "timeout", "MS_MAX_CONCURRENT_REQ": "throttled"}


def test_readme_lists_the_exit_codes_that_the_code_has():
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Exit codes")[1].split("\n\n")[1]
    rows = {int(code): words for code, words in re.findall(r"^\| (\d) \| (\w+)", table, re.MULTILINE)}
    meanings = {"passed": "gate", "findings": "findings", "usage": "usage", "incomplete": "incomplete",
                "refused": "refused", "internal": "internal"}  # fmt: skip
    assert rows == {int(code): meanings[code.name.lower()] for code in ExitCode}
    assert {code.name: int(code) for code in ExitCode} == {
        "PASSED": 0, "FINDINGS": 1, "USAGE": 2, "INCOMPLETE": 3, "REFUSED": 4, "INTERNAL": 5
    }  # fmt: skip


def test_readme_commands_are_one_line_each_and_pinned():
    commands = re.findall(r"^python3 -m venv .*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [command.rsplit("/", 1)[-1] for command in commands] == ["harness run", "pytest -n auto --dist worksteal"]
    assert all("-c constraints.txt" in command for command in commands)


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=\[ ]", entry)[0].lower().replace("_", "-") for entry in wanted}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    assert names <= pinned
    assert all(re.fullmatch(r"[\w.\-]+==[\w.]+", line) for line in lines if line and not line.startswith("#"))


def _literals(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_engine_contains_no_country_code():
    codes = set(load_countries(ROOT / "fixtures" / "countries").territories)
    engine = [p for p in (ROOT / "harness").rglob("*.py") if "sandbox" not in p.parts and "_bundled" not in p.parts]
    found = {str(p.relative_to(ROOT)): sorted(codes & _literals(p)) for p in engine if codes & _literals(p)}
    assert found == {}


def test_sandbox_reads_nothing_of_the_law_side():
    sources = [p for p in (ROOT / "harness" / "sandbox").rglob("*.py") if "_bundled" not in p.parts]
    assert sources
    assert [p.name for p in sources if any("fixtures" in text for text in _literals(p) if "/" in text)] == []


def test_both_sides_know_the_same_vat_numbers():
    ours = tomllib.loads((ROOT / "fixtures/vies/numbers.toml").read_text(encoding="utf-8"))["number"]
    register = tomllib.loads((ROOT / "harness/sandbox/vies/register.toml").read_text(encoding="utf-8"))
    theirs = {r["member_state"] + r["number"]: STATES.get(r["answer"], r["answer"]) for r in register["registration"]}
    assert {n["vat_id"]: "valid" if n["state"] == "seller" else n["state"] for n in ours} == theirs


@pytest.mark.parametrize("code", sorted(load_countries(ROOT / "fixtures" / "countries")))
def test_two_sources_of_rates_agree_today(code):
    """Where law and sandbox disagree, a run reports it; for the countries of today they do not."""
    from datetime import date

    from harness.sandbox.vat.rates import default_taxes, rate_on

    on = date(2026, 11, 23)
    law = {rate.rate for rate in load_countries(ROOT / "fixtures" / "countries")[code].rates_on(on)}
    sandbox = {rate_on(tax.tax_rates, on) for tax in default_taxes(code)}
    assert law == sandbox
