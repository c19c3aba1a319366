"""The taxes of a line after the entity's tax rules (contract section 13.2)."""

from dataclasses import dataclass
from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.catalogue.tax_book import REVERSE_CHARGE, TaxBook
from harness.sandbox.documents.transaction import Treatment
from harness.sandbox.errors import invalid
from harness.sandbox.vat.calculation import LineTax

Json = dict[str, Any]


@dataclass(frozen=True)
class LineTaxes:
    """The taxes that the request names for a line, and those that are charged after the entity's tax rules."""

    named: tuple[LineTax, ...]
    charged: tuple[LineTax, ...]


def _named(call: Call, book: TaxBook, row: Json, index: int) -> tuple[LineTax, ...]:
    given = row.get("taxes")
    limit = call.entity.body["country_rules"]["max_taxes_per_item"]
    if given and len(given) > limit:
        raise invalid(["items", index, "taxes"], f"At most {limit} taxes per item", "too_big")
    if given is None and call.server.profile.default_tax_when_omitted:
        return tuple(book.default())
    return tuple(book.resolve(tax, ["items", index, "taxes", place]) for place, tax in enumerate(given or []))


def line_taxes(call: Call, book: TaxBook, row: Json, index: int, treatment: Treatment) -> LineTaxes:
    """The taxes of the line at ``index``; 422 that names the field when one cannot be found."""
    named = _named(call, book, row, index)
    charged = _charged(named, treatment)
    return LineTaxes(named, call.seams.taxes_of_line(charged, treatment.check.is_tax_subject, book.default))


def _charged(named: tuple[LineTax, ...], treatment: Treatment) -> tuple[LineTax, ...]:
    if treatment.remove_taxes:
        return ()
    return (REVERSE_CHARGE,) if treatment.reverse_charge and named else named
