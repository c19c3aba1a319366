"""The words that tenants bring along for what national law asks beyond Art. 226: ``fixtures/particulars.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from harness.run.errors import UsageError
from harness.run.resources import fixtures

CARRIERS = ("footer", "note", "payment_terms", "reference", "company_number", "customer_company_number")
"""Where a request carries words; the last two name the parties, the others are fields of the document."""
OCCASIONS = ("invoice", "credit_note", "domestic_reverse_charge", "consumer")
"""Documents on which words stand."""


@dataclass(frozen=True, slots=True)
class Particular:
    """Words that a platform brings along for a national field."""

    country: str
    field: str
    carrier: str
    words: str
    on: str = "invoice"
    """The occasion: every invoice, or one of the other documents of ``occasions.py``."""


@cache
def particulars() -> tuple[Particular, ...]:
    """All words of ``fixtures/particulars.toml``. Raises ``UsageError`` for an entry that cannot be used."""
    path = fixtures("particulars.toml")
    try:
        found = [Particular(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["particular"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    for one in found:
        if one.carrier not in CARRIERS:
            raise UsageError(f"{path}: {one.country} {one.field}: carrier {one.carrier!r} is none of {CARRIERS}")
        if one.on not in OCCASIONS:
            raise UsageError(f"{path}: {one.country} {one.field}: on {one.on!r} is none of {OCCASIONS}")
    return tuple(found)


def words_for(country: str, on: str) -> list[Particular]:
    """What tenants of a country bring along on one occasion."""
    return [one for one in particulars() if (one.country, one.on) == (country, on)]
