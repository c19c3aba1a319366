"""Who may act for a tenant: entity API keys and entity users."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict

from harness.api.models.base import SOMETIMES, Page, RequestModel, ResponseModel, Rows
from harness.api.secret import Secret

Role = Literal["viewer", "editor", "admin"]


def _secret(value: Any) -> Any:
    return Secret(value) if isinstance(value, str) else value


class ApiKeyCreate(RequestModel):
    """A new entity API key."""

    name: str | None = None
    ttl: int | None = None
    """Seconds until it expires, 60 or more; never where it is left out."""


class ApiKey(ResponseModel):
    """An entity API key. ``id`` is the key itself: whole when it is created, perhaps masked in lists."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    drift_name = "api_key"
    id: Annotated[Secret, BeforeValidator(_secret)]
    entity_id: str | None = None
    name: str | None = None
    environment: str | None = None
    prefix_hint: str | None = None
    expires_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None

    @property
    def key(self) -> Secret:
        """The key, to open a client with."""
        return self.id


class ApiKeyPage(Page):
    """The keys of an entity."""

    data: Rows[ApiKey]


class EntityUserAdd(RequestModel):
    """Gives somebody access to an entity."""

    email: str
    role: Role | None = None
    """``editor`` where it is left out."""
    send_invite: bool = False
    """Never true here: the safety guard refuses calls that send e-mail."""

    def wire(self) -> dict[str, Any]:
        """Always says ``send_invite``, since the target's own default is to send one."""
        return {**super().wire(), "send_invite": self.send_invite}


class EntityUserPatch(RequestModel):
    """Changes somebody's role."""

    role: Role


class EntityUser(ResponseModel):
    """Somebody's access to an entity."""

    drift_name = "entity_user"
    email: str
    role: str
    user_id: str | None = None
    """``None`` where the address is unknown and the invitation pending."""
    entity_id: str | None = None
    name: str | None = None
    invited_by_user_id: str | None = None
    created_at: str | None = None
    updated_at: Annotated[str | None, SOMETIMES] = None


class EntityUserPage(Page):
    """The users of an entity."""

    data: Rows[EntityUser]


class Invitation(ResponseModel):
    """A pending invitation."""

    drift_name = "invitation"
    id: str
    entity_id: str | None = None
    email: str | None = None
    name: str | None = None
    role: str | None = None
    status: str | None = None
    invited_by: str | None = None
    expires_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class InvitationPage(Page):
    """The invitations of an entity."""

    data: Rows[Invitation]
