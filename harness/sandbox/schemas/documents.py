"""Bodies of invoices and credit notes (contract sections 11.2 and 11.3)."""

from typing import Annotated, Literal

from pydantic import Field

from harness.sandbox.schemas.base import (
    Body,
    Code2,
    Code3,
    DateText,
    Json,
    Metadata,
    Number,
    OpenBody,
    Rate,
    Text20,
    Text50,
    Text255,
    Text500,
    Text2000,
)
from harness.sandbox.schemas.catalogue import Classification, PaymentType
from harness.sandbox.schemas.entities import CalculationMode

MAX_DISCOUNTS = 5
Id = Annotated[str, Field(max_length=36)]


class Party(OpenBody):
    """An issuer or customer as it stands on the document; unknown keys pass."""

    name: str | None = None
    email: str | None = None
    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: Code2 | None = None
    tax_number: Text50 | None = None
    tax_number_2: Text50 | None = None
    company_number: Text50 | None = None
    phone: str | None = None
    is_end_consumer: bool | None = None


class CustomerParty(Party):
    """The customer, and whether to store it."""

    save_customer: bool | None = None


class LineDiscount(Body):
    """A discount of a line; percent unless it says amount."""

    value: Annotated[Number, Field(ge=0)]
    type: Literal["percent", "amount"] | None = None


class LineTax(Body):
    """A tax of a line, by id, by rate or by classification."""

    rate: Rate | None = None
    tax_id: Id | None = None
    classification: Text50 | None = None
    reverse_charge: bool | None = None
    pt_exemption_code: Annotated[str, Field(pattern=r"^M\d{2}$")] | None = None
    pt_exemption_reason: Text255 | None = None


class Line(Body):
    """A line of a document; a ``separator`` carries no money."""

    type: Literal["separator"] | None = None
    name: Text500 | None = None
    description: Text2000 | None = None
    classification: Classification | None = None
    price: Number | None = None
    gross_price: Number | None = None
    quantity: Number | None = None
    unit: Text50 | None = None
    e_invoicing: Json | None = None
    taxes: list[LineTax] | None = None
    discounts: Annotated[list[LineDiscount], Field(max_length=MAX_DISCOUNTS)] | None = None
    item_id: Id | None = None
    metadata: Metadata | None = None
    translations: Json | None = None
    financial_category_id: str | None = None
    save_item: bool | None = None


class DocumentPayment(Body):
    """A payment recorded with the document; without an amount it pays what remains."""

    type: PaymentType
    amount: Annotated[Number, Field(gt=0)] | None = None
    date: DateText | None = None
    tag: str | None = None
    reference: str | None = None
    note: str | None = None
    metadata: Metadata | None = None


class FursInput(Body):
    """How FURS takes part in a document (contract section 11.2)."""

    business_premise_name: Text20 | None = None
    electronic_device_name: Text20 | None = None
    operator_tax_number: Text20 | None = None
    operator_label: Text50 | None = None
    foreign_operator: bool | None = None
    skip: bool | None = None


class FinaInput(Body):
    """How FINA takes part in a document (contract section 11.2)."""

    business_premise_name: Text20 | None = None
    electronic_device_name: Text20 | None = None
    operator_oib: Text20 | None = None
    operator_label: Text50 | None = None
    payment_type: Literal["cash", "card", "online", "bank_transfer", "paypal", "crypto", "coupon", "other"] | None = (
        None
    )


class PtInput(Body):
    """The series and operator of a Portuguese document (contract section 11.2)."""

    series_id: Id | None = None
    manual: bool | None = None
    manual_sequential_number: Annotated[int, Field(ge=1)] | None = None
    manual_series_code: Text50 | None = None
    operator_first_name: Text50 | None = None
    operator_last_name: Text50 | None = None
    operator_tax_number: Annotated[str, Field(pattern=r"^\d{9}$")] | None = None


class Validation(Body):
    """Whether an e-invoice of the document is validated, and whether an invalid one blocks the save."""

    validation_enabled: bool | None = None
    validation_required: bool | None = None


class Finalize(Body):
    """``POST /documents/{id}/finalize``."""

    furs: FursInput | None = None
    fina: FinaInput | None = None


class DocumentFields(Body):
    """What both creation and update accept."""

    date: DateText | None = None
    date_due: DateText | None = None
    date_service: DateText | None = None
    date_service_to: DateText | None = None
    issuer: Party | None = None
    business_unit_id: str | None = None
    customer_id: Id | None = None
    customer: CustomerParty | None = None
    note: Text2000 | None = None
    payment_terms: Text500 | None = None
    tax_clause: Text2000 | None = None
    footer: Text500 | None = None
    signature: Text2000 | None = None
    reference: str | None = None
    translations: Json | None = None
    currency_code: Code3 | None = None
    eslog: Validation | None = None
    xrechnung: Validation | None = None
    zugferd: Validation | None = None
    linked_documents: list[Id] | None = None
    force_linked_documents: bool | None = None
    metadata: Metadata | None = None


class DocumentCreate(DocumentFields):
    """``POST /invoices`` and ``POST /credit-notes``."""

    items: Annotated[list[Line], Field(min_length=1)]
    is_draft: bool = False
    calculation_mode: CalculationMode | None = None
    payments: list[DocumentPayment] | None = None
    furs: FursInput | None = None
    fina: FinaInput | None = None
    pt: PtInput | None = None
    e_invoicing: Json | None = None
    expected_total_with_tax: Number | None = None


class DocumentPatch(DocumentFields):
    """``PATCH /invoices/{id}`` and ``PATCH /credit-notes/{id}``."""

    items: Annotated[list[Line], Field(min_length=1)] | None = None
    change_reason: Text500 | None = None


class Void(Body):
    """``POST /{documents}/{id}/void``."""

    reason: Annotated[str, Field(min_length=1)] | None = None
    has_original_document: bool | None = None
