"""Request budget: at most so many requests in any minute, counted over a sliding window as the API counts them."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

WINDOW = 60.0
"""Seconds."""


class Budget:
    """A rate limiter that all clients of a process share; safe for threads. Several processes split the rate."""

    def __init__(
        self,
        per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if per_minute < 1:
            raise ValueError(f"a budget of {per_minute} requests a minute lets nothing through; give 1 or more")
        self.per_minute = per_minute
        self._clock = clock
        self._sleep = sleep
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    @classmethod
    def share(cls, per_minute: int, processes: int) -> Budget:
        """The part of a rate that one of several equal processes may use."""
        return cls(max(1, per_minute // max(1, processes)))

    def acquire(self) -> float:
        """Wait until one more request is allowed and count it; returns the seconds waited."""
        waited = 0.0
        while (pause := self._reserve()) > 0:
            self._sleep(pause)
            waited += pause
        return waited

    def _reserve(self) -> float:
        """Take a place in the window (0), or say how long until one is free."""
        with self._lock:
            now = self._clock()
            while self._sent and now - self._sent[0] >= WINDOW:
                self._sent.popleft()
            if len(self._sent) < self.per_minute:
                self._sent.append(now)
                return 0.0
            return max(self._sent[0] + WINDOW - now, 0.001)
