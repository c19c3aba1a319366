"""The simulated authorities: they answer a document with a UUID, or do not answer at all.

An authority is down for every entity by the profile switch ``fiscal_authority``, or for one entity by
``PUT /sandbox/authorities``, so that tenants that are tested in parallel do not disturb each other.
"""

from harness.sandbox.call import Call
from harness.sandbox.fiscal import registers
from harness.sandbox.ids import digest

AUTHORITIES = ("furs", "fina")
UNREACHABLE = "The tax authority did not answer; the document will be submitted later"


def is_reachable(call: Call, authority: str) -> bool:
    """Whether the authority answers the call's entity now."""
    row = registers.named(call, "state", authority)
    own = None if row is None else row.body.get("reachable")
    return call.server.profile.fiscal_authority == "up" if own is None else bool(own)


def confirm(call: Call, authority: str, subject: str) -> str:
    """The authority's UUID for a document (EOR, JIR), as one server would draw it: the same for the same seed."""
    drawn = digest(call.server.seed, call.entity.id, authority, subject)
    return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-a{drawn[17:20]}-{drawn[20:32]}"
