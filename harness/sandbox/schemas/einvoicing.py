"""Bodies of the Peppol operations (contract section 24)."""

from harness.sandbox.schemas.base import Body, Code2, Name, Text50, Text255


class PeppolSettings(Body):
    """``PUT /e-invoicing/settings``."""

    enabled: bool | None = None
    auto_send: bool | None = None
    default_scheme_id: Text50 | None = None


class Supplier(Body):
    """``POST /e-invoicing/supplier``."""

    company_name: Name
    country_code: Code2
    vat_number: Text50
    company_number: Text50 | None = None
    iban: Text50 | None = None
    address: Text255 | None = None
    city: Text255 | None = None
    post_code: Text50 | None = None
    contact_email: Text255 | None = None
    contact_phone: Text50 | None = None


class Recipient(Body):
    """``POST /e-invoicing/customer-search``."""

    peppol_id: Name
    scheme_id: Text50 | None = None
    document_type: Text255 | None = None


class Sending(Body):
    """``POST /e-invoicing/documents/{id}/send``."""

    recipient_peppol_id: Text255 | None = None
    recipient_scheme_id: Text50 | None = None
    recipient_name: Text255 | None = None
