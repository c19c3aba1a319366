"""The document's currency (BT-5): from a label, or from the signs and codes beside the amounts."""

from __future__ import annotations

import re
from collections import Counter

from harness.model.facts import Fact
from harness.reading.sheet.layout import Cell
from harness.reading.sheet.sheet import TOTALS, Sheet
from harness.reading.sheet.spots import spots

_MONEY = ("unit_price", "net_amount", "vat_amount", "gross_amount", "line_amount", "base")
_LONGEST = 6
"""Words of the longest label that may name the currency of its amount."""
_ENDS_IN_NAME = re.compile(r"(?:[A-Z]{3}|\((?:[A-Z]{3}|[€$£]|[Ee]uros?)\)|\bin [Ee]uro|\ben [Ee]uros)$")
"""A heading that ends with a currency: "Gesamt EUR", "Beträge (Euro)"."""
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")


def read_currency(sheet: Sheet) -> Fact[str] | None:
    """The currency (BT-5): the labelled one, or the sign or code beside most amounts."""
    for hit in sheet.all_hits("currency"):
        for spot in spots(sheet, hit):
            code = _code(sheet, spot.text)
            if code:
                return Fact(code, spot.cell.place(spot.start, spot.end), spot.text.strip(), 0.97)
    counts: Counter[str] = Counter()
    first: dict[str, tuple[Cell, str]] = {}
    for cell in sheet.cells():
        for mark in _currency_marks(sheet, cell.text) if _is_about_amounts(sheet, cell) else ():
            counts[mark] += 1
            first.setdefault(mark, (cell, mark))
    return _named_currency(sheet, counts, first)


def _is_about_amounts(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell has an amount, or is the label of one: "Total (CAD)", "Unit price EUR"."""
    if sheet.amounts(cell) or len(cell.text) <= 8:
        return True
    labelled = any(hit.leads and hit.means(*TOTALS, *_MONEY) for hit in sheet.hits[id(cell)])
    return len(cell.words) <= _LONGEST and (labelled or _ENDS_IN_NAME.search(cell.text) is not None)


def _named_currency(sheet: Sheet, counts: Counter[str], first: dict[str, tuple[Cell, str]]) -> Fact[str] | None:
    totals: Counter[str] = Counter()
    for mark, count in counts.items():
        totals[_meaning(sheet, mark, counts)] += count
    if not totals:
        return None
    code, count = totals.most_common(1)[0]
    mark = next(mark for mark in counts if _meaning(sheet, mark, counts) == code)
    cell = first[mark][0]
    confidence = 0.95 if count > 0.7 * sum(totals.values()) else 0.6
    return Fact(code, cell.place(), mark, confidence)


def _code(sheet: Sheet, text: str) -> str | None:
    for match in _CODE.finditer(text):
        if match.group() in sheet.labels.currency_codes:
            return match.group()
    signs = _currency_marks(sheet, text)
    return _meaning(sheet, signs[0], Counter(signs)) if signs else None


def _currency_marks(sheet: Sheet, text: str) -> list[str]:
    codes = [match.group() for match in _CODE.finditer(text) if match.group() in sheet.labels.currency_codes]
    signs = [sign for sign in sorted(sheet.labels.currency_signs, key=len, reverse=True) if _stands(sign, text)]
    longest = [sign for sign in signs if not any(sign != other and sign in other for other in signs)]
    return codes + longest


def _stands(sign: str, text: str) -> bool:
    at = text.find(sign)
    if at < 0:
        return False
    if not sign[0].isalpha():
        return True
    before, after = text[max(0, at - 1) : at], text[at + len(sign) : at + len(sign) + 1]
    return not before.isalpha() and not after.isalnum()


def _meaning(sheet: Sheet, mark: str, counts: Counter[str]) -> str:
    """The ISO code of a sign; one that several countries use is settled by the page: code, country, language."""
    codes = sheet.labels.currency_signs.get(mark)
    if codes is None:
        return mark
    if len(codes) == 1:
        return codes[0]
    stated = [code for code in codes if counts[code]]
    at_home = [code for code in codes if code[:2] in sheet.countries]  # ISO 4217 begins with the country
    usual = sheet.conventions.kroner if sheet.conventions else None
    if len(at_home) == 1:
        stated += at_home
    return stated[0] if stated else usual if usual in codes else (*at_home, *codes)[0]
