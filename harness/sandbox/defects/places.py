"""Whose sellers a defect shows with, and why it cannot show elsewhere: by the sandbox's own tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from harness.sandbox.vat.countries import Country, all_countries
from harness.sandbox.vat.rates import default_taxes, rate_table

_RECENT = date(2021, 1, 1)
"""A run looks six years back for changes of rates."""
_ON_PEPPOL = ("AT", "BE", "CY", "CZ", "DK", "EE", "FI", "IE", "IS", "LU", "MT", "NL", "NO", "SE", "SK")
_WITHOUT_SCHEME = ("ES",)
_WITHOUT_HUNDREDTH = ("ISK",)


@dataclass(frozen=True)
class Where:
    """The countries of the sellers with whom a defect shows."""

    words: str
    """In a reader's words."""
    holds: Callable[[Country], bool]


def countries_of(where: Where) -> list[str]:
    """The codes of the countries that the sandbox knows rates of, and that ``where`` holds for; sorted."""
    return sorted(code for code in rate_table() if where.holds(all_countries()[code]))


def _changed(country: Country) -> bool:
    standard = next(tax for tax in default_taxes(country.code) if tax.is_default)
    return len(standard.tax_rates) > 1 and standard.tax_rates[0][1] >= _RECENT


SLOVENIA = Where("Slovenia, with FURS switched on", lambda country: country.code == "SI")
CROATIA = Where("Croatia, with FINA switched on", lambda country: country.code == "HR")
PORTUGAL = Where("Portugal, with a registered series", lambda country: country.code == "PT")
GERMANY = Where("Germany, with XRechnung enabled", lambda country: country.code == "DE")
PEPPOL = Where("where public buyers take Peppol", lambda country: country.code in _ON_PEPPOL)
CASH_REGISTERS = Where("where cash registers are online", lambda country: country.code in ("SI", "HR"))
QR_WITH_AMOUNT = Where("where the fiscal QR code has the amount", lambda country: country.code in ("HR", "PT"))
LEVEL_M = Where("where the fiscal QR code must have level M", lambda country: country.code in ("SI", "PT"))
FISCAL = Where("where a fiscal QR code is printed", lambda country: country.code in ("SI", "HR", "PT"))
EVERYWHERE = Where("every country", lambda country: True)  # noqa: ARG005
UNION = Where("the Member States: the API documents VIES and its tax rules for them alone", lambda c: c.is_eu)
NOT_GREECE = Where("the other Member States: they sell to Greece", lambda c: c.is_eu and c.vat_prefix == c.code)
SCHEME = Where("where small businesses may be exempt", lambda c: c.code not in _WITHOUT_SCHEME)
CHANGED = Where("where the standard rate changed within six years", _changed)
VARIETY = Where("where there are several rates", lambda c: len(default_taxes(c.code)) > 1)
UNITS = Where("where the currency has a hundredth", lambda c: c.currency not in _WITHOUT_HUNDREDTH)
EURO = Where("where invoices are in euro, with a payment code switched on", lambda c: c.is_eu and c.currency == "EUR")
UPN = Where("Slovenia, with UPN QR switched on", lambda country: country.code == "SI")
HUB3 = Where("Croatia, with HUB3 switched on", lambda country: country.code == "HR")
