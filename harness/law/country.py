"""A country as the engine sees it, the territories without a folder, and the collection of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from harness.law.errors import OracleError
from harness.law.records import (
    CreditNote,
    Currency,
    DomesticReverseCharge,
    Duty,
    Languages,
    Name,
    NationalField,
    NoWording,
    Numbering,
    PaymentCode,
    Rate,
    RoundingDown,
    Side,
    SimplifiedInvoice,
    Sourced,
    SpecialTerritory,
    SupplyDate,
    VatArea,
    VatIdFormat,
    Wording,
)
from harness.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """``identity.toml``."""

    code: str
    """ISO 3166-1 alpha-2, or the code that VAT law uses in its place."""
    name: Name
    vat_id: VatIdFormat
    currency: Currency
    languages: Languages
    vat_area: VatArea
    territory: tuple[SpecialTerritory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesFile:
    """``rates.toml``."""

    rate: tuple[Rate, ...]
    """Newest first within a category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFile:
    """``wording.toml``."""

    wording: tuple[Wording, ...]
    """The preferred language of a kind first."""
    no_wording: tuple[NoWording, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoicing:
    """``invoicing.toml``."""

    numbering: Numbering
    credit_note: CreditNote
    supply_date: SupplyDate
    simplified_invoice: SimplifiedInvoice | None = None
    rounding_down: RoundingDown | None = None
    domestic_reverse_charge: tuple[DomesticReverseCharge, ...] = ()
    field: tuple[NationalField, ...] = ()
    duty: tuple[Duty, ...] = ()
    payment_code: tuple[PaymentCode, ...] = ()


class Rated(Protocol):
    """What has rates of its own: a country folder, or a territory that states its rates."""

    @property
    def code(self) -> str:
        """Code of the country."""

    @property
    def name(self) -> str:
        """English name."""

    @property
    def rates(self) -> tuple[Rate, ...]:
        """All rates, newest first within a category."""

    def rates_on(self, day: date) -> tuple[Rate, ...]:
        """Rates in force on that day for the whole country."""


@dataclass(frozen=True, slots=True)
class Country:
    """One country folder."""

    identity: Identity
    rates: tuple[Rate, ...]
    wording: tuple[Wording, ...]
    invoicing: Invoicing
    no_wording: tuple[NoWording, ...] = ()

    @property
    def code(self) -> str:
        """Code of the folder, upper case."""
        return self.identity.code

    @property
    def name(self) -> str:
        """English name."""
        return self.identity.name.english

    @property
    def in_eu_vat_territory(self) -> bool:
        """Whether goods or services supplied there fall under the Directive (Art. 5)."""
        area = self.identity.vat_area
        return Side.INSIDE in (area.goods, area.services)

    def rates_on(self, day: date) -> tuple[Rate, ...]:
        """Rates in force on that day for the whole country, standard first as the file has them."""
        return _in_force(self.rates, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory(Sourced):
    """A country or territory as a buyer's place: just enough to decide the place of supply."""

    code: str
    name: str
    member_state: bool
    goods: Side
    services: Side
    prefix: str | None = None
    """Prefix of its VAT numbers in VIES; ``None`` where VIES does not answer for it."""
    pattern: str | None = None
    """Regular expression for the whole VAT number with its prefix."""
    module: str | None = None
    """Module of python-stdnum that knows the check digits."""
    treated_as: str | None = None
    """Code of the country that it belongs to for VAT (Art. 7)."""
    one_territory_with: str | None = None
    """Code of a country whose VAT territory it shares, keeping a code of its own."""

    rate: tuple[Rate, ...] = ()
    """Rates, where they are known without a folder."""

    @property
    def rates(self) -> tuple[Rate, ...]:
        """All rates, newest first within a category."""
        return self.rate

    def rates_on(self, day: date) -> tuple[Rate, ...]:
        """Rates in force on that day for the whole country."""
        return _in_force(self.rate, day)

    def side(self, goods: bool) -> Side:
        """Where it stands towards the common VAT area, for goods or else for services."""
        return self.goods if goods else self.services


def _in_force(rates: tuple[Rate, ...], day: date) -> tuple[Rate, ...]:
    return tuple(rate for rate in rates if rate.territory is None and rate.in_force(day))


@dataclass(frozen=True, slots=True)
class Countries(Mapping[str, Country]):
    """Country folders by code, and what is known of territories without a folder."""

    folders: Mapping[str, Country]
    territories: Mapping[str, Territory] = field(default_factory=dict)
    """By code; holds the folders' countries, too."""
    currencies: Mapping[str, Currency] = field(default_factory=dict)
    """What is known of minor units; a currency that is not listed has two decimals."""
    elsewhere: Callable[[str], Territory | None] = field(default=lambda _: None)
    """What to take a code for that is in neither."""

    def __getitem__(self, code: str) -> Country:
        return self.folders[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.folders)

    def __len__(self) -> int:
        return len(self.folders)

    def folder(self, code: str, need: str) -> Country:
        """The folder of ``code``; ``need`` says what for. Raises ``OracleError`` where there is none."""
        if code in self.folders:
            return self.folders[code]
        have = ", ".join(sorted(self.folders))
        raise OracleError(f"no country folder for {code!r}, needed for {need}: add one (there are {have})")

    def rated(self, code: str, need: str) -> Rated:
        """The folder of ``code``, or the territory if it states its rates. Raises ``OracleError`` where neither is."""
        known = self.territories.get(code)
        return known if code not in self.folders and known and known.rate else self.folder(code, need)

    def territory(self, code: str) -> Territory:
        """What is known of ``code`` as a place. Raises ``OracleError`` where nothing is."""
        known = self.territories.get(code) or self.elsewhere(code)
        if known is not None:
            return known
        raise OracleError(f"territory {code!r} is unknown: add it to territories.toml, or a country folder")

    def cash_rounded(self, amount: Money) -> Money:
        """What is payable in cash where a currency is rounded to a step; VAT and total stay as they are."""
        known = self.currencies.get(amount.currency)
        if known is None or known.payable_step is None:
            return amount
        steps = (amount.amount / known.payable_step).quantize(Decimal(1), ROUND_HALF_UP)
        return Money((steps * known.payable_step).quantize(amount.amount), amount.currency)

    def digits(self, currency: str) -> int:
        """Decimals of the currency's minor unit (ISO 4217)."""
        known = self.currencies.get(currency)
        return known.digits if known else 2
