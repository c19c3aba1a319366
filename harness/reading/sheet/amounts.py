"""Amounts of money on the sheet: which numbers are amounts, and their facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from harness.model.facts import Fact
from harness.model.money import NO_CURRENCY, Money
from harness.reading.sheet.layout import Cell, apart
from harness.reading.sheet.sheet import TOTALS, Amount, Hit, Sheet, is_base

T = TypeVar("T")
CENT = Decimal("0.01")
_CODE_BEFORE = re.compile(r"(?<![^\W\d_])([A-Z]{3}|[€£$])[\s\-−–]{0,3}$")
_CODE_AFTER = re.compile(r"[\s-]{0,2}([A-Z]{3}|[€£$])(?![\s-]*[\w])")
"""A currency behind an amount, that does not belong to the next one."""
_EXCHANGE = re.compile(r"\s?(?:[A-Z]{3}|[€£$])\s?=")
"""What follows the first number of a rate of exchange: "1 USD = 0.92 EUR"."""
_DIGITS_OF_INTEGER = 8
"""Longer integers without a currency are numbers of something else."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sheet with the currency that its amounts are in."""

    sheet: Sheet
    currency: str
    _money: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)
    """Which numbers were found to be amounts, by ``id``."""

    def value(self, amount: Amount) -> Decimal:
        """The number by the document's conventions."""
        return amount.seen.value(self.sheet.decimal_comma)

    def money(self, amount: Amount, confidence: float) -> Fact[Money]:
        """The amount as a fact with its place."""
        return self._fact(amount, Money(self.value(amount), self.currency), confidence)

    def number(self, amount: Amount, confidence: float) -> Fact[Decimal]:
        """A plain number or percentage as a fact with its place."""
        return self._fact(amount, self.value(amount), confidence)

    @staticmethod
    def _fact(amount: Amount, value: T, confidence: float) -> Fact[T]:
        start, end = amount.seen.start, amount.seen.end
        return Fact(value, amount.cell.place(start, end), amount.cell.text[start:end], round(confidence, 2))

    def is_money(self, amount: Amount) -> bool:
        """Whether a number can be an amount of the document: cents, its currency beside it, or alone in its cell."""
        if id(amount) not in self._money:
            self._money[id(amount)] = self._looks_like_money(amount) and not self._is_foreign(amount)
        return self._money[id(amount)]

    def _looks_like_money(self, amount: Amount) -> bool:
        seen, text = amount.seen, amount.cell.text
        if seen.percent or _EXCHANGE.match(text, seen.end):
            return False
        if seen.decimals == 2 or self._has_currency(text, seen.start, seen.end):
            return True
        alone = text[: seen.start].strip(" -−–(") == "" and text[seen.end :].strip(" -)") == ""
        return alone and len(seen.digits) <= _DIGITS_OF_INTEGER

    def _is_foreign(self, amount: Amount) -> bool:
        """Whether the code or sign of another currency, and not of the document's own, stands beside an amount."""
        if self.currency == NO_CURRENCY:
            return False
        text = amount.cell.text
        beside = (_CODE_BEFORE.search(text, 0, amount.seen.start), _CODE_AFTER.match(text, amount.seen.end))
        meant = [self._meant_by(found[1]) for found in beside if found]
        known = [codes for codes in meant if codes]
        return bool(known) and not any(self.currency in codes for codes in known)

    def _meant_by(self, mark: str) -> tuple[str, ...]:
        """The currencies that a mark beside an amount may mean."""
        labels = self.sheet.labels
        return (mark,) if mark in labels.currency_codes else labels.currency_signs.get(mark, ())

    def _has_currency(self, text: str, start: int, end: int) -> bool:
        before, after = text[:start].rstrip(" -−–\u00a0"), text[end:].lstrip(" \u00a0-")
        marks = (*self.sheet.labels.currency_signs, *self.sheet.labels.currency_codes)
        return any(before.endswith(mark) or after.startswith(mark) for mark in marks)

    def is_base(self, amount: Amount) -> bool:
        """Whether a rate applies to an amount, as in ``20 % of 100.00``; in ``20 % VAT 20.00`` it is the VAT itself."""
        if not is_base(amount.cell.text, amount):
            return False
        rate = amount.cell.text.rfind("%", 0, amount.seen.start)
        between = (hit for hit in self.sheet.hits[id(amount.cell)] if rate < hit.start < amount.seen.start)
        return not any(hit.means("tax", "tax_total") for hit in between)

    def money_after(self, hit: Hit) -> list[Amount]:
        """The amounts to the right of a label, up to the next label that has amounts of its own."""
        found: list[Amount] = []
        cells = [hit.cell, *self.sheet.right_of(hit.cell)]
        for cell in cells:
            start = hit.end if cell is hit.cell else 0
            limit = self._next_label(cell, start, hit)
            found += [item for item in self.sheet.amounts(cell) if start <= item.seen.start < limit]
            if limit < len(cell.text):
                break
        return [item for item in found if self.is_money(item)]

    def money_under(self, hit: Hit) -> Amount | None:
        """The amount below a label whose row holds labels only: the one in the label's column."""
        if not self.sheet.is_heading_row(self.sheet.row_of(hit.cell)):
            return None
        if pair := self.sheet.pairs.get(id(hit.cell)):
            money = [item for item in self.sheet.amounts(pair[0]) if self.is_money(item)]
            return money[0] if len(money) == 1 else None
        part = self.part_of(hit)
        box = hit.cell.span(*part)
        for cell in self.sheet.below(hit.cell, *part, reach=2.2):
            money = [item for item in self.sheet.amounts(cell) if self.is_money(item)]
            if money:
                return min(money, key=lambda item: apart(box, item.box))
        return None

    @staticmethod
    def part_of(hit: Hit) -> tuple[int, int]:
        """Start and end of the heading that the label is in, where several stand close in one cell."""
        return hit.cell.part_under(hit.cell.span(hit.start, hit.end))

    def _next_label(self, cell: Cell, start: int, hit: Hit) -> int:
        for other in self.sheet.hits[id(cell)]:
            if other.start >= start and other is not hit and other.means(*TOTALS) and _opens(other):
                return other.start
        return len(cell.text)


def _opens(hit: Hit) -> bool:
    """Whether a label begins its cell: only then does it begin a new pair of label and amount."""
    return not any(char.isalnum() for char in hit.cell.text[: hit.start])
