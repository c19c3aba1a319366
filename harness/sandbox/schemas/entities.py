"""Bodies of the entity operations and the known keys of ``settings`` (contract sections 7.1 to 7.3)."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from harness.sandbox.clock import known_timezone
from harness.sandbox.numbering import check_format
from harness.sandbox.schemas.base import (
    Body,
    Code2,
    Code3,
    Metadata,
    Name,
    Number,
    OpenBody,
    Text20,
    Text50,
    Text100,
    Text255,
    Text500,
    Text2000,
)

PdfTemplate = Literal["modern", "classic", "condensed", "minimal", "fashion", "timeless_modern_full_data"]
CalculationMode = Literal["b2b_standard", "b2c_gross_discount"]
Role = Literal["viewer", "editor", "admin"]


def _timezone(name: str) -> str:
    if not known_timezone(name):
        raise ValueError("Unknown time zone")
    return name


NumberFormat = Annotated[str, AfterValidator(check_format)]
Start = Annotated[int, Field(ge=1, le=999_999_999)]


class NumberFormats(OpenBody):
    """``settings.number_formats``."""

    invoice: NumberFormat | None = None
    estimate: NumberFormat | None = None
    credit_note: NumberFormat | None = None
    advance_invoice: NumberFormat | None = None
    delivery_note: NumberFormat | None = None
    expense: NumberFormat | None = None


class NumberStarts(OpenBody):
    """``settings.number_sequence_starts``."""

    invoice: Start | None = None
    estimate: Start | None = None
    credit_note: Start | None = None
    advance_invoice: Start | None = None
    delivery_note: Start | None = None


class Calculation(OpenBody):
    """``settings.calculation``."""

    default_mode: CalculationMode | None = None


class EuTaxRules(OpenBody):
    """``settings.tax_rules.eu``."""

    vies_validate_vat: bool = True
    auto_reverse_charge: bool = False
    auto_remove_tax_export: bool = False
    require_gross_prices: bool = False


class TaxRules(OpenBody):
    """``settings.tax_rules``."""

    eu: EuTaxRules | None = None


class TaxClauses(OpenBody):
    """``settings.tax_clause_defaults``, by transaction type."""

    domestic: Text2000 | None = None
    intra_eu_b2b: Text2000 | None = None
    intra_eu_b2c: Text2000 | None = None
    export: Text2000 | None = None


class BankAccount(OpenBody):
    """One of ``settings.bank_accounts``."""

    type: Literal["iban", "us_domestic", "uk_domestic", "other"] | None = None
    iban: Text50 | None = None
    is_default: bool | None = None


class Settings(OpenBody):
    """The keys of ``settings`` that the server reads; unknown keys pass and are stored."""

    pdf_template: PdfTemplate | None = None
    primary_color: str | None = None
    logo_scale_percent: Number | None = None
    has_logo: bool | None = None
    has_signature: bool | None = None
    number_formats: NumberFormats | None = None
    number_sequence_starts: NumberStarts | None = None
    default_invoice_due_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    email: str | None = None
    email_defaults: dict[str, str | None] | None = None
    default_invoice_note: Text2000 | None = None
    default_invoice_payment_terms: Text500 | None = None
    default_credit_note_note: Text2000 | None = None
    default_credit_note_payment_terms: Text500 | None = None
    document_footer: Text500 | None = None
    default_document_signature: Text2000 | None = None
    translations: dict[str, Any] | None = None
    unit_number_sequence_starts: dict[str, Any] | None = None
    calculation: Calculation | None = None
    tax_rules: TaxRules | None = None
    tax_clause_defaults: TaxClauses | None = None
    bank_accounts: list[BankAccount] | None = None
    show_payment_amounts: bool | None = None
    credit_note_negative_values: bool | None = None


class EntityFields(Body):
    """What both creation and update accept."""

    address: Text500 | None = None
    address_2: Text500 | None = None
    post_code: Text20 | None = None
    city: Text100 | None = None
    state: Text100 | None = None
    currency_code: Code3 | None = None
    locale: Text20 | None = None
    timezone: Annotated[Text100, AfterValidator(_timezone)] | None = None
    tax_number: Text50 | None = None
    tax_number_2: Text50 | None = None
    company_number: Text50 | None = None
    phone: Text50 | None = None
    email: Text255 | None = None
    website: Text500 | None = None
    fiscal_region_code: Annotated[str, Field(max_length=10)] | None = None
    starting_capital: Number | None = None
    is_tax_subject: bool = True
    is_enabled: bool = True
    settings: Settings | None = None
    metadata: Metadata | None = None


class EntityCreate(EntityFields):
    """``POST /entities``."""

    name: Name
    country: Annotated[str, Field(min_length=1, max_length=100)]
    country_code: Code2 | None = None
    environment: Literal["live", "sandbox"] | None = None


class EntityPatch(EntityFields):
    """``PATCH /entities/{id}``: country and environment cannot be changed."""

    name: Name | None = None


class ApiKeyCreate(Body):
    """``POST /entities/api-keys``."""

    name: Text255 | None = None
    ttl: Annotated[int, Field(ge=60)] | None = None


class EntityUserAdd(Body):
    """``POST /entities/users``."""

    email: Annotated[str, Field(max_length=255, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    role: Role = "editor"
    send_invite: bool = True


class EntityUserPatch(Body):
    """``PATCH /entities/users/{user_id}``."""

    role: Role


class InvitationAccept(Body):
    """``POST /invitations/accept``."""

    name: Text255 | None = None
    password: Annotated[str, Field(min_length=1)]
