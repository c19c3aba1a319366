"""The taxes of an entity on one day: found by id, by rate or by classification (contract section 10)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from harness.sandbox import clock
from harness.sandbox.call import Call
from harness.sandbox.catalogue.taxes import new_tax
from harness.sandbox.errors import PathPart, invalid
from harness.sandbox.tables import Tax
from harness.sandbox.vat.calculation import LineTax
from harness.sandbox.vat.rates import rate_on

Json = dict[str, Any]
REVERSE_CHARGE = LineTax(Decimal(0), None, True)  # one group whatever the rates were: the seller charges none of them


def _rate(tax: Tax, day: date) -> Decimal | None:
    rows = [(Decimal(row["rate"]), date.fromisoformat(row["valid_from"][:10])) for row in tax.body["tax_rates"]]
    return rate_on(rows, day)


class TaxBook:
    """The entity's taxes during one request. ``creates`` allows a rate that no tax has to become a new tax."""

    def __init__(self, call: Call, day: date, *, creates: bool) -> None:
        """Read the taxes of the call's entity."""
        self._call = call
        self._day = day
        self._creates = creates
        rows = call.session.scalars(select(Tax).filter_by(entity_id=call.entity.id, deleted=False).order_by(Tax.id))
        self._taxes = {row.id: row for row in rows}

    def resolve(self, given: Json, path: Sequence[PathPart]) -> LineTax:
        """One tax of a line; 422 that names the field when it cannot be found or has no rate on that day."""
        if given.get("reverse_charge"):
            return REVERSE_CHARGE
        if given.get("tax_id"):
            return self._charged(self._taxes.get(given["tax_id"]), [*path, "tax_id"])
        if given.get("rate") is not None:
            return self._by_rate(Decimal(given["rate"]))
        if given.get("classification"):
            found = [tax for tax in self._taxes.values() if tax.body["classification"] == given["classification"]]
            return self._charged(found[0] if found else None, [*path, "classification"])
        raise invalid(path, "A tax needs tax_id, rate or classification")

    def default(self) -> list[LineTax]:
        """The entity's default tax, if it has one."""
        chosen = [tax for tax in self._taxes.values() if tax.body["is_default"]]
        return [self._charged(tax, ["items"]) for tax in chosen]

    def _charged(self, tax: Tax | None, path: Sequence[PathPart]) -> LineTax:
        if tax is None:
            raise invalid(path, "Tax not found")
        today = clock.today(self._call.server.clock, self._call.entity.body["timezone"])
        day = self._call.seams.day_of_rate(self._day, today)
        rate = _rate(tax, day)
        if rate is None:
            raise invalid(path, f"Tax {tax.body['name']} has no rate on {day.isoformat()}")
        return LineTax(self._call.seams.choose_rate(rate), tax.id)

    def _by_rate(self, rate: Decimal) -> LineTax:
        charged = self._call.seams.choose_rate(rate)
        for tax in self._taxes.values():
            if _rate(tax, self._day) == rate:
                return LineTax(charged, tax.id)
        if not self._creates:
            return LineTax(charged)
        tax = new_tax(self._call, {"tax_rates": [{"rate": rate}]})
        self._taxes[tax.id] = tax
        return LineTax(charged, tax.id)
