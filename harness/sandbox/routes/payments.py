"""Payments (contract section 14)."""

from typing import Any

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.documents import payments
from harness.sandbox.documents.currency import convert
from harness.sandbox.documents.kinds import CREDIT_NOTE, INVOICE
from harness.sandbox.errors import invalid, refused
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import Collection, created
from harness.sandbox.schemas.catalogue import PaymentCreate, PaymentPatch
from harness.sandbox.tables import Document, Payment

Json = dict[str, Any]


def _refresh(call: Call, payment: Payment) -> None:
    for document_id in (payment.invoice_id, payment.credit_note_id):
        if document_id is not None:
            payments.refresh(call, call.session.get_one(Document, document_id))


PAYMENTS = Collection("payments", Payment, "Payment", _refresh)


def _document(call: Call, field: str, document_id: str | None, kind: str) -> Document | None:
    if document_id is None:
        return None
    found = call.load(Document, document_id)
    if found is None or found.deleted or found.type != kind:
        raise invalid([field], "Document not found")
    if found.is_draft or found.body["voided_at"] is not None:
        raise refused("A draft or a voided document cannot be paid")
    return found


def _documents(call: Call, given: Json) -> tuple[Document | None, Document | None]:
    field, wanted = "document_id", given.get("document_id")
    is_credit = (wanted or "").startswith(f"{CREDIT_NOTE.prefix}_")
    invoice_id = given.get("invoice_id") or (None if is_credit else wanted)
    credit_id = given.get("credit_note_id") or (wanted if is_credit else None)
    invoice = _document(call, "invoice_id" if given.get("invoice_id") else field, invoice_id, INVOICE.type)
    credit = _document(call, "credit_note_id" if given.get("credit_note_id") else field, credit_id, CREDIT_NOTE.type)
    return invoice, credit


def _check(call: Call, given: Json, invoice: Document | None, credit: Document | None) -> None:
    if invoice is None and credit is None:
        raise invalid(["document_id"], "A payment needs a document", "invalid_type")
    applies_credit = given["type"] == "credit_note"
    if applies_credit and (invoice is None or credit is None):
        raise invalid(["type"], "A payment of type credit_note needs both invoice_id and credit_note_id")
    if invoice is not None and credit is not None and not applies_credit:
        raise invalid(["type"], "Only a payment of type credit_note may name two documents")
    if credit is not None and given["amount"] > payments.remaining(call.session, credit):
        raise invalid(["amount"], "The payment exceeds the remaining credit", "too_big")


def create(call: Call) -> Reply:
    """``POST /payments``."""
    given = sent(call.read(PaymentCreate))
    invoice, credit = _documents(call, given)
    _check(call, given, invoice, credit)
    return created(call, payments.record(call, given, invoice, credit).body)


def patch(call: Call) -> Reply:
    """``PATCH /payments/{id}``."""
    row: Payment = PAYMENTS.find(call)
    fields = sent(call.read(PaymentPatch))
    for key in ("amount", "type", "date"):
        if key in fields and fields[key] is None:
            raise invalid([key], f"{key} cannot be removed", "invalid_type")
    if "date" in fields:
        fields["date"] = f"{fields['date']}T00:00:00.000Z"
    if "metadata" in fields:
        fields["metadata"] = fields["metadata"] or {}
    row.body = {**row.body, **fields, "updated_at": call.now}
    document = call.session.get_one(Document, row.invoice_id or row.credit_note_id)
    converted = convert(row.body["amount"], document.body["exchange_rate"], call.seams.round_half)
    row.body = {**row.body, "amount_converted": converted}
    _refresh(call, row)
    return Reply(row.body)


ROUTES = (
    Route("POST", "/payments", create, Access.WRITE),
    Route("PATCH", "/payments/{id}", patch, Access.WRITE),
    *PAYMENTS.routes(),
)
