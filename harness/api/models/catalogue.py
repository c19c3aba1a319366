"""What a tenant keeps on file: taxes, customers and items; and its files."""

from __future__ import annotations

from typing import Annotated, Literal

from harness.api.models.base import SOMETIMES, JsonObject, Number, Page, RequestModel, ResponseModel, Rows


class TaxRate(RequestModel):
    """A rate and when it starts."""

    rate: Number
    """Percent, 0 to 100."""
    valid_from: str | None = None
    """ISO 8601 date; since ever where it is left out."""


class TaxCreate(RequestModel):
    """A new tax."""

    tax_rates: Rows[TaxRate]
    name: str | None = None
    classification: str | None = None
    """Unique per entity: standard, reduced, zero, ..."""
    is_default: bool | None = None
    metadata: JsonObject | None = None


class TaxPatch(RequestModel):
    """Changes to a tax: its rates and whether it is the default."""

    tax_rates: Rows[TaxRate]
    is_default: bool | None = None


class TaxRateAnswer(ResponseModel):
    """A rate as the target has it."""

    rate: Number
    valid_from: str | None = None
    id: Annotated[str | None, SOMETIMES] = None


class Tax(ResponseModel):
    """A tax as the target has it."""

    drift_name = "tax"
    id: str
    tax_rates: Rows[TaxRateAnswer]
    """Newest first."""
    name: str | None = None
    classification: str | None = None
    is_default: bool | None = None
    pt_exemption_code: str | None = None
    pt_exemption_reason: str | None = None
    entity_id: str | None = None
    metadata: JsonObject | None = None
    deleted_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class TaxPage(Page):
    """A page of taxes."""

    data: Rows[Tax]


class CustomerPatch(RequestModel):
    """Changes to a customer."""

    name: str | None = None
    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None
    tax_number: str | None = None
    company_number: str | None = None
    email: str | None = None
    contact_type: Literal["buyer", "supplier", "both"] | None = None
    is_tax_subject: bool | None = None
    is_end_consumer: bool | None = None
    metadata: JsonObject | None = None


class CustomerCreate(CustomerPatch):
    """A new customer."""

    name: str


class Customer(ResponseModel):
    """A customer as the target has it."""

    drift_name = "customer"
    id: str
    name: str
    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None
    tax_number: str | None = None
    company_number: str | None = None
    peppol_id: str | None = None
    peppol_scheme_id: str | None = None
    email: str | None = None
    bank_accounts: list[JsonObject] | None = None
    contact_type: str | None = None
    is_tax_subject: bool | None = None
    is_end_consumer: bool | None = None
    ujp: JsonObject | None = None
    vies: JsonObject | None = None
    metadata: JsonObject | None = None
    entity_id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    deleted_at: str | None = None


class CustomerPage(Page):
    """A page of customers."""

    data: Rows[Customer]


class ItemTax(RequestModel):
    """A tax of an item, by rate or by classification."""

    rate: Number | None = None
    classification: str | None = None


class ItemPatch(RequestModel):
    """Changes to an item. Give ``price`` (net) or ``gross_price``, not both."""

    name: str | None = None
    description: str | None = None
    classification: Literal["product", "service", "advance"] | None = None
    price: Number | None = None
    gross_price: Number | None = None
    unit: str | None = None
    tax_ids: Rows[str] | None = None
    taxes: Rows[ItemTax] | None = None
    metadata: JsonObject | None = None


class ItemCreate(ItemPatch):
    """A new item."""

    name: str


class Item(ResponseModel):
    """An item as the target has it."""

    drift_name = "item"
    id: str
    name: str
    price: Number | None = None
    """Net."""
    gross_price: Annotated[Number | None, SOMETIMES] = None
    """Echoed only where it was sent."""
    price_with_tax: Annotated[Number | None, SOMETIMES] = None
    description: str | None = None
    total_tax: Number | None = None
    tax_ids: list[str] | None = None
    classification: str | None = None
    unit: str | None = None
    e_invoicing: Annotated[JsonObject | None, SOMETIMES] = None
    financial_category_id: Annotated[str | None, SOMETIMES] = None
    translations: Annotated[JsonObject | None, SOMETIMES] = None
    entity_id: str | None = None
    metadata: JsonObject | None = None
    created_at: str | None = None
    updated_at: str | None = None
    deleted_at: str | None = None


class ItemPage(Page):
    """A page of items."""

    data: Rows[Item]


class StoredImage(ResponseModel):
    """What an upload answers. Stored versions of the reference spell two names both ways."""

    drift_name = "file"
    url: str | None = None
    secure_url: Annotated[str | None, SOMETIMES] = None
    secureUrl: Annotated[str | None, SOMETIMES] = None
    public_id: Annotated[str | None, SOMETIMES] = None
    publicId: Annotated[str | None, SOMETIMES] = None
    id: Annotated[str | None, SOMETIMES] = None
    invoice_id: Annotated[str | None, SOMETIMES] = None
    estimate_id: Annotated[str | None, SOMETIMES] = None
    credit_note_id: Annotated[str | None, SOMETIMES] = None
    advance_invoice_id: Annotated[str | None, SOMETIMES] = None
    category: Annotated[str | None, SOMETIMES] = None
    metadata: Annotated[JsonObject | None, SOMETIMES] = None
    created_at: Annotated[str | None, SOMETIMES] = None
    updated_at: Annotated[str | None, SOMETIMES] = None
    format: str | None = None
    width: int | None = None
    """Pixels."""
    height: int | None = None
    bytes: int | None = None
    entity_id: str | None = None
    filename: str | None = None
    mime_type: str | None = None


class FilePage(Page):
    """A page of files."""

    data: Rows[StoredImage]
