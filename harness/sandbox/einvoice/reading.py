"""From a document of the API to the semantic model."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from harness.sandbox.einvoice.categories import REASONS, category_of
from harness.sandbox.einvoice.model import CREDIT_NOTE, INVOICE, NOT_SUBJECT, EInvoice, Line, Party, VatRow

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
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "ES": "9920", "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "LI": "9936",
    "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947",
    "SI": "9949", "SK": "9950",
}  # fmt: skip
"""Scheme of a VAT number as electronic address (EAS code list)."""
_REGISTERS = {"DK": "0184", "FI": "0212", "IS": "0196", "NO": "0192", "SE": "0007"}
"""Scheme of a number in the register of companies (EAS and ISO 6523), where it is the usual address in Peppol."""
_REGISTERED = re.compile(r"(?:(DK\d{8})|FI(\d{8})|NO(\d{9})MVA|SE(\d{10})01)")
"""VAT numbers that are made of the number in the register."""
_WITHOUT_PREFIX = ("IS", "LI", "NO")
"""Where VAT numbers are written without the prefix that EN 16931 asks for (BR-CO-09)."""


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def _endpoint(party: Json, vat_id: str | None, company_id: str | None) -> tuple[str, str] | None:
    """A Peppol id, or a number that serves as one; the e-mail address where there is none."""
    country = party.get("country_code") or ""
    if party.get("peppol_id"):
        return party.get("peppol_scheme_id") or "0088", party["peppol_id"]
    if company_id and country in _REGISTERS:
        return _REGISTERS[country], company_id
    if vat_id and country in _VAT_SCHEMES:
        return _VAT_SCHEMES[country], vat_id
    return ("EM", party["email"]) if party.get("email") else None


def _vat_id(number: str, country: str | None) -> str | None:
    if number and country in _WITHOUT_PREFIX and not number.startswith(country):
        return f"{country}{number}"
    return number if _PREFIXED.fullmatch(number) else None


def _company_id(party: Json, vat_id: str | None) -> str | None:
    """The number in the register: as given, or out of the VAT number where that is made of it."""
    within = _REGISTERED.fullmatch(vat_id or "")
    return party.get("company_number") or (next(filter(None, within.groups())) if within else None)


def _party(party: Json) -> Party:
    number = re.sub(r"[\s.-]", "", party.get("tax_number") or "")
    country = party.get("country_code")
    vat_id = _vat_id(number, country)
    company_id = _company_id(party, vat_id)
    return Party(
        name=party.get("name"),
        street=party.get("address"),
        street_2=party.get("address_2"),
        city=party.get("city"),
        post_code=party.get("post_code"),
        country=country,
        vat_id=vat_id,
        tax_id=party.get("tax_number_2") or (number if number and not vat_id else None),
        company_id=company_id,
        company_scheme=_REGISTERS.get(country or "") if company_id else None,
        email=party.get("email"),
        phone=party.get("phone"),
        endpoint=_endpoint(party, vat_id, company_id),
    )


def _unit(line: Json, given: Json) -> str:
    own = (given.get("e_invoicing") or {}).get("unit_code")
    return own or _UNITS.get((line.get("unit") or "").lower().rstrip("."), _ONE)


def _without_vat_id(party: Party) -> Party:
    """BR-O-02: whoever is not subject to VAT names no VAT number; as an identifier it still tells the party (BT-29)."""
    return replace(party, vat_id=None, identifier=party.vat_id)


def _line(position: int, line: Json, given: Json, transaction_type: str | None, is_tax_subject: bool) -> Line:
    price, quantity, net = Decimal(line["price"]), Decimal(line["quantity"]), Decimal(line["total"])
    if price < 0:  # BR-27: the sign belongs to the quantity
        price, quantity = -price, -quantity
    category, rate = category_of(line, transaction_type, is_tax_subject=is_tax_subject)
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


def _lines(body: Json, request: Json, is_tax_subject: bool) -> tuple[Line, ...]:
    given: list[Json] = request.get("items") or []
    pairs = zip(body["items"], [*given, *({} for _ in body["items"][len(given) :])], strict=False)
    rows = [(line, asked) for line, asked in pairs if line.get("type") != "separator"]
    kind = body["transaction_type"]
    return tuple(_line(position, line, asked, kind, is_tax_subject) for position, (line, asked) in enumerate(rows, 1))


def _vat(body: Json, lines: tuple[Line, ...]) -> tuple[VatRow, ...]:
    groups: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        key = line.category, line.rate or Decimal(0)
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


def read(body: Json, kind: str, request: Json, entity: Json) -> EInvoice:
    """The model of a finalized document: ``body`` with its relations, the request it was made from, its entity."""
    account, customer = _account(body, entity["settings"]), body["customer"] or {}
    correction = Decimal(body["rounding_correction"] or 0)
    lines = _lines(body, request, entity["is_tax_subject"])
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
    if any(row.category == NOT_SUBJECT for row in found.vat):
        found = replace(found, seller=_without_vat_id(found.seller), buyer=_without_vat_id(found.buyer))
    return replace(found, delivered=issued) if intra and not found.delivered else found
