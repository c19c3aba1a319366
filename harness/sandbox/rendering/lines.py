"""The table of lines: which columns it needs and what stands in each row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from harness.sandbox.rendering.locales import format_number, format_percent, format_price, format_quantity
from harness.sandbox.rendering.source import Json, Source, number

NOTHING = "–"
UNBREAKABLE = 500
"""Characters up to which a row is kept on one page."""
_MONEY_COLUMNS = ("price", "discount", "vat_rate", "total")
_LEFT_COLUMNS = ("name", "unit")


def columns(source: Source) -> list[dict[str, str]]:
    """Columns from left to right; unit, discount and VAT rate only where a row has one."""
    items = [item for item in source.items if not is_separator(item)]
    optional = {"unit": "unit", "discount": "discounts", "vat_rate": "taxes"}
    keys = ("position", "name", "quantity", "unit", *(() if source.hides_prices else _MONEY_COLUMNS))
    shown = [key for key in keys if key not in optional or any(item.get(optional[key]) for item in items)]
    return [{"key": key, "label": _label(source, key), "align": _align(key)} for key in shown]


def _label(source: Source, key: str) -> str:
    return source.tax_label("line", key, "tax_rate") if key == "vat_rate" else source.label("line", key)


def _align(key: str) -> str:
    return "left" if key in _LEFT_COLUMNS else "right"


def rows(source: Source) -> list[dict[str, Any]]:
    """All rows in order; separators carry a text and no money."""
    found: list[dict[str, Any]] = []
    for item in source.items:
        position = sum(row["kind"] == "item" for row in found) + 1
        found.append(_separator(source, item) if is_separator(item) else _row(source, item, position))
    return found


def is_separator(item: Json) -> bool:
    """Whether a row only parts the others (contract 11.2)."""
    return item.get("type") == "separator"


def _separator(source: Source, item: Json) -> dict[str, Any]:
    return {"kind": "separator", **_texts(source, item)}


def _row(source: Source, item: Json, position: int) -> dict[str, Any]:
    cells = {
        "position": str(position),
        "quantity": format_quantity(_quantity(item) * source.sign, source.locale),
        "unit": str(item.get("unit") or ""),
        "price": format_price(net_price(item), source.locale),
        "discount": _discounts(source, item),
        "vat_rate": _rates(source, item),
        "total": format_number(number(item.get("total")) * source.sign, source.locale),
    }
    return {"kind": "item", **_texts(source, item), "cells": cells}


def _quantity(item: Json) -> Decimal:
    """One where the row gives none."""
    return Decimal(1) if item.get("quantity") is None else number(item["quantity"])


def _texts(source: Source, item: Json) -> dict[str, Any]:
    translations = item.get("translations") or {}
    name = source.translated(translations.get("name"), item.get("name")) or ""
    description = source.translated(translations.get("description"), item.get("description")) or ""
    return {"name": name, "description": description, "keep": len(name) + len(description) <= UNBREAKABLE}


def net_price(item: Json) -> Decimal:
    """Price of one unit without tax (EN 16931 BT-146); a gross price is divided by its rates, to four decimals."""
    if item.get("price") is not None or item.get("gross_price") is None:
        return number(item.get("price"))
    rate = sum((number(tax.get("rate")) for tax in item.get("taxes") or ()), Decimal(0))
    return round(number(item["gross_price"]) / (1 + rate / 100), 4)


def _discounts(source: Source, item: Json) -> str:
    return " + ".join(_discount(source, discount) for discount in item.get("discounts") or ()) or NOTHING


def _discount(source: Source, discount: Json) -> str:
    value = number(discount.get("value"))
    if discount.get("type") == "amount":
        return format_number(value, source.locale)
    return format_percent(value, source.locale)


def _rates(source: Source, item: Json) -> str:
    rates = (format_percent(number(tax.get("rate")), source.locale) for tax in item.get("taxes") or ())
    return " + ".join(rates) or NOTHING
