"""Who may act for a tenant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.api.caller import Caller
from harness.api.exchange import Answer
from harness.api.models.access import (
    ApiKey,
    ApiKeyCreate,
    ApiKeyPage,
    EntityUser,
    EntityUserAdd,
    EntityUserPage,
    EntityUserPatch,
    InvitationPage,
    Role,
)
from harness.api.secret import Secret, mask_value


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """Entity API keys. The parsed JSON of their answers is masked; the key is in ``answer.value.key``."""

    caller: Caller

    def create(self, entity_id: str, *, name: str | None = None, ttl: int | None = None) -> Answer[ApiKey]:
        """Issue a key for one entity, for ``ttl`` seconds (60 or more) or for ever."""
        given = {key: value for key, value in (("name", name), ("ttl", ttl)) if value is not None}
        body = ApiKeyCreate.model_validate(given)
        answer = self.caller.call(ApiKey, "api_keys.create", entity_id=entity_id, body=body)
        return Answer(answer.value, mask_value(answer.json), answer.exchange, answer.drift)

    def list(self, entity_id: str) -> Answer[ApiKeyPage]:
        """List the keys of an entity."""
        answer = self.caller.call(ApiKeyPage, "api_keys.list", entity_id=entity_id)
        return Answer(answer.value, mask_value(answer.json), answer.exchange, answer.drift)

    def delete(self, entity_id: str, key: Secret | str) -> Answer[Any]:
        """Withdraw a key; it is named by itself."""
        answer = self.caller.call_raw("api_keys.delete", item_id=Secret(key).reveal(), entity_id=entity_id)
        return Answer(mask_value(answer.value), mask_value(answer.json), answer.exchange)


@dataclass(frozen=True, slots=True)
class EntityUsers:
    """People with access to an entity."""

    caller: Caller

    def add(self, entity_id: str, email: str, role: Role = "editor") -> Answer[EntityUser]:
        """Give somebody access, without an invitation by e-mail."""
        body = EntityUserAdd(email=email, role=role)
        return self.caller.call(EntityUser, "entity_users.add", entity_id=entity_id, body=body)

    def list(self, entity_id: str) -> Answer[EntityUserPage]:
        """List them."""
        return self.caller.call(EntityUserPage, "entity_users.list", entity_id=entity_id)

    def patch(self, entity_id: str, user_id: str, role: Role) -> Answer[EntityUser]:
        """Change somebody's role."""
        body = EntityUserPatch(role=role)
        return self.caller.call(EntityUser, "entity_users.patch", item_id=user_id, entity_id=entity_id, body=body)

    def remove(self, entity_id: str, user_id: str) -> Answer[Any]:
        """Take somebody's access away."""
        return self.caller.call_raw("entity_users.remove", item_id=user_id, entity_id=entity_id)

    def invitations(self, entity_id: str) -> Answer[InvitationPage]:
        """List the pending invitations."""
        return self.caller.call(InvitationPage, "entity_users.invitations", entity_id=entity_id)
