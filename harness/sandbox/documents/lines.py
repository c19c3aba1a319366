"""The lines of a document: completed from the catalogue, checked, calculated, and written as the API answers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.catalogue.items import new_item
from harness.sandbox.catalogue.tax_book import TaxBook
from harness.sandbox.documents.kinds import CREDIT_NOTE, Kind
from harness.sandbox.documents.taxes import LineTaxes, line_taxes
from harness.sandbox.documents.transaction import Treatment
from harness.sandbox.errors import invalid
from harness.sandbox.ids import part_id
from harness.sandbox.jsonio import AMOUNT_LIMIT
from harness.sandbox.tables import Item
from harness.sandbox.vat.calculation import (
    CalculationError,
    DocumentTotals,
    Line,
    LineDiscount,
    LineTax,
    LineTotals,
    calculate,
)

Json = dict[str, Any]
SEPARATOR = "separator"
_FROM_CATALOGUE = ("name", "description", "classification", "unit")


@dataclass(frozen=True)
class Row:
    """A line as it goes into the calculation; ``line`` is None for a separator."""

    given: Json
    taxes: tuple[LineTax, ...]
    line: Line | None


def _from_catalogue(call: Call, row: Json, index: int) -> Json:
    if not row.get("item_id"):
        return row
    item = call.load(Item, row["item_id"])
    if item is None or item.deleted:
        raise invalid(["items", index, "item_id"], "Item not found")
    base = {key: item.body[key] for key in _FROM_CATALOGUE}
    if row.get("price") is None and row.get("gross_price") is None:
        gross = item.body["gross_price"]
        base |= {"gross_price": gross} if gross is not None else {"price": item.body["price"]}
    if item.body["tax_ids"]:
        base["taxes"] = [{"tax_id": tax_id} for tax_id in item.body["tax_ids"]]
    return {**base, **{key: value for key, value in row.items() if value is not None}}


def save_lines(call: Call, items: Sequence[Json]) -> list[Json]:
    """The lines of a request, those that ask for it stored in the catalogue first."""
    return [_saved(call, row) for row in items]


def _saved(call: Call, row: Json) -> Json:
    wanted = row.get("save_item")
    saves = call.server.profile.save_item_default if wanted is None else wanted
    priced = row.get("price") is not None or row.get("gross_price") is not None
    if not saves or row.get("item_id") or row.get("type") == SEPARATOR or not row.get("name") or not priced:
        return row
    fields = {key: row[key] for key in (*_FROM_CATALOGUE, "price", "gross_price", "taxes") if key in row}
    return {**row, "item_id": new_item(call, fields).id}


def _check_row(row: Json, index: int, kind: Kind, treatment: Treatment) -> None:
    if not row.get("name"):
        raise invalid(["items", index, "name"], "An item needs a name or an item_id", "invalid_type")
    if row.get("price") is None and row.get("gross_price") is None:
        raise invalid(["items", index, "price"], "An item needs price or gross_price", "invalid_type")
    if treatment.require_gross_prices and row.get("gross_price") is None:
        raise invalid(["items", index, "gross_price"], "Reverse charge applies: gross prices are required")
    for field in ("price", "gross_price", "quantity"):
        if kind is CREDIT_NOTE and (row.get(field) or 0) < 0:
            raise invalid(["items", index, field], "Values of a credit note must not be negative", "too_small")


def _decimal(value: Decimal | int | None) -> Decimal | None:
    """What comes back from the database may be a whole number."""
    return None if value is None else Decimal(value)


def _gross_price(call: Call, row: Json, taxes: LineTaxes) -> Decimal | None:
    """The gross unit price to calculate with (question Q10: what a gross price is once its tax is not charged)."""
    gross = _decimal(row.get("gross_price"))
    if gross is None or taxes.named == taxes.charged or call.server.profile.reverse_charge_gross_is_net:
        return gross
    return gross / (1 + sum((tax.rate for tax in taxes.named), Decimal(0)) / 100)


def _priced(call: Call, row: Json, taxes: LineTaxes) -> Line:
    given = row.get("discounts") or []
    return Line(
        price=_decimal(row.get("price")),
        gross_price=_gross_price(call, row, taxes),
        quantity=Decimal(1 if row.get("quantity") is None else row["quantity"]),
        discounts=tuple(LineDiscount(each.get("type") or "percent", Decimal(each["value"])) for each in given),
        taxes=taxes.charged,
    )


def build_rows(call: Call, kind: Kind, items: Sequence[Json], book: TaxBook, treatment: Treatment) -> list[Row]:
    """The lines of a request, completed and checked; 422 that names the line and field."""
    rows = []
    for index, given in enumerate(items):
        row = _from_catalogue(call, given, index)
        if row.get("type") == SEPARATOR:
            rows.append(Row(row, (), None))
            continue
        _check_row(row, index, kind, treatment)
        taxes = line_taxes(call, book, row, index, treatment)
        rows.append(Row(row, taxes.charged, _priced(call, row, taxes)))
    return rows


def total_up(call: Call, rows: Sequence[Row], mode: str) -> DocumentTotals:
    """The totals of the document; 422 when a line cannot be calculated or an amount is out of range."""
    lines = [row.line for row in rows if row.line is not None]
    gross = call.seams.calculation_mode(mode) == "b2c_gross_discount"
    right = partial(
        calculate,
        mode="b2c_gross_discount" if gross else "b2b_standard",
        rounding=call.seams.round_half,
        vat_rounding="per_rate" if call.server.profile.vat_rounding == "per_rate" else "per_line",
    )
    try:
        totals = call.seams.total_up(lines, right)
    except CalculationError as error:
        raise invalid(["items"], str(error)) from error
    largest = max((abs(amount) for line in totals.lines for amount in (line.total, line.total_with_tax)), default=0)
    if max(largest, abs(totals.total_with_tax)) >= AMOUNT_LIMIT:
        raise invalid(["items"], f"Amounts must be smaller than {AMOUNT_LIMIT:.0f}", "too_big")
    return totals


def _tax_json(tax: LineTax, given: Json) -> Json:
    exemption = {key: given[key] for key in ("pt_exemption_code", "pt_exemption_reason") if given.get(key)}
    return {"rate": tax.rate, "tax_id": tax.tax_id, "reverse_charge": tax.reverse_charge, **exemption}


def _taxes_json(row: Row) -> list[Json]:
    """The taxes of a line, each with what the request says of its exemption in Portugal."""
    named: list[Json] = row.given.get("taxes") or []
    padded = [*named, *({} for _ in row.taxes)]
    return [_tax_json(tax, given) for tax, given in zip(row.taxes, padded, strict=False)]


def _line_json(row: Row, sums: LineTotals | None) -> Json:
    given, line = row.given, row.line
    return {
        "item_id": given.get("item_id"),
        "type": given.get("type"),
        "name": given.get("name"),
        "description": given.get("description"),
        "classification": given.get("classification"),
        "quantity": line.quantity if line else None,
        "unit": given.get("unit"),
        "price": sums.net_unit_price if sums else None,
        "gross_price": given.get("gross_price"),
        "taxes": _taxes_json(row),
        "discounts": [{"type": each.kind, "value": each.value} for each in line.discounts] if line else [],
        "total": sums.total if sums else None,
        "total_with_tax": sums.total_with_tax if sums else None,
        "total_converted": None,
        "total_with_tax_converted": None,
        "translations": given.get("translations"),
        "metadata": given.get("metadata") or {},
    }


def lines_json(rows: Sequence[Row], totals: DocumentTotals) -> list[Json]:
    """The lines with their totals, in the order of the request; separators have no amounts."""
    sums = iter(totals.lines)
    return [_line_json(row, next(sums) if row.line else None) for row in rows]


def owned_lines(lines: Sequence[Json], kind: Kind, document_id: str, created_at: str, updated_at: str) -> list[Json]:
    """The lines with their ids, their document and their timestamps."""
    return [
        {
            "id": part_id(f"{kind.prefix}_item", document_id, index),
            kind.owner_field: document_id,
            **line,
            "created_at": created_at,
            "updated_at": updated_at,
        }
        for index, line in enumerate(lines)
    ]
