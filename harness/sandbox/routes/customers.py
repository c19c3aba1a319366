"""Customers (contract section 8)."""

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.catalogue.customers import apply_customer, new_customer
from harness.sandbox.errors import invalid
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import Collection, created
from harness.sandbox.schemas.catalogue import CustomerCreate, CustomerPatch
from harness.sandbox.tables import Customer

CUSTOMERS = Collection("customers", Customer, "Customer")


def create(call: Call) -> Reply:
    """``POST /customers``."""
    return created(call, new_customer(call, sent(call.read(CustomerCreate))).body)


def patch(call: Call) -> Reply:
    """``PATCH /customers/{id}``: null clears a field."""
    row: Customer = CUSTOMERS.find(call)
    fields = sent(call.read(CustomerPatch))
    if "name" in fields and fields["name"] is None:
        raise invalid(["name"], "name cannot be removed", "invalid_type")
    row.body = apply_customer(row.body, fields, call.now)
    return Reply(row.body)


ROUTES = (
    Route("POST", "/customers", create, Access.WRITE),
    Route("PATCH", "/customers/{id}", patch, Access.WRITE),
    *CUSTOMERS.routes(),
)
