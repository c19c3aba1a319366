"""Where the parties stand towards each other and the common VAT area (Directive 2006/112/EC Art. 5 to 7).

Goods and services may differ, as the Windsor Framework has it for Northern Ireland; and a state may share its VAT
territory with another one outside the Union.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from harness.law.country import Countries
from harness.law.errors import OracleError
from harness.law.records import Side, SpecialTerritory, names_match
from harness.model.case import Case, CaseParty, Supply
from harness.model.expectation import Step


@dataclass(frozen=True, slots=True)
class Area:
    """A party's place, as far as VAT is concerned."""

    code: str
    """Country whose VAT applies there, or that the place belongs to."""
    state: str
    """What it forms one VAT territory with: a country, or a part of one that stands apart from the rest."""
    name: str
    inside: bool
    """Whether it belongs to the common VAT area for this kind of supply."""
    apart: bool = False
    """Whether it is a part of its country to which the country's VAT does not extend for this kind of supply."""
    region: str | None = None
    """Part of the country that may have rates of its own."""
    local: bool = False
    """Whether the country's own VAT holds there, at the rates of the place; a third territory to other states."""
    catalogue_stays: bool = False
    """Whether services of the Art. 59 catalogue to consumers there stay with the seller."""
    source: str = ""
    """Where a status of its own comes from; empty for a whole country."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Both areas of a case."""

    seller: Area
    buyer: Area
    """For goods that are delivered elsewhere: the area where their transport ends."""

    @property
    def domestic(self) -> bool:
        """Whether both are within the territory of the same VAT, for this kind of supply."""
        return self.buyer.state == self.seller.state

    @property
    def intra_union(self) -> bool:
        """Whether the supply goes from one Member State to another one."""
        return self.seller.inside and self.buyer.inside and not self.domestic

    @property
    def third(self) -> bool:
        """Whether the supply crosses the border of the common VAT area, or lies outside it."""
        return not self.domestic and not self.intra_union

    @property
    def home(self) -> str:
        """Country whose VAT the seller charges at home, in its relation to this buyer."""
        shared = self.domestic and self.buyer.code != self.seller.code
        return self.seller.state if shared else self.seller.code

    @property
    def step(self) -> Step:
        """How the derivation begins."""
        statement = f"seller in {self.seller.name}, buyer in {self.buyer.name}: {self._relation}"
        own = dict.fromkeys(area.source for area in (self.seller, self.buyer) if area.source)
        return Step(statement, "; ".join(("Directive 2006/112/EC Art. 5 to 7", *own)))

    @property
    def _relation(self) -> str:
        if self.domestic:
            return "one VAT territory" if self.buyer.code != self.seller.code else "the same state"
        return "another Member State for this supply" if self.intra_union else "a third territory for this supply"


def parties_of(case: Case, countries: Countries) -> Parties:
    """The areas of seller and buyer.

    Raises ``OracleError`` where a place is unknown, the seller sits where its country's VAT does not
    extend, or a territory has a national rule that the engine does not model.
    """
    seller = area_of(case.seller, case.supply, countries, case.seller.country)
    if seller.apart and not seller.local and not _has_rates(seller, countries):
        raise OracleError(f"seller in {seller.name}: {seller.code}'s VAT does not extend there; leave the case out")
    parties = Parties(seller, area_of(_destination(case), case.supply, countries, case.seller.country))
    if not parties.domestic:
        _check_status_known(case, countries)
    return parties


def _check_status_known(case: Case, countries: Countries) -> None:
    """Raises ``OracleError`` for a supply from before the day that a country stands where it does."""
    for code in (case.seller.country, _destination(case).country):
        known = countries.territory(code)
        if case.supply_date < known.since:
            raise OracleError(
                f"{known.name} stands where it does towards the Union since {known.since}, and the supply is of "
                f"{case.supply_date}: take a later date; its status before is not recorded"
            )


def area_of(party: CaseParty, supply: Supply, countries: Countries, seller_country: str) -> Area:
    """The area of one party, by country, post code and region, as it is for sellers of ``seller_country``."""
    territory = countries.territory(party.country)
    special = _special(party, countries)
    status = special or territory
    own = status.goods if supply is Supply.GOODS else status.services
    whole = territory.side(supply is Supply.GOODS)
    at_home = party.country == seller_country
    side = _resolved(own, whole, at_home)
    if side is Side.UNDECIDED:
        raise OracleError(
            f"{supply.value} to {special.name if special else territory.name}: {territory.code} has a rule "
            "of its own there that the oracle does not model; leave the case out"
        )
    code = territory.treated_as or territory.code
    name = special.name if special else territory.name
    apart = special is not None and side is Side.OUTSIDE and own is not Side.COUNTRY
    return Area(
        code=code,
        state=_apart(special) if special is not None and apart else territory.one_territory_with or code,
        name=name,
        inside=side is Side.INSIDE,
        apart=apart,
        region=special.name if special else party.region or None,
        local=special is not None and special.services is Side.LOCAL,
        catalogue_stays=special is not None and special.catalogue_stays and at_home,
        source=special.source if special else "",
    )


def _apart(special: SpecialTerritory) -> str:
    """What a part of a country forms one VAT territory with: another country by treaty, or itself alone."""
    return special.one_territory_with or special.name


def _has_rates(area: Area, countries: Countries) -> bool:
    """Whether the country's folder has rates for that part of it alone."""
    rates = countries[area.code].rates if area.code in countries else ()
    return any(rate.territory and names_match(rate.territory, area.region or "") for rate in rates)


def _resolved(own: Side, whole: Side, at_home: bool) -> Side:
    """Where a part of a country stands; to sellers of other states a national rule of its own makes no difference."""
    if own is Side.COUNTRY or (own is Side.LOCAL and at_home):
        return whole
    if own is Side.LOCAL or (own is Side.UNDECIDED and not at_home):
        return Side.OUTSIDE
    return own


def splits_by_supply(code: str, countries: Countries) -> bool:
    """Whether goods and services differ there, as for Northern Ireland."""
    territory = countries.territory(code)
    return territory.goods is not territory.services


def _destination(case: Case) -> CaseParty:
    """The buyer, at the place where the goods end up."""
    if case.supply is not Supply.GOODS or case.delivered_to in (None, case.buyer.country):
        return case.buyer
    return replace(case.buyer, country=case.delivered_to, post_code="", region="")


def _special(party: CaseParty, countries: Countries) -> SpecialTerritory | None:
    """The special territory that the party's post code, or else its region, lies in."""
    if party.country not in countries:
        return None
    territories = countries[party.country].identity.territory
    for territory in territories:
        if any(re.fullmatch(pattern, party.post_code) for pattern in territory.post_codes):
            return territory
    named = (t for t in territories if any(names_match(name, party.region) for name in (t.name, *t.also)))
    return next(named, None)
