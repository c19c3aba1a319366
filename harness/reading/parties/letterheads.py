"""Whose an address without a heading is: evidence for the seller, evidence for the buyer, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.model.facts import Fact, PartyFacts
from harness.model.text import squash
from harness.reading.identifiers import find_iban
from harness.reading.page.glyphs import Box
from harness.reading.parties.addresses import read_address
from harness.reading.parties.free_blocks import FreeBlock
from harness.reading.parties.names import PHONE, can_be_name, is_web, to_somebody
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Sheet

_CLEAR = 2
"""Points from which a block is the seller's."""
_PLACED = 0.65
"""Trust in a seller that is told by the place of the address alone."""
_HEAD = 85.0
"""Points from the top of a page in which a letterhead begins; windows of envelopes are further down (DIN 5008)."""
_HEAD_ROWS = 4
"""Rows of a page's head in which the small print may stand."""
_LONGEST_COMPANY = 8
"""Words of the longest name that is looked for in the small print."""
_WORDS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address with what speaks for its role: points for the seller, less those for the buyer."""

    party: PartyFacts
    points: int
    on_top: bool
    """Whether it stands above what was sold, on the first page."""
    first: bool
    """Whether nothing is printed above it."""
    box: Box

    def same_as(self, other: PartyFacts | None) -> bool:
        """Whether it states the name, or the post code and street, of another party."""
        if other is None:
            return False
        mine, theirs = self.party, other
        names = mine.name and theirs.name and squash(mine.name.value) == squash(theirs.name.value)
        codes = mine.post_code and theirs.post_code and mine.post_code.value == theirs.post_code.value
        streets = mine.street and theirs.street and squash(mine.street.value) == squash(theirs.street.value)
        return bool(names or (codes and streets))

    @property
    def stated(self) -> int:
        """How many facts the address states."""
        party = self.party
        return sum(fact is not None for fact in (party.name, party.street, party.post_code, party.city))

    def above(self, other: Candidate) -> bool:
        """Whether it ends before another begins: the letterhead comes first."""
        return self.box[3] <= other.box[1]


def candidates(sheet: Sheet, blocks: Sequence[FreeBlock], items: range) -> list[Candidate]:
    """The blocks that are addresses of somebody with a name, with the evidence for each; ``items``: rows of lines."""
    found = []
    printed = [(cell, squash(cell.text)) for cell in sheet.cells()] if blocks else []
    for block in blocks:
        party = read_address(sheet, block.lines, 0.8)
        if party.name is None or not (party.street or party.post_code):
            continue
        row = block.anchor.row
        on_top = block.anchor.page == sheet.rows[0].page and not (items and row >= items[0])
        points = _points(sheet, block, party, printed) + 3 * bool(items and row > items[-1])
        first = all(line.box[3] > block.box[1] for line in sheet.rows[: block.anchor.row])
        found.append(Candidate(party, points, on_top, first, block.box))
    return found


def _points(sheet: Sheet, block: FreeBlock, party: PartyFacts, printed: Sequence[tuple[Cell, str]]) -> int:
    """Points for the seller, less those for the buyer, by what stands in and under the block."""
    cells = [*(line.cell for line in block.lines), *_contacts(sheet, block)]
    text = [cell.text for cell in cells]
    contact = any(is_web(part) or PHONE.search(part) for part in text)
    bank = any(find_iban(part) for part in text)
    marks = [hit for cell in cells for hit in sheet.hits[id(cell)] if hit.leads]
    taxed = any(hit.means("vat_id", "tax_number") and not hit.means("buyer_vat_id") for hit in marks)
    theirs = any(hit.means("buyer_vat_id") and not hit.means("vat_id", "seller_vat_id") for hit in marks)
    seller = 2 * contact + 2 * bank + taxed + 2 * block.in_one_line + 2 * _has_domain(party, printed)
    seller += 2 * _repeated_small(block, party, printed)
    return seller - 3 * block.sender_above - 2 * _addressed(sheet, block) - 3 * theirs


def _contacts(sheet: Sheet, block: FreeBlock) -> list[Cell]:
    """The lines under an address up to the document's own facts."""
    found: list[Cell] = []
    for cell in block.below[:10]:
        own = (
            "number",
            "issue_date",
            "due_date",
            "supply_date",
            "date",
            "buyer",
            "seller",
            "other_party",
            "description",
        )
        if any(hit.leads and hit.means(*own) for hit in sheet.hits[id(cell)]):
            break
        found.append(cell)
    return found


def _repeated_small(block: FreeBlock, party: PartyFacts, printed: Sequence[tuple[Cell, str]]) -> bool:
    """Whether the name comes again in the small print of a page, as only the sender's does."""
    name = squash(party.name.value) if party.name else ""
    mine = {id(line.cell) for line in block.lines}
    tall = block.lines[0].cell.height
    small = (text for cell, text in printed if cell.height < 0.92 * tall and id(cell) not in mine)
    return len(name) > 5 and any(name in text for text in small)


def _has_domain(party: PartyFacts, printed: Sequence[tuple[Cell, str]]) -> bool:
    """Whether a word of the name is in an address of the Internet."""
    words = {squash(word) for word in _WORDS.findall(party.name.value if party.name else "")}
    places = [text for cell, text in printed if "@" in cell.text or "www." in cell.text]
    return any(word in place for word in words for place in places)


def _addressed(sheet: Sheet, block: FreeBlock) -> bool:
    """Whether a line of the block speaks to somebody: "Herrn", "c/o", "Attn"."""
    texts = [line.text for line in block.lines]
    return any(squash(text) in sheet.labels.salutations or to_somebody(sheet, text) for text in texts)


def seller_among(found: Sequence[Candidate], buyer: PartyFacts | None) -> PartyFacts | None:
    """The seller: the address with the clearest evidence, the only one beside a known buyer, or the letterhead."""
    free = [one for one in found if not one.same_as(buyer)]
    clear = sorted((one for one in free if one.points >= _CLEAR), key=lambda one: (-one.stated, -one.points))
    if clear:
        rivals = [one for one in clear if one.points >= clear[0].points and not one.same_as(clear[0].party)]
        return None if rivals else clear[0].party
    alone = [one for one in free if one.on_top and one.points >= 0]
    if buyer is not None:
        return alone[0].party if len(alone) == 1 else None
    if len(alone) == 1 and alone[0].first and alone[0].box[1] < _HEAD:
        return _less_sure(alone[0].party)
    if len(alone) != 2 or alone[0].same_as(alone[1].party):
        return None
    first, second = sorted(alone, key=lambda one: one.box[1])
    if first.above(second):
        return _less_sure(first.party)
    more, less = sorted(alone, key=lambda one: -one.points)
    return _less_sure(more.party) if more.points > less.points + 1 else None


def _less_sure(party: PartyFacts) -> PartyFacts:
    """The party that only its place on the page, or a tax number, makes the seller."""
    facts = {name: getattr(party, name) for name in ("name", "street", "post_code", "city", "country")}
    return replace(party, **{name: replace(fact, confidence=_PLACED) for name, fact in facts.items() if fact})


def buyer_among(found: Sequence[Candidate], seller: PartyFacts | None) -> PartyFacts | None:
    """The buyer: the address above the lines that is not the seller's; of several, the one that is spoken to."""
    free = [one for one in found if one.on_top and one.points < _CLEAR and not one.same_as(seller)]
    addressed = [one for one in free if one.points < 0]
    chosen = addressed or (free if seller is not None else [])
    return chosen[0].party if len(chosen) == 1 else None


def imprint(sheet: Sheet, items: range, taken: set[int]) -> PartyFacts | None:
    """The seller by the small print: a line that begins with a company and goes on with its tax number or register.

    Such lines stand below what was sold, or at the very top; law asks for them (Directive 2017/1132 Art. 26).
    """
    for row in sheet.rows:
        if items and _HEAD_ROWS <= row.index <= items[-1]:
            continue
        for cell in row.cells:
            name = _company(sheet, cell) if id(cell) not in taken else None
            if name:
                return PartyFacts(name=Fact(name, cell.place(0, len(name)), cell.text, _PLACED))
    return None


def _company(sheet: Sheet, cell: Cell) -> str | None:
    """The company that a line begins with, up to its legal form, where numbers of a company follow in the line."""
    numbered = any(hit.start and hit.means("vat_id", "tax_number", "other_number") for hit in sheet.hits[id(cell)])
    if not numbered and find_iban(cell.text) is None:
        return None
    words = cell.text.split(" ")
    for end in range(2, min(len(words), _LONGEST_COMPANY) + 1):
        name = " ".join(words[:end]).strip(" ,;·|–-")
        form = squash(words[end - 1])
        if form in sheet.labels.legal_forms and can_be_name(sheet, name):
            return name
    return None


def buyer_beside(found: Sequence[Candidate], seller: PartyFacts) -> PartyFacts | None:
    """The only address above the lines that shares no word with the seller's name: that may be its letterhead."""
    own = {squash(word) for word in _WORDS.findall(seller.name.value if seller.name else "")}
    free = [one for one in found if one.on_top and one.points < _CLEAR and not one.first]
    apart = [one for one in free if own.isdisjoint(map(squash, _WORDS.findall(_name_of(one))))]
    return apart[0].party if len(free) == 1 and apart else None


def _name_of(one: Candidate) -> str:
    return one.party.name.value if one.party.name else ""
