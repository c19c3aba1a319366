"""The route table: every operation of the sandbox in one place. Fixed paths come before those with an id."""

from harness.sandbox.pipeline import Route
from harness.sandbox.routes import (
    access_keys,
    customers,
    document_actions,
    documents,
    einvoices,
    entities,
    entity_users,
    files,
    fina,
    furs,
    items,
    payments,
    peppol,
    pt,
    sandbox,
    taxes,
    transaction,
)

_MODULES = (
    sandbox,
    access_keys,
    entity_users,
    entities,
    files,
    customers,
    items,
    taxes,
    payments,
    transaction,
    furs,
    fina,
    pt,
    einvoices,
    peppol,
    document_actions,
    documents,
)
ROUTES: tuple[Route, ...] = tuple(route for module in _MODULES for route in module.ROUTES)
