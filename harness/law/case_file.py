"""Reads a file of worked cases into ``Case``: the facts of each entry alone, never the outcomes that it holds.

What its words mean is the matter of ``case_words``. An entry may also carry ``service_place``, ``performed_in`` and
``arrangements`` outright, in the words of ``Case``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from harness.law.case_lines import lines_of
from harness.law.case_words import (
    arrangements,
    document_kind,
    is_consumer,
    is_private,
    is_small_business,
    performed_in,
    service_place,
    supply_of,
    taxed_at_destination,
    vies_state,
)
from harness.law.errors import OracleError
from harness.law.line_amounts import GROSS_DISCOUNT_MODE, STANDARD_MODE
from harness.law.third_countries import current_code
from harness.model.case import (
    Arrangement,
    Case,
    CaseParty,
    ServicePlace,
    Supply,
    ViesState,
)


def case_of(entry: Mapping[str, Any]) -> Case:
    """One entry as a case. Raises ``OracleError`` that names the entry and the value it cannot read."""
    try:
        return _case(entry)
    except KeyError as error:
        raise OracleError(f"case {entry.get('id')!r}: the key {error} is missing") from error
    except (ValueError, ArithmeticError, TypeError, AttributeError) as error:
        raise OracleError(f"case {entry.get('id')!r} cannot be read: {error}") from error


def _case(entry: Mapping[str, Any]) -> Case:
    scheme = str(entry.get("seller_scheme") or "").replace("_", " ")
    words = f"{entry.get('place_hint') or ''} | {entry.get('title') or ''} | {scheme}"
    supply = supply_of(str(entry["supply"]))
    issued = _day(entry["date"])
    return Case(
        seller=_seller(entry),
        buyer=_buyer(entry),
        lines=lines_of(entry["lines"], gross=entry.get("pricing") == "gross"),
        issue_date=issued,
        supply_date=_day(entry.get("supply_date") or entry["date"]),
        currency=_currency(entry["currency"]),
        supply=supply,
        vies=_vies(entry),
        oss=taxed_at_destination(str(entry.get("oss") or "")),
        kind=document_kind(str(entry.get("document") or "")),
        service_place=_service_place(entry, words) if supply is Supply.SERVICES else ServicePlace.GENERAL,
        performed_in=entry.get("performed_in") or performed_in(words),
        delivered_to=_code(entry["goods_shipped_to"]) if entry.get("goods_shipped_to") else None,
        arrangements=_arrangements(entry, words),
        calculation_mode=_mode(entry.get("calculation_mode") or STANDARD_MODE),
    )


def _seller(entry: Mapping[str, Any]) -> CaseParty:
    region, scheme = str(entry.get("seller_region") or ""), str(entry.get("seller_scheme") or "")
    return CaseParty(
        name="Seller",
        country=_code(entry["seller_country"]),
        post_code=_post_code(region),
        vat_id=_number(entry.get("seller_vat_id")),
        is_taxable=bool(entry.get("seller_is_taxable", not (is_private(scheme) or is_small_business(scheme)))),
        region=region,
        is_private=is_private(scheme),
    )


def _buyer(entry: Mapping[str, Any]) -> CaseParty:
    same_country = entry["buyer_country"] == entry["seller_country"]
    region = str(entry.get("buyer_region") or (same_country and entry.get("seller_region")) or "")
    return CaseParty(
        name="Buyer",
        country=_code(entry["buyer_country"]),
        post_code=str(entry.get("buyer_post_code") or _post_code(region)),
        vat_id=_number(entry.get("buyer_vat_id")),
        is_business=not (is_consumer(str(entry["buyer_type"])) or entry.get("buyer_is_end_consumer")),
        region=region,
        told_as_consumer=bool(entry.get("buyer_is_end_consumer")),
    )


def _post_code(region: str) -> str:
    """The post code that a region's name gives in brackets."""
    found = re.search(r"\(([0-9][0-9A-Z -]*)\)", region)
    return found[1] if found else ""


def _code(value: object) -> str:
    """A country code, in whatever case it is written."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no country code")
    return current_code(value.upper())


def _number(value: object) -> str | None:
    """A VAT or tax number as it was given; a JSON number is read as it is written."""
    if value is not None and not isinstance(value, str | int):
        raise ValueError(f"{value!r} is no VAT number")
    return None if value is None else str(value)


def _mode(value: object) -> str:
    """A calculation mode of the API."""
    if value not in (STANDARD_MODE, GROSS_DISCOUNT_MODE):
        raise ValueError(f"{value!r} is no calculation mode: write {STANDARD_MODE} or {GROSS_DISCOUNT_MODE}")
    return str(value)


def _day(value: object) -> date:
    """A date as ISO 8601 writes it."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is no date: write it like 2026-01-31") from None


def _currency(value: object) -> str:
    """A currency code."""
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{3}", value):
        raise ValueError(f"{value!r} is no ISO 4217 currency code")
    return value.upper()


def _vies(entry: Mapping[str, Any]) -> ViesState | None:
    """The simulated answer; an outage keeps its reason apart."""
    return vies_state(str(entry.get("vies_status") or ""), str(entry.get("vies_error") or ""))


def _service_place(entry: Mapping[str, Any], words: str) -> ServicePlace:
    """The rule that the entry names, or else the one that its words tell."""
    named = entry.get("service_place")
    return ServicePlace(named) if named else service_place(words)


def _arrangements(entry: Mapping[str, Any], words: str) -> tuple[Arrangement, ...]:
    """What the entry names, or else what its words tell."""
    named = entry.get("arrangements")
    return tuple(Arrangement(value) for value in named) if named else tuple(arrangements(words))
