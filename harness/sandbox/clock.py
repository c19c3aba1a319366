"""The clock of the sandbox: the system's, or one that stands still so that two runs give the same bytes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def frozen_clock(moment: datetime) -> Clock:
    """A clock that always answers ``moment`` (naive moments are taken as UTC)."""
    fixed = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return lambda: fixed


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment such as ``2026-11-22T10:00:00Z``. Raises ``ValueError``."""
    return datetime.fromisoformat(text)


def timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as every ``created_at`` is written (contract section 6)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def midnight(day: date) -> str:
    """A business date as the API returns it: midnight UTC."""
    return f"{day.isoformat()}T00:00:00.000Z"


def known_timezone(name: str) -> bool:
    """Whether ``name`` is a time zone that this machine's zone database knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def today(clock: Clock, timezone: str | None) -> date:
    """The calendar day of the tenant: in its time zone when it has one, else in UTC."""
    zone = ZoneInfo(timezone) if timezone and known_timezone(timezone) else UTC
    return clock().astimezone(zone).date()
