"""Number, kind, dates, currency and references: values that stand beside a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from harness.model.facts import DocumentKind, Fact
from harness.model.text import squash
from harness.reading.dates import DateSeen
from harness.reading.layout import Cell
from harness.reading.sheet import Hit, Sheet
from harness.reading.spots import Spot, last_of_chain, spots

_NUMBER = re.compile(r"[^\W_][\w./\-]*")
_SERIES = re.compile(r"[A-Z]{1,4}")
_GROUP = re.compile(r" (?:(?:[/\-] )?\d[\d./\-]*|[A-Z])(?=\s|$)")
"""A further part of a number printed in groups."""
_TOWN = re.compile(r"[^\W\d_][^\d,;:]{1,30}, ?(?:(?:den|dem|le|the|a|el|op) )?")
"""A town and a comma, before the date of a letter."""
_SIGN = re.compile(r" ?[#№]")
"""What makes a number label of a title: "Invoice #"."""
_PAGE = re.compile(r"(\d{1,3})\s?(?:/|of|von|de|van|di|od)\s?(\d{1,3})")
_NAMED = 0.8
"""Trust from which on a label says that what follows is a number, also one like "1/24"."""
LARGER = 1.25
"""A word this much larger than what is near it is no label of it."""
_WORD = 4
"""Letters from which a short label is a word of its own and no abbreviation."""
_SURE = 0.6
"""Trust below which a labelled date competes with those that are labelled just "date"."""
LONGEST_TERM = timedelta(days=370)
"""Payment terms beyond this are taken for a misread date."""


def best(candidates: Iterable[Fact[str]]) -> Fact[str] | None:
    """The most trusted candidate; less sure where another value is trusted as much."""
    ranked = sorted(candidates, key=lambda fact: -fact.confidence)
    if not ranked:
        return None
    rivals = [fact for fact in ranked if fact.value != ranked[0].value and fact.confidence >= ranked[0].confidence]
    if not rivals:
        return ranked[0]
    return Fact(ranked[0].value, ranked[0].place, ranked[0].text, round(ranked[0].confidence * 0.75, 2))


def read_kind(sheet: Sheet) -> Fact[DocumentKind] | None:
    """What the largest title says; a number label such as ``Rechnungsnummer`` where there is no title."""
    titles = [hit for hit in sheet.all_hits("invoice", "credit_note") if hit.leads]
    if not titles:
        labels = [hit for hit in sheet.all_hits("number") if hit.leads]
        return Fact(DocumentKind.INVOICE, labels[0].cell.place(), labels[0].cell.text, 0.6) if labels else None
    tallest = max(hit.cell.height for hit in titles)
    title = next(hit for hit in titles if hit.cell.height > 0.97 * tallest)
    kind = DocumentKind.CREDIT_NOTE if title.means("credit_note") else DocumentKind.INVOICE
    return Fact(kind, title.cell.place(title.start, title.end), title.cell.text[title.start : title.end], 0.95)


def read_number(sheet: Sheet, kind: DocumentKind | None) -> Fact[str] | None:
    """The number of the document (BT-1)."""
    return best(_labelled_numbers(sheet, kind)) or best(_titled_numbers(sheet)) or best(_bare_numbers(sheet))


def _labelled_numbers(sheet: Sheet, kind: DocumentKind | None) -> Iterator[Fact[str]]:
    hits = list(sheet.all_hits("number"))
    hits += [hit for hit in sheet.all_hits("invoice", "credit_note") if _SIGN.match(hit.cell.text, hit.end)]
    own = [hit for hit in hits if _of_credit_note(sheet, hit)] if kind is DocumentKind.CREDIT_NOTE else []
    for hit in own or hits:
        for spot in spots(sheet, hit):
            if hit.means("invoice", "credit_note") and hit.cell.height > LARGER * spot.cell.height:
                continue  # a title, with something else below or beside it
            fact = number_at(sheet, spot, 0.97 if hit.leads else 0.85)
            if fact:
                yield fact
                break


def _of_credit_note(sheet: Sheet, hit: Hit) -> bool:
    """Whether a number label names the credit note and not the invoice that it corrects."""
    keys = (key for key, meanings in sheet.labels.meanings.items() if "credit_note" in meanings)
    return any(key in hit.key for key in keys)


def _titled_numbers(sheet: Sheet) -> Iterator[Fact[str]]:
    """Numbers with a short label, or none, that follow the title."""
    for title in (hit for hit in sheet.all_hits("invoice", "credit_note") if hit.leads):
        yield from _short_labelled(sheet, title)
    for title in (hit for hit in sheet.all_hits("issue_date") if hit.leads and _is_title(sheet, hit)):
        yield from _short_labelled(sheet, title)
    yield from _named_in_words(sheet)
    for title in (hit for hit in sheet.all_hits("invoice", "credit_note") if hit.leads):
        direct = number_at(sheet, Spot(title.cell, title.end, len(title.cell.text), 1.0), 0.7)
        beside = sheet.right_of(title.cell)
        if direct is None and beside and not title.cell.text[title.end :].strip(" :#"):
            direct = number_at(sheet, Spot(beside[0], 0, len(beside[0].text), 1.0), 0.6)
            direct = direct if direct and direct.value == beside[0].text.strip("# ") else None
        direct = direct or _under_title(sheet, title)
        if direct:
            yield direct


def _named_in_words(sheet: Sheet) -> Iterator[Fact[str]]:
    """A number that ends a line such as "Your invoice 118" or "Concerns: invoice 118"."""
    for hit in sheet.all_hits("invoice", "credit_note"):
        before = hit.cell.text[: hit.start].split()
        if hit.leads or len(before) > 2 or any(char.isdigit() for word in before for char in word):
            continue
        fact = number_at(sheet, Spot(hit.cell, hit.end, len(hit.cell.text), 1.0), 0.65)
        if fact and not hit.cell.text[hit.end :].replace(fact.value, "", 1).strip(" :.#"):
            yield fact


def _under_title(sheet: Sheet, title: Hit) -> Fact[str] | None:
    """A number that stands alone below a title that stands alone, at the same edge."""
    if title.cell.text[title.end :].strip(" :"):
        return None
    for cell in sheet.below(title.cell, title.start, title.end, reach=1.5):
        fact = number_at(sheet, Spot(cell, 0, len(cell.text), 1.0), 0.6)
        alone = fact is not None and len(fact.value) >= _WORD and fact.value == cell.text.strip("# ")
        alone = alone and not any(sheet.hits[id(other)] for other in sheet.right_of(cell)[:1])
        edges = min(abs(cell.box[side] - title.cell.box[side]) for side in (0, 2))
        return fact if alone and edges < 3 else None
    return None


def _is_title(sheet: Sheet, hit: Hit) -> bool:
    """Whether a label for the date begins with the document's name, as in "Facture du 14/05/2024 – n° 10"."""
    first = squash(hit.cell.text[hit.start : hit.end].split()[0])
    return not {"invoice", "credit_note"}.isdisjoint(sheet.labels.meanings.get(first, ()))


def _short_labelled(sheet: Sheet, title: Hit) -> Iterator[Fact[str]]:
    for row in sheet.rows[max(0, title.cell.row - 2) : title.cell.row + 3]:
        if row.page != title.cell.page:
            continue
        for hit in sheet.hits_in(row):
            same_cell = hit.cell is title.cell and hit.start >= title.end
            before = hit.cell.text[: hit.start].rstrip()
            opens = hit.leads and (before[-1:] in ("|", "·", "•") or not any(char.isalnum() for char in before))
            if hit.means("number_short") and (same_cell or opens) and not _inside_table(sheet, hit):
                found = (number_at(sheet, spot, 0.85 if same_cell else 0.75) for spot in spots(sheet, hit, below=False))
                yield from (fact for fact in found if fact)


def _bare_numbers(sheet: Sheet) -> Iterator[Fact[str]]:
    """Numbers with a word like "Number" alone for a label, away from the title and from tables."""
    for hit in sheet.all_hits("number_short"):
        alone = hit.leads and not any(char.isalnum() for char in hit.cell.text[: hit.start])
        if alone and len(hit.key) >= _WORD and not _inside_table(sheet, hit):
            yield from list(filter(None, (number_at(sheet, spot, 0.75) for spot in spots(sheet, hit))))[:1]


def number_at(sheet: Sheet, spot: Spot, trust: float) -> Fact[str] | None:
    """A document number at the beginning of ``spot``."""
    skipped = len(spot.text) - len(spot.text.lstrip(" :.#№°º-–)\u2063"))
    start = spot.start + skipped
    match = _NUMBER.match(spot.cell.text, start)
    if match is None or match.start() >= max(spot.end, spot.start + 1):
        return None
    end = match.end()
    if _SERIES.fullmatch(match.group()):
        series = re.compile(r" ?[\w./\-]*\d[\w./\-]*").match(spot.cell.text, end)
        end = series.end() if series else end
    end = _end_of_groups(sheet, spot, end)
    text = (spot.cell.text[start:end] + _next_line(sheet, spot.cell, start, end)).rstrip(".,;:-/")
    if not _is_number(sheet, spot.cell, start, text, trust) or (spot.trust < 1 and _in_address(sheet, spot.cell, text)):
        return None
    confidence = round(trust * spot.trust, 2)
    return Fact(text, spot.cell.place(start, start + len(text)), spot.cell.text, confidence)


def _end_of_groups(sheet: Sheet, spot: Spot, end: int) -> int:
    """Where a number printed in groups ends: groups of digits, or a letter, are all that follows up to a wide gap."""
    at, text = end, spot.cell.text
    last = text.find("  ", end, spot.end)
    last = max(spot.end, end) if last < 0 else last
    starts = {seen.start for seen in sheet.dates(spot.cell) if not seen.compact}
    while (group := _GROUP.match(text, at, last)) and starts.isdisjoint(range(*group.span())):
        at = group.end()
    return at if not text[at:last].strip(" .,;:*") or any(at <= start <= at + 2 for start in starts) else end


def _next_line(sheet: Sheet, cell: Cell, start: int, end: int) -> str:
    """The rest of a number that a hyphen or stroke breaks at the end of a narrow column."""
    if end < len(cell.text) or cell.text[-1] not in "-/" or not any(char.isdigit() for char in cell.text[start:]):
        return ""
    lower = next(sheet.below(cell, start, end, reach=1.0), None)
    rest = _NUMBER.fullmatch(lower.text) if lower and abs(lower.box[0] - cell.span(start, end)[0]) < 3 else None
    return rest.group() if rest else ""


def _in_address(sheet: Sheet, cell: Cell, text: str) -> bool:
    """Whether digits are a post code or a house number: words without a date follow them."""
    rest = cell.text[cell.text.find(text) + len(text) :].split("  ")[0]
    follows = rest[:1] in (" ", ",") and any(char.isalpha() for char in rest)
    return text.isdigit() and follows and not sheet.dates(cell)


def _is_number(sheet: Sheet, cell: Cell, start: int, text: str, trust: float) -> bool:
    dates = (seen for seen in sheet.dates(cell) if not seen.compact)
    is_date = any(seen.start <= start and start + len(text) <= seen.end + 1 for seen in dates)
    page = _PAGE.match(cell.text, start) if len(text) < 6 and "/" in text else None
    is_page = page is not None and int(page[1]) <= int(page[2]) and trust < _NAMED
    is_money = re.fullmatch(r"\d+[.,]\d\d", text) is not None
    is_percent = cell.text[start + len(text) :].lstrip().startswith("%")
    has_digit = any(char.isdigit() for char in text)
    return has_digit and len(text) <= 40 and not is_date and not is_page and not is_money and not is_percent


def read_references(sheet: Sheet, kind: DocumentKind | None, number: str | None) -> tuple[Fact[str], ...]:
    """Numbers of the earlier documents that this one names (BT-25)."""
    found: dict[str, Fact[str]] = {}
    hits = list(sheet.all_hits("reference"))
    if kind is DocumentKind.CREDIT_NOTE:
        hits += [hit for hit in sheet.all_hits("number") if not _of_credit_note(sheet, hit)]
    for hit in hits:
        for fact in (number_at(sheet, _after_short(sheet, spot), 0.85) for spot in spots(sheet, hit)):
            if fact and fact.value != number:
                found.setdefault(fact.value, fact)
            if fact:
                break
    return tuple(found.values())


def _after_short(sheet: Sheet, spot: Spot) -> Spot:
    """The spot behind a short number label that stands at its beginning (``zu Rechnung Nr. 5``)."""
    for hit in sheet.hits[id(spot.cell)]:
        if hit.start == spot.end and hit.means("number_short", "number", "invoice"):
            between = spot.cell.text[spot.start : hit.start]
            if not any(char.isalnum() for char in between):
                return Spot(spot.cell, hit.end, len(spot.cell.text), spot.trust)
    return spot


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
    return not hit.leads and bool(before) and before[-1].means("other_number", "reference")


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
        if not (hit.leads or titled) or _inside_table(sheet, hit) or (joined and joined.means("other_number")):
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
    later = (other.start for other in sheet.hits[id(hit.cell)] if other.start >= hit.end and len(other.key) >= _WORD)
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
                yield dates[0], Spot(cell, dates[0].start, dates[0].end, 1.0), 0.8


def _inside_table(sheet: Sheet, hit: Hit) -> bool:
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
        if id(seen) not in others
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
