"""The lines of a document as a table for the terminal: what was sold, how much of it, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from harness.reporting.inspection import LineSeen, Seen

_FACTS = {
    "description": "description", "quantity": "quantity", "unit_price": "unit price", "discount": "discount",
    "vat_rate": "VAT %", "net_amount": "net", "gross_amount": "gross",
}  # fmt: skip
"""Facts of a line in the order of the columns, with their headings."""


def lines_table(lines: Sequence[LineSeen]) -> list[Table]:
    """The lines with page and confidence of the least sure fact, without columns that are empty; none without lines."""
    if not lines:
        return []
    shown = [name for name in _FACTS if any(getattr(line, name) for line in lines)]
    table = Table(title=Text("lines"), title_justify="left", show_edge=False)
    for heading in (*(_FACTS[name] for name in shown), "page", "sure"):
        table.add_column(heading, overflow="fold", justify="left" if heading == "description" else "right")
    for line in lines:
        seen = [getattr(line, name) for name in shown]
        table.add_row(*map(Text, (*map(_shown, seen), _page(seen), _surely(seen))))
    return [table]


def _shown(seen: Seen[Any] | None) -> str:
    if seen is None:
        return ""
    return f"{seen.value:g}" if isinstance(seen.value, float) else str(seen.value)


def _page(facts: Sequence[Seen[Any] | None]) -> str:
    pages = [seen.page for seen in facts if seen and seen.page]
    return str(pages[0]) if pages else ""


def _surely(facts: Sequence[Seen[Any] | None]) -> str:
    return f"{min((seen.confidence for seen in facts if seen), default=0):.2f}"
