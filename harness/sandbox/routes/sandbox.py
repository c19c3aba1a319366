"""What only the embedded sandbox has: its profile and defects (no token needed), and its mailbox."""

from sqlalchemy import select

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply
from harness.sandbox.defects import catalogue
from harness.sandbox.pipeline import Route
from harness.sandbox.profile import describe
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


ROUTES = (
    Route("GET", "/sandbox/mailbox", mailbox, Access.ACCOUNT),
    Route("GET", "/sandbox/profile", profile, Access.PUBLIC),
    Route("GET", "/sandbox/defects", defects, Access.PUBLIC),
)
