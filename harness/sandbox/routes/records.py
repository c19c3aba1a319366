"""The operations that customers, items, taxes and payments share: list, get, delete, restore, delete for good."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply
from harness.sandbox.errors import not_found
from harness.sandbox.listing import list_reply
from harness.sandbox.pipeline import Route
from harness.sandbox.tables import Customer, Item, Payment, Tax

Row = Customer | Item | Tax | Payment
Json = dict[str, Any]


def _nothing(_call: Call, _row: Any) -> None:
    """Most resources affect nothing else."""


@dataclass(frozen=True)
class Collection:
    """One resource: its path, its table, and what else changes when a row goes or comes back."""

    path: str
    table: Any  # one of the four; SQLAlchemy types each by itself, not their union
    label: str
    after_change: Callable[[Call, Any], None] = _nothing

    def find(self, call: Call, *, deleted: bool = False) -> Any:
        """The row in the path; 404 for another tenant's, and for one that is not in the wanted state."""
        row = self._any(call)
        if row.deleted != deleted:
            raise not_found(self.label)
        return row

    def _any(self, call: Call) -> Row:
        row: Row | None = call.load(self.table, call.path["id"])
        if row is None:
            raise not_found(self.label)
        return row

    def listing(self, call: Call) -> Reply:
        """``GET /{path}``."""
        query = select(self.table).filter_by(entity_id=call.entity.id, deleted=False)
        rows: Iterable[Row] = call.session.scalars(query)
        return list_reply(call, [row.body for row in rows])

    def get(self, call: Call) -> Reply:
        """``GET /{path}/{id}``."""
        return Reply(self.find(call).body)

    def _mark(self, call: Call, row: Row, deleted: bool) -> None:
        row.deleted = deleted
        row.body = {**row.body, "deleted_at": call.now if deleted else None, "updated_at": call.now}
        self.after_change(call, row)

    def delete(self, call: Call) -> Reply:
        """``DELETE /{path}/{id}``: soft."""
        row = self.find(call)
        self._mark(call, row, True)
        return deleted_reply(call, row.body)

    def restore(self, call: Call) -> Reply:
        """``POST /{path}/{id}/restore``."""
        row = self.find(call, deleted=True)
        self._mark(call, row, False)
        return Reply(row.body)

    def delete_for_good(self, call: Call) -> Reply:
        """``DELETE /{path}/{id}/permanent``: also of a row that is deleted already."""
        row = self._any(call)
        self._mark(call, row, True)
        call.session.delete(row)
        return deleted_reply(call, row.body)

    def routes(self) -> tuple[Route, ...]:
        """The shared operations as routes."""
        return (
            Route("GET", f"/{self.path}", self.listing),
            Route("GET", f"/{self.path}/{{id}}", self.get),
            Route("DELETE", f"/{self.path}/{{id}}", self.delete, Access.WRITE),
            Route("POST", f"/{self.path}/{{id}}/restore", self.restore, Access.WRITE),
            Route("DELETE", f"/{self.path}/{{id}}/permanent", self.delete_for_good, Access.WRITE),
        )


def created(call: Call, body: Json) -> Reply:
    """The reply of a creation."""
    return Reply(body, call.server.profile.create_status)


def deleted_reply(call: Call, body: Json) -> Reply:
    """The reply of a deletion: the object, or nothing (question Q3)."""
    return Reply(body) if call.server.profile.delete_returns == "object" else Reply(None, 204)
