"""A failure that the search found is named by a case id, and that case can be issued again."""

from __future__ import annotations

import subprocess
import sys

AS_OF = "2026-11-23"
DEFECT = ("--defect", "half-cent-rounding")


def _replay(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harness", "replay", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_search_finds_a_rounding_fault_and_its_case_is_replayed(harness, tmp_path):
    outcome = harness("run", "SI", "-n", "1", "--depth", "full", "--date", AS_OF, "-k", "search and net", *DEFECT)
    assert outcome.code == 1, outcome.out + outcome.err
    found = [f for f in outcome.document["findings"] if f["code"] == "found-by-search"]
    assert [f["requirement"] for f in found] == ["VAT-ROUNDING"]
    case = found[0]["case"]
    assert [path.stem for path in (outcome.folder / "cases").iterdir()] == [case]
    assert f"case {case}, the smallest" in found[0]["message"]

    again = _replay(str(outcome.folder), case, "--out", str(tmp_path / "again"), *DEFECT)
    assert again.returncode == 1, again.stdout + again.stderr
    assert "VAT-ROUNDING" in again.stdout
    assert f"[SI-{case}]: failed" in again.stdout

    mended = _replay(str(outcome.folder), "--out", str(tmp_path / "mended"))
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert f"[SI-{case}]: holds" in mended.stdout


def test_replay_of_an_unknown_case_names_those_there_are(tmp_path):
    (tmp_path / "run.json").touch()
    done = _replay(str(tmp_path), "0123456789abcdef")
    assert done.returncode == 2
    assert "keeps no case 0123456789abcdef; there are none at all" in done.stderr
