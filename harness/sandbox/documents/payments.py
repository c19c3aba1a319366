"""Payments and what they do to ``total_paid``, ``total_due`` and ``paid_in_full`` (contract section 14)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from harness.sandbox.call import Call
from harness.sandbox.clock import midnight, today
from harness.sandbox.documents.currency import convert
from harness.sandbox.errors import invalid
from harness.sandbox.tables import Document, Payment

Json = dict[str, Any]


def _paid(session: Session, document_id: str) -> Decimal:
    column = or_(Payment.invoice_id == document_id, Payment.credit_note_id == document_id)
    rows = session.scalars(select(Payment).where(column, Payment.deleted.is_(False)))
    return sum((Decimal(row.body["amount"]) for row in rows), Decimal(0))


def settlement(body: Json, paid: Decimal) -> Json:
    """The three figures of a payable document that has been paid ``paid`` so far."""
    due = Decimal(body["total_with_tax"]) - paid
    return {"total_paid": paid, "total_due": due, "paid_in_full": due <= 0 and not body["is_draft"]}


def refresh(call: Call, document: Document) -> None:
    """Bring the document's figures up to date with its payments."""
    call.session.flush()
    figures = settlement(document.body, _paid(call.session, document.id))
    document.body = {**document.body, **figures, "updated_at": call.now}


def remaining(session: Session, document: Document) -> Decimal:
    """What is still to be paid of a document."""
    return Decimal(document.body["total_with_tax"]) - _paid(session, document.id)


def _day(call: Call, given: Json, fallback: str | None) -> str:
    if given.get("date"):
        return f"{given['date']}T00:00:00.000Z"
    return fallback or midnight(today(call.server.clock, call.entity.body["timezone"]))


def record(call: Call, given: Json, invoice: Document | None, credit_note: Document | None) -> Payment:
    """Store a payment of one document, or of an invoice by a credit note, and refresh both."""
    document = invoice or credit_note
    assert document is not None, "the caller found a document"
    now, exchange = call.now, document.body["exchange_rate"]
    identity = call.new_id("pmt")
    body = {
        "id": identity,
        "invoice_id": invoice.id if invoice else None,
        "credit_note_id": credit_note.id if credit_note else None,
        "advance_invoice_id": None,
        "amount": given["amount"],
        "currency_code": document.body["currency_code"],
        "amount_converted": convert(Decimal(given["amount"]), exchange, call.seams.round_half),
        "type": given["type"],
        "date": _day(call, given, document.body["date"]),
        "reference": given.get("reference"),
        "tag": given.get("tag"),
        "note": given.get("note"),
        "entity_id": call.entity.id,
        "metadata": given.get("metadata") or {},
        "created_at": now,
        "updated_at": now,
        "deleted_at": None,
    }
    payment = Payment(
        id=identity,
        entity_id=call.entity.id,
        body=body,
        invoice_id=body["invoice_id"],
        credit_note_id=body["credit_note_id"],
    )
    call.session.add(payment)
    for each in (invoice, credit_note):
        if each is not None:
            refresh(call, each)
    return payment


def record_all(call: Call, document: Document, payments: list[Json]) -> None:
    """Store the payments that came with the document; one without an amount pays what remains."""
    for index, given in enumerate(payments):
        left = remaining(call.session, document)
        amount = left if given.get("amount") is None else Decimal(given["amount"])
        if amount > left or amount <= 0:
            raise invalid(["payments", index, "amount"], f"The payment exceeds the remaining {left}", "too_big")
        is_invoice = document.type == "invoice"
        filled = {**given, "amount": amount}
        record(call, filled, document if is_invoice else None, None if is_invoice else document)
