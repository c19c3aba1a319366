"""A clock that tests can move."""

from datetime import UTC, datetime, timedelta


class MovingClock:
    """Answers the same moment until it is moved forward."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, step: timedelta) -> None:
        self.moment += step
