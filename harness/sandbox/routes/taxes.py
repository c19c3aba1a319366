"""Taxes: PATCH changes rates and default, PUT replaces (contract section 10)."""

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.catalogue.taxes import change_tax, new_tax, write_tax
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import Collection, created
from harness.sandbox.schemas.catalogue import TaxCreate, TaxPatch
from harness.sandbox.tables import Tax

TAXES = Collection("taxes", Tax, "Tax")


def create(call: Call) -> Reply:
    """``POST /taxes``."""
    return created(call, new_tax(call, sent(call.read(TaxCreate))).body)


def patch(call: Call) -> Reply:
    """``PATCH /taxes/{id}``."""
    row: Tax = TAXES.find(call)
    change_tax(call, row, sent(call.read(TaxPatch)))
    return Reply(row.body)


def replace(call: Call) -> Reply:
    """``PUT /taxes/{id}``."""
    row: Tax = TAXES.find(call)
    write_tax(call, row, sent(call.read(TaxCreate)))
    return Reply(row.body)


ROUTES = (
    Route("POST", "/taxes", create, Access.WRITE),
    Route("PATCH", "/taxes/{id}", patch, Access.WRITE),
    Route("PUT", "/taxes/{id}", replace, Access.WRITE),
    *TAXES.routes(),
)
