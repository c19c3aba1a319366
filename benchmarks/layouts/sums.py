# ruff: noqa: E501  (word lists and typst markup read better in one line)
"""The totals of an invented invoice: lists, boxes, VAT tables, subtotals before discount, payable beside gross."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.layouts.page import Page


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def sums(page: Page) -> str:
    """The totals block of ``page``."""
    facts, chance = page.facts, page.chance
    taxed = facts.regime == "normal" and facts.country != "US"
    table = vat_table(page) if taxed and chance.random() < (0.6 if len(facts.by_rate) > 1 else 0.25) else ""
    page.rates_shown = taxed or (facts.regime == "reverse" and chance.random() < 0.4)
    rows = _rows(page, bool(table))
    shape = chance.choice(("right", "right", "right", "box", "full", "across", "lines", "close"))
    if shape == "across" and len(rows) <= 5:
        block = _across(page, rows)
    elif shape == "lines":
        lines = ", ".join(_quoted(f"{label}{page.marker or ':'} {value}") for label, value in rows)
        block = f"align(right, grid(columns: 1, row-gutter: 5pt, {lines}))"
    else:
        block = _listed(rows, shape, page.marker)
    if table and chance.random() < 0.3:
        return f"grid(columns: (1fr, 1fr), column-gutter: 12pt, {table}, {block})"
    return f"{table}\nv(8pt)\n{block}" if table and chance.random() < 0.6 else f"{block}\nv(8pt)\n{table}"


def _listed(rows: list[tuple[str, str]], shape: str, marker: str) -> str:
    cells = ", ".join(f"{_quoted(label + marker)}, {_quoted(value)}" for label, value in rows)
    if shape == "box":
        return f"align(right, box(stroke: 0.6pt, inset: 6pt, grid(columns: 2, column-gutter: 14pt, row-gutter: 5pt, align: (left, right), {cells})))"
    if shape == "full":
        return f"grid(columns: (1fr, auto), row-gutter: 5pt, align: (left, right), {cells})"
    gap = 6 if shape == "close" else 30
    return f"align(right, grid(columns: 2, column-gutter: {gap}pt, row-gutter: 5pt, align: right, {cells}))"


def _across(page: Page, rows: list[tuple[str, str]]) -> str:
    heads = ", ".join(f"text(size: 0.85em, {_quoted(label)})" for label, _ in rows)
    values = ", ".join(_quoted(value) for _, value in rows)
    stroke = page.chance.choice(("0.5pt", "none"))
    return f"align(right, table(columns: {len(rows)}, align: right, stroke: {stroke}, {heads}, {values}))"


def _rows(page: Page, has_table: bool) -> list[tuple[str, str]]:
    facts, money = page.facts, page.hand.money
    rows: list[tuple[str, str]] = []
    goods = sum((line.net for line in facts.lines), Decimal(0))
    if facts.discount or facts.shipping:
        rows.append((page.word("subtotal"), money(goods)))
    if facts.discount:
        percent = f" {page.hand.percent(Decimal(10))}" if page.chance.random() < 0.5 else ""
        rows.append((page.word("discount") + percent, money(-facts.discount)))
    if facts.shipping:
        rows.append((page.word("shipping"), money(facts.shipping)))
    rows += _taxes(page, has_table)
    rows.append((page.word("gross"), money(facts.gross)))
    if facts.paid:
        rows += [(page.word("paid"), money(-facts.paid)), (page.word("payable"), money(facts.gross - facts.paid))]
    return rows


def _taxes(page: Page, has_table: bool) -> list[tuple[str, str]]:
    facts, money = page.facts, page.hand.money
    if facts.regime == "small" or facts.country == "US":
        page.net_shown = page.tax_shown = False
        return []
    page.net_shown = page.tax_shown = True
    subtotals = page.words["subtotal"] if facts.discount or facts.shipping else ()
    names = [name for name in page.words["net"] if name not in subtotals] or page.words["net"]
    rows = [(page.chance.choice(names), money(facts.net))]
    if has_table and (len(facts.by_rate) > 1 or page.chance.random() < 0.5):
        return [*rows, (page.word("tax_total"), money(facts.tax))]
    if facts.regime == "reverse" and not page.rates_shown:
        page.tax_shown = False
        return rows
    named = [name for name in page.words["tax"] if "{r}" in name or has_table]
    name = page.chance.choice(named)
    for rate, (base, tax) in facts.by_rate.items():
        rows.append((name.format(r=page.hand.percent(rate), b=money(base)), money(tax)))
    return rows


def vat_table(page: Page) -> str:
    """Rate, base, tax and often gross of each rate in one row."""
    columns = ["rate", "base", "tax_amount"]
    if page.chance.random() < 0.3:
        columns = ["base", "rate", "tax_amount"]
    if page.chance.random() < 0.4:
        columns.append("gross_amount")
    bare = page.chance.random() < 0.4
    heads = ", ".join(f"strong({_quoted(page.word(name))})" for name in columns)
    cells = []
    for rate, (base, tax) in page.facts.by_rate.items():
        row = {"base": base, "tax_amount": tax, "gross_amount": base + tax}
        cells += [
            page.hand.percent(rate) if name == "rate" else page.hand.money(row[name], bare=bare) for name in columns
        ]
    shown = ", ".join(_quoted(cell) for cell in cells)
    return f"table(columns: {len(columns)}, align: right, stroke: {page.chance.choice(('0.5pt', 'none'))}, {heads}, {shown})"
