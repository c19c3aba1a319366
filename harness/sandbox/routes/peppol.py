"""Peppol: settings, supplier, recipients, sending and its states (contract section 24, which names few paths).

Paths that the contract leaves open: ``PUT /e-invoicing/settings``, ``POST /e-invoicing/recipient-check``,
``POST /e-invoicing/documents/{id}/send`` and ``GET /e-invoicing/documents/{id}/xml``.
"""

from typing import Any

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.documents import lifecycle
from harness.sandbox.einvoice import forms, rules, ubl
from harness.sandbox.errors import not_found, refused, unprocessable
from harness.sandbox.fiscal import registers
from harness.sandbox.ids import digest
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.documents import present
from harness.sandbox.routes.records import created
from harness.sandbox.schemas.einvoicing import PeppolSettings, Recipient, Sending, Supplier
from harness.sandbox.tables import Document, Register

Json = dict[str, Any]
SUPPLIER = "supplier"
BASE = "/e-invoicing"
DEFAULTS: Json = {"enabled": False, "auto_send": False, "default_scheme_id": None}
_UNKNOWN = "unknown"
"""A participant whose id starts so is not in the simulated network."""


def _supplier(call: Call) -> Register | None:
    return registers.named(call, SUPPLIER, SUPPLIER)


def settings(call: Call) -> Reply:
    """``GET …/settings``."""
    return Reply({**DEFAULTS, **(call.entity.body["settings"].get("e_invoicing") or {})})


def put_settings(call: Call) -> Reply:
    """``PUT …/settings``: protected, so that the entity's PATCH ignores them."""
    row = call.entity
    own = row.body["settings"].get("e_invoicing") or {}
    merged = {**DEFAULTS, **own, **sent(call.read(PeppolSettings))}
    row.body = {**row.body, "settings": {**row.body["settings"], "e_invoicing": merged}, "updated_at": call.now}
    return Reply(merged)


def add_supplier(call: Call) -> Reply:
    """``POST …/supplier``: onboarding; the simulated provider accepts at once."""
    given = sent(call.read(Supplier))
    if _supplier(call):
        raise refused("This entity has a supplier already; change it")
    state = {
        "environment": "sandbox", "provider": "flowin", "status": "approved", "reject_reason": None,
        "peppol_registered": True, "peppol_participant_id": given["vat_number"], "peppol_scheme_id": None,
    }  # fmt: skip
    return created(call, registers.add(call, SUPPLIER, "einv_sup", SUPPLIER, {**given, **state}).body)


def get_supplier(call: Call) -> Reply:
    """``GET …/supplier``."""
    row = _supplier(call)
    if row is None:
        raise not_found("Supplier")
    return Reply(row.body)


def _found(wanted: Json) -> Json:
    is_known = not wanted["peppol_id"].startswith(_UNKNOWN)
    return {"found": is_known, "peppol_id": wanted["peppol_id"], "scheme_id": wanted.get("scheme_id")}


def check_recipient(call: Call) -> Reply:
    """``POST …/customer-search`` and ``…/recipient-check``: whether a participant can be reached."""
    return Reply(_found(sent(call.read(Recipient))))


def _recipient(document: Document, given: Json) -> Json:
    customer = document.body["customer"] or {}
    identity = given.get("recipient_peppol_id") or customer.get("peppol_id")
    if not identity:
        raise refused("The recipient has no Peppol id")
    return {"peppol_id": identity, "scheme_id": given.get("recipient_scheme_id") or customer.get("peppol_scheme_id")}


def send(call: Call) -> Reply:
    """``POST …/documents/{id}/send``: the states are pending, delivered and failed (profile ``peppol_outcome``)."""
    document, given = lifecycle.find(call, call.path["id"]), sent(call.read(Sending, optional=True))
    if document.is_draft:
        raise refused("A draft cannot be sent")
    if not call.seams.may_send(_supplier(call) is not None):
        raise refused("The supplier must be onboarded before documents can be sent")
    recipient = _recipient(document, given)
    if found := rules.broken(forms.model(call, document), forms.PEPPOL):
        raise unprocessable(found, "The document is no valid Peppol invoice")
    known = _found(recipient)["found"]
    status = call.seams.peppol_status(call.server.profile.peppol_outcome if known else "failed")
    block = {
        "validation_status": forms.VALID,
        "status": status,
        "provider": "flowin",
        "message_id": call.seams.peppol_message_id(digest(call.server.seed, document.id, "peppol")[:32]),
        "recipient_peppol_id": recipient["peppol_id"],
        "recipient_scheme_id": recipient["scheme_id"],
        "sent_at": call.now,
        "error": None if status != "failed" else "The recipient could not be reached",
    }
    document.body = {**document.body, "e_invoicing": block, "updated_at": call.now}
    return Reply(present(call, document))


def xml(call: Call) -> Reply:
    """``GET …/documents/{id}/xml``: what is sent, Peppol BIS Billing 3."""
    document = lifecycle.find(call, call.path["id"])
    if document.is_draft:
        raise refused("A draft has no e-invoice")
    model = call.seams.einvoice(forms.model(call, document))
    return Reply(ubl.write(model, ubl.PEPPOL), media_type="application/xml")


ROUTES = (
    Route("GET", f"{BASE}/settings", settings),
    Route("PUT", f"{BASE}/settings", put_settings, Access.ADMIN),
    Route("POST", f"{BASE}/supplier", add_supplier, Access.ADMIN),
    Route("GET", f"{BASE}/supplier", get_supplier),
    Route("POST", f"{BASE}/customer-search", check_recipient, changes=False),
    Route("POST", f"{BASE}/recipient-check", check_recipient, changes=False),
    Route("POST", f"{BASE}/documents/{{id}}/send", send, Access.WRITE),
    Route("GET", f"{BASE}/documents/{{id}}/xml", xml),
)
