"""Where the parties stand towards the common VAT area, for goods or services (Directive 2006/112/EC Art. 5 to 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.law.country import Countries
from harness.law.errors import OracleError
from harness.law.records import Side, SpecialTerritory
from harness.model.case import Case, CaseParty, Supply
from harness.model.expectation import Step


@dataclass(frozen=True, slots=True)
class Area:
    """A party's place, as far as VAT is concerned."""

    code: str
    """Country whose VAT applies there, or that the place belongs to."""
    name: str
    inside: bool
    """Whether it belongs to the common VAT area for this kind of supply."""
    member_state: bool
    """Whether the party's country code is that of a Member State (what a look at the code alone tells)."""
    split: bool
    """Whether goods and services differ there, as the Windsor Framework has it for Northern Ireland."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Both areas of a case."""

    seller: Area
    buyer: Area

    @property
    def domestic(self) -> bool:
        """Whether both are within the territory of the same state, for this kind of supply."""
        return self.buyer.inside and self.buyer.code == self.seller.code

    @property
    def step(self) -> Step:
        """How the derivation begins."""
        relation = (
            "the same state" if self.domestic else "another Member State" if self.buyer.inside else "a third territory"
        )
        statement = f"seller in {self.seller.name}, buyer in {self.buyer.name}: {relation} for this supply"
        return Step(statement, "Directive 2006/112/EC Art. 5 to 7")


def parties_of(case: Case, countries: Countries) -> Parties:
    """The areas of seller and buyer.

    Raises ``OracleError`` where a place is unknown, the seller has no folder or is outside the common VAT area, or a
    territory has a national rule that the engine does not model.
    """
    countries.folder(case.seller.country, "the seller")
    parties = Parties(area_of(case.seller, case.supply, countries), area_of(case.buyer, case.supply, countries))
    if not parties.seller.inside:
        raise OracleError(
            f"seller in {parties.seller.name}: outside the common VAT area for {case.supply.value}; "
            "the oracle derives cases of sellers inside it only"
        )
    return parties


def area_of(party: CaseParty, supply: Supply, countries: Countries) -> Area:
    """The area of one party, by country and post code."""
    territory = countries.territory(party.country)
    special = _special(party, countries)
    status = special or territory
    side = status.goods if supply is Supply.GOODS else status.services
    if side is Side.UNDECIDED:
        raise OracleError(
            f"{supply.value} to {special.name if special else territory.name}: {territory.code} has a rule "
            "of its own there that the oracle does not model; leave the case out"
        )
    return Area(
        code=territory.treated_as or territory.code,
        name=special.name if special else territory.name,
        inside=side is Side.INSIDE,
        member_state=territory.member_state,
        split=territory.goods is not territory.services,
    )


def _special(party: CaseParty, countries: Countries) -> SpecialTerritory | None:
    """The special territory that the party's post code lies in."""
    if party.country not in countries:
        return None
    for territory in countries[party.country].identity.territory:
        if any(re.fullmatch(pattern, party.post_code) for pattern in territory.post_codes):
            return territory
    return None
