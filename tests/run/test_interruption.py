"""A signal ends a run at once, or, while its processes start, as soon as they have."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from harness.run.engine.interruption import Interruption

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DURING_START = """
import os, signal, sys
import pytest
from harness.run.engine.interruption import Interruption

class Early:
    def pytest_sessionstart(self):
        os.kill(os.getpid(), signal.SIGTERM)

interruption = Interruption()
interruption.watch()
interruption.hold()
sys.exit(pytest.main(sys.argv[1:], plugins=[interruption, Early()]))
"""


@pytest.fixture
def interruption() -> Iterator[Interruption]:
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    made = Interruption()
    made.watch()
    yield made
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_first_signal_interrupts_and_the_next_is_ignored(interruption, number):
    with pytest.raises(KeyboardInterrupt):
        signal.getsignal(number)(number, None)  # called, not sent: when a sent one arrives is up to the system
    assert {signal.getsignal(each) for each in SIGNALS} == {signal.SIG_IGN}
    interruption.pytest_collection()


def test_what_nohup_ignores_stays_ignored(interruption):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    interruption.watch()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_signal_waits_while_processes_start(interruption):
    interruption.hold()
    signal.getsignal(signal.SIGTERM)(signal.SIGTERM, None)
    with pytest.raises(KeyboardInterrupt):
        interruption.pytest_collection()


def test_xdist_does_not_swallow_a_signal_that_waited(tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one(): pass")
    arguments = [str(tmp_path), "--rootdir", str(tmp_path), "-c", os.devnull, "-p", "no:cacheprovider"]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    command = [sys.executable, "-c", DURING_START, *arguments, "-n", "2"]
    done = subprocess.run(command, capture_output=True, timeout=60, env=clean, check=False)
    assert done.returncode == pytest.ExitCode.INTERRUPTED
