"""SIGINT, SIGTERM and SIGHUP: the run stops once, in order, and leaves a partial report that says so."""

from __future__ import annotations

import signal

import pytest

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interruption:
    """Turns the first signal into ``KeyboardInterrupt`` and ignores the rest: a second must not cut the report off.

    A pytest plugin as well: while pytest and xdist start their processes the signal waits, since half-started
    workers would be left behind, and xdist would end in an internal error.
    """

    def __init__(self) -> None:
        self._held = False
        self._pending = False

    def watch(self) -> None:
        """Take the signals over; what `nohup` had ignored stays ignored."""
        for number in _SIGNALS:
            if number == signal.SIGINT or signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._received)

    def hold(self) -> None:
        """From now on a signal waits for ``pytest_collection``."""
        self._held = True

    @pytest.hookimpl(tryfirst=True)  # xdist's own ends the hook
    def pytest_collection(self) -> None:
        """All processes have started: a signal that came meanwhile takes effect, later ones do at once."""
        self._held = False
        if self._pending:
            raise KeyboardInterrupt

    def _received(self, *_: object) -> None:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        self._pending = self._held
        if not self._held:
            raise KeyboardInterrupt
