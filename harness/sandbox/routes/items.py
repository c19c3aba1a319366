"""Catalogue items (contract section 9)."""

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.catalogue.items import apply_item, new_item
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import Collection, created
from harness.sandbox.schemas.catalogue import ItemCreate, ItemPatch
from harness.sandbox.tables import Item

ITEMS = Collection("items", Item, "Item")


def create(call: Call) -> Reply:
    """``POST /items``."""
    return created(call, new_item(call, sent(call.read(ItemCreate))).body)


def patch(call: Call) -> Reply:
    """``PATCH /items/{id}``."""
    row: Item = ITEMS.find(call)
    row.body = apply_item(call, row.body, sent(call.read(ItemPatch)))
    return Reply(row.body)


ROUTES = (
    Route("POST", "/items", create, Access.WRITE),
    Route("PATCH", "/items/{id}", patch, Access.WRITE),
    *ITEMS.routes(),
)
