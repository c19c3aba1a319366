"""What a reader saw in a file, for the terminal and as page images with the facts marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.reading.images import page_image
from harness.reporting.inspection import Inspected, Seen
from harness.reporting.inspection_codes import NOT_VERIFIED, CodeSeen
from harness.reporting.inspection_lines import lines_table

SHOWN = (
    "kind", "number", "issue_date", "due_date", "supply_date", "currency", "seller_vat", "buyer_vat", "net_total",
    "tax_total", "gross_total", "amount_due", "rates", "reverse_charge", "discount_total", "language", "iban",
)  # fmt: skip
"""Facts in the order in which people look for them."""
_ADDRESS = ("street", "post_code", "city", "country")
"""Parts of an address, shown where they are seen."""
_WIDEST = 48


def as_terminal(entry: Inspected) -> RenderableType:
    """A table of the facts with place, confidence and text; one line for a file that was not read."""
    if entry.error:
        return Text(f"{entry.file}: {entry.error.code}: {entry.error.message}")
    table = Table(title=Text(entry.file), title_justify="left", show_edge=False)
    for heading in ("fact", "value", "page", "sure", "as printed"):
        table.add_column(heading, overflow="fold")
    for name, seen in _facts(entry):
        if seen is None:
            table.add_row(Text(name, style="dim"), Text("not seen", style="dim"))
        else:
            table.add_row(*map(Text, (name, _value(seen), str(seen.page or ""), f"{seen.confidence:.2f}", _text(seen))))
    counts = f"{len(entry.lines)} lines, {len(entry.vat)} VAT rows"
    shown: list[RenderableType] = [table, *lines_table(entry.lines), *_codes(entry.codes or ())]
    return Group(*shown, Text(f"{counts}, mentions: {', '.join(one.kind for one in entry.mentions) or 'none'}\n"))


def _codes(codes: Sequence[CodeSeen]) -> Iterator[RenderableType]:
    """A table for each code; that none is verified stands below them."""
    for code in codes:
        table = Table(title=Text(_headline(code)), title_justify="left", show_edge=False, show_header=False)
        for name, value in code.says.items():
            table.add_row(Text(name), Text(value))
        for label, faults in (("fault", code.faults), ("print", code.print_faults)):
            for fault in faults:
                table.add_row(Text(label, style="bold red"), Text(fault))
        if not code.says:
            table.add_row(Text("contents"), Text(_shortened(code.text)))
        yield table
    if codes:
        yield Text(f"codes: {NOT_VERIFIED}", style="dim")


def _headline(code: CodeSeen) -> str:
    """Format, scheme, page and print in a line."""
    size = f"{code.width_mm:.0f} x {code.height_mm:.0f} mm" if code.width_mm and code.height_mm else "size not measured"
    version = f", version {code.version}-{code.error_correction}" if code.version else ""
    margin = f", light margin {code.quiet_zone:.1f} modules" if code.quiet_zone is not None else ""
    return f"{code.format}, {code.scheme or 'no scheme that is known'}, page {code.page}: {size}{version}{margin}"


def _facts(entry: Inspected) -> Iterator[tuple[str, Seen[Any] | None]]:
    for name in SHOWN:
        yield name, getattr(entry, name)
    for role in ("seller", "buyer"):
        party = getattr(entry, role)
        yield f"{role} name", party.name
        for part in _ADDRESS:
            if seen := getattr(party, part):
                yield f"{role} {part}", seen


def _value(seen: Seen[Any]) -> str:
    if isinstance(seen.value, list):
        return ", ".join(f"{rate:g} %" for rate in seen.value)
    return str(seen.value)


def _text(seen: Seen[Any]) -> str:
    return _shortened(seen.text)


def _shortened(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def write_images(entry: Inspected, data: bytes, out: Path) -> list[Path]:
    """Pages of a PDF with the facts marked: ``out`` for the first, ``out`` with ``-2`` and so on for further ones."""
    marks: dict[int, list[tuple[str, tuple[float, float, float, float]]]] = {1: []}
    for name, seen in _facts(entry):
        if seen and seen.page and seen.box:
            marks.setdefault(seen.page, []).append((name, seen.box))
    for code in entry.codes or ():
        if code.page and code.box:
            marks.setdefault(code.page, []).append((code.scheme or code.format, code.box))
    written = []
    for page, marked in sorted(marks.items()):
        path = out if page == 1 else out.with_stem(f"{out.stem}-{page}")
        boxes, names = [box for _, box in marked], [name for name, _ in marked]
        path.write_bytes(page_image(data, page, boxes, names=names))
        written.append(path)
    return written
