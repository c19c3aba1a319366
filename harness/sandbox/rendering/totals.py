"""Totals, the VAT breakdown and amounts in a second currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from harness.sandbox.rendering.locales import format_money, format_number, format_percent
from harness.sandbox.rendering.source import PAYABLE, Json, Source, number


def totals(source: Source) -> list[dict[str, str]]:
    """Rows from subtotal to amount due; ``kind`` is ``plain``, ``strong`` or ``due``."""
    if source.hides_prices:
        return []
    rows = [*_before_tax(source), *_tax(source), *_rounding(source), *_gross(source), *_payment(source)]
    if all(row["kind"] != "due" for row in rows):
        rows[-1]["kind"] = "due"
    return rows


def _before_tax(source: Source) -> list[dict[str, str]]:
    net, discount = _amount(source, "total"), _amount(source, "total_discount")
    rows = []
    if discount and not _has_gross_prices(source):
        rows.append(_row(source, source.label("total", "subtotal"), net + discount))
    if discount:
        rows.append(_row(source, source.label("total", "discount"), -discount))
    return [*rows, _row(source, source.tax_label("total", "net", "net_tax"), net)]


def _has_gross_prices(source: Source) -> bool:
    """Whether discounts were taken from gross amounts, so that net total and discount do not add up to a subtotal."""
    gross_mode = source.document.get("calculation_mode") == "b2c_gross_discount"
    return gross_mode or any(item.get("gross_price") is not None for item in source.items)


def _tax(source: Source) -> list[dict[str, str]]:
    taxes = source.document.get("taxes") or ()
    if not taxes:
        return []
    amount = sum((number(tax.get("amount")) for tax in taxes), Decimal(0)) * source.sign
    return [_row(source, source.tax_label("total", "vat", "tax"), amount)]


def _rounding(source: Source) -> list[dict[str, str]]:
    correction = _amount(source, "rounding_correction")
    return [_row(source, source.label("total", "rounding"), correction)] if correction else []


def _gross(source: Source) -> list[dict[str, str]]:
    label = source.tax_label("total", "gross", "gross_tax")
    return [_row(source, label, _amount(source, "total_with_tax"), "strong")]


def _payment(source: Source) -> list[dict[str, str]]:
    """Paid and due, as ``show_payment_amounts`` asks: true both, false none, unset what tells the reader something."""
    switch = source.settings.get("show_payment_amounts")
    if source.kind not in PAYABLE or switch is False or (source.kind == "credit_note" and not switch):
        return []
    paid, gross = _amount(source, "total_paid"), _amount(source, "total_with_tax")
    due = gross - paid if source.document.get("total_due") is None else _amount(source, "total_due")
    rows = [_row(source, source.label("total", "paid"), -paid)] if switch or paid else []
    return [*rows, _row(source, source.label("total", "due"), due, "due")]


def _amount(source: Source, key: str) -> Decimal:
    return number(source.document.get(key)) * source.sign


def _row(source: Source, label: str, value: Decimal, kind: str = "plain") -> dict[str, str]:
    return {"label": label, "value": source.money(value), "kind": kind}


def vat_table(source: Source) -> dict[str, Any] | None:
    """The VAT breakdown (EN 16931 BG-23), one row per rate; ``None`` where nothing is taxed."""
    taxes = source.document.get("taxes") or ()
    if not taxes or source.hides_prices:
        return None
    amount = source.tax_label("vat", "amount", "amount_tax")
    return {
        "heading": source.tax_label("vat", "heading", "heading_tax"),
        "columns": [source.label("vat", "rate"), source.label("vat", "base"), amount],
        "rows": [_vat_row(source, tax) for tax in taxes],
        "converted": _converted(source),
    }


def _vat_row(source: Source, tax: Json) -> dict[str, str]:
    return {
        "rate": format_percent(number(tax.get("rate")), source.locale),
        "base": format_number(number(tax.get("base")) * source.sign, source.locale),
        "amount": format_number(number(tax.get("amount")) * source.sign, source.locale),
    }


def _converted(source: Source) -> str:
    """VAT in the seller's currency, which Art. 230 of Directive 2006/112/EC asks for on foreign-currency invoices."""
    rate = source.document.get("exchange_rate") or {}
    gross, net = source.document.get("total_with_tax_converted"), source.document.get("total_converted")
    if not rate.get("quote_currency") or gross is None or net is None:
        return ""
    amount = (number(gross) - number(net)) * source.sign
    label = source.tax_label("vat", "amount", "amount_tax")
    return f"{label}: {format_money(amount, str(rate['quote_currency']), source.locale)}"
