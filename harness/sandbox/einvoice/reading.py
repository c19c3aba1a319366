"""From a document of the API to the semantic model."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from harness.sandbox.einvoice.categories import REASONS, category_of
from harness.sandbox.einvoice.model import CREDIT_NOTE, INVOICE, EInvoice, Line, Party, VatRow

Json = dict[str, Any]
CENT = Decimal("0.01")
_PREFIXED = re.compile(r"[A-Z]{2}\w+")
_UNITS = {
    "h": "HUR", "hour": "HUR", "hours": "HUR", "std": "HUR", "ura": "HUR", "day": "DAY", "days": "DAY", "tag": "DAY",
    "kg": "KGM", "m": "MTR", "m2": "MTK", "km": "KMT", "l": "LTR", "pcs": "H87", "piece": "H87", "stk": "H87",
    "kos": "H87", "month": "MON",
}  # fmt: skip
_ONE = "C62"
_VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "CZ": "9929", "DE": "9930", "EE": "9931", "ES": "9920", "FR": "9957", "GR": "9933",
    "HR": "9934", "HU": "9910", "IE": "9935", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944",
    "PL": "9945", "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip
"""Scheme of a VAT number as electronic address (EAS code list)."""


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def _endpoint(party: Json, vat_id: str | None) -> tuple[str, str] | None:
    if party.get("peppol_id"):
        return party.get("peppol_scheme_id") or "0088", party["peppol_id"]
    if party.get("email"):
        return "EM", party["email"]
    scheme = _VAT_SCHEMES.get(party.get("country_code") or "")
    return (scheme, vat_id) if scheme and vat_id else None


def _party(party: Json) -> Party:
    number = re.sub(r"[\s.-]", "", party.get("tax_number") or "")
    vat_id = number if _PREFIXED.fullmatch(number) else None
    return Party(
        name=party.get("name"),
        street=party.get("address"),
        street_2=party.get("address_2"),
        city=party.get("city"),
        post_code=party.get("post_code"),
        country=party.get("country_code"),
        vat_id=vat_id,
        tax_id=party.get("tax_number_2") or (number if number and not vat_id else None),
        company_id=party.get("company_number"),
        email=party.get("email"),
        phone=party.get("phone"),
        endpoint=_endpoint(party, vat_id),
    )


def _unit(line: Json, given: Json) -> str:
    own = (given.get("e_invoicing") or {}).get("unit_code")
    return own or _UNITS.get((line.get("unit") or "").lower().rstrip("."), _ONE)


def _line(position: int, line: Json, given: Json, transaction_type: str | None) -> Line:
    price, quantity, net = Decimal(line["price"]), Decimal(line["quantity"]), Decimal(line["total"])
    if price < 0:  # BR-27: the sign belongs to the quantity
        price, quantity = -price, -quantity
    category, rate = category_of(line, transaction_type)
    return Line(
        position=position,
        name=line["name"],
        description=line.get("description"),
        quantity=quantity,
        unit=_unit(line, given),
        price=price,
        allowance=(price * quantity).quantize(CENT) - net,
        net=net,
        category=category,
        rate=rate,
    )


def _lines(body: Json, request: Json) -> tuple[Line, ...]:
    given: list[Json] = request.get("items") or []
    pairs = zip(body["items"], [*given, *({} for _ in body["items"][len(given) :])], strict=False)
    rows = [(line, asked) for line, asked in pairs if line.get("type") != "separator"]
    kind = body["transaction_type"]
    return tuple(_line(position, line, asked, kind) for position, (line, asked) in enumerate(rows, 1))


def _vat(body: Json, lines: tuple[Line, ...]) -> tuple[VatRow, ...]:
    groups: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        key = line.category, line.rate
        groups[key] = groups.get(key, Decimal(0)) + line.net
    charged = [(Decimal(row["rate"]), Decimal(row["amount"])) for row in body["taxes"] if not row["reverse_charge"]]
    return tuple(
        VatRow(
            category,
            rate,
            base,
            sum((amount for other, amount in charged if other == rate), Decimal(0)) if rate else Decimal(0),
            REASONS[category][1] if category in REASONS else None,
        )
        for (category, rate), base in groups.items()
    )


def _account(body: Json, settings: Json) -> Json:
    issuer = body["issuer"]
    if issuer.get("bank_account"):
        return dict(issuer["bank_account"])
    accounts: list[Json] = issuer.get("bank_accounts") or settings.get("bank_accounts") or []
    return next((each for each in accounts if each.get("is_default")), accounts[0] if accounts else {})


def _preceding(body: Json) -> str | None:
    found = [row for row in body["document_relations"] if row["relation_type"] == "credit_for"]
    return found[0]["related_document"]["number"] if found else None


def _period(body: Json) -> tuple[date, date] | None:
    start, end = _day(body["date_service"]), _day(body["date_service_to"])
    return (start, end) if start and end and start != end else None


def read(body: Json, kind: str, request: Json, settings: Json) -> EInvoice:
    """The model of a finalized document: ``body`` with its relations, the request it was made from, the settings."""
    account, customer = _account(body, settings), body["customer"] or {}
    correction, lines = Decimal(body["rounding_correction"] or 0), _lines(body, request)
    issued, due = _day(body["date"]), _day(body["date_due"])
    assert issued, "every document has a date"
    assert due, "every document has a due date"
    found = EInvoice(
        number=body["number"],
        type_code=CREDIT_NOTE if kind == "credit_note" else INVOICE,
        issued=issued,
        due=due,
        currency=body["currency_code"],
        buyer_reference=(customer.get("e_invoicing") or {}).get("buyer_reference"),
        note="\n".join(text for text in (body["note"], body["tax_clause"]) if text) or None,
        terms=body["payment_terms"] or due.isoformat(),
        seller=_party(body["issuer"]),
        buyer=_party(customer),
        lines=lines,
        vat=_vat(body, lines),
        net=Decimal(body["total"]),
        gross=Decimal(body["total_with_tax"]) - correction,
        rounding=correction,
        paid=Decimal(body["total_paid"]),
        payable=Decimal(body["total_due"]),
        iban=re.sub(r"\s", "", account.get("iban") or "") or None,
        bic=account.get("bic"),
        delivered=_day(body["date_service"]),
        period=_period(body),
        preceding=_preceding(body),
    )
    intra = any(row.category == "K" for row in found.vat)
    return replace(found, delivered=issued) if intra and not found.delivered else found
