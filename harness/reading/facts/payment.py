"""The account to pay to: the IBAN that is printed, told from other long codes by its label or its check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.model.facts import Fact
from harness.model.text import squash
from harness.reading.identifiers import find_ibans, iban_checks, normal_vat_id
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import Sheet

_SHORTEST = 15
"""Characters of the shortest IBAN (Norway)."""
_NEAR = 24
"""Characters before a number in which the name of the account is looked for."""
_GROUPS = re.compile(r"[A-Z0-9]{1,4}(?: [A-Z0-9]{1,4})*")


def read_iban(sheet: Sheet) -> Fact[str] | None:
    """The first IBAN with its name beside it, else the first number whose check digits make it one (ISO 13616)."""
    seen = list(_all(sheet))
    named = [fact for fact, labelled in seen if labelled]
    proved = [fact for fact, _ in seen if iban_checks(fact.value)]
    return next(iter([*named, *proved]), None)


def _all(sheet: Sheet) -> Iterator[tuple[Fact[str], bool]]:
    """Numbers in the shape of an IBAN, and whether the name of an account stands with each."""
    for cell in sheet.cells():
        before = 0
        for found in find_ibans(cell.text):
            if len(found[2]) >= _SHORTEST:
                shown = cell.text[found[0] : found[1]] + _continued(sheet, cell, found)
                value = normal_vat_id(shown)
                fact = Fact(value, cell.place(found[0], found[1]), shown, 0.97 if iban_checks(value) else 0.8)
                yield fact, _labelled(sheet, cell, cell.text[before : found[0]])
            before = found[1]


def _labelled(sheet: Sheet, cell: Cell, before: str) -> bool:
    """Whether the name of an account stands before the number, or alone to its left or right above it."""
    if any(char.isalpha() for char in before):
        return squash(before[-_NEAR:]).endswith(sheet.labels.account)
    cells = sheet.row_of(cell).cells
    beside = cells[: cells.index(cell)]
    above = sheet.rows[cell.row - 1].cells if cell.row else []
    near = [other for other in above if other.page == cell.page and cell.box[1] - other.box[3] < cell.height]
    return any(squash(other.text).endswith(sheet.labels.account) for other in (*beside[-1:], *near))


def _continued(sheet: Sheet, cell: Cell, found: tuple[int, int, str]) -> str:
    """The rest of an IBAN that is broken into two lines: groups alone in a cell below, or where the line begins."""
    if cell.text[found[1] :].strip():
        return ""
    below = [*sheet.below(cell, found[0], found[1], reach=1.2), *sheet.below(cell, 0, 1, reach=1.2)]
    for lower in below:
        if not _GROUPS.fullmatch(lower.text) or not any(char.isdigit() for char in lower.text):
            continue
        if iban_checks(found[2] + lower.text.replace(" ", "")) or not iban_checks(found[2]):
            return " " + lower.text
    return ""
