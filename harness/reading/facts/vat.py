"""The VAT breakdown: rate, base and amount of each row, settled by their arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.model.facts import VatRow
from harness.reading.facts.several_taxes import enclosed_taxes, tax_columns
from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import Row
from harness.reading.sheet.sheet import Amount, Hit
from harness.reading.sheet.tables import Table, box_of

_STROKE = re.compile(r"\s[–—|·;]\s")
"""What parts the statements of a line."""
HIGHEST_RATE = Decimal(35)
"""Percent; no VAT rate is above it, so a larger percentage is something else."""

_NEAR = 6
"""Characters that may stand between the word for VAT and its rate in a sentence."""


def read_vat(ledger: Ledger, tables: Sequence[Table]) -> tuple[VatRow, ...]:
    """Rows of the VAT tables, or the labelled VAT lines among the totals."""
    inside_items = {row.index for table in tables if not table.is_vat for row in (table.header, *table.rows)}
    columns = list(tax_columns(ledger, tables))
    headed = [table for table, _ in columns]
    inside_items |= {row.index for table in headed for row in (table.header, *table.rows)}
    tabled = [row for table in tables if table.is_vat and table not in headed for row in _from_table(ledger, table)]
    tabled += [row for _, rows in columns for row in rows]
    labelled = [found for row in ledger.sheet.rows if row.index not in inside_items for found in _labelled(ledger, row)]
    stated = _better(tabled, labelled) or list(_from_headings(ledger, tables)) or list(_from_sentences(ledger))
    return _distinct(stated)


def _better(tabled: list[VatRow], labelled: list[VatRow]) -> list[VatRow]:
    """The table where there is one; the labelled lines may name rates that a table lacks."""
    rates = {row.rate.value for row in tabled if row.rate}
    return tabled + [row for row in labelled if row.rate and row.rate.value not in rates]


def _from_headings(ledger: Ledger, tables: Sequence[Table]) -> Iterator[VatRow]:
    """Rates that stand in the headings of columns of taxes ("MwSt. 7%"), where nothing else states one."""
    for table in (table for table in tables if not table.is_vat):
        for hit in ledger.sheet.hits_in(table.header):
            if hit.means("vat_amount", "vat_rate"):
                rates = [item for item in _heading(ledger, hit) if item.seen.percent and _is_rate(ledger.value(item))]
                yield from (VatRow(ledger.number(item, 0.9), None, None) for item in rates[:1])


def _from_sentences(ledger: Ledger) -> Iterator[VatRow]:
    """A rate right behind the word that begins a line, "VAT, at 19%, is charged", where nothing else states one."""
    for hit in ledger.sheet.all_hits("tax", "tax_total"):
        behind = (item for item in ledger.sheet.amounts(hit.cell) if 0 <= item.seen.start - hit.end <= _NEAR)
        rates = [item for item in behind if item.seen.percent and 0 < ledger.value(item) <= HIGHEST_RATE]
        if rates and not any(char.isalnum() for char in hit.cell.text[: hit.start]):
            yield VatRow(ledger.number(rates[0], 0.8), None, None)


def _distinct(rows: list[VatRow]) -> tuple[VatRow, ...]:
    """Each rate once, the most complete statement of it; equal rates with other amounts are rows of their own."""
    found: dict[tuple[object, ...], VatRow] = {}
    ranked = sorted(rows, key=lambda row: -sum(fact is not None for fact in (row.base, row.amount)))
    for row in ranked:
        rate = row.rate.value if row.rate else None
        same = [key for key in found if key[0] == rate and (row.base is None or row.amount is None)]
        key = (rate, row.base.value if row.base else None, row.amount.value if row.amount else None)
        if not same:
            found.setdefault(key, row)
    return tuple(row for row in rows if row in found.values())


def _from_table(ledger: Ledger, table: Table) -> list[VatRow]:
    found = []
    for row in table.rows:
        inside = table.cells(row)
        before = row.cells[: row.cells.index(inside[0])] if inside else []
        numbers = [item for cell in inside for item in ledger.sheet.amounts(cell)]
        numbers += [item for cell in before for item in ledger.sheet.amounts(cell) if item.seen.percent]
        rates = _percent_rates(table, numbers) or _bare_rates(ledger, table, numbers)
        rates += [item for item in numbers if item not in rates and _may_be_rate(table, item)]
        money = [item for item in numbers if ledger.is_money(item)]
        read = _solve(ledger, rates, money, _base_column(table, money)) or _with_gross(ledger, table, rates, money)
        if read:
            found.append(read)
    return found


def _with_gross(ledger: Ledger, table: Table, rates: Sequence[Amount], money: Sequence[Amount]) -> VatRow | None:
    """Base and rate of a row that states the gross and no amount of VAT: base + rate = gross proves them."""
    base = _base_column(table, money)
    whole = [item for item in money if "gross_amount" in table.column_of(box_of(item)).roles]
    for rate in (rate for rate in rates if rate.seen.percent and base and len(whole) == 1):
        if base and abs(ledger.value(base) * (100 + ledger.value(rate)) / 100 - ledger.value(whole[0])) <= CENT:
            return VatRow(ledger.number(rate, 0.97), ledger.money(base, 0.97), None)
    return None


def _percent_rates(table: Table, numbers: Sequence[Amount]) -> list[Amount]:
    """Percentages, those under the heading of the rate first."""
    found = [item for item in numbers if item.seen.percent]
    return sorted(found, key=lambda item: "vat_rate" not in table.column_of(box_of(item)).roles)


def _bare_rates(ledger: Ledger, table: Table, numbers: Sequence[Amount]) -> list[Amount]:
    """Numbers without a per cent sign in the column of the rate."""
    return [
        item
        for item in numbers
        if "vat_rate" in table.column_of(box_of(item)).roles and 0 <= ledger.value(item) <= HIGHEST_RATE
    ]


def _may_be_rate(table: Table, item: Amount) -> bool:
    """Whether a number may be a rate under a heading that says nothing, such as "%": the arithmetic must prove it."""
    column = table.column_of(box_of(item))
    known = column.roles & {"base", "net_amount", "gross_amount", "line_amount"}
    apart = column.distance(box_of(item)) > item.cell.height
    return (apart or not known) and item.seen.decimals in (0, 2)


def _base_column(table: Table, money: Sequence[Amount]) -> Amount | None:
    for item in money:
        roles = table.column_of(box_of(item)).roles
        if roles & {"base", "net_amount"} and "vat_amount" not in roles:
            return item
    return None


def _solve(
    ledger: Ledger, rates: Sequence[Amount], money: Sequence[Amount], base_hint: Amount | None = None
) -> VatRow | None:
    """The rate with the pair of amounts that it fits: base x rate = VAT."""
    for rate in rates:
        percent = ledger.value(rate)
        if not _is_rate(percent):
            continue
        pair = _pair(ledger, percent, [item for item in money if item is not rate], base_hint)
        if pair:
            base, amount = pair
            return VatRow(ledger.number(rate, 0.97), ledger.money(base, 0.97), ledger.money(amount, 0.97))
    return None


def _is_rate(percent: Decimal) -> bool:
    """Whether a percentage can be a rate of VAT: none is above 35 or has more than two decimals that count."""
    return 0 <= percent <= HIGHEST_RATE and percent == round(percent, 2)


def _pair(
    ledger: Ledger, percent: Decimal, money: Sequence[Amount], base_hint: Amount | None
) -> tuple[Amount, Amount] | None:
    bases = ([base_hint] if base_hint else []) + [item for item in money if item is not base_hint]
    for base in bases:
        for amount in money:
            if amount is base:
                continue
            difference = abs(ledger.value(base) * percent / 100 - ledger.value(amount))
            fits = difference <= max(CENT * 2, abs(ledger.value(base)) * Decimal("0.0002"))
            # A zero base at a positive rate fits any zero: only its column's heading makes it a base.
            if fits and (ledger.value(base) != 0 or percent == 0 or base is base_hint):
                return base, amount
    return None


def _labelled(ledger: Ledger, row: Row) -> list[VatRow]:
    """What brackets list, else what stands beside the labels of a row."""
    enclosed = [found for cell in row.cells for found in enclosed_taxes(ledger, cell)]
    return enclosed or list(_from_labels(ledger, row))


def _from_labels(ledger: Ledger, row: Row) -> Iterator[VatRow]:
    """A line such as "VAT 22 % of 100.00: 22.00", or such labels side by side with the amounts below them."""
    for hit in ledger.sheet.hits_in(row):
        if not hit.means("tax", "tax_total") or not _is_tax_line(hit):
            continue
        under = ledger.money_under(hit)
        rates = [item for item in (_heading(ledger, hit) if under else _around(ledger, hit)) if item.seen.percent]
        rates = [item for item in rates if _is_rate(ledger.value(item))]
        money = [under] if under else _money_of_row(ledger, hit) or ledger.money_after(hit)
        if not rates or not money:
            continue
        solved = _solve(ledger, rates, money) or _solve(ledger, rates, _money_of_sentence(ledger, hit))
        if solved or len(money) == 1:
            yield solved or _one_amount(ledger, rates[0], money[0])
            if under is None:
                return


def _money_of_row(ledger: Ledger, hit: Hit) -> list[Amount]:
    """All amounts of a row that states net and VAT of a rate side by side: "A 20 % net 54.53 VAT 10.91"."""
    row = ledger.sheet.row_of(hit.cell)
    if not any(other.means("net") and not other.means("tax") for other in ledger.sheet.hits_in(row)):
        return []
    amounts = [item for cell in row.cells for item in ledger.sheet.amounts(cell)]
    return [item for item in amounts if ledger.is_money(item)]


def _money_of_sentence(ledger: Ledger, hit: Hit) -> list[Amount]:
    """All amounts of a line that states net, VAT and gross in one sentence."""
    if hit.leads or not any(other.means("net") for other in ledger.sheet.hits[id(hit.cell)] if other is not hit):
        return []
    return [item for item in ledger.sheet.amounts(hit.cell) if ledger.is_money(item)]


def _one_amount(ledger: Ledger, rate: Amount, only: Amount) -> VatRow:
    """A rate with one amount: the VAT, unless the words between them make it the base."""
    fact = ledger.money(only, 0.9)
    base = ledger.is_base(only)
    return VatRow(ledger.number(rate, 0.9), fact if base else None, None if base else fact)


def _is_tax_line(hit: Hit) -> bool:
    """Whether the label opens its cell, or only a percentage or "plus" stands before it."""
    before = _STROKE.split(hit.cell.text[: hit.start])[-1]
    letters = [word for word in before.split() if any(char.isalpha() for char in word)]
    return len(letters) <= 2


def _heading(ledger: Ledger, hit: Hit) -> list[Amount]:
    """Numbers of the label's own heading."""
    start, end = ledger.part_of(hit)
    return [item for item in ledger.sheet.amounts(hit.cell) if start <= item.seen.start < end]


def _around(ledger: Ledger, hit: Hit) -> list[Amount]:
    """Numbers of the label's cell and of the cells to its right, then those to its left."""
    after = [hit.cell, *ledger.sheet.right_of(hit.cell)]
    before = [cell for cell in ledger.sheet.row_of(hit.cell).cells if cell not in after]
    return [item for cell in (*after, *before) for item in ledger.sheet.amounts(cell)]
