"""Catalogue items (contract section 9)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.catalogue.tax_book import TaxBook
from harness.sandbox.clock import today
from harness.sandbox.defects.seams import Seams
from harness.sandbox.errors import invalid
from harness.sandbox.tables import Item
from harness.sandbox.vat.calculation import Line, LineTax, calculate

Json = dict[str, Any]
_DEFAULTS: Json = {
    "name": None, "description": None, "classification": None, "price": None, "gross_price": None, "unit": None,
    "tax_ids": [], "e_invoicing": None, "financial_category_id": None, "translations": {}, "metadata": {},
}  # fmt: skip


def _taxes(call: Call, fields: Json, known: Sequence[str]) -> list[LineTax]:
    book = TaxBook(call, today(call.server.clock, call.entity.body["timezone"]), creates=True)
    if fields.get("taxes") is not None:
        return [book.resolve(tax, ["taxes", place]) for place, tax in enumerate(fields["taxes"])]
    wanted = known if fields.get("tax_ids") is None else fields["tax_ids"]
    return [book.resolve({"tax_id": tax_id}, ["tax_ids", place]) for place, tax_id in enumerate(wanted)]


def apply_item(call: Call, body: Json, fields: Json) -> Json:
    """An item's JSON with changed fields; a gross price gives the net one."""
    taxes = _taxes(call, fields, body["tax_ids"])
    changed = {**body, **{key: value for key, value in fields.items() if key not in ("taxes", "tax_ids")}}
    if "gross_price" not in fields and fields.get("price") is not None:
        changed["gross_price"] = None
    if changed["price"] is None and changed["gross_price"] is None:
        raise invalid(["price"], "An item needs price or gross_price")
    line = Line(_decimal(changed["price"]), _decimal(changed["gross_price"]), Decimal(1), (), tuple(taxes))
    totals = calculate([line], "b2b_standard", rounding=Seams().round_half).lines[0]
    prices = {"price": totals.net_unit_price, "total_tax": totals.tax, "price_with_tax": totals.total_with_tax}
    empty = {key: changed[key] or {} for key in ("metadata", "translations")}
    return {**changed, **empty, **prices, "tax_ids": [tax.tax_id for tax in taxes], "updated_at": call.now}


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def new_item(call: Call, fields: Json) -> Item:
    """Store an item of the call's entity."""
    identity = call.new_id("item")
    base = {"id": identity, "entity_id": call.entity.id, **_DEFAULTS, "created_at": call.now, "deleted_at": None}
    row = Item(id=identity, entity_id=call.entity.id, body=apply_item(call, base, fields))
    call.session.add(row)
    return row
