"""Where the output goes, or does not, changes no exit code and shows no traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LISTS = (["country", "list"], ["coverage", "SI"], ["sandbox", "defects"])
EXPLAINS = ["explain", "--seller", "SI", "--buyer", "DE", "--supply", "services"]


def _run(arguments: list[str], redirection: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = f'"{sys.executable}" -m harness "$@" {redirection}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, "bash", *arguments],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **variables},
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [*LISTS, EXPLAINS], ids=" ".join)
@pytest.mark.parametrize("redirection", ["| head -1", ">&-", ">&- 2>&-"])
def test_reader_that_goes_away_changes_nothing(arguments, redirection):
    done = _run(arguments, redirection)
    assert (done.returncode, done.stderr) == (0, "")


def test_disk_that_is_full_is_one_line_and_an_internal_error():
    done = _run(["country", "list"], ">/dev/full")
    assert done.returncode == 5
    assert done.stderr == "harness: standard output cannot be written: No space left on device\n"


def test_usage_error_stays_one_on_a_full_disk():
    assert _run(["coverage", "ZZ"], ">/dev/full").returncode == 2


@pytest.mark.parametrize("arguments", [*LISTS, EXPLAINS], ids=" ".join)
def test_terminal_without_umlauts(arguments):
    done = _run(arguments, "", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()


def test_narrow_terminal():
    done = _run(["country", "list"], "", COLUMNS="60")
    assert max(map(len, done.stdout.splitlines())) <= 60
