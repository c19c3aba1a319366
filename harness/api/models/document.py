"""Invoices and credit notes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from harness.api.models.base import (
    SOMETIMES,
    CalculationMode,
    JsonObject,
    Number,
    Page,
    RequestModel,
    ResponseModel,
    Rows,
)
from harness.api.models.einvoicing import PeppolBlock, Validation, ValidationBlock
from harness.api.models.fiscal import FinaBlock, FinaInput, FursBlock, FursInput, PtBlock, PtInput

PaymentType = Literal["cash", "bank_transfer", "card", "check", "paypal", "coupon", "other", "credit_note", "advance"]


class Party(RequestModel):
    """Seller or buyer as it is to stand on the document."""

    name: str | None = None
    unit_name: str | None = None
    email: str | None = None
    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None
    tax_number: str | None = None
    tax_number_2: str | None = None
    company_number: str | None = None
    phone: str | None = None
    is_end_consumer: bool | None = None


class BuyerEInvoicing(RequestModel):
    """What the customer's e-invoices need of it."""

    buyer_reference: str | None = None
    """The Leitweg-ID of a German public buyer (BT-10)."""


class Buyer(Party):
    """The customer, given inline."""

    peppol_id: str | None = None
    peppol_scheme_id: str | None = None
    e_invoicing: BuyerEInvoicing | None = None
    save_customer: bool | None = None
    """Whether a customer record is made of it. Undocumented where it is left out, so say it."""


class LineTax(RequestModel):
    """A tax of a line: by id, by rate, or by classification."""

    rate: Number | None = None
    tax_id: str | None = None
    classification: str | None = None
    reverse_charge: bool | None = None
    pt_exemption_code: str | None = None
    """Why a line bears no VAT, in the table of the scheme ``pt``."""
    pt_exemption_reason: str | None = None


class LineDiscount(RequestModel):
    """A discount of a line; at most five."""

    value: Number
    """Percent, or an amount in the document's currency; not negative."""
    type: Literal["percent", "amount"] | None = None
    """The target reads it as percent where it is left out."""


class Line(RequestModel):
    """A line. Give ``price`` (net unit price) or ``gross_price``, not both."""

    type: Literal["separator"] | None = None
    name: str | None = None
    description: str | None = None
    classification: Literal["product", "service", "advance"] | None = None
    price: Number | None = None
    gross_price: Number | None = None
    quantity: Number | None = None
    unit: str | None = None
    taxes: Rows[LineTax] | None = None
    discounts: Rows[LineDiscount] | None = None
    item_id: str | None = None
    save_item: bool | None = None
    metadata: JsonObject | None = None


class DocumentPayment(RequestModel):
    """A payment that is recorded with the document; without amount it is the whole of it."""

    type: PaymentType
    amount: Number | None = None
    date: dt.date | None = None
    reference: str | None = None
    note: str | None = None


class _DocumentFields(RequestModel):
    date: dt.date | None = None
    """Date of issue; today where it is left out."""
    issuer: Party | None = None
    """Departures from the entity's own data."""
    customer_id: str | None = None
    customer: Buyer | None = None
    note: str | None = None
    tax_clause: str | None = None
    footer: str | None = None
    signature: str | None = None
    reference: str | None = None
    payment_terms: str | None = None
    translations: JsonObject | None = None
    currency_code: str | None = None
    date_due: dt.date | None = None
    date_service: dt.date | None = None
    """Date of the supply, or its first day."""
    date_service_to: dt.date | None = None
    linked_documents: Rows[str] | None = None
    """Ids of the documents that this one follows: the invoice that a credit note corrects."""
    force_linked_documents: bool | None = None
    eslog: Validation | None = None
    xrechnung: Validation | None = None
    zugferd: Validation | None = None
    metadata: JsonObject | None = None


class DocumentCreate(_DocumentFields):
    """A new invoice or credit note. It is numbered and issued at once unless ``is_draft``."""

    items: Rows[Line]
    is_draft: bool | None = None
    calculation_mode: CalculationMode | None = None
    payments: Rows[DocumentPayment] | None = None
    furs: FursInput | None = None
    fina: FinaInput | None = None
    pt: PtInput | None = None
    expected_total_with_tax: Number | None = None
    """The exact payable total where it is known, e.g. a card charge."""


class DocumentPatch(_DocumentFields):
    """Changes to a document; number, draft state, mode and payments cannot be changed."""

    items: Rows[Line] | None = None
    change_reason: str | None = None


class Finalize(RequestModel):
    """What a draft becomes final with."""

    furs: FursInput | None = None
    fina: FinaInput | None = None


class PartyAnswer(ResponseModel):
    """A party's snapshot on a document; keys that do not apply are left out."""

    name: Annotated[str | None, SOMETIMES] = None
    unit_name: Annotated[str | None, SOMETIMES] = None
    email: Annotated[str | None, SOMETIMES] = None
    address: Annotated[str | None, SOMETIMES] = None
    address_2: Annotated[str | None, SOMETIMES] = None
    post_code: Annotated[str | None, SOMETIMES] = None
    city: Annotated[str | None, SOMETIMES] = None
    state: Annotated[str | None, SOMETIMES] = None
    country: Annotated[str | None, SOMETIMES] = None
    country_code: Annotated[str | None, SOMETIMES] = None
    tax_number: Annotated[str | None, SOMETIMES] = None
    tax_number_2: Annotated[str | None, SOMETIMES] = None
    company_number: Annotated[str | None, SOMETIMES] = None
    phone: Annotated[str | None, SOMETIMES] = None
    peppol_id: Annotated[str | None, SOMETIMES] = None
    peppol_scheme_id: Annotated[str | None, SOMETIMES] = None
    e_invoicing: Annotated[JsonObject | None, SOMETIMES] = None
    bank_accounts: Annotated[list[JsonObject] | None, SOMETIMES] = None
    bank_account: Annotated[JsonObject | None, SOMETIMES] = None
    is_end_consumer: Annotated[bool | None, SOMETIMES] = None
    ujp: Annotated[JsonObject | None, SOMETIMES] = None


class LineAnswer(ResponseModel):
    """A line as the target computed it."""

    total: Number | None = None
    """Net, after discounts."""
    total_with_tax: Number | None = None
    id: str | None = None
    name: str | None = None
    description: str | None = None
    type: str | None = None
    classification: str | None = None
    item_id: str | None = None
    invoice_id: Annotated[str | None, SOMETIMES] = None
    credit_note_id: Annotated[str | None, SOMETIMES] = None
    price: Number | None = None
    gross_price: Number | None = None
    quantity: Number | None = None
    unit: str | None = None
    taxes: list[JsonObject] | None = None
    discounts: list[JsonObject] | None = None
    e_invoicing: Annotated[JsonObject | None, SOMETIMES] = None
    revenue_recognition: Annotated[JsonObject | None, SOMETIMES] = None
    translations: Annotated[JsonObject | None, SOMETIMES] = None
    financial_category_id: Annotated[str | None, SOMETIMES] = None
    total_converted: Number | None = None
    total_with_tax_converted: Number | None = None
    metadata: JsonObject | None = None
    created_at: str | None = None
    updated_at: str | None = None


class SummaryTax(ResponseModel):
    """A row of the VAT breakdown."""

    rate: Number | None = None
    """Percent."""
    base: Number
    amount: Number
    tax_id: str | None = None
    reverse_charge: bool | None = None
    base_converted: Annotated[Number | None, SOMETIMES] = None
    amount_converted: Annotated[Number | None, SOMETIMES] = None


class _DocumentHead(ResponseModel):
    drift_name = "document"
    id: str
    number: str
    """``draft-...`` until a draft is finalized."""
    items: Rows[LineAnswer]
    total: Number
    """Net."""
    total_with_tax: Number
    taxes: Rows[SummaryTax]
    is_draft: bool | None = None
    date: str | None = None
    """ISO 8601, midnight UTC of the date of issue."""
    date_due: str | None = None
    date_service: str | None = None
    date_service_to: str | None = None
    date_year: int | None = None
    issuer: PartyAnswer | None = None
    customer_id: str | None = None
    customer: PartyAnswer | None = None
    currency_code: str | None = None
    entity_id: str | None = None
    total_discount: Number | None = None
    total_paid: Number | None = None
    total_due: Number | None = None
    paid_in_full: bool | None = None
    calculation_mode: str | None = None
    rounding_correction: Number | None = None
    transaction_type: str | None = None
    vies: JsonObject | None = None
    voided_at: str | None = None
    """Set where the document is void; there is no status field."""


class Document(_DocumentHead):
    """An invoice or a credit note as the target has it."""

    business_unit_id: str | None = None
    business_unit: JsonObject | None = None
    note: str | None = None
    payment_terms: str | None = None
    tax_clause: str | None = None
    footer: str | None = None
    signature: str | None = None
    reference: str | None = None
    translations: JsonObject | None = None
    creation_source: str | None = None
    shareable_id: str | None = None
    exchange_rate: JsonObject | None = None
    total_converted: Number | None = None
    total_with_tax_converted: Number | None = None
    document_relations: list[JsonObject] | None = None
    furs: FursBlock | None = None
    fina: FinaBlock | None = None
    pt: PtBlock | None = None
    eslog: ValidationBlock | None = None
    xrechnung: Annotated[ValidationBlock | None, SOMETIMES] = None
    zugferd: Annotated[ValidationBlock | None, SOMETIMES] = None
    ujp: Annotated[JsonObject | None, SOMETIMES] = None
    e_invoicing: Annotated[PeppolBlock | None, SOMETIMES] = None
    metadata: JsonObject | None = None
    created_at: str | None = None
    updated_at: str | None = None
    deleted_at: str | None = None


class DocumentPage(Page):
    """A page of documents."""

    data: Rows[Document]


class Preview(ResponseModel):
    """Totals of a document that is not stored; the other fields of a document may come with them."""

    drift_name = "preview"
    also_known = frozenset(Document.model_fields)
    total: Number
    total_with_tax: Number
    taxes: Annotated[Rows[SummaryTax], SOMETIMES] = ()


class NextNumber(ResponseModel):
    """The number that the next document would get; asking does not use it up."""

    drift_name = "next_number"
    number: str | None = None
    furs: JsonObject | None = None
    fina: JsonObject | None = None
    pt: JsonObject | None = None
