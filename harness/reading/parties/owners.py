"""Whose a VAT identification number is: by its label, by the block or address that it stands in, else by its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from harness.model.facts import PartyFacts
from harness.model.text import squash
from harness.reading.parties.vat_ids import VatIdSeen, find_vat_ids
from harness.reading.sheet.sheet import Sheet

Role = Callable[[VatIdSeen], str | None]
Owners = tuple[VatIdSeen | None, VatIdSeen | None]
_LINES_BELOW_NAME = 11
"""Lines that a number may stand below the name of its owner."""
_ALIGNED = 8.0
"""Points by which the left edges of a name and of the number's line may differ."""
_SUMS = ("net", "gross", "total", "amount_due", "tax_total")
_SENTENCE = 7
"""Words from which a line is no label of a total."""
_DOUBTFUL = 0.6
_HEADED = 0.9
"""Trust in a name under a heading."""


def owners(sheet: Sheet, role_of: Role, parties: tuple[PartyFacts, PartyFacts], items_from: int | None) -> Owners:
    """Seller's and buyer's number. ``role_of`` says whose block a number is in, ``items_from`` where items begin."""
    ids, ends = find_vat_ids(sheet), _ends(sheet, items_from)
    placed = [(seen, seen.owner or role_of(seen)) for seen in ids]
    placed = [(seen, role) for seen, role in placed if role or not seen.bare]
    ids = [seen for seen, _ in placed]
    named = [(seen, role or _by_name(sheet, seen, parties)) for seen, role in placed]
    if _is_lone(ids) and not any(role for _, role in placed) and _weak(parties[1]) and _comes_first(sheet, *parties):
        named = placed  # an invoice states the seller's number, if any: only a heading makes a lone one the buyer's
    roles = placed if _seller_is_below(placed, named, ends) else named
    seller = _first(roles, "seller")
    buyer = _first(roles, "buyer")
    taken = {seen.fact.value for seen in (seller, buyer) if seen}
    free = [seen for seen, role in roles if role is None and seen.fact.value not in taken]
    free = [seen for seen in free if seen.shaped] or (free if seller is None else [])
    if seller is None and free:
        seller = _likely_seller(free, buyer, ends)
        free = [seen for seen in free if seen.fact.value != seller.fact.value]
    if buyer is None:
        buyer = next((seen for seen in free if seen.shaped and not _is_low(seen, ends) and ends), None)
    return seller, buyer


def _is_lone(ids: Sequence[VatIdSeen]) -> bool:
    return len({seen.fact.value for seen in ids}) == 1


def _weak(party: PartyFacts) -> bool:
    """Whether a party was told without a heading."""
    return party.name is None or party.name.confidence < _HEADED


def _comes_first(sheet: Sheet, seller: PartyFacts, buyer: PartyFacts) -> bool:
    """Whether what was taken for the buyer's name stands above all mentions of the seller's."""
    place = buyer.name.place if buyer.name else None
    if place is None or place.box is None or seller.name is None:
        return True
    name, bottom = squash(seller.name.value), place.box[3]
    above = (cell.text for cell in sheet.cells() if cell.page == place.page and cell.box[1] < bottom)
    return not any(name in squash(text) for text in above)


def _seller_is_below(
    placed: Sequence[tuple[VatIdSeen, str | None]],
    named: Sequence[tuple[VatIdSeen, str | None]],
    ends: Mapping[int, int],
) -> bool:
    """Whether only a name speaks for the seller's number while another, below the lines, has no owner."""
    low = {seen.fact.value for seen, role in placed if role is None and seen.shaped and _is_low(seen, ends)}
    claimed = {seen.fact.value for seen, role in named if role == "seller"}
    return len(low) == 1 and not any(role == "seller" for _, role in placed) and not low & claimed


def _ends(sheet: Sheet, items_from: int | None) -> dict[int, int]:
    """By page the last row that belongs to items and totals; what stands below is about the seller."""
    ends = {} if items_from is None else {sheet.rows[items_from].page: items_from}
    for hit in sheet.all_hits(*_SUMS):
        row = sheet.row_of(hit.cell)
        stated = any(item.seen.decimals == 2 for cell in row.cells for item in sheet.amounts(cell))
        if hit.leads and stated and len(hit.cell.words) < _SENTENCE:
            ends[row.page] = max(ends.get(row.page, 0), row.index)
    return ends


def _is_low(seen: VatIdSeen, ends: Mapping[int, int]) -> bool:
    return seen.cell.row > ends.get(seen.cell.page, seen.cell.row)


def _first(roles: Sequence[tuple[VatIdSeen, str | None]], wanted: str) -> VatIdSeen | None:
    """The first number of a role, one that its own label gives to it before the others."""
    own = [seen for seen, role in roles if role == wanted]
    return next((seen for seen in own if seen.owner), own[0] if own else None)


def _by_name(sheet: Sheet, seen: VatIdSeen, parties: tuple[PartyFacts, PartyFacts]) -> str | None:
    """The party whose name stands above the number at the same left edge; none where that is true of both."""
    near = [
        role
        for role, party in zip(("seller", "buyer"), parties, strict=True)
        if _is_under_name(seen, party) and not _among_facts(sheet, seen, party)
    ]
    return near[0] if len(near) == 1 else None


def _among_facts(sheet: Sheet, seen: VatIdSeen, party: PartyFacts) -> bool:
    """Whether the document's title, number or date stands between the name and the VAT number, or in its line."""
    top = party.name.place.box[3] if party.name and party.name.place and party.name.place.box else 0.0
    for hit in sheet.all_hits("number", "issue_date", "invoice", "credit_note"):
        cell = hit.cell
        if (
            not (hit.leads or cell is seen.cell)
            or cell.page != seen.cell.page
            or not (top <= cell.box[3] and cell.row <= seen.cell.row)
        ):
            continue
        if cell.box[0] < seen.cell.box[2] and cell.box[2] > seen.cell.box[0]:
            return True
    return False


def _is_under_name(seen: VatIdSeen, party: PartyFacts) -> bool:
    place = party.name.place if party.name else None
    if place is None or place.box is None or place.page != seen.cell.page:
        return False
    cell = seen.cell
    lines = (cell.box[1] - place.box[1]) / max(cell.height, 1.0)
    return 0 <= lines <= _LINES_BELOW_NAME * 1.2 and abs(cell.box[0] - place.box[0]) < _ALIGNED


def _likely_seller(free: Sequence[VatIdSeen], buyer: VatIdSeen | None, ends: Mapping[int, int]) -> VatIdSeen:
    """The number below the lines, where nobody prints the buyer's, else a repeated one, else the first labelled."""
    values = {seen.fact.value for seen in free}
    low = [seen for seen in free if _is_low(seen, ends)]
    if len({seen.fact.value for seen in low}) == 1:
        return low[0]
    counts = [(sum(other.fact.value == seen.fact.value for other in free), seen.fact.confidence) for seen in free]
    chosen = free[counts.index(max(counts))]
    doubtful = buyer is None and len(values) > 1
    return replace(chosen, fact=replace(chosen.fact, confidence=_DOUBTFUL)) if doubtful else chosen
