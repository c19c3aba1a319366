"""A sliding window per caller address (contract section 5); off unless the profile sets a number."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0


class RateLimiter:
    """Counts the requests of the last minute by address."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Use ``now`` as the clock, in seconds."""
        self._now = now
        self._lock = threading.Lock()
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, address: str, limit: int) -> bool:
        """Count a request and say whether it is within ``limit`` per minute; 0 admits everything."""
        if limit <= 0:
            return True
        with self._lock:
            seen, now = self._seen[address], self._now()
            while seen and seen[0] <= now - WINDOW_SECONDS:
                seen.popleft()
            if len(seen) >= limit:
                return False
            seen.append(now)
            return True
