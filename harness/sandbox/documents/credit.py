"""A credit note for the whole of an invoice, where the profile says that voiding issues one (question Q12)."""

from typing import Any

from harness.sandbox.tables import Document

Json = dict[str, Any]
_REPEATED = ("customer", "customer_id", "items", "currency_code", "calculation_mode", "date_service", "date_service_to")


def credit_in_full(invoice: Document) -> Json:
    """The request of a credit note that repeats the invoice and links to it."""
    repeated = {key: invoice.request[key] for key in _REPEATED if key in invoice.request}
    if repeated.get("customer"):
        repeated["customer"] = {**repeated["customer"], "save_customer": False}
    return {**repeated, "linked_documents": [invoice.id]}


def settling_payment(invoice: Document, amount: Any) -> Json:
    """The payment by which the credit note settles the voided invoice."""
    note = f"Auto-applied credit note for voided invoice {invoice.body['number']}"
    return {"type": "credit_note", "amount": amount, "note": note}
