"""Invoices and credit notes as resources: create, list, get, change, void, versions (contract section 11)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Handler, Reply, sent
from harness.sandbox.documents import lifecycle, relations
from harness.sandbox.documents.content import Basis, prepare
from harness.sandbox.documents.credit import credit_in_full
from harness.sandbox.documents.kinds import CREDIT_NOTE, INVOICE, KINDS, Kind
from harness.sandbox.errors import conflict
from harness.sandbox.listing import page
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import created
from harness.sandbox.schemas.documents import DocumentCreate, DocumentPatch, Void
from harness.sandbox.tables import Document, Version


def present(call: Call, document: Document) -> dict[str, Any]:
    """One document as the API answers it."""
    call.session.flush()
    return relations.present(call.session, [document])[0]


def _create(kind: Kind) -> Callable[[Call], Handler]:
    def prepared(call: Call) -> Handler:
        basis = prepare(call, kind, sent(call.read(DocumentCreate)))
        return lambda writing: created(writing, present(writing, lifecycle.create(writing, basis)))

    return prepared


def _listing(kind: Kind) -> Handler:
    def listing(call: Call) -> Reply:
        rows = call.session.scalars(select(Document).filter_by(entity_id=call.entity.id, type=kind.type, deleted=False))
        by_id = {row.id: row for row in rows}
        data, pagination = page(call, [row.body for row in by_id.values()])
        shown = relations.present(call.session, [by_id[body["id"]] for body in data])
        return Reply({"data": shown, "pagination": pagination})

    return listing


def _get(kind: Kind) -> Handler:
    return lambda call: Reply(present(call, lifecycle.find(call, call.path["id"], kind.type)))


def _patch(kind: Kind) -> Callable[[Call], Handler]:
    def prepared(call: Call) -> Handler:
        patch = sent(call.read(DocumentPatch))
        document = lifecycle.find(call, call.path["id"], kind.type)
        lifecycle.check_editable(call, document)
        basis = prepare(call, kind, lifecycle.changed_request(document, patch))
        return lambda writing: _apply(writing, basis, document.request, patch.get("change_reason"))

    return prepared


def _apply(call: Call, basis: Basis, seen: dict[str, Any], reason: str | None) -> Reply:
    document = lifecycle.find(call, call.path["id"], basis.kind.type)
    lifecycle.check_editable(call, document)
    if document.request != seen:
        raise conflict("The document was changed by another request meanwhile")
    lifecycle.change(call, document, basis, reason)
    return Reply(present(call, document))


def _void(kind: Kind) -> Callable[[Call], Handler]:
    def prepared(call: Call) -> Handler:
        reason = call.read(Void, optional=True).reason
        document = lifecycle.find(call, call.path["id"], kind.type)
        if kind is not INVOICE or not call.server.profile.void_creates_credit_note:
            return lambda writing: _voided(writing, kind, None, reason)
        basis = prepare(call, CREDIT_NOTE, credit_in_full(document))
        return lambda writing: _voided(writing, kind, basis, reason)

    return prepared


def _voided(call: Call, kind: Kind, credit: Basis | None, reason: str | None) -> Reply:
    document = lifecycle.find(call, call.path["id"], kind.type)
    lifecycle.void(call, document, credit, reason)
    return Reply(present(call, document))


def _versions(kind: Kind) -> Handler:
    def versions(call: Call) -> Reply:
        document = lifecycle.find(call, call.path["id"], kind.type)
        rows = call.session.scalars(select(Version).filter_by(document_id=document.id).order_by(Version.version))
        return Reply({"data": [row.body for row in rows]})

    return versions


def _routes(kind: Kind) -> tuple[Route, ...]:
    path = f"/{kind.collection}"
    return (
        Route("POST", path, None, Access.WRITE, prepare=_create(kind)),
        Route("GET", path, _listing(kind)),
        Route("GET", f"{path}/{{id}}", _get(kind)),
        Route("PATCH", f"{path}/{{id}}", None, Access.WRITE, prepare=_patch(kind)),
        Route("PUT", f"{path}/{{id}}", None, Access.WRITE, prepare=_patch(kind)),
        Route("POST", f"{path}/{{id}}/void", None, Access.WRITE, prepare=_void(kind)),
        Route("GET", f"{path}/{{id}}/versions", _versions(kind)),
    )


ROUTES = tuple(route for kind in KINDS for route in _routes(kind))
