"""Seller and buyer: their blocks of text, and whose the VAT identification numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from harness.model.facts import Fact, PartyFacts
from harness.model.text import squash
from harness.reading.glyphs import Box, Word
from harness.reading.layout import Cell, around
from harness.reading.sheet import Hit, Sheet
from harness.reading.spots import spots
from harness.reading.vat_ids import VatIdSeen, find_vat_ids

_POST_CODE = re.compile(
    r"""^(?:(?P<country>[A-Z]{1,2})[ -]{1,2})?
    (?P<code>\d{3}[ ]?\d{2}(?!\d) | \d{4}[ ]?[A-Z]{2}(?![A-Z]) | \d{4,5}-\d{3} | \d{2}-\d{3} | \d{4,5})
    [ ,]{1,2}(?P<city>[^\d,][^,]*?)\s*(?:,.*)?$""",
    re.VERBOSE,
)
_HEADINGS = ("seller", "buyer", "other_party")
_BLOCK_LINES = 9


@dataclass(frozen=True, slots=True)
class Block:
    """The lines under a party's heading."""

    heading: Hit | None
    cells: tuple[Cell, ...]
    box: Box
    role: str
    """``seller``, ``buyer`` or ``other_party``."""


def read_parties(sheet: Sheet, items_from: int | None) -> tuple[PartyFacts, PartyFacts]:
    """Seller and buyer. ``items_from`` is the row where the line table begins."""
    blocks = _blocks(sheet)
    ids = find_vat_ids(sheet)
    seller_id, buyer_id = _owners(ids, blocks, items_from)
    seller = next((block for block in blocks if block.role == "seller"), None)
    buyer = next((block for block in blocks if block.role == "buyer"), None)
    seller = seller or _around_id(sheet, seller_id, buyer)
    return (
        replace(_party(sheet, seller), vat_id=seller_id.fact if seller_id else None),
        replace(_party(sheet, buyer), vat_id=buyer_id.fact if buyer_id else None),
    )


def _blocks(sheet: Sheet) -> list[Block]:
    found = []
    for hit in sheet.all_hits(*_HEADINGS):
        if not hit.leads or not _is_heading(hit):
            continue
        cells = tuple(_lines_under(sheet, hit))
        if cells:
            role = next(name for name in _HEADINGS if hit.means(name))
            found.append(Block(hit, cells, around([hit.cell.box, *(cell.box for cell in cells)]), role))
    return found


def _is_heading(hit: Hit) -> bool:
    """A heading stands at the beginning of its cell, alone or before a colon, outside sentences."""
    text = hit.cell.text
    if any(char.isalnum() for char in text[: hit.start]):
        return False
    rest = text[hit.end :].strip()
    return rest in ("", ":") or rest.startswith(":") or text.isupper()


def _lines_under(sheet: Sheet, hit: Hit) -> Iterator[Cell]:
    """The lines of the block: what follows in the heading's cell or row, then what stands below."""
    beside = _beside(sheet, hit)
    if beside is not None:
        yield beside
    anchor = beside or hit.cell
    last, count = anchor, 0
    for row in sheet.rows[hit.cell.row + 1 :]:
        gap = row.box[1] - last.box[3]
        if row.page != hit.cell.page or gap > (2.6 if last is hit.cell else 1.7) * max(last.height, 8) or count > 14:
            return
        cell = _in_column(row.cells, anchor)
        if cell is None:
            continue
        if _starts_something_else(sheet, cell):
            return
        yield cell
        last, count = cell, count + 1


def _beside(sheet: Sheet, hit: Hit) -> Cell | None:
    """The value on the heading's own line: "Customer: ACME Ltd"."""
    spot = next(iter(spots(sheet, hit, below=False)))
    if any(char.isalpha() for char in hit.cell.text[hit.end :]):
        words = [word for word, at in _placed(hit.cell) if at >= spot.start]
        return Cell(hit.cell.page, words, hit.cell.row) if words else None
    right = sheet.right_of(hit.cell)
    if hit.cell.text.rstrip().endswith(":") and right and not sheet.hits[id(right[0])]:
        under = next(iter(sheet.below(hit.cell, hit.start, hit.end, reach=1.2)), None)
        return right[0] if under is None or abs(under.box[0] - hit.cell.box[0]) > 3 else None
    return None


def _placed(cell: Cell) -> list[tuple[Word, int]]:
    found: list[tuple[Word, int]] = []
    at = 0
    for word in cell.words:
        at = cell.text.index(word.text, at)
        found.append((word, at))
        at += len(word.text)
    return found


def _in_column(cells: Sequence[Cell], anchor: Cell) -> Cell | None:
    """The cell of a row that stands under the anchor: same left or right edge, or overlapping."""
    near = [cell for cell in cells if abs(cell.box[0] - anchor.box[0]) < 6 or abs(cell.box[2] - anchor.box[2]) < 3]
    if near:
        return min(near, key=lambda cell: abs(cell.box[0] - anchor.box[0]))
    return next((cell for cell in cells if cell.box[0] < anchor.box[2] and anchor.box[0] < cell.box[2]), None)


def _starts_something_else(sheet: Sheet, cell: Cell) -> bool:
    hits = [hit for hit in sheet.hits[id(cell)] if hit.leads]
    heading = any(hit.means(*_HEADINGS) and _is_heading(hit) for hit in hits)
    own = ("number", "issue_date", "due_date", "supply_date", "net", "gross", "quantity", "unit_price")
    return heading or any(hit.means(*own) and not hit.means("name", "vat_id") for hit in hits)


def _around_id(sheet: Sheet, seen: VatIdSeen | None, buyer: Block | None) -> Block | None:
    """The block of lines that ends in the seller's VAT number, where it has no heading."""
    if seen is None or seen.cell.page != 1:
        return None
    cells = [seen.cell]
    for row in reversed(sheet.rows[: seen.cell.row]):
        if row.page != seen.cell.page or cells[0].box[1] - row.box[3] > 1.5 * cells[0].height:
            break
        cell = _in_column(row.cells, cells[0])
        if cell is None or len(cells) > _BLOCK_LINES:
            break
        cells.insert(0, cell)
    block = Block(None, tuple(cells), around(cell.box for cell in cells), "seller")
    overlaps = buyer is not None and any(cell in buyer.cells for cell in cells)
    return block if len(cells) > 2 and not overlaps else None


def _party(sheet: Sheet, block: Block | None) -> PartyFacts:
    if block is None:
        return PartyFacts()
    lines = [line for cell in block.cells if (line := _plain(sheet, cell))]
    if not lines:
        return PartyFacts()
    name = _labelled_name(sheet, block) or _first_lines(lines)
    place = next((found for text, cell in lines[1:] if (found := _post_code(text, cell))), None)
    country = next((code for text, cell in lines[1:] if (code := _country(sheet, text, cell))), None)
    street = _street(lines, place)
    return PartyFacts(name, street, place and place[0], place and place[1], country)


def _first_lines(lines: list[tuple[str, Cell]]) -> Fact[str]:
    """The name on the first line; a second one in the same larger type belongs to it."""
    size, count = lines[0][1].height, 1
    smallest = min(cell.height for _, cell in lines)
    if len(lines) > 2 and size > 1.15 * smallest and _same_type(lines[1], size) and not _same_type(lines[2], size):
        count = 2
    text = " ".join(" ".join(text.split()) for text, _ in lines[:count])
    return Fact(text, lines[0][1].place(), text, 0.8)


def _same_type(line: tuple[str, Cell], size: float) -> bool:
    """Whether a line is set in this size and is no part of an address."""
    return abs(line[1].height - size) < 0.03 * size and not any(char.isdigit() for char in line[0])


def _plain(sheet: Sheet, cell: Cell) -> tuple[str, Cell] | None:
    """A line without its label ("Name:", "Address:"); none for lines about something else."""
    text = cell.text
    hits = [hit for hit in sheet.hits[id(cell)] if hit.leads]
    if hits and hits[0].means("name", "address") and text[hits[0].end :].lstrip().startswith(":"):
        rest = text[hits[0].end :].lstrip(" :")
        if rest:
            return rest, cell
        right = sheet.right_of(cell)
        return (right[0].text, right[0]) if right else None
    labelled = hits and text[hits[0].end :].lstrip().startswith(":")
    about_else = hits and hits[0].means("vat_id", "tax_number", "other_number", "seller_vat_id", "buyer_vat_id")
    return None if labelled or about_else or "@" in text else (text, cell)


def _labelled_name(sheet: Sheet, block: Block) -> Fact[str] | None:
    for cell in block.cells:
        hits = sheet.hits[id(cell)]
        if hits and hits[0].leads and hits[0].means("name") and cell.text[hits[0].end :].lstrip().startswith(":"):
            for text, at in [(cell.text[hits[0].end :].strip(" :"), cell), *_right_text(sheet, cell)]:
                if text:
                    return Fact(text, at.place(), at.text, 0.9)
    return None


def _right_text(sheet: Sheet, cell: Cell) -> list[tuple[str, Cell]]:
    return [(right.text, right) for right in sheet.right_of(cell)[:1]]


def _post_code(text: str, cell: Cell) -> tuple[Fact[str], Fact[str]] | None:
    match = _POST_CODE.match(text)
    if match is None:
        return None
    code, city = match["code"], match["city"].strip()
    return Fact(code, cell.place(), cell.text, 0.85), Fact(city, cell.place(), cell.text, 0.8)


def _country(sheet: Sheet, text: str, cell: Cell) -> Fact[str] | None:
    for part in (text, text.rsplit(",", 1)[-1]):
        code = sheet.labels.countries.get(squash(part))
        if code:
            return Fact(code, cell.place(), cell.text, 0.9)
    return None


def _street(lines: list[tuple[str, Cell]], place: tuple[Fact[str], Fact[str]] | None) -> Fact[str] | None:
    """The line above the post code, if it is not the name."""
    if place is None:
        return None
    for (text, cell), (_, lower) in pairwise(lines[1:]):
        if lower.place() == place[0].place:
            return Fact(text, cell.place(), cell.text, 0.75)
    return None


def _owners(
    ids: list[VatIdSeen], blocks: list[Block], items_from: int | None
) -> tuple[VatIdSeen | None, VatIdSeen | None]:
    """Seller's and buyer's number: by the label, by the block, then the rest is the seller's."""
    seller = next((seen for seen in ids if seen.owner == "seller"), None)
    buyer = next((seen for seen in ids if seen.owner == "buyer"), None)
    placed = [(seen, _block_of(seen, blocks)) for seen in ids if seen.owner is None]
    buyer = buyer or next((seen for seen, role in placed if role == "buyer"), None)
    seller = seller or next((seen for seen, role in placed if role == "seller"), None)
    taken = {seen.fact.value for seen in (seller, buyer) if seen}
    free = [seen for seen, role in placed if role is None and seen.fact.value not in taken]
    free = [seen for seen in free if seen.shaped] or (free if seller is None else [])
    if seller is None and free:
        seller = _likely_seller(free, buyer)
        free = [seen for seen in free if seen.fact.value != seller.fact.value]
    if buyer is None and free and items_from is not None:
        buyer = next((seen for seen in free if seen.shaped and seen.cell.row < items_from), None)
    return seller, buyer


def _likely_seller(free: list[VatIdSeen], buyer: VatIdSeen | None) -> VatIdSeen:
    """The number that is repeated (letterhead and footer), else the first with a label, else the first."""
    counts = [(sum(other.fact.value == seen.fact.value for other in free), seen.fact.confidence) for seen in free]
    chosen = free[counts.index(max(counts))]
    doubtful = buyer is None and len({seen.fact.value for seen in free}) > 1
    return replace(chosen, fact=replace(chosen.fact, confidence=0.6)) if doubtful else chosen


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
                and cell[0] < box[2] + 150
                and cell[0] >= box[0] - 3
            )
        ):
            return block.role
    return None
