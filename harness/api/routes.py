"""The route table: every path that the client uses, in one place, with where it is known from.

The API publishes no machine-readable description, so some paths are inferred from names of SDK operations. If one
turns out to be different, it is corrected here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote


class Provenance(StrEnum):
    """How a route is known."""

    DOCUMENTED = "documented"
    """On a reference page, or confirmed by raw calls in the vendor's published code."""
    INFERRED = "inferred"
    """From the name of an SDK operation, or by analogy."""
    EMBEDDED = "embedded"
    """Of the embedded sandbox alone: no other target has it."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation."""

    name: str
    """``group.verb``, e.g. ``invoices.create``."""
    method: Literal["GET", "POST", "PATCH", "PUT", "DELETE"]
    path: str
    """Template with ``{id}`` where an id goes."""
    write: bool
    """Changes something at the target."""
    idempotent: bool
    """Repeating it changes nothing more (RFC 9110 section 9.2.2), whatever the request id."""
    provenance: Provenance
    replayed: bool = True
    """The target answers a repeated ``X-Request-Id`` with the stored first answer."""
    answers: Literal["entity", "entities", "api_key", "authority", "other"] = "other"
    """What a success answers, as far as the safety guard must look at it."""
    names_entity: bool = False
    """The ``{id}`` in the path is that of an entity."""
    quiet: tuple[str, bool] | None = None
    """Field of the body, and its value, that keeps the operation from sending e-mail; ``None`` if it sends none."""
    reaches_out: bool = False
    """Hands documents or company data to a network of others, with nothing in the request that would keep it back."""

    def repeatable(self, request_id: str | None) -> bool:
        """Whether a failed attempt may be repeated without doing the work twice."""
        return self.idempotent or (self.replayed and request_id is not None)

    def fill(self, item_id: str | None) -> str:
        """The path for one id, quoted. ``ValueError`` where the id is missing, superfluous or not an id."""
        if ("{id}" in self.path) != (item_id is not None):
            raise ValueError(f"route {self.name} ({self.path}): {'an' if item_id is None else 'no'} id is expected")
        if item_id is not None and item_id.strip(". ") == "":
            raise ValueError(f"route {self.name}: {item_id!r} is not an id")
        return self.path.replace("{id}", quote(item_id or "", safe=""))


_IDEMPOTENT = frozenset({"GET", "PUT", "DELETE"})
_D, _I, _E = Provenance.DOCUMENTED, Provenance.INFERRED, Provenance.EMBEDDED


def _read(name: str, path: str, provenance: Provenance = _D) -> Route:
    return Route(name, "GET", path, write=False, idempotent=True, provenance=provenance)


def _compute(name: str, path: str, provenance: Provenance) -> Route:
    """A POST that stores nothing."""
    return Route(name, "POST", path, write=False, idempotent=True, provenance=provenance)


def _write(
    name: str, method: Literal["POST", "PATCH", "PUT", "DELETE"], path: str, provenance: Provenance = _D
) -> Route:
    return Route(name, method, path, write=True, idempotent=method in _IDEMPOTENT, provenance=provenance)


def _resource(group: str, path: str) -> list[Route]:
    """The five standard operations."""
    return [
        _write(f"{group}.create", "POST", path),
        _read(f"{group}.list", path),
        _read(f"{group}.get", f"{path}/{{id}}"),
        _write(f"{group}.patch", "PATCH", f"{path}/{{id}}"),
        _write(f"{group}.delete", "DELETE", f"{path}/{{id}}"),
    ]


def _documents(group: str, path: str) -> list[Route]:
    """What each type of document has of its own."""
    return [
        _write(f"{group}.create", "POST", path),
        _read(f"{group}.list", path),
        _read(f"{group}.get", f"{path}/{{id}}"),
        _write(f"{group}.patch", "PATCH", f"{path}/{{id}}", _I),
        _write(f"{group}.void", "POST", f"{path}/{{id}}/void", _I),
        _read(f"{group}.xrechnung", f"{path}/{{id}}/xrechnung"),
        _read(f"{group}.zugferd", f"{path}/{{id}}/zugferd"),
    ]


_ENTITIES = [
    Route("entities.create", "POST", "/entities", True, False, _D, answers="entity"),
    Route("entities.list", "GET", "/entities", False, True, _D, answers="entities"),
    Route("entities.get", "GET", "/entities/{id}", False, True, _I, answers="entity", names_entity=True),
    Route("entities.patch", "PATCH", "/entities/{id}", True, False, _D, answers="entity", names_entity=True),
    Route("entities.disable", "POST", "/entities/{id}/disable", True, False, _I, names_entity=True),
]

_ACCESS = [
    Route("api_keys.create", "POST", "/entities/api-keys", True, False, _D, answers="api_key"),
    _read("api_keys.list", "/entities/api-keys"),
    _write("api_keys.delete", "DELETE", "/entities/api-keys/{id}"),
    Route("entity_users.add", "POST", "/entities/users", True, False, _D, quiet=("send_invite", False)),
    _read("entity_users.list", "/entities/users"),
    _write("entity_users.patch", "PATCH", "/entities/users/{id}", _I),
    _write("entity_users.remove", "DELETE", "/entities/users/{id}", _I),
    _read("entity_users.invitations", "/entities/invitations"),
]

_ANY_DOCUMENT = [
    _write("documents.finalize", "POST", "/documents/{id}/finalize"),
    _write("documents.delete_draft", "DELETE", "/documents/{id}"),
    _read("documents.pdf", "/documents/{id}/pdf"),
    _read("documents.html", "/documents/{id}/html"),
    _read("documents.next_number", "/documents/next-number", _I),
    _compute("documents.calculate", "/documents/calculate", _I),
    Route("documents.send", "POST", "/documents/{id}/send", True, False, _D, quiet=("sandbox_skip_delivery", True)),
]

_PEPPOL = [
    _read("e_invoicing.settings", "/e-invoicing/settings", _I),
    Route("e_invoicing.set", "PUT", "/e-invoicing/settings", True, True, _I, reaches_out=True),
    Route("e_invoicing.onboard", "POST", "/e-invoicing/supplier", True, False, _D, reaches_out=True),
    _read("e_invoicing.supplier", "/e-invoicing/supplier", _I),
    _compute("e_invoicing.find_customer", "/e-invoicing/customer-search", _D),
    _compute("e_invoicing.check_recipient", "/e-invoicing/recipient-check", _I),
    Route("e_invoicing.send", "POST", "/e-invoicing/documents/{id}/send", True, False, _I, reaches_out=True),
    _read("e_invoicing.xml", "/e-invoicing/documents/{id}/xml", _I),
]
"""Peppol. The reference documents the operations and names few paths."""


def _cash_registers(group: str) -> list[Route]:
    """What the cash registers of two authorities share; the path of the late submission is published nowhere."""
    base = f"/fiscalization/{group}"
    return [
        _read(f"{group}.settings", f"{base}/settings"),
        _write(f"{group}.put_settings", "PUT", f"{base}/settings"),
        _write(f"{group}.upload_certificate", "POST", f"{base}/settings/certificate"),
        _read(f"{group}.certificate", f"{base}/settings/certificate"),
        _write(f"{group}.delete_certificate", "DELETE", f"{base}/settings/certificate"),
        _read(f"{group}.premises", f"{base}/premises"),
        _write(f"{group}.add_device", "POST", f"{base}/premises/{{id}}/devices"),
        _write(f"{group}.fiscalize", "POST", f"{base}/documents/{{id}}/fiscalize", _I),
    ]


def _at_the_authority(name: str, path: str) -> Route:
    """A registration that reaches the tax authority, whose environment the guard looks at."""
    return Route(name, "POST", path, write=True, idempotent=False, provenance=_D, answers="authority")


_FISCAL = [
    *_cash_registers("furs"),
    _at_the_authority("furs.register_real_estate", "/fiscalization/furs/premises/real-estate"),
    _at_the_authority("furs.register_movable", "/fiscalization/furs/premises/movable"),
    *_cash_registers("fina"),
    _write("fina.add_premise", "POST", "/fiscalization/fina/premises"),
    _write("pt.create_series", "POST", "/fiscalization/pt/series", _I),
    _read("pt.list_series", "/fiscalization/pt/series", _I),
    _read("sandbox.keys", "/sandbox/keys", _E),
    _write("sandbox.authorities", "PUT", "/sandbox/authorities", _E),
]

_TABLE = [
    *_ENTITIES,
    *_ACCESS,
    _write("files.upload_logo", "POST", "/upload/image"),
    _write("files.upload", "POST", "/files"),
    _read("files.list", "/files"),
    *_resource("taxes", "/taxes"),
    _write("taxes.replace", "PUT", "/taxes/{id}"),
    *_resource("customers", "/customers"),
    *_resource("items", "/items"),
    *_documents("invoices", "/invoices"),
    *_documents("credit_notes", "/credit-notes"),
    *_ANY_DOCUMENT,
    _read("documents.eslog", "/documents/{id}/eslog", _I),
    *_PEPPOL,
    *_resource("payments", "/payments"),
    _compute("transaction_type.check", "/transaction-type/check", _D),
    *_FISCAL,
]

ROUTES: Mapping[str, Route] = MappingProxyType({route.name: route for route in _TABLE})
"""Name to route."""


def route(name: str) -> Route:
    """The route of that name; ``KeyError`` naming the table where there is none."""
    if name not in ROUTES:
        raise KeyError(f"no route named {name!r} in harness.api.routes")
    return ROUTES[name]
