"""Fiscalization: cash registers that tax authorities confirm (``furs``, ``fina``), and registered series (``pt``).

What the contract says of them is in its sections 11.2 and 21 to 23. It publishes neither the content of a document's
``pt`` block nor when a document was issued; fields that only the embedded sandbox is known to answer are marked as
ones that may be missing.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from harness.api.models.base import SOMETIMES, JsonObject, RequestModel, ResponseModel

FinaPayment = Literal["cash", "card", "online", "bank_transfer", "paypal", "crypto", "coupon", "other"]
SeriesType = Literal["invoice", "advance_invoice", "credit_note", "estimate"]


class FursInput(RequestModel):
    """Where and by whom a document is issued; ``skip`` leaves it out of fiscalization."""

    business_premise_name: str | None = None
    electronic_device_name: str | None = None
    operator_tax_number: str | None = None
    operator_label: str | None = None
    skip: bool | None = None


class FinaInput(RequestModel):
    """Where and by whom a document is issued, and how it is paid."""

    business_premise_name: str | None = None
    electronic_device_name: str | None = None
    operator_oib: str | None = None
    operator_label: str | None = None
    payment_type: FinaPayment | None = None


class PtInput(RequestModel):
    """The series of a document, and who issues it."""

    series_id: str | None = None
    operator_first_name: str | None = None
    operator_last_name: str | None = None
    operator_tax_number: str | None = None


class FursSettings(RequestModel):
    """Settings of a tenant; the whole of them is put at once."""

    enabled: bool
    default_skip_fiscalization: bool | None = None
    numbering_strategy: Literal["B", "C"] | None = None
    """One sequence per device (B), or per premises (C)."""
    operator_tax_number: str | None = None
    operator_label: str | None = None


class FinaSettings(RequestModel):
    """Settings of a tenant; the whole of them is put at once."""

    enabled: bool
    operator_oib: str | None = None
    operator_label: str | None = None
    u_sust_pdv: bool | None = None
    """Whether the tenant is registered for VAT."""
    numbering_sequence: Literal["N", "P"] | None = None
    """One sequence per device (N), or per premises (P)."""


class RealEstate(RequestModel):
    """Premises in a building, by the numbers of the land register."""

    business_premise_name: str
    cadastral_number: str
    building_number: str
    building_section: str
    street: str
    house_number: str
    community: str
    city: str
    postal_code: str


class Movable(RequestModel):
    """Premises that move: a vehicle (A), a stand (B), a single device without premises (C)."""

    business_premise_name: str
    premise_type: Literal["A", "B", "C"]


class FursDevice(RequestModel):
    """A device in registered premises."""

    name: str
    starting_number: int | None = None


class FinaPremise(RequestModel):
    """The label of premises that the tax office knows already."""

    business_premise_name: str
    starting_number: int | None = None


class FinaDevice(RequestModel):
    """A device in registered premises; its name is a number."""

    electronic_device_name: str
    starting_number: int | None = None


class SeriesCreate(RequestModel):
    """A series of documents, as it was communicated to the tax authority."""

    document_type: SeriesType
    series_code: str
    validation_code: str | None = None
    """What the authority gave for it; a target with a connection of its own may ask for it where it is left out."""
    start_date: dt.date | None = None
    initial_sequence: int | None = None


class CashRegisterSettings(ResponseModel):
    """Settings of ``furs`` or ``fina``, with what the target knows of the certificate."""

    drift_name = "fiscal_settings"
    also_known = frozenset(
        {
            *("default_skip_fiscalization", "numbering_strategy", "operator_tax_number", "foreign_operator"),
            *("operator_oib", "u_sust_pdv", "numbering_sequence", "unified_numbering", "environment"),
            *("certificate_expiry", "certificate_cn", "certificate_issuer", "certificate_subject"),
            "certificate_file_id",
        }
    )
    enabled: bool
    operator_label: str | None = None
    has_certificate: Annotated[bool | None, SOMETIMES] = None
    certificate_status: Annotated[str | None, SOMETIMES] = None
    """``valid``, ``missing``, ..."""


class Certificate(ResponseModel):
    """What the target knows of an uploaded certificate."""

    drift_name = "certificate"
    has_certificate: bool
    certificate_status: str | None = None
    certificate_expiry: Annotated[str | None, SOMETIMES] = None
    certificate_cn: Annotated[str | None, SOMETIMES] = None
    certificate_issuer: Annotated[str | None, SOMETIMES] = None
    certificate_subject: Annotated[str | None, SOMETIMES] = None
    certificate_file_id: Annotated[str | None, SOMETIMES] = None


class PremiseRegistered(ResponseModel):
    """The answer of a registration at the tax authority; it names no id."""

    drift_name = "premise_registered"
    success: bool
    message: str | None = None
    business_premise_name: str
    environment: str
    """Of the authority: ``test``."""


class Premise(ResponseModel):
    """Registered premises; the contract names nothing beyond ``Devices``."""

    id: str
    business_premise_name: str
    Devices: Annotated[list[JsonObject] | None, SOMETIMES] = None


class Device(ResponseModel):
    """A registered device; its name is ``name`` or ``electronic_device_name``."""

    id: str


class Series(ResponseModel):
    """A registered series."""

    id: str
    document_type: str
    series_code: str
    validation_code: str | None = None


class FursData(ResponseModel):
    """The codes of a document of ``furs``."""

    drift_name = "document.furs.data"
    zoi: str | None = None
    """The issuer's protective mark."""
    eor: str | None = None
    """The authority's identifier; ``None`` until it answers."""
    qr_code: str | None = None
    """The sixty digits of the symbol."""
    business_premise_name: str | None = None
    electronic_device_name: str | None = None
    invoice_number: str | None = None
    """The running number alone."""
    iteration: int | None = None
    cancelled: bool | None = None
    cancelled_eor: str | None = None
    operator_tax_number: Annotated[str | None, SOMETIMES] = None
    operator_label: Annotated[str | None, SOMETIMES] = None
    issued_at: Annotated[str | None, SOMETIMES] = None
    """Local time of issue; not in the contract."""


class FinaData(ResponseModel):
    """The codes of a document of ``fina``."""

    drift_name = "document.fina.data"
    zki: str | None = None
    """The issuer's protective code."""
    jir: str | None = None
    """The authority's identifier; ``None`` until it answers."""
    qr_code_url: str | None = None
    premise_id: str | None = None
    device_id: str | None = None
    invoice_number: str | None = None
    payment_type: Annotated[str | None, SOMETIMES] = None
    """Means of payment as reported; not in the contract."""
    operator_oib: Annotated[str | None, SOMETIMES] = None
    operator_label: Annotated[str | None, SOMETIMES] = None
    issued_at: Annotated[str | None, SOMETIMES] = None
    """Local time of issue; not in the contract."""


class _Block(ResponseModel):
    status: str
    """``pending``, ``success``, ``failed`` or ``skipped``."""
    fiscalized_at: str | None = None
    error: str | None = None
    cancellation_reason: Annotated[str | None, SOMETIMES] = None


class FursBlock(_Block):
    """``furs`` of a document."""

    drift_name = "document.furs"
    data: FursData | None = None


class FinaBlock(_Block):
    """``fina`` of a document."""

    drift_name = "document.fina"
    data: FinaData | None = None


class PtBlock(ResponseModel):
    """``pt`` of a document; the contract publishes that it has operator data, no more."""

    drift_name = "document.pt"
    series_id: Annotated[str | None, SOMETIMES] = None
    series_code: Annotated[str | None, SOMETIMES] = None
    validation_code: Annotated[str | None, SOMETIMES] = None
    atcud: Annotated[str | None, SOMETIMES] = None
    hash: Annotated[str | None, SOMETIMES] = None
    """The whole signature, 172 characters."""
    hash_printed: Annotated[str | None, SOMETIMES] = None
    certificate_number: Annotated[str | None, SOMETIMES] = None
    system_entry_date: Annotated[str | None, SOMETIMES] = None
    """Local time at which the document was recorded."""
    qr_code: Annotated[str | None, SOMETIMES] = None
    operator_first_name: Annotated[str | None, SOMETIMES] = None
    operator_last_name: Annotated[str | None, SOMETIMES] = None
    operator_tax_number: Annotated[str | None, SOMETIMES] = None


class PublicKeys(ResponseModel):
    """The public keys of the embedded sandbox's own signatures, as PEM, by what they sign."""

    drift_name = "keys"
    furs: str
    fina: str
    pt: str


class Authorities(RequestModel):
    """Which simulated authorities answer a tenant of the embedded sandbox."""

    furs: Literal["up", "down"] | None = None
    fina: Literal["up", "down"] | None = None
