"""Stored taxes with their dated rates (contract section 10)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from harness.sandbox.call import Call
from harness.sandbox.errors import invalid
from harness.sandbox.tables import Tax
from harness.sandbox.vat.rates import TaxTemplate, default_taxes

Json = dict[str, Any]
FIRST_DAY = "1970-01-01"
_KEPT = ("classification", "pt_exemption_code", "pt_exemption_reason")


def dated_rates(rates: Sequence[Json]) -> list[Json]:
    """The rates as they are answered: newest first, from 1970 where no day is given."""
    rows = [{"rate": row["rate"], "valid_from": row.get("valid_from") or FIRST_DAY} for row in rates]
    days = [row["valid_from"] for row in rows]
    if len(set(days)) != len(days):
        raise invalid(["tax_rates"], "Two rates of a tax cannot begin on the same day")
    return sorted(rows, key=lambda row: str(row["valid_from"]), reverse=True)


def _name(rate: Decimal | int) -> str:
    return f"{Decimal(rate).normalize():f}%"


def _all(call: Call) -> Sequence[Tax]:
    return call.session.scalars(select(Tax).filter_by(entity_id=call.entity.id, deleted=False)).all()


def _check_classification(call: Call, classification: str | None, own_id: str) -> None:
    rivals = [tax for tax in _all(call) if tax.id != own_id and tax.body["classification"] == classification]
    if classification is not None and rivals:
        raise invalid(["classification"], f"Classification {classification} is taken by {rivals[0].id}")


def _make_only_default(call: Call, tax: Tax) -> None:
    for other in _all(call):
        if other.id != tax.id and other.body["is_default"]:
            other.body = {**other.body, "is_default": False, "updated_at": call.now}


def write_tax(call: Call, tax: Tax, fields: Json) -> None:
    """Set all editable fields of a tax from a create or replace body."""
    rates = dated_rates(fields["tax_rates"])
    _check_classification(call, fields.get("classification"), tax.id)
    tax.body = {
        **tax.body,
        "name": fields.get("name") or _name(rates[0]["rate"]),
        **{key: fields.get(key) for key in _KEPT},
        "is_default": bool(fields.get("is_default")),
        "tax_rates": rates,
        "metadata": fields.get("metadata") or {},
        "updated_at": call.now,
    }
    if tax.body["is_default"]:
        _make_only_default(call, tax)


def new_tax(call: Call, fields: Json) -> Tax:
    """Store a tax of the call's entity."""
    identity = call.new_id("tax")
    base = {"id": identity, "entity_id": call.entity.id, "created_at": call.now, "deleted_at": None}
    tax = Tax(id=identity, entity_id=call.entity.id, body=base)
    write_tax(call, tax, fields)
    call.session.add(tax)
    return tax


def change_tax(call: Call, tax: Tax, fields: Json) -> None:
    """Change the rates of a tax and whether it is the default; the rest of a tax is history (contract section 10)."""
    tax.body = {**tax.body, "tax_rates": dated_rates(fields["tax_rates"]), "updated_at": call.now}
    if fields.get("is_default") is not None:
        tax.body = {**tax.body, "is_default": fields["is_default"]}
        if fields["is_default"]:
            _make_only_default(call, tax)


def _from_template(template: TaxTemplate) -> Json:
    return {
        "name": template.name,
        "classification": template.classification,
        "is_default": template.is_default,
        "tax_rates": [{"rate": rate, "valid_from": day.isoformat()} for rate, day in template.tax_rates],
    }


def preload_taxes(call: Call, country_code: str) -> None:
    """Give a new entity its country's taxes (question Q26)."""
    for template in default_taxes(country_code, call.server.clock().date()):
        new_tax(call, _from_template(template))
