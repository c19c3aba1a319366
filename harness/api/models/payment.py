"""Payments, and the check of a transaction's type."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from harness.api.models.base import SOMETIMES, JsonObject, Number, Page, RequestModel, ResponseModel, Rows
from harness.api.models.document import PaymentType


class PaymentPatch(RequestModel):
    """Changes to a payment."""

    amount: Number | None = None
    type: PaymentType | None = None
    date: dt.date | None = None
    tag: str | None = None
    reference: str | None = None
    note: str | None = None
    metadata: JsonObject | None = None


class PaymentCreate(PaymentPatch):
    """A new payment; at least one document is named."""

    amount: Number
    type: PaymentType
    document_id: str | None = None
    invoice_id: str | None = None
    credit_note_id: str | None = None


class Payment(ResponseModel):
    """A payment as the target has it."""

    drift_name = "payment"
    id: str
    amount: Number
    type: str
    invoice_id: str | None = None
    credit_note_id: str | None = None
    advance_invoice_id: str | None = None
    expense_id: Annotated[str | None, SOMETIMES] = None
    applied_to_expense_id: Annotated[str | None, SOMETIMES] = None
    currency_code: str | None = None
    amount_converted: Number | None = None
    date: str | None = None
    reference: str | None = None
    tag: str | None = None
    note: str | None = None
    entity_id: str | None = None
    metadata: JsonObject | None = None
    Invoice: Annotated[JsonObject | None, SOMETIMES] = None
    CreditNote: Annotated[JsonObject | None, SOMETIMES] = None
    AdvanceInvoice: Annotated[JsonObject | None, SOMETIMES] = None
    Expense: Annotated[JsonObject | None, SOMETIMES] = None
    created_at: str | None = None
    updated_at: str | None = None
    deleted_at: str | None = None


class PaymentPage(Page):
    """A page of payments."""

    data: Rows[Payment]


class CheckedIssuer(RequestModel):
    """The seller of a transaction to be typed."""

    country: str | None = None
    country_code: str | None = None
    is_tax_subject: bool | None = None


class CheckedCustomer(RequestModel):
    """The buyer of a transaction to be typed."""

    country: str | None = None
    country_code: str | None = None
    tax_number: str | None = None
    is_end_consumer: bool | None = None


class TransactionCheck(RequestModel):
    """Asks what a sale between two parties is."""

    issuer: CheckedIssuer
    customer: CheckedCustomer


class TransactionType(ResponseModel):
    """What a sale between two parties is."""

    drift_name = "transaction_type"
    transaction_type: str | None
    """``domestic``, ``intra_eu_b2b``, ``intra_eu_b2c``, ``3w_b2b``, ``3w_b2c``."""
    reverse_charge_applies: bool
    issuer_country_code: str | None = None
    customer_country_code: str | None = None
    vies_valid: bool | None = None
    """``None``: not asked, or no answer."""
    warning: str | None = None
    is_tax_subject: bool | None = None
