"""Kind and number of the document, and the numbers of others that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.model.facts import DocumentKind, Fact
from harness.model.text import fold, squash
from harness.reading.facts.document_dates import inside_table
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Hit, Sheet
from harness.reading.sheet.spots import Spot, spots

_NUMBER = re.compile(r"[^\W_][\w./\-–]*")
_SERIES = re.compile(r"[A-Z]{1,4}")
_GROUP = re.compile(r" (?:(?:[/\-] )?\d[\d./\-]*|[A-Z](?=\s|$)|[A-Z]{2}$|bis$)(?=\s|$)")
"""A further part of a number printed in groups; two letters only where nothing follows."""
_GLUED_DATE = re.compile(r"\d{2}([./])\d{2}\1(?:19|20)\d{2}")
"""Dates of the next columns that came without a gap: what holds one is no number."""
_SEQUENCE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
"""Year, month and a number within it, which is how some number their documents."""
_MONTH = re.compile(r" (?:de )?([^\W\d_]{3,})")
_OPENING = re.compile(r"(?:\d{1,2}\. )?([^\W\d_][^\W\d]{5,})[ .-]*$")
"""The only word of a cell, behind an ordinal at most."""
_SIGN = re.compile(r" ?[#№]")
"""What makes a number label of a title: "Invoice #"."""
_PAGE = re.compile(r"(\d{1,3})\s?(?:/|of|von|de|van|di|od)\s?(\d{1,3})")
_NAMED = 0.8
"""Trust from which on a label says that what follows is a number, also one like "1/24"."""
_POST_CODE = 5
"""Digits of the longest post code that words follow."""
LARGER = 1.25
"""A word this much larger than what is near it is no label of it."""
_WORD = 4
"""Letters from which a short label is a word of its own and no abbreviation."""


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
    hits += [hit for hit in sheet.all_hits("number_short") if _in_compound(sheet, hit)]
    hits = [hit for hit in hits if not _corrects(sheet, hit)]
    own = [hit for hit in hits if _of_credit_note(sheet, hit)] if kind is DocumentKind.CREDIT_NOTE else []
    if kind is DocumentKind.CREDIT_NOTE:
        hits = own or [hit for hit in hits if hit.leads]
    for hit in hits:
        for spot in spots(sheet, hit):
            if hit.means("invoice", "credit_note") and hit.cell.height > LARGER * spot.cell.height:
                continue  # a title, with something else below or beside it
            fact = number_at(sheet, spot, 0.97 if hit.leads else 0.85)
            if fact:
                yield fact
                break


def _in_compound(sheet: Sheet, hit: Hit) -> bool:
    """Whether a word that ends like a title opens the cell right before "no.": "Honorarrechnung Nr."."""
    before = _OPENING.match(hit.cell.text, 0, hit.start)
    return before is not None and fold(before[1]).endswith(sheet.labels.title_ends)


def _corrects(sheet: Sheet, hit: Hit) -> bool:
    """Whether a label within a sentence follows the word for another document: "Annule la facture n° 5"."""
    before = [other for other in sheet.hits[id(hit.cell)] if other.end <= hit.start]
    return not hit.leads and any(other.means("reference") for other in before)


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
    if (pair := sheet.pairs.get(id(title.cell))) and pair[1]:
        return number_at(sheet, Spot(pair[0], 0, len(pair[0].text), 1.0), 0.75)
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
            if hit.means("number_short") and (same_cell or opens) and not inside_table(sheet, hit):
                found = (number_at(sheet, spot, 0.85 if same_cell else 0.75) for spot in spots(sheet, hit, below=False))
                yield from (fact for fact in found if fact)


def _bare_numbers(sheet: Sheet) -> Iterator[Fact[str]]:
    """Numbers with a word like "Number" alone for a label, away from the title and from tables."""
    for hit in sheet.all_hits("number_short"):
        alone = hit.leads and not any(char.isalnum() for char in hit.cell.text[: hit.start])
        if alone and len(hit.key) >= _WORD and not inside_table(sheet, hit):
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
    text = (spot.cell.text[start:end] + _next_line(sheet, spot.cell, start, end)).rstrip(".,;:-–/")
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
    follows = rest[:1] in (" ", ",") and rest[1:].lstrip(" ,")[:1].isalpha()
    return text.isdigit() and len(text) <= _POST_CODE and follows and not sheet.dates(cell)


def _is_number(sheet: Sheet, cell: Cell, start: int, text: str, trust: float) -> bool:
    dates = (seen for seen in sheet.dates(cell) if not seen.compact)
    is_date = any(seen.start <= start and start + len(text) <= seen.end + 1 for seen in dates)
    is_date = is_date and not _named_right_before(sheet, cell, start, text)
    page = _PAGE.match(cell.text, start) if len(text) < 6 and "/" in text else None
    is_page = page is not None and int(page[1]) <= int(page[2]) and trust < _NAMED
    is_money = re.fullmatch(r"\d+[.,]\d\d", text) is not None and trust < _NAMED
    is_percent = cell.text[start + len(text) :].lstrip().startswith("%")
    glued = _GLUED_DATE.search(text) is not None or _runs_into_date(sheet, cell, start + len(text))
    has_digit = any(char.isdigit() for char in text) and not glued
    return has_digit and len(text) <= 40 and not is_date and not is_page and not is_money and not is_percent


def _named_right_before(sheet: Sheet, cell: Cell, start: int, text: str) -> bool:
    """Whether the label right before says that a number with hyphens is one, although it could be a date."""
    before = [hit for hit in sheet.hits[id(cell)] if hit.end <= start]
    cells = sheet.row_of(cell).cells
    if not before and cell.text == text and cell is not cells[0]:
        left = cells[cells.index(cell) - 1]
        before = sheet.hits[id(left)] if sheet.is_bare_label(left) else []
        start, cell = len(left.text), left
    named = bool(before) and before[-1].means("number", "number_short") and not before[-1].means("date", "issue_date")
    return named and not cell.text[before[-1].end : start].strip(" :.#№°º") and _SEQUENCE.fullmatch(text) is not None


def _runs_into_date(sheet: Sheet, cell: Cell, end: int) -> bool:
    """Whether the name of a month follows, so that the last digits are a day of the next column."""
    month = _MONTH.match(cell.text, end)
    return month is not None and fold(month[1]) in sheet.labels.months


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
