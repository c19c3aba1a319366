"""Invented invoices in five languages and many layouts, also as other writers of PDF would have put them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("way", [None, "glyphs", "words", "columns", "twice"])
def test_most_values_are_found_and_nearly_all_answers_right(way: str | None) -> None:
    if not (ROOT / "benchmarks" / "layouts").is_dir():
        pytest.skip("the benchmarks are not part of this installation")
    rewrite = ["--rewrite", way] if way else []
    command = [sys.executable, "-m", "benchmarks.layouts", "50", "--seed", "5", "--found", "97", "--right", "98"]
    done = subprocess.run([*command, *rewrite, "--show"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "reverse_charge    50/  50" in done.stdout
