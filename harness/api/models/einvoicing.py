"""E-invoices: the flags of a document, what its validation came to, and the Peppol operations (contract section 24)."""

from __future__ import annotations

from typing import Annotated

from harness.api.models.base import SOMETIMES, JsonObject, RequestModel, ResponseModel, Rows


class Validation(RequestModel):
    """Whether the target validates the e-invoice of a document, and whether an invalid one blocks the save."""

    validation_enabled: bool | None = None
    validation_required: bool | None = None


class ValidationBlock(ResponseModel):
    """``xrechnung``, ``zugferd`` or ``eslog`` of a document: what the target's own validation came to."""

    drift_name = "validation"
    validation_status: str | None = None
    """``valid``, or something else where it is not."""
    validated_at: Annotated[str | None, SOMETIMES] = None
    errors: Annotated[list[JsonObject] | None, SOMETIMES] = None


class PeppolBlock(ResponseModel):
    """``e_invoicing`` of a document that was sent over Peppol."""

    drift_name = "e_invoicing"
    validation_status: Annotated[str | None, SOMETIMES] = None
    status: Annotated[str | None, SOMETIMES] = None
    """``pending``, ``delivered`` or ``failed``."""
    provider: Annotated[str | None, SOMETIMES] = None
    message_id: Annotated[str | None, SOMETIMES] = None
    recipient_peppol_id: Annotated[str | None, SOMETIMES] = None
    recipient_scheme_id: Annotated[str | None, SOMETIMES] = None
    sent_at: Annotated[str | None, SOMETIMES] = None
    error: Annotated[str | None, SOMETIMES] = None


class PeppolSettings(RequestModel):
    """What an entity wants of Peppol."""

    enabled: bool | None = None
    auto_send: bool | None = None
    default_scheme_id: str | None = None


class PeppolSettingsAnswer(ResponseModel):
    """What an entity has of it."""

    drift_name = "e_invoicing_settings"
    enabled: bool | None = None
    auto_send: bool | None = None
    default_scheme_id: str | None = None


class SupplierCreate(RequestModel):
    """The company to onboard with the provider, which checks it (KYC)."""

    company_name: str
    country_code: str
    vat_number: str
    company_number: str | None = None
    iban: str | None = None
    address: str | None = None
    city: str | None = None
    post_code: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None


class Supplier(ResponseModel):
    """The onboarded company."""

    drift_name = "supplier"
    also_known = frozenset(SupplierCreate.model_fields)
    id: str
    status: str
    """``pending``, ``approved``, ``rejected``, ..."""
    entity_id: Annotated[str | None, SOMETIMES] = None
    environment: Annotated[str | None, SOMETIMES] = None
    provider: Annotated[str | None, SOMETIMES] = None
    reject_reason: Annotated[str | None, SOMETIMES] = None
    peppol_registered: Annotated[bool | None, SOMETIMES] = None
    peppol_participant_id: Annotated[str | None, SOMETIMES] = None
    peppol_scheme_id: Annotated[str | None, SOMETIMES] = None
    created_at: Annotated[str | None, SOMETIMES] = None
    updated_at: Annotated[str | None, SOMETIMES] = None


class RecipientCheck(RequestModel):
    """Who is to be found in the network."""

    peppol_id: str
    scheme_id: str | None = None
    document_type: str | None = None


class RecipientFound(ResponseModel):
    """Whether the network knows them."""

    drift_name = "recipient"
    found: bool
    peppol_id: Annotated[str | None, SOMETIMES] = None
    scheme_id: Annotated[str | None, SOMETIMES] = None
    participants: Annotated[Rows[JsonObject] | None, SOMETIMES] = None


class Sending(RequestModel):
    """To whom a document goes, where its customer does not say."""

    recipient_peppol_id: str | None = None
    recipient_scheme_id: str | None = None
    recipient_name: str | None = None
