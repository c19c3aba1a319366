"""Bodies of customers, items, taxes, payments and the transaction-type check (contract sections 8, 9, 10, 13, 14)."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from harness.sandbox.schemas.base import (
    Body,
    Code2,
    DateText,
    Json,
    Metadata,
    Name,
    Number,
    OpenBody,
    Rate,
    Text50,
    Text100,
    Text255,
)

Classification = Literal["product", "service", "advance"]
PaymentType = Literal[
    "cash", "bank_transfer", "card", "check", "paypal", "coupon", "other", "credit_note", "advance"
]  # fmt: skip


class CustomerFields(Body):
    """What both creation and update accept."""

    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: Code2 | None = None
    tax_number: Text50 | None = None
    company_number: Text50 | None = None
    peppol_id: str | None = None
    peppol_scheme_id: str | None = None
    email: Text255 | None = None
    bank_accounts: list[Any] | None = None
    contact_type: Literal["buyer", "supplier", "both"] | None = None
    is_tax_subject: bool = True
    is_end_consumer: bool | None = None
    ujp: Json | None = None
    e_invoicing: Json | None = None
    metadata: Metadata | None = None


class CustomerCreate(CustomerFields):
    """``POST /customers``."""

    name: Name


class CustomerPatch(CustomerFields):
    """``PATCH /customers/{id}``."""

    name: Name | None = None


class InlineTax(Body):
    """A tax of a catalogue item, by rate or by classification."""

    tax_id: Annotated[str, Field(max_length=36)] | None = None
    rate: Rate | None = None
    classification: Text50 | None = None


class ItemFields(Body):
    """What both creation and update accept."""

    description: Annotated[str, Field(max_length=4000)] | None = None
    classification: Classification | None = None
    price: Number | None = None
    gross_price: Number | None = None
    unit: Text50 | None = None
    e_invoicing: Json | None = None
    tax_ids: list[Annotated[str, Field(max_length=36)]] | None = None
    taxes: list[InlineTax] | None = None
    financial_category_id: str | None = None
    translations: Json | None = None
    metadata: Metadata | None = None


class ItemCreate(ItemFields):
    """``POST /items``: one of price and gross_price."""

    name: Name

    @model_validator(mode="after")
    def _one_price(self) -> "ItemCreate":
        if self.price is None and self.gross_price is None:
            raise ValueError("Either price or gross_price is required")
        return self


class ItemPatch(ItemFields):
    """``PATCH /items/{id}``."""

    name: Name | None = None


class DatedRate(Body):
    """One rate of a tax and the first day on which it applies."""

    rate: Rate
    valid_from: DateText | None = None


class TaxPatch(Body):
    """``PATCH /taxes/{id}``: only the rates and whether it is the default."""

    tax_rates: Annotated[list[DatedRate], Field(min_length=1)]
    is_default: bool | None = None


class TaxCreate(Body):
    """``POST /taxes`` and ``PUT /taxes/{id}``."""

    name: Text100 | None = None
    tax_rates: Annotated[list[DatedRate], Field(min_length=1)]
    is_default: bool = False
    classification: Text50 | None = None
    pt_exemption_code: str | None = None
    pt_exemption_reason: str | None = None
    metadata: Metadata | None = None


class PaymentPatch(Body):
    """``PATCH /payments/{id}``."""

    amount: Annotated[Number, Field(gt=0)] | None = None
    type: PaymentType | None = None
    date: DateText | None = None
    tag: str | None = None
    reference: str | None = None
    note: str | None = None
    metadata: Metadata | None = None


class PaymentCreate(PaymentPatch):
    """``POST /payments``: needs a document."""

    amount: Annotated[Number, Field(gt=0)]
    type: PaymentType
    document_id: str | None = None
    invoice_id: str | None = None
    credit_note_id: str | None = None


class CheckIssuer(OpenBody):
    """The seller of a transaction-type check."""

    country: str | None = None
    country_code: Code2 | None = None
    is_tax_subject: bool = True


class CheckCustomer(OpenBody):
    """The buyer of a transaction-type check."""

    country: str | None = None
    country_code: Code2 | None = None
    tax_number: Text50 | None = None
    is_end_consumer: bool | None = None


class TransactionTypeCheck(Body):
    """``POST /transaction-type/check``."""

    issuer: CheckIssuer = Field(default_factory=CheckIssuer)
    customer: CheckCustomer = Field(default_factory=CheckCustomer)
