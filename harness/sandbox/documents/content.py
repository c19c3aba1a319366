"""The content of a document, from the request and the entity: everything but its id, number and payments."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from harness.sandbox import clock
from harness.sandbox.call import Call
from harness.sandbox.catalogue.tax_book import TaxBook
from harness.sandbox.defects.seams import CENT, ClauseContext
from harness.sandbox.documents.currency import convert, exchange_rate
from harness.sandbox.documents.kinds import Kind
from harness.sandbox.documents.lines import build_rows, lines_json, total_up
from harness.sandbox.documents.parties import customer_snapshot, issuer_snapshot
from harness.sandbox.documents.transaction import Treatment, treat
from harness.sandbox.errors import invalid
from harness.sandbox.vat.calculation import DocumentTotals
from harness.sandbox.vat.clauses import LANGUAGES, default_tax_clauses
from harness.sandbox.vat.countries import resolve_country

Json = dict[str, Any]
DUE_DAYS = 30


@dataclass(frozen=True)
class Basis:
    """What is settled before the transaction begins: the request, the parties and how the document is taxed."""

    kind: Kind
    request: Json
    issuer: Json
    customer: Json | None
    treatment: Treatment
    day: date | None = None
    """The date that a tax authority forces on the document."""


def prepare(call: Call, kind: Kind, request: Json) -> Basis:
    """Settle the parties and ask VIES; reads only."""
    issuer = issuer_snapshot(call.entity, request.get("issuer"))
    customer = customer_snapshot(call, request)
    return Basis(kind, request, issuer, customer, treat(call, issuer, customer))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _dates(call: Call, request: Json, forced: date | None) -> tuple[date, date]:
    today = forced or clock.today(call.server.clock, call.entity.body["timezone"])
    day = forced or _day(request.get("date")) or today
    if day > today:
        raise invalid(["date"], "The date must not be in the future")
    days = call.entity.body["settings"].get("default_invoice_due_days")
    due = _day(request.get("date_due")) or day + timedelta(days=DUE_DAYS if days is None else days)
    if due < day:
        raise invalid(["date_due"], "date_due must not be before date")
    start, end = _day(request.get("date_service")), _day(request.get("date_service_to"))
    if end and (start or day) > end:
        raise invalid(["date_service_to"], "date_service_to must not be before date_service")
    return day, due


def _clause(call: Call, basis: Basis) -> str | None:
    kind = basis.treatment.check.transaction_type
    own = basis.request.get("tax_clause")
    if own is None:
        clauses = call.entity.body["settings"].get("tax_clause_defaults") or {}
        own = clauses.get(kind) or (clauses.get("export") if (kind or "").startswith("3w_") else None)
    context = ClauseContext(kind, kind == "intra_eu_b2b", lambda: _clause_in_other_language(call, kind))
    return call.seams.clause_for(own or None, context)


def _clause_in_other_language(call: Call, kind: str | None) -> str | None:
    """In a language that is neither the entity's, nor official in its country, nor English."""
    country = resolve_country(call.entity.body["country_code"])
    own = (*(country.languages if country else ()), (call.entity.body["locale"] or "").split("-")[0], "en")
    other = next(language for language in LANGUAGES if language not in own)
    return default_tax_clauses(call.entity.body["country_code"], other).get(kind or "") or None


def _texts(call: Call, basis: Basis) -> Json:
    settings, kind = call.entity.body["settings"], basis.kind.type
    defaults = {
        "note": f"default_{kind}_note",
        "payment_terms": f"default_{kind}_payment_terms",
        "footer": "document_footer",
        "signature": "default_document_signature",
    }
    texts = {
        key: settings.get(setting) if basis.request.get(key) is None else basis.request[key]
        for key, setting in defaults.items()
    }
    return {**texts, "tax_clause": _clause(call, basis)}


def _correction(call: Call, request: Json, totals: DocumentTotals) -> Decimal | None:
    expected = request.get("expected_total_with_tax")
    if expected is None:
        return None
    profile = call.server.profile
    allowed = max(profile.expected_total_tolerance_cents, profile.expected_total_cents_per_line * len(totals.lines))
    difference = Decimal(expected).quantize(CENT) - totals.total_with_tax
    if abs(difference) > allowed * CENT:
        raise invalid(
            ["expected_total_with_tax"],
            f"expected_total_with_tax {expected} differs from the calculated total {totals.total_with_tax}",
        )
    return difference or None


def _sums(call: Call, request: Json, totals: DocumentTotals, exchange: Json | None) -> Json:
    correction = _correction(call, request, totals)
    gross, rounding = totals.total_with_tax + (correction or 0), call.seams.round_half
    return {
        "total": totals.total,
        "total_discount": totals.total_discount,
        "total_with_tax": gross,
        "rounding_correction": correction,
        "total_converted": convert(totals.total, exchange, rounding),
        "total_with_tax_converted": convert(gross, exchange, rounding),
        "taxes": [
            {
                "rate": row.rate,
                "tax_id": row.tax_id,
                "base": row.base,
                "amount": row.amount,
                "base_converted": convert(row.base, exchange, rounding),
                "amount_converted": convert(row.amount, exchange, rounding),
                "reverse_charge": row.reverse_charge,
            }
            for row in totals.taxes
        ],
    }


def _converted_lines(lines: list[Json], exchange: Json | None, call: Call) -> list[Json]:
    names = ("total", "total_with_tax")
    return [
        {**line, **{f"{name}_converted": convert(line[name], exchange, call.seams.round_half) for name in names}}
        for line in lines
    ]


def _mode(call: Call, request: Json) -> str:
    own = (call.entity.body["settings"].get("calculation") or {}).get("default_mode")
    return request.get("calculation_mode") or own or "b2b_standard"


def build(call: Call, basis: Basis, *, stores: bool) -> Json:
    """The document's content; ``stores`` lets a rate that no tax has become a new tax.

    422 for what the rules of the contract's sections 11.6 to 13 refuse.
    """
    request = basis.request
    day, due = _dates(call, request, basis.day)
    mode = _mode(call, request)
    currency = request.get("currency_code") or call.entity.body["currency_code"]
    exchange = exchange_rate(currency, call.entity.body["currency_code"], day)
    book = TaxBook(call, day, creates=stores)
    rows = build_rows(call, basis.kind, request["items"], book, basis.treatment)
    totals = total_up(call, rows, mode)
    content = {
        "date": clock.midnight(day),
        "date_due": clock.midnight(due),
        "date_service": request.get("date_service"),
        "date_service_to": request.get("date_service_to"),
        "date_year": day.year,
        "issuer": basis.issuer,
        "business_unit_id": None,
        "business_unit": None,
        "customer_id": request.get("customer_id"),
        "customer": basis.customer,
        "items": _converted_lines(lines_json(rows, totals), exchange, call),
        **_sums(call, request, totals, exchange),
        "calculation_mode": mode,
        "creation_source": call.server.profile.creation_source,
        "currency_code": currency,
        "exchange_rate": exchange,
        **_texts(call, basis),
        "reference": request.get("reference"),
        "transaction_type": basis.treatment.check.transaction_type,
        "vies": basis.treatment.vies,
        "translations": request.get("translations") or {},
        "metadata": request.get("metadata") or {},
    }
    return call.seams.document_as_issued(content, basis.kind.type)
