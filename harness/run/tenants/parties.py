"""The people in the cases: VAT numbers with the VIES state that they stand for, brands, buyers abroad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from harness.law import Countries
from harness.model.case import CaseParty, ViesState
from harness.run.errors import UsageError

SELLER = "seller"
"""State of a number that a tenant uses as its own."""
OUTSIDE_BUSINESS = "business"
"""State of a customer's number where VIES does not answer for the country."""


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
    footer: str = ""
    """Text at the foot of every page."""
    signature: str = ""
    """Text of the signature."""
    signature_image: Path | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account to be paid to."""

    country: str
    """Code of the country folder whose tenants have it."""
    iban: str
    """Without blanks."""
    bic: str
    name: str = "Main account"
    """What the tenant calls it."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer, and what VIES says about the number it gives."""

    party: CaseParty
    vies: ViesState | None = None


@dataclass(frozen=True, slots=True)
class Tenancy:
    """What the API asks of tenants of one country, and what it offers them; its own rules, not the law."""

    entity: Mapping[str, Any] = field(default_factory=dict)
    """Fields that creation demands beyond the usual ones."""
    customer: Mapping[str, Any] = field(default_factory=dict)
    """Fields of business customers that national rules of e-invoices ask for."""
    drafts: bool = True
    templates: tuple[str, ...] | None = None
    """The only page templates; ``None`` where every template is offered."""

    def template(self, wanted: str) -> str:
        """The wanted template, or the one that the API has instead."""
        return wanted if self.templates is None or wanted in self.templates else self.templates[0]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who may take part in a case."""

    numbers: Mapping[str, Mapping[str, Registered]]
    """VIES prefix -> state -> number."""
    outside: Mapping[str, Mapping[str, Registered]]
    """Country that VIES does not answer for -> state -> number."""
    brands: tuple[Brand, ...]
    consumer: Mapping[str, str]
    overseas: tuple[CaseParty, ...]
    accounts: Mapping[str, Account]
    """Country -> where its tenants are paid."""
    tenancies: Mapping[str, Tenancy]
    contact: Mapping[str, str] = field(default_factory=dict)
    """Telephone number and e-mail address of every tenant, by the API's names of the fields."""
    customers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Scheme of e-invoices -> what business customers give for it, by the API's names of the fields."""
    unknown_recipient: Mapping[str, str] = field(default_factory=dict)
    """Somebody whom no Peppol network knows."""

    def tenancy(self, country: str) -> Tenancy:
        """What the API asks of tenants there; nothing special where nothing is listed."""
        return self.tenancies.get(country, Tenancy())

    def account(self, country: str) -> Account:
        """Where tenants of a country are paid. Raises ``UsageError`` where there is no account."""
        if country in self.accounts:
            return self.accounts[country]
        raise UsageError(f"no bank account for tenants of {country}: add one to fixtures/accounts.toml")

    def sells_from(self, country: str, prefix: str | None) -> Registered:
        """The number that tenants of a country use as their own. Raises ``UsageError`` where there is none."""
        return self.number(prefix, SELLER) if prefix else self._outside(country, SELLER)

    def business_in(self, country: str) -> CaseParty:
        """A business where VIES does not answer. Raises ``UsageError`` where there is none."""
        for party in self.overseas:
            if party.country == country:
                return party
        who = self._outside(country, OUTSIDE_BUSINESS)
        return CaseParty(who.name, country, who.street, who.post_code, who.city, vat_id=who.vat_id)

    def _outside(self, country: str, state: str) -> Registered:
        try:
            return self.outside[country][state]
        except KeyError:
            raise UsageError(
                f"no VAT number of {country} for a {state}: add one to fixtures/vies/outside.toml, "
                "since VIES does not answer for this country"
            ) from None

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
            return Buyer(self._cast.business_in(self.country))
        state = ViesState(vies)
        who = self._cast.number(self._prefix, state)
        return Buyer(CaseParty(who.name, self.country, who.street, who.post_code, who.city, vat_id=who.vat_id), state)

    def consumer(self) -> Buyer:
        """A private person."""
        who = self._cast.consumer
        cast = self._cast
        place = cast.number(self._prefix, ViesState.VALID) if self._prefix else cast.business_in(self.country)
        return Buyer(
            CaseParty(who["name"], self.country, who["street"], place.post_code, place.city, is_business=False)
        )

    def at(self, post_code: str, *, business: bool) -> Buyer:
        """Somebody at that post code: a consumer, or a business with the number of the country."""
        buyer = self.business() if business else self.consumer()
        return replace(buyer, party=replace(buyer.party, post_code=post_code))


def prefix_of(countries: Countries, code: str) -> str | None:
    """VIES prefix of a country or territory; ``None`` outside VIES."""
    return countries.territory(code).prefix
