"""Who is calling: an account key, an entity key or a user's token, and what each may do (contract section 1).

Keys are looked up whole in the database; nothing here logs or repeats a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from harness.sandbox.errors import ApiError, forbidden, not_found, unauthorized
from harness.sandbox.profile import Profile
from harness.sandbox.tables import AccessToken, Account, ApiKey, Entity, Membership, User


class Access(IntEnum):
    """What an operation asks for, weakest first."""

    PUBLIC = 0
    READ = 1
    WRITE = 2
    ADMIN = 3
    ACCOUNT = 4


_ROLE_ACCESS = {"viewer": Access.READ, "editor": Access.WRITE, "admin": Access.ADMIN}


@dataclass(frozen=True)
class Principal:
    """The caller. ``entity_id`` is set for an entity key, ``roles`` (entity id to role) and ``user_id`` for a user."""

    account_id: str
    entity_id: str | None = None
    user_id: str | None = None
    roles: Mapping[str, str] | None = None

    @property
    def environment(self) -> str:
        """The environment of the caller's key: this server issues sandbox keys only."""
        return "sandbox"

    def may_see(self, entity_id: str) -> bool:
        """Whether the caller has any business with that entity of its account."""
        if self.entity_id is not None:
            return entity_id == self.entity_id
        return self.roles is None or entity_id in self.roles

    def access_to(self, entity_id: str) -> Access:
        """The strongest access of the caller to an entity that it may see. An entity key is full entity access."""
        if self.roles is None:
            return Access.ACCOUNT if self.entity_id is None else Access.ADMIN
        return _ROLE_ACCESS.get(self.roles.get(entity_id, ""), Access.PUBLIC)


def _bearer(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized()
    return token.strip()


def _entity_key(session: Session, token: str, now: datetime) -> Principal | None:
    key = session.get(ApiKey, token)
    if key is None or key.deleted:
        return None
    expires = key.body["expires_at"]
    if expires is not None and datetime.fromisoformat(expires) <= now:
        return None
    entity = session.get_one(Entity, key.entity_id)
    return Principal(entity.account_id, entity_id=entity.id)


def _user(session: Session, token: str) -> Principal | None:
    found = session.get(AccessToken, token)
    if found is None:
        return None
    user = session.get_one(User, found.user_id)
    rows = session.scalars(select(Membership).filter_by(user_id=user.id, deleted=False))
    return Principal(user.account_id, user_id=user.id, roles={row.entity_id: row.body["role"] for row in rows})


def authenticate(session: Session, header: str | None, now: datetime) -> Principal:
    """The caller behind an ``Authorization`` header. Raises 401 without saying what was wrong with the token."""
    token = _bearer(header)
    account = session.scalars(select(Account).filter_by(key=token)).first()
    if account is not None:
        return Principal(account.id)
    principal = _entity_key(session, token, now) or _user(session, token)
    if principal is None:
        raise unauthorized()
    return principal


def entity_of(session: Session, principal: Principal, entity_id: str) -> Entity:
    """An entity by id; 404 when it is not the caller's, exactly as if it did not exist."""
    entity = session.get(Entity, entity_id)
    if entity is None or entity.account_id != principal.account_id or not principal.may_see(entity_id):
        raise not_found("Entity")
    return entity


def _only_entity(session: Session, principal: Principal, profile: Profile) -> Entity:
    rows = session.scalars(select(Entity).filter_by(account_id=principal.account_id)).all()
    visible = [row for row in rows if principal.may_see(row.id)]
    if len(visible) == 1:
        return visible[0]
    if not visible:
        raise not_found("Entity")
    status = profile.missing_entity_status
    code = "bad_request" if status == 400 else "unprocessable_entity"
    raise ApiError(status, code, "The x-entity-id header is required when several entities exist")


def select_entity(session: Session, principal: Principal, header: str | None, profile: Profile) -> Entity:
    """The entity that a call is about: by ``x-entity-id``, by the entity key, or the only one there is."""
    if principal.entity_id is not None:
        if header and header != principal.entity_id:
            code = "forbidden" if profile.foreign_entity_status == 403 else "not_found"
            raise ApiError(profile.foreign_entity_status, code, "This key belongs to another entity")
        return session.get_one(Entity, principal.entity_id)
    if not header:
        return _only_entity(session, principal, profile)
    return entity_of(session, principal, header)


def require(principal: Principal, entity_id: str, needed: Access) -> None:
    """403 unless the caller's role on the entity allows what the operation asks for."""
    if principal.access_to(entity_id) < needed:
        raise forbidden()


def require_account(principal: Principal) -> None:
    """403 unless the caller holds an account key."""
    if principal.entity_id is not None or principal.roles is not None:
        raise forbidden("An account key is required")
