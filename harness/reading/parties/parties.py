"""Seller and buyer: their blocks of text, and whose the VAT identification numbers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harness.model.facts import PartyFacts
from harness.reading.page.glyphs import Box
from harness.reading.parties.addresses import read_address
from harness.reading.parties.blocks import (
    HEADINGS,
    beside,
    in_column,
    is_heading,
    lines_under,
    starts_something_else,
)
from harness.reading.parties.free_blocks import free_blocks, lines_above
from harness.reading.parties.letterheads import buyer_among, buyer_beside, candidates, imprint, seller_among
from harness.reading.parties.names import Line
from harness.reading.parties.owners import owners
from harness.reading.parties.vat_ids import VatIdSeen
from harness.reading.sheet.layout import Cell, around
from harness.reading.sheet.sheet import Hit, Sheet
from harness.reading.sheet.tables import Table

_HEAD_LINES = 6
"""Lines of the longest letterhead without a post code."""
_FAR = 40.0
"""Points from which a line is set apart from a block."""
_WEAK = 0.6
"""Trust in a name that nothing but its place tells."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines under a party's heading."""

    heading: Hit
    cells: tuple[Cell, ...]
    box: Box
    role: str
    """``seller``, ``buyer`` or ``other_party``."""


def read_parties(sheet: Sheet, items: Sequence[Table]) -> tuple[PartyFacts, PartyFacts]:
    """Seller and buyer. ``items`` are the tables of what was sold, from top to bottom."""
    blocks = _blocks(sheet)
    items_from = items[0].header.index if items else None
    seller, buyer = _names_and_addresses(sheet, blocks, items)
    seller_id, buyer_id = owners(sheet, lambda seen: _block_of(seen, blocks), (seller, buyer), items_from)
    return (
        replace(seller, vat_id=seller_id.fact if seller_id else None),
        replace(buyer, vat_id=buyer_id.fact if buyer_id else None),
    )


def _names_and_addresses(
    sheet: Sheet, blocks: Sequence[Block], items: Sequence[Table]
) -> tuple[PartyFacts, PartyFacts]:
    """What stands under headings; where that is nothing, or a name alone, the addresses that have no heading."""
    headed = {role: _headed(sheet, [block for block in blocks if block.role == role]) for role in ("seller", "buyer")}
    seller, buyer = headed["seller"], headed["buyer"]
    if not (seller and seller.post_code and buyer and buyer.post_code):
        taken = {id(cell) for block in blocks for cell in block.cells}
        taken |= {id(cell) for table in items for row in table.rows for cell in table.cells(row)}
        rows = range(items[0].header.index, items[-1].rows[-1].index + 1) if items and items[-1].rows else range(0)
        found = candidates(sheet, free_blocks(sheet, taken), rows)
        seller = seller or seller_among(found, buyer)
        buyer = buyer or buyer_among(found, seller)
        seller = seller or seller_among(found, buyer)  # once more: what is not the buyer's is the seller's
        seller = seller or _letterhead(sheet, taken) or imprint(sheet, rows, taken)
        buyer = buyer or (buyer_beside(found, seller) if seller else None)
        seller, buyer = (
            _completed(party, (one.party for one in found if one.same_as(party))) for party in (seller, buyer)
        )
    return seller or PartyFacts(), buyer or PartyFacts()


def _headed(sheet: Sheet, blocks: Sequence[Block]) -> PartyFacts | None:
    """The party under the first heading that an address follows, else under the first that a name follows."""
    read = [read_address(sheet, lines_under(sheet, block.heading), 0.9) for block in blocks]
    named = [party for party in read if party.name is not None]
    return next((party for party in named if party.post_code), named[0] if named else None)


def _letterhead(sheet: Sheet, taken: set[int]) -> PartyFacts | None:
    """The name at the very top of a page, above lines that end in a tax number, where no post code tells an address."""
    for row in sheet.rows[: 2 * _HEAD_LINES]:
        for cell in row.cells:
            if not any(hit.leads and hit.means("vat_id", "tax_number") for hit in sheet.hits[id(cell)]):
                continue
            lines = [Line(upper.text, upper) for upper in lines_above(sheet, cell) if id(upper) not in taken]
            party = read_address(sheet, lines, _WEAK)
            at_top = bool(lines) and lines[0].cell.row < 2 and len(lines) <= _HEAD_LINES
            if at_top and party.name and party.name.value == lines[0].text:
                return PartyFacts(name=party.name)
    return None


def _completed(party: PartyFacts | None, found: Iterable[PartyFacts]) -> PartyFacts | None:
    """A party with a name alone takes the address that stands elsewhere under the same name."""
    if party is None or party.post_code:
        return party
    return next((replace(other, name=party.name) for other in found if other.post_code), party)


def _blocks(sheet: Sheet) -> list[Block]:
    found = []
    for hit in sheet.all_hits(*HEADINGS):
        if not hit.leads or not is_heading(hit):
            continue
        cells = tuple(_lines_under(sheet, hit))
        if cells:
            role = next(name for name in HEADINGS if hit.means(name))
            found.append(Block(hit, cells, around([hit.cell.box, *(cell.box for cell in cells)]), role))
    return found


def _lines_under(sheet: Sheet, hit: Hit) -> Iterator[Cell]:
    """The lines of the block: what follows in the heading's cell or row, then what stands below."""
    first = beside(sheet, hit)
    if first is not None:
        yield first
    anchor = first or hit.cell
    last, count = anchor, 0
    for row in sheet.rows[hit.cell.row + 1 :]:
        gap = row.box[1] - last.box[3]
        if row.page != hit.cell.page or gap > (2.6 if last is hit.cell else 1.7) * max(last.height, 8) or count > 14:
            return
        cell = in_column(row.cells, anchor) or in_column(row.cells, hit.cell)
        if cell is None:
            continue
        if starts_something_else(sheet, cell) or _runs_past(cell, hit.cell):
            return
        yield cell
        last, count = cell, count + 1


def _runs_past(cell: Cell, anchor: Cell) -> bool:
    """Whether a line begins far to the left of a block and is not set to its right edge or centre: a table's."""
    left, right = anchor.box[0] - cell.box[0], abs(anchor.box[2] - cell.box[2])
    return left > _FAR and right > 3 and abs(sum(anchor.box[::2]) - sum(cell.box[::2])) > _FAR


def _block_of(seen: VatIdSeen, blocks: list[Block]) -> str | None:
    """The role of the block that holds the number."""
    for block in blocks:
        if block.cells[0].page == seen.cell.page and any(seen.cell is cell for cell in block.cells):
            return block.role
    for block in blocks:
        box, cell = block.box, seen.cell.box
        inside = box[1] - 1 <= cell[1] and cell[3] <= box[3] + 1 and box[0] - 3 <= cell[0] < box[2]
        if block.cells[0].page == seen.cell.page and (
            inside
            or (
                any(seen.cell.row == line.row for line in block.cells)
                and seen.cell.text.lstrip(" :").startswith(seen.fact.text)
                and cell[0] < box[2] + 150
                and cell[0] >= box[0] - 3
            )
        ):
            return block.role
    return None
