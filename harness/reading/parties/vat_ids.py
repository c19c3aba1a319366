"""VAT identification numbers on the page: with a label or by their shape, with or without their country's prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.model.facts import Fact
from harness.reading.identifiers import find_iban, is_vat_id, normal_vat_id
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Hit, Sheet
from harness.reading.sheet.spots import Spot, spots

_ID = re.compile(
    r"""[A-Z]{2,3}[ .\-]?[A-Z0-9](?:[ .\-]?[A-Z0-9]){4,14}
    # digits, and what marks some as VAT numbers
    | \d(?:[ .\-/]?\d){4,13}(?:[ ]?(?:MVA|MWST|TVA|IVA|VAT)|[ .\-]?[A-Z](?:[ .]?\d{2})?(?![A-Z0-9]))?
    | [A-Z][ .\-]?\d(?:[ .\-]?\d){6}[ .\-]?[A-Z0-9](?![A-Z0-9])  # a letter first, as in numbers without their prefix
    """,
    re.VERBOSE,
)
_ACT = re.compile(r"(?:19|20)\d\d/\d{1,4}/[^\W\d]")
"""The number of a directive: some countries give VAT numbers of as few digits."""
_BARE = re.compile(r"[A-Z]-?\d{7}[A-Z0-9]|\d{8}-?[A-Z]")
"""A letter before or after digits, as a number without its prefix is in some countries."""
_LABELS = ("vat_id", "seller_vat_id", "buyer_vat_id")
_IBAN_BEFORE = re.compile(r"iban\W{0,3}$", re.IGNORECASE)
_SHORTEST_UNKNOWN = 8
"""Digits of a number whose shape no country on the page explains."""


@dataclass(frozen=True, slots=True)
class VatIdSeen:
    """A VAT identification number with the label that names its owner, if any."""

    fact: Fact[str]
    cell: Cell
    owner: str | None
    shaped: bool
    """Whether it has a known prefix and shape."""
    bare: bool = False
    """Whether neither label nor prefix names it: only an address under a heading makes it somebody's."""


def find_vat_ids(sheet: Sheet) -> list[VatIdSeen]:
    """All numbers that may be VAT identification numbers, from top to bottom."""
    found: dict[tuple[int, str], VatIdSeen] = {}
    for hit in sheet.all_hits(*_LABELS):
        seen = _labelled_id(sheet, hit)
        if seen:
            found.setdefault((seen.cell.row, seen.fact.value), seen)
    for cell in sheet.cells():
        for match in _ID.finditer(cell.text):
            value = normal_vat_id(match.group())
            value = _wrapped(sheet, cell, match.end(), value) or value
            known = (cell.row, value) in found or not is_vat_id(value, sheet.labels)
            if not known and _whole(cell.text, match) and not _named_otherwise(sheet, cell, match.start()):
                fact = Fact(value, cell.place(match.start(), match.end()), match.group(), 0.75)
                found[cell.row, value] = VatIdSeen(fact, cell, None, True)
        if (seen := _bare_id(sheet, cell)) and not any(key == (cell.row, seen.fact.value) for key in found):
            found[cell.row, seen.fact.value] = seen
    return sorted(found.values(), key=lambda seen: seen.cell.row)


def _bare_id(sheet: Sheet, cell: Cell) -> VatIdSeen | None:
    """A line that is nothing but a letter and digits in the shape of the country of the page, or of its language."""
    if len(cell.words) > 1 or not _BARE.fullmatch(cell.text):
        return None
    value = normal_vat_id(cell.text)
    home = {sheet.language.value.upper()} if sheet.language else set()
    if not any(is_vat_id(code + value, sheet.labels) for code in sheet.countries | home):
        return None
    return VatIdSeen(Fact(value, cell.place(), cell.text, 0.75), cell, None, False, bare=True)


def _named_otherwise(sheet: Sheet, cell: Cell, start: int) -> bool:
    """Whether the label before says that this is the number of a document: "Invoice no. FR-ML-2024-77104"."""
    before = [hit for hit in sheet.hits[id(cell)] if hit.end <= start]
    if before:
        return before[-1].means("number") and not before[-1].means(*_LABELS)
    cells = sheet.row_of(cell).cells
    left = sheet.hits[id(cells[cells.index(cell) - 1])] if cell is not cells[0] else []
    return bool(left) and left[-1].means("number") and not cell.text[:start].strip()


def _labelled_id(sheet: Sheet, hit: Hit) -> VatIdSeen | None:
    owner = next((name[:-7] for name in ("seller_vat_id", "buyer_vat_id") if hit.means(name)), None)
    for spot in spots(sheet, hit):
        own_prefix = spot.cell is hit.cell and spot.start == hit.end and _ends_in_prefix(sheet, hit)
        rest = Spot(spot.cell, spot.start - 2 * own_prefix, len(spot.cell.text), spot.trust)
        lead = len(rest.text) - len(rest.text.lstrip(" :.#№°-\u2063("))
        match = _ID.match(rest.text[lead:])
        if match is None or _ACT.match(rest.text[lead:]):
            continue
        start = rest.start + lead
        text, value, shaped = _trimmed(sheet, match.group())
        if value is None:
            continue
        weak = hit.means("tax") and not shaped
        if longer := _wrapped(sheet, rest.cell, start + len(text), value):
            value, shaped = longer, True
        fact = Fact(value, rest.cell.place(start, start + len(text)), text, 0.97 if shaped else 0.7)
        return None if weak else VatIdSeen(fact, rest.cell, owner, shaped)
    return None


def _ends_in_prefix(sheet: Sheet, hit: Hit) -> bool:
    """Whether the label has taken the number's prefix for its own last word ("NIF: ES ...")."""
    last = hit.cell.text[hit.start : hit.end]
    return last[-2:] in sheet.labels.vat_ids and not last[-3:-2].isalnum()


def _wrapped(sheet: Sheet, cell: Cell, end: int, value: str) -> str | None:
    """The whole number, where its last part stands alone on the next line of a narrow column."""
    if cell.text[end:].strip():
        return None
    lower = next(sheet.below(cell, 0, len(cell.text), reach=1.2), None)
    longer = value + normal_vat_id(lower.text) if lower else value
    return longer if longer != value and is_vat_id(longer, sheet.labels) else None


def _trimmed(sheet: Sheet, text: str) -> tuple[str, str | None, bool]:
    """The longest beginning of ``text`` in the shape of a VAT number; digits alone where there is no prefix.

    Digits alone have the shape where a country on the page is the prefix that they lack.
    """
    parts = re.split(r"(?<=[A-Z0-9])(?=[ .\-/])", text)
    for count in range(len(parts), 0, -1):
        shown = "".join(parts[:count])
        value = normal_vat_id(shown)
        if is_vat_id(value, sheet.labels):
            return shown, value, True
    for count in range(len(parts), 0, -1):
        value = normal_vat_id("".join(parts[:count]))
        if not value.isdigit() and _lacks_prefix(sheet, value):
            return "".join(parts[:count]), value, True
    value = normal_vat_id(text)
    at_home = value.isdigit() and _lacks_prefix(sheet, value)
    stands = at_home or (value[0].isdigit() and len(value) >= _SHORTEST_UNKNOWN)
    return text, value if stands else None, at_home


def _lacks_prefix(sheet: Sheet, value: str) -> bool:
    """Whether only the country is missing: digits for one on the page, letters and digits in a shape of any."""
    codes = sheet.countries if value.isdigit() else sheet.labels.vat_ids
    return any(is_vat_id(code + value, sheet.labels) for code in codes)


def _whole(text: str, match: re.Match[str]) -> bool:
    """Whether nothing that belongs to a longer number or an IBAN surrounds the match."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    iban = find_iban(text)
    in_iban = (iban and iban[0] < match.end() and match.start() < iban[1]) or _IBAN_BEFORE.search(text[: match.start()])
    return not before.isalnum() and not after.isalnum() and not in_iban
