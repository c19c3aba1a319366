"""Reads a file of worked cases into ``Case``: the facts of each entry alone, never the outcomes that it holds.

The format has few fields, so much of what decides a case stands in words: in ``title`` and ``place_hint``. The table
below is the whole vocabulary; what it does not know stays general. An entry may also carry ``service_place``,
``performed_in`` and ``arrangements`` outright, in the words of ``Case``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from harness.law.errors import OracleError
from harness.model.case import (
    Arrangement,
    Case,
    CaseLine,
    CaseParty,
    Discount,
    DiscountKind,
    ServicePlace,
    Supply,
    ViesState,
)
from harness.model.facts import DocumentKind

_PLACES = (
    (r"short[- ]term.{0,30}hire|(car|vehicle|van|boat|bike) (hire|rental)|rental car", ServicePlace.SHORT_TERM_HIRE),
    (r"long[- ]term.{0,30}(hire|lease|leasing|rental)", ServicePlace.LONG_TERM_HIRE),
    (
        r"hotel|accommodation|holiday (flat|home|let)|immovable|real estate|(?<!intellectual )property|estate agent"
        r"|architect|land survey|building site|construction|renovation|camping",
        ServicePlace.IMMOVABLE_PROPERTY,
    ),
    (r"passenger|taxi|\b(bus|coach|train|ferry|air|flight) (trip|ticket|transport)|flight|coach tour",
     ServicePlace.PASSENGER_TRANSPORT),
    (r"webinar|(virtual|online|live[- ]?streamed) (event|seminar|conference|course|concert|admission)",
     ServicePlace.VIRTUAL_EVENT),
    (r"admission|entrance|ticket|conference fee|trade fair|seminar", ServicePlace.EVENT_ADMISSION),
    (r"restaurant|catering|meal|dinner", ServicePlace.RESTAURANT),
    (r"concert|exhibition|cultural|\bsport|artist|performance|entertain|teaching|course", ServicePlace.EVENT_ACTIVITY),
    (r"repair|valuation|work on (movable )?goods|work on movable", ServicePlace.WORK_ON_GOODS),
    (r"(transport|carriage|freight|haulage|removal)\b.{0,20}(of )?goods|freight|parcel|furniture removal",
     ServicePlace.GOODS_TRANSPORT),
    (r"intermediar|broker|commission agent", ServicePlace.INTERMEDIARY),
    (r"hairdress|haircut|beauty|massage|gym|dentist|not in (the )?(art\.? ?59|catalogue)|non-catalogue",
     ServicePlace.GENERAL),
)  # fmt: skip
"""Words that tell the rule on the place of a service; the first that fits decides."""

_ARRANGEMENTS = (
    (r"domestic (rc\b|reverse)|reverse charge domestic|subcontract|scrap|waste|mobile phones|integrated circuits"
     r"|building cleaning|emission (allowance|certificate)|investment gold|autoliquidation",
     Arrangement.DOMESTIC_REVERSE_CHARGE),
    (r"triang", Arrangement.TRIANGULATION),
    (r"\bnew (car|vehicle|boat|aircraft|motorcycle|yacht|means of transport)", Arrangement.NEW_MEANS_OF_TRANSPORT),
    (r"split[- ]payment|scissione", Arrangement.SPLIT_PAYMENT),
    (r"self[- ]?bill", Arrangement.SELF_BILLING),
    (r"cash[- ](accounting|basis)|iva per cassa|criterio de caja", Arrangement.CASH_ACCOUNTING),
)  # fmt: skip

LARGEST = Decimal(10) ** 15
"""Worth of a line beyond which the sums would lose digits."""

_VIES = {"valid": ViesState.VALID, "invalid": ViesState.INVALID}
_OUTAGES = (("TIMEOUT", ViesState.TIMEOUT), ("MAX_CONCURRENT", ViesState.THROTTLED))
_NOT_ASKED = ("", "none", "not_checked", "not_applicable", "not_called", "malformed", "invalid_format", "bad_format")
_NOT_REGISTERED = ("", "no", "none", "false", "below_threshold", "below", "not_registered", "origin", "domestic")
_PRIVATE = "not_a_taxable_person"


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
    supply = Supply(entry["supply"])
    issued = _day(entry["date"])
    return Case(
        seller=_seller(entry),
        buyer=_buyer(entry),
        lines=_lines(entry["lines"]),
        issue_date=issued,
        supply_date=_day(entry.get("supply_date") or entry["date"]),
        currency=_currency(entry["currency"]),
        supply=supply,
        vies=_vies(entry),
        oss=str(entry.get("oss") or "").lower() not in _NOT_REGISTERED,
        kind=DocumentKind(entry.get("document") or DocumentKind.INVOICE),
        service_place=_service_place(entry, words) if supply is Supply.SERVICES else ServicePlace.GENERAL,
        performed_in=entry.get("performed_in") or _performed_in(words),
        delivered_to=_code(entry["goods_shipped_to"]) if entry.get("goods_shipped_to") else None,
        arrangements=tuple(_arrangements(entry, words)),
    )


def _seller(entry: Mapping[str, Any]) -> CaseParty:
    region = str(entry.get("seller_region") or "")
    return CaseParty(
        name="Seller",
        country=_code(entry["seller_country"]),
        post_code=_post_code(region),
        vat_id=entry.get("seller_vat_id"),
        is_taxable=bool(entry.get("seller_is_taxable", True)),
        region=region,
        is_private=entry.get("seller_scheme") == _PRIVATE,
    )


def _buyer(entry: Mapping[str, Any]) -> CaseParty:
    same_country = entry["buyer_country"] == entry["seller_country"]
    region = str(entry.get("buyer_region") or (same_country and entry.get("seller_region")) or "")
    return CaseParty(
        name="Buyer",
        country=_code(entry["buyer_country"]),
        post_code=str(entry.get("buyer_post_code") or _post_code(region)),
        vat_id=entry.get("buyer_vat_id"),
        is_business=entry["buyer_type"] != "b2c" and not entry.get("buyer_is_end_consumer"),
        region=region,
    )


def _post_code(region: str) -> str:
    """The post code that a region's name gives in brackets."""
    found = re.search(r"\(([0-9][0-9A-Z -]*)\)", region)
    return found[1] if found else ""


def _code(value: object) -> str:
    """A country code, in whatever case it is written."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no country code")
    return value.upper()


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


def _lines(lines: list[Mapping[str, Any]]) -> tuple[CaseLine, ...]:
    if not lines:
        raise ValueError("it has no line")
    return tuple(_line(line, number) for number, line in enumerate(lines, 1))


def _line(line: Mapping[str, Any], number: int) -> CaseLine:
    discounts = line.get("discounts") or [line["discount"]] if line.get("discount") else line.get("discounts") or []
    quantity = _amount(line.get("qty", "1"))
    net, gross = (None if line.get(key) is None else _amount(line[key]) for key in ("net", "gross"))
    if abs(quantity * (net or gross or Decimal(0))) > LARGEST:
        raise ValueError(f"line {number} is worth more than {LARGEST}")
    return CaseLine(
        description=str(line.get("description") or f"Item {number}"),
        quantity=quantity,
        net_price=net,
        gross_price=gross,
        category=str(line.get("rate_category", "standard")),
        discounts=tuple(Discount(_amount(d["value"]), DiscountKind(d["type"])) for d in discounts),
    )


def _amount(value: object) -> Decimal:
    """A finite number; a JSON number is read as it is written."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValueError(f"{value!r} is no amount")
    return amount


def _vies(entry: Mapping[str, Any]) -> ViesState | None:
    """The simulated answer; an outage keeps its reason apart."""
    status = str(entry.get("vies_status") or "").lower()
    if status in _VIES:
        return _VIES[status]
    if status in _NOT_ASKED:
        return None
    error = str(entry.get("vies_error") or "")
    return next((state for mark, state in _OUTAGES if mark in error), ViesState.UNREACHABLE)


def _service_place(entry: Mapping[str, Any], words: str) -> ServicePlace:
    """The rule that the words tell; a service that they do not describe stands for consulting, which Art. 59 lists."""
    if named := entry.get("service_place"):
        return ServicePlace(named)
    for pattern, place in _PLACES:
        if re.search(pattern, words, re.IGNORECASE):
            return place
    return ServicePlace.CATALOGUE_59


def _performed_in(words: str) -> str | None:
    """The country that the words name with "in", "from" or "at"; the hint comes before the title."""
    found = re.search(r"\b(?:in|at|from) ([A-Z]{2})\b", words)
    return found[1] if found else None


def _arrangements(entry: Mapping[str, Any], words: str) -> Iterator[Arrangement]:
    if named := entry.get("arrangements"):
        yield from (Arrangement(value) for value in named)
        return
    for pattern, arrangement in _ARRANGEMENTS:
        if re.search(pattern, words, re.IGNORECASE):
            yield arrangement
