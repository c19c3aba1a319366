"""Tries what the API promises of validation flags and of Peppol, with a tenant of the scenario's own."""

from __future__ import annotations

from typing import Any

from harness.api import Answer, ApiError
from harness.api.models.document import Document, DocumentCreate
from harness.api.models.einvoicing import RecipientCheck, Sending, SupplierCreate, Validation, ValidationBlock
from harness.checks.einvoices.behaviour import FlagsTried, PeppolTried, Sent
from harness.model.case import Case
from harness.run.desk import Desk
from harness.run.scenario import status_of
from harness.run.tenants.seller import Seller

_FORM = "peppol"


def flags_tried(desk: Desk, seller: Seller, case: Case) -> FlagsTried:
    """Issue without a buyer, as a draft and without validation, and try to export what must not be. Nine requests."""
    entity, drafts = seller.tenant.entity_id, desk.context.cast.tenancy(seller.country.code).drafts
    plain = desk.issuer.request(seller.tenant, case)
    lacking = _changed(plain, drop=("customer",))
    before = desk.next_number(seller)
    required = status_of(
        lambda: desk.client.invoices.create(
            entity, _changed(lacking, zugferd=Validation(validation_enabled=True, validation_required=True))
        )
    )
    after = desk.next_number(seller)
    invalid = desk.client.invoices.create(entity, lacking)
    unvalidated = desk.client.invoices.create(entity, _changed(plain, zugferd=Validation(validation_enabled=False)))
    return FlagsTried(
        required=required,
        numbers=(before, after),
        marked=_status(invalid.value.zugferd),
        invalid_export=_export(desk, entity, invalid),
        draft_export=_export(desk, entity, _draft(desk, entity, plain)) if drafts else None,
        unvalidated=_status(unvalidated.value.zugferd),
        unvalidated_export=_export(desk, entity, unvalidated),
    )


def _changed(body: DocumentCreate, *, drop: tuple[str, ...] = (), **fields: Any) -> DocumentCreate:
    """The request with other fields, and without some; what is not given is not sent."""
    given = {name: getattr(body, name) for name in body.model_fields_set - set(drop)}
    return DocumentCreate.model_validate({**given, **fields})


def _draft(desk: Desk, entity: str, body: DocumentCreate) -> Answer[Document]:
    return desk.client.invoices.create(entity, _changed(body, is_draft=True))


def _status(block: ValidationBlock | None) -> str | None:
    return block.validation_status if block is not None else None


def _export(desk: Desk, entity: str, document: Answer[Document]) -> int:
    return status_of(lambda: desk.client.e_invoicing.zugferd(entity, document.value.id))


def peppol_tried(desk: Desk, seller: Seller, case: Case) -> PeppolTried:
    """Send before and after onboarding, a draft, and to a recipient who does not exist. Eleven requests.

    The safety guard lets none of it pass to a remote target.
    """
    entity, calls = seller.tenant.entity_id, desk.client.e_invoicing
    drafts = desk.context.cast.tenancy(seller.country.code).drafts
    body = desk.issuer.request(seller.tenant, case)
    invoice, other = (desk.client.invoices.create(entity, body).value.id for _ in range(2))
    before = status_of(lambda: calls.send(entity, invoice))
    calls.onboard(entity, _supplier(desk, seller))
    draft = _draft(desk, entity, body).value.id if drafts else None
    known = desk.context.cast.customers[_FORM]
    unknown = desk.context.cast.unknown_recipient
    sent = calls.send(entity, invoice)
    return PeppolTried(
        before_onboarding=before,
        draft=status_of(lambda: calls.send(entity, draft)) if draft is not None else None,
        recipient=known["peppol_id"],
        found=_is_known(desk, entity, known),
        sent=_sent(sent.value),
        read_back=_sent(desk.client.invoices.get(entity, invoice).value),
        unknown_found=_is_known(desk, entity, unknown),
        unknown=_send_to(desk, entity, other, unknown),
    )


def _supplier(desk: Desk, seller: Seller) -> SupplierCreate:
    party, contact = seller.tenant.party, desk.context.cast.contact
    return SupplierCreate(
        company_name=party.name,
        country_code=party.country,
        vat_number=party.vat_id or "",
        address=party.street,
        city=party.city,
        post_code=party.post_code,
        contact_email=contact["email"],
        contact_phone=contact["phone"],
    )


def _is_known(desk: Desk, entity: str, who: Any) -> bool:
    asked = RecipientCheck(peppol_id=who["peppol_id"], scheme_id=who["peppol_scheme_id"])
    return desk.client.e_invoicing.check_recipient(entity, asked).value.found


def _send_to(desk: Desk, entity: str, document: str, who: Any) -> Sent | int:
    to = Sending(recipient_peppol_id=who["peppol_id"], recipient_scheme_id=who["peppol_scheme_id"])
    try:
        return _sent(desk.client.e_invoicing.send(entity, document, to).value)
    except ApiError as refused:
        return refused.status


def _sent(document: Document) -> Sent:
    block = document.e_invoicing
    if block is None:
        return Sent(None, None, None, None)
    return Sent(block.status, block.recipient_peppol_id, block.message_id, block.error)
