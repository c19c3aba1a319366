"""Users of an entity, their roles, and invitations (contract section 19)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from harness.sandbox import ids
from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply
from harness.sandbox.clock import timestamp
from harness.sandbox.errors import conflict, not_found
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import created, deleted_reply
from harness.sandbox.schemas.entities import EntityUserAdd, EntityUserPatch, InvitationAccept
from harness.sandbox.tables import AccessToken, Entity, Invitation, Membership, User

Json = dict[str, Any]
INVITATION_DAYS = 7


def _user(call: Call, email: str) -> User | None:
    return call.session.scalars(select(User).filter_by(account_id=call.principal.account_id, email=email)).first()


def _join(call: Call, entity: Entity, user: User, role: str) -> Membership:
    identity = f"member_{ids.digest(entity.id, user.id)[:24]}"
    body = {
        "user_id": user.id,
        "entity_id": entity.id,
        "role": role,
        "email": user.email,
        "name": user.name,
        "invited_by_user_id": call.principal.user_id,
        "created_at": call.now,
    }
    row = Membership(id=identity, entity_id=entity.id, user_id=user.id, body=body)
    call.session.add(row)
    return row


def _invite(call: Call, wanted: EntityUserAdd) -> Json:
    identity = call.new_id("einv")
    lifetime = call.server.clock() + timedelta(days=INVITATION_DAYS)
    body = {
        "id": identity,
        "entity_id": call.entity.id,
        "email": wanted.email,
        "name": None,
        "role": wanted.role,
        "status": "pending",
        "invited_by": call.principal.user_id,
        "expires_at": timestamp(lifetime),
        "created_at": call.now,
        "updated_at": call.now,
    }
    token = ids.digest(call.server.seed, identity, "invitation")
    call.session.add(Invitation(id=identity, entity_id=call.entity.id, body=body, token=token))
    return {
        "user_id": None,
        "entity_id": call.entity.id,
        "role": wanted.role,
        "email": wanted.email,
        "name": None,
        "invited_by_user_id": call.principal.user_id,
        "created_at": call.now,
    }


def _memberships(call: Call) -> list[Membership]:
    query = select(Membership).filter_by(entity_id=call.entity.id, deleted=False).order_by(Membership.id)
    return list(call.session.scalars(query))


def _pending(call: Call) -> list[Invitation]:
    query = select(Invitation).filter_by(entity_id=call.entity.id, deleted=False).order_by(Invitation.id)
    return list(call.session.scalars(query))


def add(call: Call) -> Reply:
    """``POST /entities/users``: a known address gets access at once, an unknown one an invitation."""
    wanted = call.read(EntityUserAdd)
    taken = [row.body["email"] for row in _memberships(call)]
    taken += [row.body["email"] for row in _pending(call) if row.body["status"] == "pending"]
    if wanted.email in taken:
        raise conflict("This user has access or an invitation already")
    user = _user(call, wanted.email)
    return created(call, _invite(call, wanted) if user is None else _join(call, call.entity, user, wanted.role).body)


def listing(call: Call) -> Reply:
    """``GET /entities/users``: no pagination."""
    return Reply({"data": [row.body for row in _memberships(call)]})


def _member(call: Call) -> Membership:
    found = [row for row in _memberships(call) if row.user_id == call.path["user_id"]]
    if not found:
        raise not_found("User")
    return found[0]


def patch(call: Call) -> Reply:
    """``PATCH /entities/users/{user_id}``: the role."""
    row = _member(call)
    row.body = {**row.body, "role": call.read(EntityUserPatch).role}
    return Reply(row.body)


def remove(call: Call) -> Reply:
    """``DELETE /entities/users/{user_id}``."""
    row = _member(call)
    call.session.delete(row)
    return deleted_reply(call, row.body)


def invitations(call: Call) -> Reply:
    """``GET /entities/invitations``: no pagination; the tokens are not shown."""
    return Reply({"data": [row.body for row in _pending(call)]})


def _token(call: Call, user: User) -> str:
    count = ids.next_count(call.session, user.account_id, "token")
    token = f"token_sandbox_{ids.digest(call.server.seed, user.id, 'token', count)[:32]}"
    call.session.add(AccessToken(token=token, user_id=user.id))
    return token


def accept(call: Call) -> Reply:
    """``POST /invitations/accept?token=``: makes the user, gives access and a token."""
    wanted = call.read(InvitationAccept)
    row = call.session.scalars(select(Invitation).filter_by(token=call.query.get("token", ""), deleted=False)).first()
    if row is None or row.body["status"] != "pending" or row.body["expires_at"] <= call.now:
        raise not_found("Invitation")
    entity = call.session.get_one(Entity, row.entity_id)
    email = row.body["email"]
    user = call.session.scalars(select(User).filter_by(account_id=entity.account_id, email=email)).first()
    if user is None:
        identity = ids.tenant_id(call.session, call.server.seed, entity.id, "user")
        user = User(id=identity, account_id=entity.account_id, email=email, name=wanted.name)
        call.session.add(user)
        call.session.flush()
    _join(call, entity, user, row.body["role"])
    row.body = {**row.body, "status": "accepted", "updated_at": call.now}
    return Reply({"user_id": user.id, "entity_id": entity.id, "access_token": _token(call, user)})


def generate_token(call: Call) -> Reply:
    """``POST /entities/users/{user_id}/token``: not part of the published API, hence behind a switch (question Q23)."""
    if not call.server.profile.user_token_route:
        raise not_found("Route")
    user = call.session.get_one(User, _member(call).user_id)
    return created(call, {"token": _token(call, user), "user_id": user.id, "entity_id": call.entity.id})


ROUTES = (
    Route("POST", "/entities/users", add, Access.ADMIN),
    Route("GET", "/entities/users", listing),
    Route("PATCH", "/entities/users/{user_id}", patch, Access.ADMIN),
    Route("PUT", "/entities/users/{user_id}", patch, Access.ADMIN),
    Route("DELETE", "/entities/users/{user_id}", remove, Access.ADMIN),
    Route("POST", "/entities/users/{user_id}/token", generate_token, Access.ADMIN),
    Route("GET", "/entities/invitations", invitations, Access.ADMIN),
    Route("POST", "/invitations/accept", accept, Access.PUBLIC),
)
