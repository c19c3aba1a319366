"""Runs the product as a user does: as a process of its own, against the embedded sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

AS_OF = "2026-11-23"
SECONDS = 120


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    def failed_requirements(self, country: str) -> set[str]:
        rows = self.document["findings"]
        return {f["requirement"] for f in rows if f["verdict"] == "failed" and f["country"] == country}


Run = Callable[..., Outcome]


@pytest.fixture
def harness(tmp_path: Path) -> Run:
    def run(*arguments: str, out: bool = True, **variables: str) -> Outcome:
        folder = tmp_path / "run"
        where = ("--out", str(folder)) if out else ()
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "SPACE_INVOICES_"))}
        done = subprocess.run(
            [sys.executable, "-m", "harness", *arguments, *where],
            capture_output=True, text=True, timeout=SECONDS, cwd=tmp_path, env={**clean, **variables}, check=False,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout, done.stderr, folder)

    return run


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A sandbox of its own, as `harness sandbox serve` gives it."""
    log = tmp_path_factory.mktemp("served") / "log"
    command = [sys.executable, "-m", "harness", "sandbox", "serve", "--json", "--exit-with-parent",
               "--clock", f"{AS_OF}T10:00:00Z"]  # fmt: skip
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
