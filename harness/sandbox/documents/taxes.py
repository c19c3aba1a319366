"""The taxes of a line after the entity's tax rules (contract section 13.2)."""

from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.catalogue.tax_book import REVERSE_CHARGE, TaxBook
from harness.sandbox.documents.transaction import Treatment
from harness.sandbox.errors import invalid
from harness.sandbox.vat.calculation import LineTax

Json = dict[str, Any]


def line_taxes(call: Call, book: TaxBook, row: Json, index: int, treatment: Treatment) -> tuple[LineTax, ...]:
    """The taxes of the line at ``index`` after the entity's tax rules."""
    given = row.get("taxes")
    limit = call.entity.body["country_rules"]["max_taxes_per_item"]
    if given and len(given) > limit:
        raise invalid(["items", index, "taxes"], f"At most {limit} taxes per item", "too_big")
    found = [book.resolve(tax, ["items", index, "taxes", place]) for place, tax in enumerate(given or [])]
    if given is None and call.server.profile.default_tax_when_omitted:
        found = book.default()
    if treatment.remove_taxes:
        return ()
    if treatment.reverse_charge and found:
        return (REVERSE_CHARGE,)
    return tuple(found)
