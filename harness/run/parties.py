"""The people in the cases: VAT numbers with the VIES state that they stand for, brands, buyers abroad."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.law import Countries
from harness.model.case import CaseParty, ViesState
from harness.run.errors import UsageError

SELLER = "seller"
"""State of a number that a tenant uses as its own."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A VAT number with the trader behind it."""

    vat_id: str
    name: str
    street: str
    post_code: str
    city: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What a tenant's documents look like."""

    id: str
    name: str
    colour: str
    """``#rrggbb``."""
    logo: Path


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer, and what VIES says about the number it gives."""

    party: CaseParty
    vies: ViesState | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who may take part in a case."""

    numbers: Mapping[str, Mapping[str, Registered]]
    """VIES prefix -> state -> number."""
    brands: tuple[Brand, ...]
    consumer: Mapping[str, str]
    overseas: tuple[CaseParty, ...]

    def states(self, prefix: str | None) -> tuple[ViesState, ...]:
        """The VIES states for which there is a number with this prefix."""
        known = self.numbers.get(prefix or "", {})
        return tuple(state for state in ViesState if state in known)

    def number(self, prefix: str, state: str) -> Registered:
        """The number of a state. Raises ``UsageError`` where there is none."""
        try:
            return self.numbers[prefix][state]
        except KeyError:
            known = ", ".join(sorted(self.numbers.get(prefix, {}))) or "none at all"
            raise UsageError(
                f"no VAT number with prefix {prefix} that VIES answers as {state!r} (known states: {known}); "
                "add one to the file given with --vies-numbers"
            ) from None


class Place:
    """A country as a place to sell to."""

    def __init__(self, cast: Cast, country: str, prefix: str | None) -> None:
        self.country = country
        self._cast = cast
        self._prefix = prefix

    def business(self, vies: str = ViesState.VALID) -> Buyer:
        """A business that gives a VAT number; ``vies`` is what VIES answers for it."""
        if self._prefix is None:
            return Buyer(self._overseas())
        state = ViesState(vies)
        who = self._cast.number(self._prefix, state)
        return Buyer(CaseParty(who.name, self.country, who.street, who.post_code, who.city, vat_id=who.vat_id), state)

    def consumer(self) -> Buyer:
        """A private person."""
        who = self._cast.consumer
        place = self._overseas() if self._prefix is None else self._cast.number(self._prefix, ViesState.VALID)
        return Buyer(
            CaseParty(who["name"], self.country, who["street"], place.post_code, place.city, is_business=False)
        )

    def _overseas(self) -> CaseParty:
        return next(p for p in self._cast.overseas if p.country == self.country)


def prefix_of(countries: Countries, code: str) -> str | None:
    """VIES prefix of a country or territory; ``None`` outside VIES."""
    return countries.territory(code).prefix


def load_cast(fixtures: Path, numbers: Path | None) -> Cast:
    """Read the parties' files. Raises ``UsageError`` that names the file and what is wrong."""
    numbers_file = numbers or fixtures / "vies" / "numbers.toml"
    parties = _read(fixtures / "parties.toml")
    brands = _read(fixtures / "brands" / "brands.toml")
    return Cast(
        numbers=_numbers(_read(numbers_file), numbers_file),
        brands=tuple(_brand(row, fixtures / "brands") for row in brands["brand"]),
        consumer=parties["consumer"],
        overseas=tuple(_overseas_party(row) for row in parties["overseas"]),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _numbers(data: dict[str, Any], path: Path) -> dict[str, dict[str, Registered]]:
    states = {SELLER, *ViesState}
    numbers: dict[str, dict[str, Registered]] = {}
    for position, row in enumerate(_tables(data, path), 1):
        state = row.pop("state", "")
        if state not in states:
            raise UsageError(f"{path}: number {position}: state {state!r} is none of {', '.join(sorted(states))}")
        try:
            who = Registered(**row)
        except TypeError as error:
            raise UsageError(f"{path}: number {position}: {error}") from None
        if not re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,12}", who.vat_id):
            raise UsageError(f"{path}: number {position}: {who.vat_id!r} is not a VAT number with its prefix")
        numbers.setdefault(who.vat_id[:2], {}).setdefault(state, who)
    return numbers


def _tables(data: dict[str, Any], path: Path) -> list[dict[str, str]]:
    """The ``[[number]]`` tables; every value in them is a text."""
    rows = data.get("number", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"{path}: `number` is no list of tables; write each number below a line [[number]]")
    for position, row in enumerate(rows, 1):
        wrong = sorted(key for key, value in row.items() if not isinstance(value, str))
        if wrong:
            raise UsageError(f"{path}: number {position}: {', '.join(wrong)} must be text in quotes")
    return rows


def _brand(row: dict[str, str], folder: Path) -> Brand:
    return Brand(row["id"], row["name"], row["colour"], folder / row["logo"])


def _overseas_party(row: dict[str, str]) -> CaseParty:
    return CaseParty(
        row["name"], row["country"], row["street"], row["post_code"], row["city"], vat_id=row["tax_number"]
    )
