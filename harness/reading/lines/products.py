"""Lines told by arithmetic: quantity x price = amount within a row, amounts of rows that add up to a printed total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

from harness.model.text import squash
from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import Cell, Row
from harness.reading.sheet.sheet import Amount

_MOST_NUMBERS = 6
"""Numbers of a row beyond which no pair is looked for."""
_CLOSING = ("net", "gross", "total", "amount_due", "tax_total", "paid")
"""Labels that begin the totals."""
_GAP = 4.0
"""Heights of a line that two rows of one list may be apart."""
_TIMES = re.compile(r"^(\d{1,4})\s?[x×]\s(?=\S)")
_HIGHEST_RATE = 35


@dataclass(frozen=True, slots=True)
class Summand:
    """A row whose amount is a part of a total."""

    row: Row
    text: Cell
    numbers: dict[str, Amount] = field(default_factory=dict)
    """By role: ``amount``, and ``quantity``, ``unit_price``, ``vat_rate`` where they are told."""


def by_product(ledger: Ledger, numbers: Sequence[Amount]) -> dict[str, Amount] | None:
    """Quantity, unit price and amount among the numbers of a row, where the first two give the last."""
    plain = sorted((item for item in numbers if not item.seen.percent), key=lambda item: item.left)
    if not 3 <= len(plain) <= _MOST_NUMBERS:
        return None
    for at in range(len(plain) - 1, 1, -1):
        if plain[at].seen.decimals < 2 and not ledger.is_money(plain[at]):
            continue
        fitting = (pair for pair in permutations(plain[:at], 2) if _gives(ledger, *pair, plain[at]))
        pair = min(fitting, key=lambda pair: (pair[0].seen.decimals, pair[0].left), default=None)
        if pair:
            return {"quantity": pair[0], "unit_price": pair[1], "amount": plain[at]}
    return None


def _gives(ledger: Ledger, quantity: Amount, price: Amount, amount: Amount) -> bool:
    product = abs(ledger.value(quantity) * ledger.value(price))
    return price.seen.decimals >= 2 and product != 0 and abs(product - abs(ledger.value(amount))) <= CENT / 2


def summands(ledger: Ledger, totals: Sequence[Decimal]) -> tuple[list[Summand], Decimal] | None:
    """The first rows in a run whose amounts add up to one of the totals, and that total; labels are not needed."""
    runs = list(_runs(ledger))
    found = next((part for run in runs for part in _adding_up(ledger, run, totals)), None)
    alone = ([one] for run in runs for one in run if _stands_alone(ledger, one))
    found = found or next((part for part in alone if _total(ledger, part) in totals), None)
    return ([_told(ledger, one) for one in found], _total(ledger, found)) if found else None


def _stands_alone(ledger: Ledger, one: Summand) -> bool:
    """Whether a single row can be a line: nothing but a text and an amount, or numbers that multiply."""
    return len(one.row.cells) == 2 or "unit_price" in _told(ledger, one).numbers


def _adding_up(ledger: Ledger, run: Sequence[Summand], totals: Sequence[Decimal]) -> Iterator[Sequence[Summand]]:
    """The parts of a run, two rows at least, that add up to one of the totals; in time linear in the rows."""
    before: dict[Decimal, int] = {}
    so_far = Decimal(0)
    for at, one in enumerate(run):
        reached = so_far + ledger.value(one.numbers["amount"])
        for total in totals:
            start = before.get(reached - total) if total else None
            if start is not None:
                yield run[start : at + 1]
        before.setdefault(so_far, at)
        so_far = reached


def _total(ledger: Ledger, part: Sequence[Summand]) -> Decimal:
    return sum((ledger.value(one.numbers["amount"]) for one in part), Decimal(0))


def _runs(ledger: Ledger) -> Iterator[list[Summand]]:
    """Rows of a text and an amount that follow each other, up to the totals."""
    run: list[Summand] = []
    for row in ledger.sheet.rows:
        found = _summand(ledger, row)
        near = not run or row.page != run[-1].row.page or row.box[1] - run[-1].row.box[3] < _GAP * _height(row)
        closes = _begins(ledger, row, *_CLOSING)
        if run and (closes or (found and not near)):
            yield run
            run = []
        if found and not closes and not _begins(ledger, row, "subtotal"):
            run.append(found)
    if run:
        yield run


def _height(row: Row) -> float:
    return max(cell.height for cell in row.cells)


def _begins(ledger: Ledger, row: Row, *labels: str) -> bool:
    """Whether a row begins with one of these labels: that of a total, or of a sum that is carried forward."""
    first = [hit for hit in ledger.sheet.hits[id(row.cells[0])] if hit.leads and hit.start == 0]
    return any(hit.means(*labels) and not hit.means("number", "description") for hit in first)


def _summand(ledger: Ledger, row: Row) -> Summand | None:
    numbers = [item for cell in row.cells for item in ledger.sheet.amounts(cell)]
    money = [item for item in numbers if item.seen.decimals == 2 and ledger.is_money(item)]
    text = next((cell for cell in row.cells if sum(map(str.isalpha, cell.text)) > 2), None)
    if not money or text is None or text.box[0] > money[-1].left or money[-1].cell is text:
        return None
    if squash(text.text) in ledger.sheet.labels.meanings:
        return None
    return Summand(row, text, {"amount": money[-1]})


def _told(ledger: Ledger, one: Summand) -> Summand:
    """The row with what its other numbers are: quantity and price by their product, a percentage as the rate."""
    numbers = [item for cell in one.row.cells for item in ledger.sheet.amounts(cell)]
    rates = [item for item in numbers if item.seen.percent and item.cell is not one.text]
    rates = [item for item in rates if 0 <= ledger.value(item) <= _HIGHEST_RATE]
    told = (
        by_product(ledger, [item for item in numbers if item.cell is not one.text]) or by_product(ledger, numbers) or {}
    )
    if told.get("amount") not in (None, one.numbers["amount"]):
        told = {}
    counted = _TIMES.match(one.text.text)
    first = next((item for item in numbers if item.cell is one.text), None)
    if not told and counted and first:
        told = {"quantity": first}
    return Summand(one.row, one.text, {**one.numbers, **told, **({"vat_rate": rates[0]} if len(rates) == 1 else {})})
