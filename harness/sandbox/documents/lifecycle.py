"""What happens to a document: issued, drafted, finalized, changed, voided, deleted (contract section 11.6)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from harness.sandbox import numbering
from harness.sandbox.call import Call
from harness.sandbox.documents import payments, relations
from harness.sandbox.documents.content import Basis, build
from harness.sandbox.documents.credit import settling_payment
from harness.sandbox.documents.lines import owned_lines, save_lines
from harness.sandbox.documents.parties import save_customer
from harness.sandbox.einvoice import forms
from harness.sandbox.errors import conflict, not_found, refused
from harness.sandbox.fiscal import issue, pt
from harness.sandbox.fiscal.plan import Plan
from harness.sandbox.ids import digest, part_id
from harness.sandbox.tables import Document, Version

Json = dict[str, Any]
_FISCAL = {"furs": None, "fina": None, "pt": None, "eslog": None, "xrechnung": None, "zugferd": None, "ujp": None}
_STATE = {"shareable_id": None, "voided_at": None, "deleted_at": None, "e_invoicing": None}
_UNVERSIONED = {"updated_at", "document_relations"}


def draft_number(document_id: str) -> str:
    """The placeholder that a draft has instead of a number (question Q16)."""
    return f"draft-{digest(document_id)[:8]}"


def _number(call: Call, kind: str, year: int, plan: Plan | None) -> str:
    own = plan.number(call, kind, year) if plan else None
    return own or numbering.take(call.session, call.entity, kind, year, call.server.profile, call.seams)


def _with_saved_items(call: Call, basis: Basis) -> Basis:
    """The basis with the items that it asks to store stored, so that a later change finds them by id."""
    return replace(basis, request={**basis.request, "items": save_lines(call, basis.request["items"])})


def create(call: Call, basis: Basis) -> Document:
    """Store a new document, issued or as a draft, with its customer, items, links and payments."""
    basis = _with_saved_items(call, basis)
    request, kind = basis.request, basis.kind
    targets = relations.linked(call, request.get("linked_documents"))
    is_draft = bool(request.get("is_draft"))
    plan = _plan(call, kind.type, request, basis.treatment.check.transaction_type, is_draft)
    content = build(call, replace(basis, day=plan.day if plan else None), stores=True)
    identity, now = call.new_id(kind.prefix), call.now
    body = {
        "id": identity,
        "entity_id": call.entity.id,
        "number": draft_number(identity) if is_draft else _number(call, kind.type, content["date_year"], plan),
        "is_draft": is_draft,
        **content,
        "customer_id": save_customer(call, request, basis.customer),
        "items": owned_lines(content["items"], kind, identity, now, now),
        **_FISCAL,
        **_STATE,
        "document_relations": [],
        "created_at": now,
        "updated_at": now,
    }
    document = Document(
        id=identity, entity_id=call.entity.id, type=kind.type, is_draft=is_draft, request=request, body=body
    )
    call.session.add(document)
    payments.refresh(call, document)
    relations.link(call, document, targets)
    if not is_draft:
        payments.record_all(call, document, request.get("payments") or [])
    issue.seal(call, document, plan)
    forms.validate(call, document)
    return document


def _plan(call: Call, kind: str, request: Json, transaction_type: str | None, is_draft: bool) -> Plan | None:
    pt.check_draft(call, is_draft)
    return None if is_draft else issue.plan_for(call, kind, request, transaction_type)


def find(call: Call, document_id: str, kind: str | None = None) -> Document:
    """A document of the call's entity; 404 for any other, whatever the reason."""
    document = call.load(Document, document_id)
    if document is None or document.deleted or kind not in (None, document.type):
        raise not_found("Document")
    return document


def finalize(call: Call, document: Document, fiscal: Json) -> None:
    """Give a draft its number, record the payments that it was waiting with, and fiscalize it as ``fiscal`` says."""
    if not document.is_draft:
        raise conflict("The document is finalized already")
    document.request = {**document.request, **fiscal}
    plan = issue.plan_for(call, document.type, document.request, document.body["transaction_type"])
    body = issue.dated(document.body, plan.day if plan else None)
    number = _number(call, document.type, body["date_year"], plan)
    document.is_draft = False
    document.body = {**body, "number": number, "is_draft": False, "updated_at": call.now}
    payments.refresh(call, document)
    payments.record_all(call, document, document.request.get("payments") or [])
    issue.seal(call, document, plan)
    forms.validate(call, document)


def delete_draft(call: Call, document: Document) -> None:
    """Delete a draft; issued documents stay for ever."""
    if not document.is_draft:
        raise refused("Only drafts can be deleted")
    relations.drop(call, document)
    document.deleted = True
    document.body = {**document.body, "deleted_at": call.now}


def void(call: Call, document: Document, credit: Basis | None = None, reason: str | None = None) -> None:
    """Mark a document as void. It keeps number and totals; ``credit`` issues a credit note for it (question Q12)."""
    if document.is_draft:
        raise refused("A draft cannot be voided; delete it")
    if document.body["voided_at"] is not None:
        raise refused("The document is voided already")
    issue.check_voidable(document)
    issue.cancel(call, document, reason)
    if credit is not None:
        note = create(call, credit)
        left = min(payments.remaining(call.session, document), payments.remaining(call.session, note))
        if left > 0:
            payments.record(call, settling_payment(document, left), document, note)
    document.body = {**document.body, "voided_at": call.now, "updated_at": call.now}


def check_editable(call: Call, document: Document) -> None:
    """422 for a document that may not be changed any more (question Q13)."""
    if document.body["voided_at"] is not None:
        raise refused("A voided document cannot be changed")
    issue.check_editable(call, document)
    if not document.is_draft and not call.server.profile.issued_documents_editable:
        raise refused("An issued document cannot be changed")


def changed_request(document: Document, patch: Json) -> Json:
    """The request that the document would have been made from with the patch applied."""
    merged = {**document.request, **{key: value for key, value in patch.items() if key != "change_reason"}}
    merged.setdefault("date", document.body["date"][:10])
    if "items" in patch:
        merged.pop("expected_total_with_tax", None)  # it was about the old lines and cannot be sent in a patch
    if "customer_id" in patch and "customer" not in patch:
        merged.pop("customer", None)
    return merged


def change(call: Call, document: Document, basis: Basis, reason: str | None) -> None:
    """Rebuild the document from the changed request, keep its identity and number, and record a version."""
    basis = _with_saved_items(call, basis)
    targets = relations.linked(call, basis.request.get("linked_documents"))
    content = build(call, basis, stores=True)
    before = document.body
    lines = owned_lines(content["items"], basis.kind, document.id, before["created_at"], call.now)
    kept = basis.request.get("customer_id") or (before["customer_id"] if basis.request.get("customer") else None)
    document.body = {**before, **content, "customer_id": kept, "items": lines, "updated_at": call.now}
    document.request = basis.request
    relations.link(call, document, targets)
    payments.refresh(call, document)
    forms.validate(call, document)
    _add_version(call, document, before, reason)


def _add_version(call: Call, document: Document, before: Json, reason: str | None) -> None:
    changed = sorted(key for key, value in document.body.items() if key not in _UNVERSIONED and before[key] != value)
    count = call.session.scalar(select(func.count()).select_from(Version).filter_by(document_id=document.id)) or 0
    identity = part_id("ver", document.id, count + 1)
    body = {
        "id": identity,
        "version": count + 1,
        "changed_fields": changed,
        "reason": reason,
        "created_at": call.now,
        "user": None,
    }
    call.session.add(
        Version(id=identity, entity_id=document.entity_id, body=body, document_id=document.id, version=count + 1)
    )
