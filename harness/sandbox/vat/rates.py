"""The sandbox's own dated table of VAT rates, and the taxes that a new entity gets from it.

The data is in `rates.toml`, which names its sources. Classifications: `standard`, `reduced` (the lowest main reduced
rate), `reduced2` (the next higher one), `reduced3` (the one above both), `super_reduced`, `parking`, `zero`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

DatedRate = tuple[Decimal, date]
"""A rate in percent points, and the first day on which it applies."""


@dataclass(frozen=True)
class TaxTemplate:
    """A tax as the API would store it for a new entity."""

    name: str
    """The newest rate as text, for example "22%" (how the API names a tax by default)."""
    classification: str
    is_default: bool
    """True for the standard tax only."""
    tax_rates: tuple[DatedRate, ...]
    """Newest first, as the API answers them."""


@dataclass(frozen=True)
class RateRow:
    """One row of the table: from this day on, the classification has this rate, or none at all."""

    valid_from: date
    rate: Decimal | None
    """Percent points; None when the classification ended on that day."""
    source: str | None
    """Where the row comes from, when it is not the table's general source."""


def default_taxes(country_code: str, on: date | None = None) -> tuple[TaxTemplate, ...]:
    """Return the taxes of a country with their history, the standard tax first; empty for a country not in the table.

    A classification that ended by `on` is left out (by default: one that has ended at all). One that begins only after
    `on` is kept, since its rates are dated.
    """
    rows = rate_table().get(country_code.upper(), {})
    return tuple(_template(name, history) for name, history in rows.items() if not _ended(history, on))


def rate_on(rates: Iterable[DatedRate], day: date) -> Decimal | None:
    """Return the rate that applies on a day: the newest one that began by then, or None before the first."""
    begun = [(valid_from, rate) for rate, valid_from in rates if valid_from <= day]
    return max(begun)[1] if begun else None


@cache
def rate_table() -> Mapping[str, Mapping[str, tuple[RateRow, ...]]]:
    """Return the whole table: country code, classification, rows newest first."""
    document = tomllib.loads(files(__package__).joinpath("rates.toml").read_text("utf-8"))
    return {
        code: {name: tuple(_row(raw) for raw in rows) for name, rows in classifications.items()}
        for code, classifications in document.items()
    }


def _row(raw: Mapping[str, Any]) -> RateRow:
    rate = None if raw.get("ended") else Decimal(raw["rate"])
    return RateRow(raw["from"], rate, raw.get("source"))


def _ended(history: tuple[RateRow, ...], on: date | None) -> bool:
    begun = [row for row in history if on is None or row.valid_from <= on]
    return bool(begun) and begun[0].rate is None


def _template(classification: str, history: tuple[RateRow, ...]) -> TaxTemplate:
    rates = tuple((row.rate, row.valid_from) for row in history if row.rate is not None)
    return TaxTemplate(
        name=f"{rates[0][0]}%",
        classification=classification,
        is_default=classification == "standard",
        tax_rates=rates,
    )
