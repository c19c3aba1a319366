"""What an entity has registered: premises, devices, series, certificates, and the state of each authority."""

from typing import Any

from sqlalchemy import select

from harness.sandbox.call import Call
from harness.sandbox.errors import not_found
from harness.sandbox.tables import Register

Json = dict[str, Any]


def add(call: Call, kind: str, prefix: str, name: str, body: Json, parent: str | None = None) -> Register:
    """Store a new row; its ``body`` gets the id, the entity and the timestamps."""
    identity = call.new_id(prefix)
    full = {"id": identity, "entity_id": call.entity.id, **body, "created_at": call.now, "updated_at": call.now}
    row = Register(id=identity, entity_id=call.entity.id, kind=kind, parent_id=parent, name=name, body=full)
    call.session.add(row)
    call.session.flush()
    return row


def listed(call: Call, kind: str, parent: str | None = None) -> list[Register]:
    """The entity's rows of one kind in the order of their creation."""
    wanted = select(Register).filter_by(entity_id=call.entity.id, kind=kind, deleted=False)
    if parent is not None:
        wanted = wanted.filter_by(parent_id=parent)
    return list(call.session.scalars(wanted.order_by(Register.id)))


def named(call: Call, kind: str, name: str, parent: str | None = None) -> Register | None:
    """The row of that name, or None."""
    return next((row for row in listed(call, kind, parent) if row.name == name), None)


def find(call: Call, kind: str, label: str) -> Register:
    """The row in the path; 404 for another tenant's, another kind and one that was removed."""
    row = call.load(Register, call.path["id"])
    if row is None or row.deleted or row.kind != kind:
        raise not_found(label)
    return row


def state(call: Call, authority: str) -> Register:
    """What is remembered of an authority: whether it answers, and the last codes. Made when it is missing."""
    row = named(call, "state", authority)
    return row or add(call, "state", "state", authority, {})


def remember(row: Register, **values: Any) -> None:
    """Change parts of a row's body."""
    row.body = {**row.body, **values}
