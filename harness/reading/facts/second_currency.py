"""Amounts that a page states in a currency beside its own, such as VAT in the national currency (Art. 230)."""

from __future__ import annotations

from collections.abc import Iterator

from harness.model.facts import Fact, InvoiceFacts, TextLine
from harness.model.money import Money
from harness.reading.labels import Labels
from harness.reading.sheet.numbers import BLANKS, decimal_comma, find_numbers, parse_digits


def amounts_in(page: InvoiceFacts, currency: str, labels: Labels) -> tuple[Fact[Money], ...]:
    """Every amount with the code or sign of ``currency`` beside it, in reading order, with its line's place and text.

    A rate of exchange (``1 USD = 0.91 EUR``) is no amount.
    """
    marks = (currency, *(sign for sign, codes in labels.currency_signs.items() if currency in codes))
    comma = bool(decimal_comma(line.text for line in page.text))
    stated = (line for line in page.text if "=" not in line.text)
    return tuple(fact for line in stated for fact in _amounts(line, currency, marks, comma))


def _amounts(line: TextLine, currency: str, marks: tuple[str, ...], comma: bool) -> Iterator[Fact[Money]]:
    for seen in find_numbers(line.text):
        before, after = line.text[: seen.start].rstrip(BLANKS + "-−–("), line.text[seen.end :].lstrip(BLANKS)
        if before.endswith(marks) or after.startswith(marks):
            sign = -1 if seen.negative else 1
            yield Fact(Money(sign * parse_digits(seen.digits, comma), currency), line.place, line.text)
