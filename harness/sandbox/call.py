"""One call of the API as its handler sees it, and the reply that the handler gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from harness.sandbox import ids
from harness.sandbox.auth import Access, Principal, entity_of, require, select_entity
from harness.sandbox.defects.seams import Seams
from harness.sandbox.errors import bad_request, unprocessable
from harness.sandbox.jsonio import loads_request
from harness.sandbox.schemas.issues import issues_of
from harness.sandbox.server import Server
from harness.sandbox.tables import Entity, TenantRecord

Model = TypeVar("Model", bound=BaseModel)
Row = TypeVar("Row", bound=TenantRecord)
JSON_LIMIT = 1024 * 1024
IMAGE_LIMIT = 5 * 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """What to answer: a JSON value, or bytes of another media type."""

    value: Any = None
    status: int = 200
    media_type: str = "application/json"


@dataclass
class Call:
    """A request with its caller, its session and the means to answer it."""

    server: Server
    session: Session
    principal: Principal
    seams: Seams
    access: Access
    method: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    request_id: str | None
    """The caller's own ``X-Request-Id``; None when it sent none."""
    locks: bool = False
    """Whether rows are loaded to be changed: then other transactions wait until this one is over."""
    chosen_entity: Entity | None = field(default=None, init=False)

    @property
    def entity(self) -> Entity:
        """The entity that the call is about, checked against the caller's role once."""
        if self.chosen_entity is None:
            header = self.headers.get("x-entity-id")
            found = select_entity(self.session, self.principal, header, self.server.profile)
            require(self.principal, found.id, self.access)
            self.chosen_entity = found
        return self.chosen_entity

    def entity_in_path(self) -> Entity:
        """The entity whose id is in the path, checked against the caller's role."""
        self.chosen_entity = entity_of(self.session, self.principal, self.path["id"])
        require(self.principal, self.chosen_entity.id, self.access)
        if self.locks:
            self.session.refresh(self.chosen_entity, with_for_update=True)
        return self.chosen_entity

    def load(self, table: type[Row], identity: str) -> Row | None:
        """A row of the call's entity by id, locked where the call changes things; None for another tenant's."""
        row = self.session.get(table, identity, with_for_update=True if self.locks else None)
        return row if row is not None and self.seams.may_see(row.entity_id == self.entity.id) else None

    @property
    def now(self) -> str:
        """The timestamp of this moment."""
        return self.server.now()

    def new_id(self, prefix: str) -> str:
        """The entity's next id with ``prefix``."""
        return ids.tenant_id(self.session, self.server.seed, self.entity.id, prefix)

    def json(self, *, optional: bool = False) -> dict[str, Any]:
        """The body as a JSON object. 400 when it is none; an empty body is ``{}`` where it is ``optional``."""
        if optional and not self.raw.strip():
            return {}
        media_type = self.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            raise bad_request("The Content-Type of this request must be application/json")
        try:
            value = loads_request(self.raw)
        except ValueError as error:
            raise bad_request("The request body is not valid JSON") from error
        if not isinstance(value, dict):
            raise bad_request("The request body must be a JSON object")
        return value

    def read(self, model: type[Model], *, optional: bool = False) -> Model:
        """The body checked against ``model``; 422 with zod-like issues when it does not fit."""
        return check(model, self.json(optional=optional))


Handler = Callable[[Call], Reply]
"""Answers a call inside its transaction."""
Preparer = Callable[[Call], Handler]
"""Does what must not hold a transaction open (asking VIES) and returns the handler for the rest."""


def check(model: type[Model], value: Mapping[str, Any]) -> Model:
    """``value`` as ``model``; 422 with zod-like issues when it does not fit."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise unprocessable(issues_of(error)) from error


def sent(model: BaseModel) -> dict[str, Any]:
    """The fields that the caller sent, as plain values: what it left out stays out, what it nulled is None."""
    return model.model_dump(exclude_unset=True)
