"""Issue, due and supply date: by their labels, by where the number stands, or by the town of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from harness.model.facts import Fact
from harness.reading.sheet.dates import DateSeen
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Hit, Sheet
from harness.reading.sheet.spots import Spot, last_of_chain, spots

_TOWN = re.compile(r"[^\W\d_][^\d,;:]{1,30}, ?(?:(?:den|dem|le|the|a|el|op) )?")
"""A town and a comma, before the date of a letter."""
_LABEL = 4
"""Letters from which a label parts what follows from what stands before it."""
_SURE = 0.6
"""Trust below which a labelled date competes with those that are labelled just "date"."""
LONGEST_TERM = timedelta(days=370)
"""Payment terms beyond this are taken for a misread date."""


def read_dates(sheet: Sheet) -> dict[str, Fact[date]]:
    """Issue, due and supply date by field name."""
    seen = {name: _dated(sheet, name) for name in ("issue_date", "due_date", "supply_date")}
    taken = {id(found[0]) for items in seen.values() for found in items}
    if not seen["issue_date"] or seen["issue_date"][0][2] < _SURE:
        generic = [item for item in _generic(sheet) if id(item[0]) not in taken]
        seen["issue_date"] = sorted([*seen["issue_date"], *generic], key=lambda item: -item[2])
    if not seen["issue_date"]:
        seen["issue_date"] = [item for item in _beside_number(sheet) if id(item[0]) not in taken]
    if not seen["issue_date"]:
        seen["issue_date"] = [item for item in seen["supply_date"] if _is_tax_point(sheet, item[1])]
    if not seen["issue_date"]:
        seen["issue_date"] = _single_unlabelled(sheet, taken)
    month_first = _month_first(sheet, seen)
    facts = {name: _chosen(items, month_first) for name, items in seen.items()}
    return _plausible({name: fact for name, fact in facts.items() if fact})


def _dated(sheet: Sheet, name: str) -> list[tuple[DateSeen, Spot, float]]:
    found = []
    for hit in sheet.all_hits(name):
        trust = 0.5 if _about_another(sheet, hit) else 0.97 if hit.leads else 0.75
        for spot in spots(sheet, hit):
            seen = _first_date(sheet, spot, close=spot.trust < 0.97)
            if seen:
                seen = _without_discount(sheet, spot, seen) if name == "due_date" else seen
                found.append((seen, spot, trust * spot.trust))
                break
        else:
            found += [(seen, spot, trust * spot.trust) for seen, spot in _on_next_line(sheet, hit)]
    return sorted(found, key=lambda item: -item[2])


def _without_discount(sheet: Sheet, spot: Spot, first: DateSeen) -> DateSeen:
    """The later of two dates in a sentence where the first ends a discount: "by 6 May less 2 %, by 22 May net"."""
    for later in sheet.dates(spot.cell):
        if later.start > first.start and "%" in spot.cell.text[first.end : later.start]:
            return later
    return first


def _on_next_line(sheet: Sheet, hit: Hit) -> Iterator[tuple[DateSeen, Spot]]:
    """The date that begins the next line of a paragraph which a label ends."""
    if hit.cell.text[hit.end :].strip(" :"):
        return
    for row in sheet.rows[hit.cell.row + 1 : hit.cell.row + 2]:
        for cell in row.cells[:1]:
            near = row.page == hit.cell.page and cell.box[1] - hit.cell.box[3] < 0.7 * cell.height
            if near and abs(cell.box[0] - hit.cell.box[0]) < 2:
                yield from ((seen, Spot(cell, 0, len(cell.text), 0.85)) for seen in sheet.dates(cell) if not seen.start)


def _about_another(sheet: Sheet, hit: Hit) -> bool:
    """Whether a label follows the name of another document: "Order: 5518 dated 30 September"."""
    before = [other for other in sheet.hits[id(hit.cell)] if other.end <= hit.start]
    if not before and not hit.leads:
        return hit.cell.text[:1].isalnum() and _behind_another(sheet, hit.cell)
    if hit.leads or not before:
        return False
    within = before[-1].means("number", "invoice") and not before[-1].leads and before[-1].cell.text[:1].isalpha()
    return before[-1].means("other_number", "reference") or (within and _names_another(sheet, before[-1]))


def _behind_another(sheet: Sheet, cell: Cell) -> bool:
    """Whether the label to the left names another document: "Against invoice | 188203 dated 21 November"."""
    cells = sheet.row_of(cell).cells
    left = sheet.hits[id(cells[cells.index(cell) - 1])] if cell is not cells[0] else []
    return bool(left) and left[-1].means("other_number", "reference") and not left[-1].means("number")


def _names_another(sheet: Sheet, title: Hit) -> bool:
    """Whether a document is named in a sentence or behind a preposition, and not as the title of this one."""
    lead = title.cell.text[: title.start].split()
    return bool(lead) and any(hit.leads and hit.cell is not title.cell for hit in sheet.all_hits("number"))


def _first_date(sheet: Sheet, spot: Spot, close: bool) -> DateSeen | None:
    """The first date in the spot; ``close``: it must begin the cell."""
    for seen in sheet.dates(spot.cell):
        lead = spot.cell.text[spot.start : seen.start]
        if spot.start <= seen.start < max(spot.end, spot.start + 1) and len(lead.strip(" :.-")) <= (3 if close else 25):
            return seen
    return None


def _generic(sheet: Sheet) -> list[tuple[DateSeen, Spot, float]]:
    """Dates labelled just ``date``, or following the title ("Invoice 12 of 3 May 2026")."""
    found = []
    for hit in sheet.all_hits("date"):
        titled = any(other.means("invoice", "credit_note", "number") for other in sheet.hits_in(sheet.row_of(hit.cell)))
        joined = _joined_to(sheet, hit)
        if not (hit.leads or titled) or inside_table(sheet, hit) or (joined and joined.means("other_number")):
            continue
        for spot in spots(sheet, hit, below=hit.leads):
            seen = _first_date(sheet, spot, close=joined is None)
            if seen:
                found.append((seen, spot, (0.85 if titled or hit.leads else 0.6) * spot.trust))
                break
    return sorted([*found, *_after_town(sheet)], key=lambda item: -item[2])


def _beside_number(sheet: Sheet) -> Iterator[tuple[DateSeen, Spot, float]]:
    """A date without a label that follows the number of the document, or stands alone in its row."""
    for hit in sheet.all_hits("number", "invoice", "credit_note"):
        if not hit.leads or any(char.isalnum() for char in hit.cell.text[: hit.start]):
            continue
        limit = _next_label(sheet, hit)
        inside = [seen for seen in sheet.dates(hit.cell) if hit.end <= seen.start < limit]
        alone = [
            (seen, cell)
            for cell in sheet.right_of(hit.cell)
            for seen in sheet.dates(cell)
            if seen.text == cell.text.strip(" .") and not seen.compact
        ]
        for seen, cell in [*((seen, hit.cell) for seen in inside[:1] if not seen.compact), *alone[:1]]:
            yield seen, Spot(cell, seen.start, seen.end, 1.0), 0.7


def _next_label(sheet: Sheet, hit: Hit) -> int:
    """Where something else is named in a label's cell."""
    later = (other.start for other in sheet.hits[id(hit.cell)] if other.start >= hit.end and len(other.key) >= _LABEL)
    return min(later, default=len(hit.cell.text))


def _is_tax_point(sheet: Sheet, spot: Spot) -> bool:
    """Whether a date is named the tax point: where no other date is stated that is the date of the invoice."""
    above = sheet.rows[max(0, spot.cell.row - 2) : spot.cell.row + 1]
    hits = (hit for row in above for hit in sheet.hits_in(row))
    return any(hit.means("tax_point") and spot.cell in (hit.cell, *_values(sheet, hit)) for hit in hits)


def _values(sheet: Sheet, hit: Hit) -> list[Cell]:
    return [spot.cell for spot in spots(sheet, hit)]


def _joined_to(sheet: Sheet, hit: Hit) -> Hit | None:
    """The label before this one that a stroke joins it to: "Invoice No. / Date"."""
    before = [other for other in sheet.hits[id(hit.cell)] if other.end <= hit.start]
    return before[-1] if before and last_of_chain(sheet, before[-1]) is hit else None


def _after_town(sheet: Sheet) -> Iterator[tuple[DateSeen, Spot, float]]:
    """The date of a letter: a line of its own with a town before the date ("Weimar, den 7. Oktober 2024")."""
    for row in sheet.rows:
        for cell in row.cells if row.page == 1 else ():
            dates = sheet.dates(cell)
            if len(dates) != 1 or not _TOWN.fullmatch(cell.text[: dates[0].start]):
                continue
            about_else = any(hit.means("due_date", "supply_date", "other_date") for hit in sheet.hits[id(cell)])
            if not about_else and not cell.text[dates[0].end :].strip(" ."):
                yield dates[0], Spot(cell, dates[0].start, dates[0].end, 1.0), 0.9


def inside_table(sheet: Sheet, hit: Hit) -> bool:
    """Whether a label is a column of the line table, as in "No. | Date | Description | Amount"."""
    row = sheet.hits_in(sheet.row_of(hit.cell))
    return sum(other.means("description", "quantity", "unit_price", "line_amount") for other in row) >= 2


def _single_unlabelled(sheet: Sheet, taken: set[int]) -> list[tuple[DateSeen, Spot, float]]:
    """The only date in the upper half of the first page that no label claims."""
    others = {id(item[0]) for item in _dated(sheet, "other_date")} | taken
    found = [
        (seen, Spot(cell, seen.start, seen.end, 1.0), 0.55)
        for row in sheet.rows
        if row.page == 1 and row.box[1] < 420
        for cell in row.cells
        for seen in sheet.dates(cell)
        if not any(id(other) in others for other in sheet.dates(cell))
    ]
    return found if len({item[0].text for item in found}) == 1 else []


def _month_first(sheet: Sheet, seen: dict[str, list[tuple[DateSeen, Spot, float]]]) -> bool:
    """Whether 03/04/2026 is in March: by dates that leave no choice, by their order, then by the conventions."""
    everything = [item for cell in sheet.cells() for item in sheet.dates(cell)]
    if any("/" in item.text and item.day_first is None for item in everything):
        return True
    if any("/" in item.text and item.month_first is None for item in everything):
        return False
    orders = {order for order in (True, False) if _in_order(seen, order)}
    usual = bool(sheet.conventions and sheet.conventions.month_first) and not _outside_states(sheet)
    return orders.pop() if len(orders) == 1 else usual


def _in_order(seen: dict[str, list[tuple[DateSeen, Spot, float]]], month_first: bool) -> bool:
    values = {name: items[0][0].value(month_first) for name, items in seen.items() if items}
    issue, due, supply = (values.get(name) for name in ("issue_date", "due_date", "supply_date"))
    terms = issue is None or due is None or timedelta(0) <= due - issue <= timedelta(days=125)
    return terms and (issue is None or supply is None or abs(supply - issue) <= timedelta(days=95))


def _outside_states(sheet: Sheet) -> bool:
    """Whether an English document is not in dollars, so that its dates are written day first."""
    texts = [cell.text for cell in sheet.cells()]
    if any(mark in text for text in texts for mark in ("£", "GBP", "€", "EUR")):
        return True
    vat = any(hit.key.startswith("vat") for hit in sheet.all_hits("tax", "tax_total", "vat_id", "vat_rate"))
    return vat and not any(mark in text for text in texts for mark in ("$", "USD"))


def _chosen(items: list[tuple[DateSeen, Spot, float]], month_first: bool) -> Fact[date] | None:
    if not items:
        return None
    seen, spot, trust = items[0]
    value = seen.value(month_first)
    rivals = {item[0].value(month_first) for item in items if item[2] >= trust}
    doubt = 0.75 if len(rivals) > 1 else 1.0
    if not seen.is_certain:
        doubt *= 0.9
    place = spot.cell.place(seen.start, seen.end)
    return Fact(value, place, seen.text, round(trust * doubt, 2)) if value else None


def _plausible(facts: dict[str, Fact[date]]) -> dict[str, Fact[date]]:
    """Without a due date that lies before the issue, or far beyond any term of payment."""
    issue, due = facts.get("issue_date"), facts.get("due_date")
    if issue and due and not timedelta(0) <= due.value - issue.value <= LONGEST_TERM:
        weaker = "due_date" if due.confidence <= issue.confidence else "issue_date"
        return {name: fact for name, fact in facts.items() if name != weaker or fact.confidence > 0.9}
    return facts
