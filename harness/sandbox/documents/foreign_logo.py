"""The logo of another tenant, for the defect that mixes them up. The honest server never calls this."""

from sqlalchemy import select

from harness.sandbox.call import Call
from harness.sandbox.images import plain_png
from harness.sandbox.tables import Entity, StoredFile

_STRANGER = "#7b1fa2"


def foreign_logo(call: Call) -> bytes:
    """The logo of another entity of the account; a plain mark where no other entity has one."""
    query = (
        select(StoredFile)
        .join(Entity, Entity.id == StoredFile.entity_id)
        .where(Entity.account_id == call.principal.account_id, Entity.id != call.entity.id)
        .where(StoredFile.category == "logo", StoredFile.deleted.is_(False))
        .order_by(StoredFile.id)
    )
    row = call.session.scalars(query).first()
    return row.data if row else plain_png(_STRANGER)
