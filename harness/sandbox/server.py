"""What all calls of one running sandbox share: database, clock, seed, profile, VIES, the defects that are always on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.sandbox.clock import Clock, system_clock, timestamp
from harness.sandbox.db import Database
from harness.sandbox.defects.catalogue import parse_names, seams_with
from harness.sandbox.defects.seams import Seams
from harness.sandbox.idempotency import RunningRequests
from harness.sandbox.ids import account_key, digest
from harness.sandbox.profile import Profile
from harness.sandbox.ratelimit import RateLimiter
from harness.sandbox.tables import Account
from harness.sandbox.vies.answer import ViesAnswer

ViesCheck = Callable[[str, str], ViesAnswer]
"""Asks VIES about a number, given its prefix and the number without it."""

DEFECT_HEADER = "x-sandbox-defect"


@dataclass(frozen=True)
class Server:
    """One sandbox. ``vies`` is None when there is no VIES to ask; then every number is unchecked."""

    database: Database
    vies: ViesCheck | None = None
    clock: Clock = system_clock
    seed: int = 0
    profile: Profile = field(default_factory=Profile)
    defects: frozenset[str] = frozenset()
    running: RunningRequests = field(default_factory=RunningRequests)
    limiter: RateLimiter = field(default_factory=RateLimiter)

    @property
    def key(self) -> str:
        """The key of the account that the sandbox starts with."""
        return account_key(self.seed)

    def now(self) -> str:
        """The timestamp of this moment, as the API writes it."""
        return timestamp(self.clock())

    def seams(self, header: str | None) -> Seams:
        """The seams of one request: the server's defects and those that its header names. Raises ``ValueError``."""
        return seams_with(self.defects | frozenset(parse_names(header or "")))

    def add_account(self, name: str = "main") -> str:
        """Make sure that the account of that name exists and return its key."""
        key = account_key(self.seed, name)
        identity = f"acc_{digest(self.seed, name, 'account')[:24]}"
        with self.database.writing() as session:
            if session.get(Account, identity) is None:
                session.add(Account(id=identity, key=key))
        return key
