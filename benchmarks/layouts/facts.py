# ruff: noqa: D102, E501, SIM905  (word lists and typst markup read better in one line)
"""The facts of an invented invoice: parties, numbers, dates, lines and sums, drawn from a seeded generator."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.layouts.words import WORDS, Words

CENT = Decimal("0.01")
PLACES = {"de": "DE DE DE AT CH LU".split(), "fr": "FR FR FR BE CH LU".split(), "en": "GB GB IE US CA MT".split(),
          "nl": "NL NL NL BE".split(), "es": ["ES"]}  # fmt: skip
RATES = {"DE": (19, 7), "AT": (20, 10), "CH": ("8.1", "2.6"), "LU": (17, 8), "FR": (20, "5.5"), "BE": (21, 6),
         "GB": (20, 5), "IE": (23, "13.5"), "NL": (21, 9), "ES": (21, 10), "MT": (18, 5), "US": (0, 0), "CA": (5, 5)}  # fmt: skip
CURRENCIES = {"CH": "CHF", "GB": "GBP", "US": "USD", "CA": "CAD"}


@dataclass(frozen=True)
class Line:
    """One line that was sold."""

    text: str
    quantity: int
    unit: str
    price: Decimal
    rate: Decimal
    off: int
    """Discount in percent."""

    @property
    def net(self) -> Decimal:
        return cents(self.price * self.quantity * (100 - self.off) / 100)


@dataclass(frozen=True)
class Invented:
    """What one document states."""

    language: str
    country: str
    currency: str
    regime: str
    """``normal``, ``reverse`` or ``small``."""
    number: str
    issued: date
    due: date
    supplied: date
    ordered: date
    seller_vat: str | None
    buyer_vat: str | None
    lines: tuple[Line, ...]
    discount: Decimal
    shipping: Decimal
    paid: Decimal

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    @property
    def by_rate(self) -> dict[Decimal, tuple[Decimal, Decimal]]:
        """Rate to base and tax; discount and shipping go to the first rate."""
        bases: dict[Decimal, Decimal] = {}
        for line in self.lines:
            bases[line.rate] = bases.get(line.rate, Decimal(0)) + line.net
        first = self.lines[0].rate
        bases[first] += self.shipping - self.discount
        return {rate: (base, cents(base * rate / 100)) for rate, base in sorted(bases.items(), reverse=True)}

    @property
    def net(self) -> Decimal:
        return sum((base for base, _ in self.by_rate.values()), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((tax for _, tax in self.by_rate.values()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def cents(value: Decimal) -> Decimal:
    """Half up to the cent."""
    return value.quantize(CENT, ROUND_HALF_UP)


def invent(chance: random.Random, language: str) -> Invented:
    """The facts of one document."""
    country = chance.choice(PLACES[language])
    regime = chance.choices(("normal", "reverse", "small"), (80, 12, 8))[0]
    if country in ("US",):
        regime = "normal"
    issued = date(chance.choice((2023, 2024, 2025)), 1, 1) + timedelta(days=chance.randrange(365))
    lines = _lines(chance, language, country, regime)
    total = sum((line.net for line in lines), Decimal(0))
    buyer = country if chance.random() < 0.6 else chance.choice("DE FR NL ES BE AT IT".split())
    buyer_vat = vat_id(chance, buyer) if regime == "reverse" or chance.random() < 0.5 else None
    first = sum((line.net for line in lines if line.rate == lines[0].rate), Decimal(0))
    return Invented(
        language, country, CURRENCIES.get(country, "EUR"), regime, _number(chance, issued), issued,
        issued + timedelta(days=chance.choice((7, 14, 30, 30, 60))), issued - timedelta(days=chance.randrange(0, 20)),
        issued - timedelta(days=chance.randrange(5, 40)),
        None if country in ("US", "CA") or (regime == "small" and chance.random() < 0.7) else vat_id(chance, country),
        None if country in ("US", "CA") else buyer_vat, lines,
        cents(first / 10) if chance.random() < 0.22 else Decimal(0),
        Decimal(chance.choice(("4.90", "12.50", "7.00"))) if chance.random() < 0.2 else Decimal(0),
        cents(total / 3) if chance.random() < 0.15 else Decimal(0),
    )  # fmt: skip


def _lines(chance: random.Random, language: str, country: str, regime: str) -> tuple[Line, ...]:
    count = chance.choices((1, 2, 3, 5, 8, 45), (15, 25, 25, 20, 10, 5))[0]
    high, low = (Decimal(str(rate)) for rate in RATES[country])
    if regime != "normal":
        high = low = Decimal(0)
    mixed, offs = chance.random() < 0.35, chance.random() < 0.15
    words = WORDS[language]
    return tuple(
        Line(
            chance.choice(words["things"]), chance.choice((1, 1, 2, 3, 10, 12)), chance.choice(words["units"]),
            Decimal(chance.choice((chance.randrange(99, 9999), chance.randrange(9999, 250000)))) / 100,
            low if mixed and at % 2 else high, chance.choice((0, 5, 10)) if offs else 0,
        )
        for at in range(count)
    )  # fmt: skip


def _number(chance: random.Random, issued: date) -> str:
    serial, year = chance.randrange(1, 99999), issued.year
    shapes = (f"{serial:05d}", f"{year}-{serial:04d}", f"RE-{year}-{serial:04d}", f"{year}/{serial}", f"INV{serial:06d}",
              f"F{year % 100}{serial:05d}", f"{serial:04d}/{year % 100}", f"A-{serial}", f"{year}{serial:06d}",
              f"FA{year % 100}-{serial:04d}", f"{serial:03d}.{year}", f"FV {year}/{serial:04d}", f"R{year}.{serial:04d}",
              f"2{serial:07d}", f"{issued:%y%m%d}-{serial % 100:02d}", f"{year}-{issued.month:02d}-{serial % 900 + 100}")  # fmt: skip
    return chance.choice(shapes)


def vat_id(chance: random.Random, country: str) -> str:
    """A number in the country's shape, without blanks."""
    digits = "".join(chance.choice("0123456789") for _ in range(12))
    return {
        "DE": f"DE{digits[:9]}", "AT": f"ATU{digits[:8]}", "CH": f"CHE{digits[:9]}", "LU": f"LU{digits[:8]}",
        "FR": f"FR{digits[:11]}", "BE": f"BE0{digits[:9]}", "GB": f"GB{digits[:9]}", "IE": f"IE{digits[:7]}WA",
        "NL": f"NL{digits[:9]}B{digits[9:11]}", "IT": f"IT{digits[:11]}", "MT": f"MT{digits[:8]}",
        "ES": "ES" + chance.choice((f"B{digits[:8]}", f"A{digits[:8]}", f"{digits[:8]}Z", f"X{digits[:7]}L")),
        "CA": f"{digits[:9]}RT0001", "US": "",
    }[country]  # fmt: skip
