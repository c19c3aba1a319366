"""The second yardstick: what the API's published rules give for a case, right or wrong in law.

They assume a tenant with ``vies_validate_vat``, ``auto_reverse_charge`` and ``auto_remove_tax_export`` switched on, and
follow the documentation on calculation modes and on transaction types, reverse charge and tax clauses. The rules
look at country codes and VIES alone; rates are those of the document's date. They are silent about Northern Ireland.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.law.areas import splits_by_supply
from harness.law.country import Countries, Rated
from harness.law.line_amounts import RatedLine
from harness.law.mentions import expected_mention
from harness.law.rates import rate_on
from harness.law.totals import lawful_totals
from harness.law.transaction import (
    DOMESTIC,
    INTRA_EU_B2B,
    INTRA_EU_B2C,
    THIRD_COUNTRY_B2B,
    THIRD_COUNTRY_B2C,
)
from harness.law.vat_id import issuing_territory
from harness.model.case import Case
from harness.model.expectation import ExpectedMention, Outcome, Step
from harness.model.facts import MentionKind

DOCUMENTED_DIGITS = 2
"""All rounding is half-up to two decimals, whatever the currency."""


def documented_outcome(
    case: Case, taxed_in: str, countries: Countries, region: str | None = None, *, sent: Sequence[RatedLine]
) -> tuple[Outcome, Step]:
    """What the published rules give.

    ``taxed_in`` and ``region`` say where the rate comes from that the caller sends if VAT is charged; ``sent`` are the
    lines at the rates that a careful caller sends where the API publishes nothing that would change them.
    """
    if _unpublished(case, countries):
        step = Step("the API publishes no rule for this territory: the caller decides", "API: transaction types")
        return _left_to_the_caller(case, sent), step
    kind = transaction_type(case, countries)
    reverse = reverse_charge_applies(case, kind)
    unanswered = _vies_left_open(case, kind, countries)
    outcome = Outcome(
        transaction_type=None if unanswered else kind,
        reverse_charge=None if unanswered else reverse,
        vat_country=_vat_country(case, kind, taxed_in),
        totals=lawful_totals(
            _rated(case, kind, taxed_in, countries, region), case.calculation_mode, case.currency, DOCUMENTED_DIGITS
        ),
        mentions=_mentions(case, kind, countries),
        forbidden_mentions=() if reverse else (MentionKind.REVERSE_CHARGE,),
    )
    return outcome, Step(_statement(kind, reverse, unanswered), "API: transaction types and reverse charge")


def _left_to_the_caller(case: Case, sent: Sequence[RatedLine]) -> Outcome:
    """Nothing is published on the treatment; the calculation is, from what the caller sends."""
    totals = lawful_totals(sent, case.calculation_mode, case.currency, DOCUMENTED_DIGITS)
    return Outcome(transaction_type=None, reverse_charge=None, vat_country=None, totals=totals, left_to_caller=True)


def _statement(kind: str, reverse: bool, unanswered: bool) -> str:
    if unanswered:
        return "the API publishes no rule for a VIES that does not answer; without a confirmation it charges VAT"
    return f"the API documents {kind}, reverse charge {'applies' if reverse else 'does not apply'}"


def _unpublished(case: Case, countries: Countries) -> bool:
    """Sellers outside the Union, and territories where goods and services differ, unless both have the same code."""
    if case.buyer.country == case.seller.country:
        return False
    seller = countries.territory(case.seller.country)
    return not seller.member_state or splits_by_supply(case.buyer.country, countries)


def _vies_left_open(case: Case, kind: str, countries: Countries) -> bool:
    """Whether the type hangs on an answer that VIES does not give; a malformed number is not asked."""
    asked = kind == INTRA_EU_B2C and case.seller.is_taxable and _is_askable(case, countries)
    return asked and case.vies is not None and case.vies.confirms is None


def transaction_type(case: Case, countries: Countries) -> str:
    """The type by country codes, tax number and VIES answer."""
    if case.buyer.country == case.seller.country:
        return DOMESTIC
    if not countries.territory(case.buyer.country).member_state:
        told = case.buyer.is_business or not case.buyer.told_as_consumer
        as_business = case.seller.is_taxable and case.buyer.vat_id and told
        return THIRD_COUNTRY_B2B if as_business else THIRD_COUNTRY_B2C
    valid = case.seller.is_taxable and _vies_confirms(case, countries)
    return INTRA_EU_B2B if valid else INTRA_EU_B2C


def reverse_charge_applies(case: Case, kind: str) -> bool:
    """Seller liable to tax, and a confirmed business in another Member State or anybody outside the Union."""
    return case.seller.is_taxable and kind in (INTRA_EU_B2B, THIRD_COUNTRY_B2B, THIRD_COUNTRY_B2C)


def _vies_confirms(case: Case, countries: Countries) -> bool:
    """Whether VIES answers "valid"; a malformed number is not asked, an outage is no confirmation."""
    return _is_askable(case, countries) and case.vies is not None and case.vies.confirms is True


def _is_askable(case: Case, countries: Countries) -> bool:
    """Whether there is a number that VIES can be asked about."""
    return bool(case.buyer.vat_id) and issuing_territory(case.buyer.vat_id or "", countries) is not None


def _vat_country(case: Case, kind: str, taxed_in: str) -> str | None:
    """Country whose VAT the document carries; outside the Union the rules name none."""
    if kind == INTRA_EU_B2B:
        return case.buyer.country
    return taxed_in if kind in (DOMESTIC, INTRA_EU_B2C) else None


def _rated(case: Case, kind: str, taxed_in: str, countries: Countries, region: str | None) -> list[RatedLine]:
    """Lines with the rate of the document's date, or without VAT where the switches remove it."""
    if not case.seller.is_taxable or kind not in (DOMESTIC, INTRA_EU_B2C):
        return [RatedLine(line, Decimal(0)) for line in case.lines]
    country = countries.rated(taxed_in, "the rates there")
    return [RatedLine(line, _rate_of_document(country, line.category, case, region)) for line in case.lines]


def _rate_of_document(country: Rated, category: str, case: Case, region: str | None) -> Decimal:
    """The stored tax on the document's date; a category that has lapsed by then is sent by the caller itself."""
    lapsed = not any(rate.category == category for rate in country.rates_on(case.issue_date))
    return rate_on(country, category, case.supply_date if lapsed else case.issue_date, region).rate


def _mentions(case: Case, kind: str, countries: Countries) -> tuple[ExpectedMention, ...]:
    """The clause of the transaction type; its words are published for reverse charge alone."""
    if kind != INTRA_EU_B2B or not case.seller.is_taxable:
        return ()
    seller = countries.folder(case.seller.country, "the seller's wording")
    return (expected_mention(MentionKind.REVERSE_CHARGE, seller, case.issue_date),)
