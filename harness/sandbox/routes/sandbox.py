"""What only the embedded sandbox has: its profile and defects (no token needed), and its mailbox."""

from sqlalchemy import select

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.defects import catalogue
from harness.sandbox.fiscal import registers
from harness.sandbox.fiscal.authority import AUTHORITIES, is_reachable
from harness.sandbox.fiscal.keys import PURPOSES, public_pem, signing_key
from harness.sandbox.pipeline import Route
from harness.sandbox.profile import describe
from harness.sandbox.schemas.fiscal import Authorities
from harness.sandbox.tables import Entity, Invitation


def profile(call: Call) -> Reply:
    """``GET /sandbox/profile``."""
    return Reply({"data": describe(call.server.profile)})


def defects(_call: Call) -> Reply:
    """``GET /sandbox/defects``."""
    return Reply({"data": catalogue.describe()})


def mailbox(call: Call) -> Reply:
    """``GET /sandbox/mailbox``: the invitations that would have been mailed, each with its token."""
    query = (
        select(Invitation)
        .join(Entity, Entity.id == Invitation.entity_id)
        .where(Entity.account_id == call.principal.account_id)
        .order_by(Invitation.id)
    )
    rows = call.session.scalars(query)
    mails = [{"to": row.body["email"], "entity_id": row.entity_id, "token": row.token} for row in rows]
    return Reply({"data": mails})


def keys(call: Call) -> Reply:
    """``GET /sandbox/keys``: the public keys of the sandbox's own signatures, as PEM."""
    seed = call.server.seed
    return Reply({purpose: public_pem(signing_key(seed, purpose)) for purpose in PURPOSES})


def authorities(call: Call) -> Reply:
    """``PUT /sandbox/authorities``: make a simulated authority fail, or answer again, for one entity."""
    for name, wanted in sent(call.read(Authorities)).items():
        registers.remember(registers.state(call, name), reachable=None if wanted is None else wanted == "up")
    return Reply({name: "up" if is_reachable(call, name) else "down" for name in AUTHORITIES})


ROUTES = (
    Route("GET", "/sandbox/keys", keys, Access.PUBLIC),
    Route("PUT", "/sandbox/authorities", authorities, Access.WRITE),
    Route("GET", "/sandbox/mailbox", mailbox, Access.ACCOUNT),
    Route("GET", "/sandbox/profile", profile, Access.PUBLIC),
    Route("GET", "/sandbox/defects", defects, Access.PUBLIC),
)
