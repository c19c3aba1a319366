"""No run hangs: each scenario has a time limit, and a worker that does not keep to it is ended from outside.

A scenario that takes too long is interrupted by an alarm in its own process and is broken. An alarm reaches neither a
process that was stopped nor native code that never returns: so the controller watches, too, and when nothing at all
has happened for the limit and a grace, ends the workers that are at a scenario. Without workers, the process ends
itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from harness.run.errors import ExitCode, Incomplete
from harness.run.record import ledger

SECONDS = 300
"""Limit of one scenario on this machine; the slowest takes half a minute."""
REMOTE_SECONDS = 3600
"""Limit where the target's rate limit sets the pace."""
GRACE = 15.0
"""Seconds between the alarm in the worker and the end from outside."""
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class TooSlow(Incomplete):
    """A scenario took longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"stopped after {seconds:g} s, the time limit of one scenario (--time-limit)")


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise ``TooSlow`` inside the block once it has taken that long, where the system has alarms."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> NoReturn:
        raise TooSlow(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Watchdog:
    """A thread of the controlling process that acts when nothing has happened for too long."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._seconds = seconds
        self._act = act
        self._seen = time.monotonic()
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="harness-watchdog", daemon=True).start()

    def alive(self) -> None:
        """Something happened."""
        self._seen = time.monotonic()

    def close(self) -> None:
        """Stop watching."""
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(min(1.0, self._seconds / 4)):
            if time.monotonic() - self._seen > self._seconds:
                self.alive()
                self._act()


def end_workers(folder: Path) -> list[str]:
    """Kill the workers that are at a scenario, or all where none is; the scenarios that they were at."""
    at = _at_work(folder)
    busy = {pid: item for pid, item in at.items() if item} or at
    for pid in busy:
        with suppress(OSError):  # it ended meanwhile
            os.kill(pid, _KILL)
    return [item for item in busy.values() if item]


def _at_work(folder: Path) -> dict[int, str]:
    """Process id of each worker, and the scenario that it began and did not end; empty between two."""
    at: dict[int, str] = {}
    for kind, record in ledger.read(folder):
        if kind == "begun":
            at[record["pid"]] = record["item"]
        elif kind == "result":
            at.update({pid: "" for pid, item in at.items() if item == record["item"]})
    return at


def end_this_process(seconds: float) -> NoReturn:
    """The last way out of a process whose only thread that matters does not answer."""
    print(f"harness: {TooSlow(seconds)}; it did not answer, so there is no report", file=sys.stderr, flush=True)
    os._exit(int(ExitCode.INCOMPLETE))
