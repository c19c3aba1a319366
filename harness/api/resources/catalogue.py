"""Taxes, customers, items and payments: plain resources of one tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from harness.api.caller import NO_QUERY, Caller, ListQuery
from harness.api.exchange import Answer
from harness.api.models.base import Page, RequestModel, ResponseModel
from harness.api.models.catalogue import Tax, TaxCreate, TaxPage, TaxPatch

C = TypeVar("C", bound=RequestModel)
P = TypeVar("P", bound=RequestModel)
V = TypeVar("V", bound=ResponseModel)
L = TypeVar("L", bound=Page)


@dataclass(frozen=True, slots=True)
class Resource(Generic[C, P, V, L]):
    """Create, get, list, patch and delete. ``C`` and ``P`` are the requests, ``V`` the object, ``L`` its page."""

    caller: Caller
    group: str
    """Name of the group in the route table."""
    model: type[V]
    page: type[L]

    def create(self, entity_id: str, body: C | Mapping[str, Any] | bytes) -> Answer[V]:
        """Create one."""
        return self.caller.call(self.model, f"{self.group}.create", entity_id=entity_id, body=body)

    def get(self, entity_id: str, item_id: str) -> Answer[V]:
        """Read one."""
        return self.caller.call(self.model, f"{self.group}.get", item_id=item_id, entity_id=entity_id)

    def list(self, entity_id: str, query: ListQuery = NO_QUERY) -> Answer[L]:
        """List one page."""
        return self.caller.call(self.page, f"{self.group}.list", entity_id=entity_id, query=query.wire())

    def patch(self, entity_id: str, item_id: str, body: P | Mapping[str, Any]) -> Answer[V]:
        """Change one."""
        return self.caller.call(self.model, f"{self.group}.patch", item_id=item_id, entity_id=entity_id, body=body)

    def delete(self, entity_id: str, item_id: str) -> Answer[Any]:
        """Delete one (softly); the value is whatever the target answers, perhaps ``None``."""
        return self.caller.call_raw(f"{self.group}.delete", item_id=item_id, entity_id=entity_id)


@dataclass(frozen=True, slots=True)
class Taxes(Resource[TaxCreate, TaxPatch, Tax, TaxPage]):
    """Taxes can be replaced as a whole, too."""

    def replace(self, entity_id: str, tax_id: str, body: TaxCreate | Mapping[str, Any]) -> Answer[Tax]:
        """Replace a tax."""
        return self.caller.call(Tax, "taxes.replace", item_id=tax_id, entity_id=entity_id, body=body)
