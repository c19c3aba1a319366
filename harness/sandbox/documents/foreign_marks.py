"""The marks of another tenant, for the defects that mix them up. The honest server never asks for them."""

from typing import Any

from sqlalchemy import select

from harness.sandbox.call import Call
from harness.sandbox.images import plain_png
from harness.sandbox.tables import Entity, StoredFile

_STRANGER = "#7b1fa2"
_NOBODY = ("Stranger and Sons", "Stranger and Sons: strange things")


def foreign_image(call: Call, category: str) -> bytes:
    """The logo or signature of another entity of the account; a plain mark where no other entity has one."""
    query = (
        select(StoredFile)
        .join(Entity, Entity.id == StoredFile.entity_id)
        .where(Entity.account_id == call.principal.account_id, Entity.id != call.entity.id)
        .where(StoredFile.category == category, StoredFile.deleted.is_(False))
        .order_by(StoredFile.id)
    )
    row = call.session.scalars(query).first()
    return row.data if row else plain_png(_STRANGER)


def with_footer(call: Call, document: dict[str, Any]) -> dict[str, Any]:
    """The document with the footer that this request's seams choose; unchanged on an honest server."""
    own = document.get("footer")
    chosen = call.seams.footer_for(own, lambda: _foreign_texts(call))
    return document if chosen == own else {**document, "footer": chosen}


def _foreign_texts(call: Call) -> tuple[str, str]:
    """Name and footer of the first other entity of the account whose name is not this one's."""
    query = (
        select(Entity)
        .where(Entity.account_id == call.principal.account_id, Entity.id != call.entity.id)
        .order_by(Entity.id)
    )
    for entity in call.session.scalars(query):
        footer = entity.body["settings"].get("document_footer")
        if entity.body["name"] != call.entity.body["name"] and footer:
            return entity.body["name"], footer
    return _NOBODY
