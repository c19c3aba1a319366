"""What a scenario is run for in one country: covering buyers, territories, rate changes. Ids are texts, for pytest.

Everything is derived from the country folders in the order of their codes, so that every process plans the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile
from typing import TypeVar

from harness.law import Country
from harness.law.records import Rate, Side, SpecialTerritory
from harness.model.case import Supply, ViesState
from harness.model.depth import Depth
from harness.run.context import RunContext
from harness.run.errors import UsageError

T = TypeVar("T")

YEARS_BACK = 6
"""How far back changes of rates are tried; the country folders promise as much."""
_KINDS = ("services", "goods", "consumer")


@dataclass(frozen=True, slots=True)
class RateChange:
    """A category whose rate changed on a day."""

    category: str
    before: Rate
    after: Rate

    @property
    def id(self) -> str:
        """Category and first day of the new rate."""
        return f"{self.category}-{self.after.since}"

    @property
    def last_day(self) -> date:
        """Last day of the old rate."""
        return self.after.since - timedelta(days=1)


def buyer_countries(context: RunContext) -> list[str]:
    """Every place that there is a business for: in VIES, with a number of its own, or overseas; sorted."""
    cast, territories = context.cast, context.countries.territories
    inside = [c for c, t in territories.items() if ViesState.VALID in cast.states(t.prefix)]
    outside = [c for c in territories if c in cast.outside and territories[c].prefix is None]
    return sorted({*inside, *outside, *(party.country for party in cast.overseas)})


def covering_buyers(country: Country, context: RunContext) -> list[str]:
    """``IT-goods``, ``SE-consumer``, ...: one buyer of each kind; all sellers together have every buyer of every kind.

    Sellers and buyers stand in a ring, and each seller sells a fixed number of places ahead, another one for each kind.
    A place in the ring from which nobody sells is served by the seller before it.
    """
    buyers = buyer_countries(context)
    ring = sorted({*buyers, *context.countries})
    start = ring.index(country.code)
    served = [start, *takewhile(lambda place: ring[place % len(ring)] not in context.countries, count(start + 1))]
    ahead = {kind: len(ring) * step // (len(_KINDS) + 1) for step, kind in enumerate(_KINDS, 1)}
    pairs = [(ring[(place + far) % len(ring)], kind) for place in served for kind, far in ahead.items()]
    return [f"{buyer}-{kind}" for buyer, kind in pairs if buyer in buyers and buyer != country.code]


def every_buyer(country: Country, context: RunContext) -> list[str]:
    """Every other place, with every kind of sale."""
    return [f"{code}-{kind}" for code in buyer_countries(context) if code != country.code for kind in _KINDS]


def rotated(values: Sequence[T], country: Country, context: RunContext) -> list[T]:
    """One of the values at standard depth, another one for the next country; all of them at full depth."""
    if context.options.depth is Depth.FULL or len(values) < 2:
        return list(values)
    return [values[sorted(context.countries).index(country.code) % len(values)]]


def territories(country: Country, context: RunContext) -> list[str]:  # noqa: ARG001
    """Special territories of the country that a post code tells apart and whose rule is modelled, by their slugs."""
    return sorted(slug(t.name) for t in country.identity.territory if sales_to(t) and post_code_in(t))


def foreign_territories(country: Country, context: RunContext) -> list[str]:
    """``ES-canary-islands``, ...: territories of other countries; at standard depth all sellers together have all."""
    sellers = sorted(context.countries)
    everywhere = [(code, name) for code in sellers for name in territories(context.countries[code], context)]
    if context.options.depth is Depth.FULL:
        return [f"{code}-{name}" for code, name in everywhere if code != country.code]
    turns = {place: _other_than(everywhere[place][0], sellers, place) for place in range(len(everywhere))}
    return ["-".join(everywhere[place]) for place, seller in turns.items() if seller == country.code]


def _other_than(code: str, sellers: Sequence[str], place: int) -> str | None:
    """The seller at a place of the ring, or the next one where that is ``code`` itself; ``None`` without another."""
    turn = (sellers[(place + step) % len(sellers)] for step in range(len(sellers)))
    return next((seller for seller in turn if seller != code), None)


def territory_named(country: Country, name: str) -> SpecialTerritory:
    """The special territory of a slug."""
    return next(t for t in country.identity.territory if slug(t.name) == name)


def sales_to(territory: SpecialTerritory) -> list[Supply]:
    """The kinds of supply whose treatment there is decided."""
    sides = {Supply.GOODS: territory.goods, Supply.SERVICES: territory.services}
    return [supply for supply, side in sides.items() if side is not Side.UNDECIDED]


def post_code_in(territory: SpecialTerritory) -> str | None:
    """A post code of the territory, made from its patterns; ``None`` where none can be made."""
    return next(filter(None, map(example_of, territory.post_codes)), None)


def example_of(pattern: str) -> str | None:
    """A text that a simple regular expression (digits, sets, groups, counts) accepts; ``None`` if it is too hard."""
    text = re.sub(r"\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)", r"\1", pattern).split("|")[0]
    text = re.sub(r"\[(.)[^\]]*\]", r"\1", text)
    text = re.sub(r"(\\?.)\{(\d+)[^}]*\}", lambda m: m[1] * int(m[2]), text)
    text = re.sub(r"\\?.\*", "", text).replace("?", "").replace(r"\d", "0").replace(r"\s", " ").replace("\\", "")
    return text if re.fullmatch(pattern, text) else None


def slug(name: str) -> str:
    """A name as part of an item's id: ``Büsingen am Hochrhein`` is ``busingen-am-hochrhein``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]


def rate_changes(country: Country, context: RunContext) -> list[str]:
    """Changes of rates in the last years: at standard depth that of the standard rate nearest to the run's date."""
    found = sorted(_changes(country, context.as_of), key=lambda c: (c.after.since, c.id), reverse=True)
    if context.options.depth is Depth.FULL:
        return [change.id for change in found]
    return [change.id for change in found if change.category == "standard"][:1]


def change_named(country: Country, identity: str, as_of: date) -> RateChange:
    """The change of an id. Raises ``UsageError`` where the folder has none."""
    found = next((change for change in _changes(country, as_of) if change.id == identity), None)
    if found is None:
        raise UsageError(f"{country.code} has no change of rate {identity}")
    return found


def _changes(country: Country, as_of: date) -> Iterator[RateChange]:
    """Changes of categories that are still in force, within the last years."""
    begin = as_of - timedelta(days=round(365.25 * YEARS_BACK))
    for now in country.rates_on(as_of):
        rows = [r for r in country.rates if r.category == now.category and r.territory is None]
        for after in rows:
            before = next((r for r in rows if r.until == after.since - timedelta(days=1)), None)
            if before is not None and begin < after.since <= as_of and before.rate != after.rate:
                yield RateChange(now.category, before, after)
