"""Addresses without a heading: the lines around a post code, or above a country, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from harness.model.text import squash
from harness.reading.page.glyphs import Box
from harness.reading.parties.blocks import starts_something_else
from harness.reading.parties.names import Line
from harness.reading.parties.postal import parts_of, postal_line
from harness.reading.sheet.layout import Cell, Row, around
from harness.reading.sheet.sheet import Sheet

_ALIGNED = 4.0
"""Points by which the edges of lines of one block may differ."""


@dataclass(frozen=True, slots=True)
class FreeBlock:
    """An address without a heading."""

    lines: tuple[Line, ...]
    below: tuple[Cell, ...]
    """What stands under the address in the same column: telephone, numbers, bank."""
    sender_above: bool
    """Whether another address in one line stands right above it: the sender's, in the window of an envelope."""

    @property
    def anchor(self) -> Cell:
        """The last line of the address."""
        return self.lines[-1].cell

    @property
    def in_one_line(self) -> bool:
        """Whether the name stands on the line of the post code, with the street between: "ACME, Mill Lane 3, ..."."""
        postal = next((postal for line in self.lines if (postal := postal_line(line.text))), None)
        parts = parts_of(postal.lead) if postal else []
        parts = parts if len(parts) > 1 else [part for part in parts for part in part.split(",")]
        return len(parts) > 1 and ":" not in parts[0] and not any(map(str.isdigit, parts[0]))

    @property
    def box(self) -> Box:
        """Box around the lines."""
        return around(line.cell.box for line in self.lines)


def free_blocks(sheet: Sheet, taken: set[int]) -> list[FreeBlock]:
    """The addresses on the first and the last page without a heading; ``taken``: ids of cells that belong elsewhere."""
    pages = {sheet.rows[0].page, sheet.rows[-1].page}
    anchors = [
        cell
        for row in sheet.rows
        if row.page in pages
        for cell in row.cells
        if id(cell) not in taken and _can_anchor(sheet, cell)
    ]
    blocks = [_block(sheet, cell) for cell in anchors]
    return [block for block in blocks if block is not None]


def _can_anchor(sheet: Sheet, cell: Cell) -> bool:
    postal = postal_line(cell.text)
    if postal is None or sheet.dates(cell):
        return squash(cell.text) in sheet.labels.countries
    labelled = any(hit.leads and hit.start == 0 for hit in sheet.hits[id(cell)]) and not postal.lead
    return not labelled


def _block(sheet: Sheet, anchor: Cell) -> FreeBlock | None:
    """The lines above and the country below a line with a post code; ``None`` where another such line follows."""
    under = list(_column(anchor, sheet.rows[anchor.row + 1 :], 3.0))
    if under and under[0].box[1] - anchor.box[3] < 0.9 * anchor.height and _goes_on(under[0].text):
        return None
    if postal_line(anchor.text) is None and not _ends_address(sheet, anchor):
        return None
    cells, sender = [anchor], False
    for cell in _column(anchor, reversed(sheet.rows[: anchor.row]), 1.2):
        postal = postal_line(cell.text)
        sender = postal is not None and bool(postal.lead)
        if sender or len(cells) > 6 or starts_something_else(sheet, cell) or _wider_gap(cell, cells):
            break
        cells.insert(0, cell)
    cells = [*_set_apart(sheet, cells), *cells]
    country = [cell for cell in under[:1] if sheet.labels.countries.get(squash(cell.text))]
    lines = tuple(Line(cell.text, cell) for cell in [*cells, *country])
    sender = sender or _sender_above(sheet, cells[0])
    return FreeBlock(lines, tuple(under), sender)


def _ends_address(sheet: Sheet, country: Cell) -> bool:
    """Whether a country stands under lines of an address that has no post code: a number of a house, then words."""
    above = list(islice(_column(country, reversed(sheet.rows[: country.row]), 1.2), 3))
    coded = any(postal_line(cell.text) for cell in above)
    return len(above) == 3 and not coded and any(map(str.isdigit, above[1].text))


def _wider_gap(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a cell stands further from the lines below it than these from each other."""
    middles = [(one.box[1] + one.box[3]) / 2 for one in (cell, *cells[:2])]
    usual = middles[2] - middles[1] if len(cells) > 1 else 1.9 * cell.height
    return middles[1] - middles[0] > 1.45 * usual + 1


def _goes_on(text: str) -> bool:
    postal = postal_line(text)
    return postal is not None and not postal.lead


def _column(anchor: Cell, rows: Sequence[Row] | Iterator[Row], reach: float) -> Iterator[Cell]:
    """Cells aligned with the anchor, row by row away from it, up to a gap of ``reach`` line heights."""
    last = anchor
    for row in rows:
        if row.page != anchor.page:
            return
        gap = max(row.box[1] - last.box[3], last.box[1] - row.box[3])
        if gap > reach * max(last.height, 7.0):
            return
        cell = next((cell for cell in row.cells if _aligned(cell, last)), None)
        if cell is None:
            continue
        if max(cell.box[1] - last.box[3], last.box[1] - cell.box[3]) > reach * max(min(last.height, cell.height), 7.0):
            return
        yield cell
        last = cell


def lines_above(sheet: Sheet, cell: Cell) -> list[Cell]:
    """The cells of the block that a cell ends, from top to bottom, without that cell."""
    above = list(_column(cell, reversed(sheet.rows[: cell.row]), 1.2))
    return above[::-1]


def _aligned(one: Cell, other: Cell) -> bool:
    centres = abs(one.box[0] + one.box[2] - other.box[0] - other.box[2]) / 2
    edges = min(abs(one.box[0] - other.box[0]), abs(one.box[2] - other.box[2]))
    return edges < _ALIGNED or centres < _ALIGNED


def _set_apart(sheet: Sheet, cells: Sequence[Cell]) -> list[Cell]:
    """A name in larger type, in one line or more, that stands above the address with a gap."""
    named = len(cells) > 2 and not any(map(str.isdigit, cells[0].text))
    if named or starts_something_else(sheet, cells[0]):
        return []
    found: list[Cell] = []
    for cell in _column(cells[0], reversed(sheet.rows[: cells[0].row]), 3.0):
        size = found[0].height if found else cell.height
        larger = cell.height > 1.1 * cells[0].height and abs(cell.height - size) < 0.03 * size
        if not larger or len(found) > 2 or starts_something_else(sheet, cell):
            break
        found.insert(0, cell)
    return found


def _sender_above(sheet: Sheet, first: Cell) -> bool:
    """Whether the next line above is an address in one line."""
    above = next(_column(first, reversed(sheet.rows[: first.row]), 3.5), None)
    postal = postal_line(above.text) if above is not None else None
    return postal is not None and bool(postal.lead)
