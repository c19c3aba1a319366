"""The law's treatment of a case: parties, customer, place, liability, and the rates that follow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from harness.law.areas import Parties, parties_of
from harness.law.country import Countries
from harness.law.customer import Customer, customer_of
from harness.law.liability import Liability, liability
from harness.law.line_amounts import RatedLine
from harness.law.place_of_supply import Place, place_of_supply
from harness.law.rates import rate_on
from harness.model.case import Case
from harness.model.expectation import Step

_LEVELS = {"standard": "96", "zero": "98, 110", "super_reduced": "98, 114", "parking": "118"}
"""Where a rate is no reduced one of Art. 98 and Annex III."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What the law makes of a case."""

    parties: Parties
    customer: Customer
    place: Place
    liability: Liability
    lines: tuple[RatedLine, ...]
    """Lines with the rate at the supply date, or 0 where no VAT is charged."""
    steps: tuple[Step, ...]

    @property
    def taxed_in(self) -> str:
        """Country whose rate a caller would send if VAT is charged."""
        return self.place.code if self.liability.charges_vat else self.parties.home

    @property
    def taxed_region(self) -> str | None:
        """Part of that country whose rates a caller would send: no part abroad where the seller charges nothing."""
        return self.place.region if self.liability.charges_vat else self.parties.seller.region

    @property
    def reverse_charge(self) -> bool | None:
        """Whether the customer owes the VAT; ``None`` while the customer's status is unknown."""
        undecided = self.customer is Customer.UNKNOWN and not self.place.fixed
        return None if undecided else self.liability.ground.customer_owes


def treat(case: Case, countries: Countries) -> Treatment:
    """Derive the treatment, step by step. Raises ``OracleError`` where the data does not decide the case."""
    parties = parties_of(case, countries)
    customer, why = customer_of(case, parties, countries)
    place = place_of_supply(case, parties, customer, countries)
    owed = liability(case, parties, customer, place)
    steps = [parties.step, why, place.step, owed.step]
    lines = _rated_lines(case, place, owed, countries, steps)
    return Treatment(parties, customer, place, owed, lines, tuple(steps))


def _levels(category: str) -> str:
    """The article that lets a Member State have a rate of this kind."""
    kind = category.removeprefix("regional_")
    return _LEVELS.get(kind, "98")


def _rated_lines(
    case: Case, place: Place, owed: Liability, countries: Countries, steps: list[Step]
) -> tuple[RatedLine, ...]:
    """The rates of the place at the supply date; each category adds a step."""
    if not owed.charges_vat:
        return tuple(RatedLine(line, Decimal(0)) for line in case.lines)
    country = countries.rated(place.code, "the rates there")
    rates = {line.category: rate_on(country, line.category, case.supply_date, place.region) for line in case.lines}
    for category, rate in rates.items():
        statement = f"{category} rate of {country.name} on {case.supply_date}: {rate.rate} %"
        steps.append(Step(statement, f"Directive 2006/112/EC Art. 63 to 65, 93, {_levels(category)}; {rate.source}"))
    return tuple(RatedLine(line, rates[line.category].rate) for line in case.lines)
