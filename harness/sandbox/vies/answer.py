"""What a VIES consultation came to, in three values and one: valid, invalid, unreachable, and malformed.

Only a real negative is `invalid`. Everything that says nothing about the number (an outage, a throttle, a proxy's HTML
page) is `unreachable`; a request that VIES refuses to read, or that was never sent because of its form, is `malformed`.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Outcome = Literal["valid", "invalid", "unreachable", "malformed"]


@dataclass(frozen=True)
class ViesAnswer:
    """One consultation of VIES about one VAT number."""

    outcome: Outcome
    country_code: str
    """The prefix that was consulted, as VIES writes it (EL for Greece)."""
    vat_number: str
    """The number that was consulted, without prefix."""
    code: str | None = None
    """VIES error code such as MS_UNAVAILABLE; INVALID for a real negative; None when valid."""
    name: str | None = None
    """Registered name; None when the Member State does not disclose it (`---`)."""
    address: str | None = None
    request_identifier: str | None = None
    """The consultation number; only issued when the requester's own valid number was sent along."""
    request_date: str | None = None
    """When VIES answered, ISO 8601 in UTC; None when it did not answer."""
    name_match: str | None = None
    """VALID, INVALID or NOT_PROCESSED when a trader name was sent along."""

    @property
    def valid(self) -> bool | None:
        """True or False when VIES decided, None when the status of the number is unknown."""
        return {"valid": True, "invalid": False}.get(self.outcome)

    def as_json(self) -> dict[str, Any]:
        """Return the consultation as evidence to store with a document (JSON types only)."""
        return {"valid": self.valid, **asdict(self)}
