"""The e-invoice forms of a document: which apply, whether the document is valid for them, and their bytes."""

from collections.abc import Sequence
from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.documents import relations
from harness.sandbox.einvoice import cii, eslog, reading, rules, ubl
from harness.sandbox.einvoice.model import EInvoice
from harness.sandbox.errors import refused, unprocessable
from harness.sandbox.tables import Document

Json = dict[str, Any]
XRECHNUNG, ZUGFERD, PEPPOL = "xrechnung", "zugferd", "peppol"
ESLOG = "eslog"
VALIDATED = (XRECHNUNG, ZUGFERD)
VALID, INVALID = "valid", "invalid"


def model(call: Call, document: Document) -> EInvoice:
    """The document as an e-invoice says it."""
    call.session.flush()
    body = relations.present(call.session, [document])[0]
    return reading.read(body, document.type, document.request, call.entity.body)


def is_enabled(call: Call, form: str) -> bool:
    """Whether the entity's settings ask for the form."""
    if form == ESLOG:
        return bool(call.entity.body["settings"].get("eslog_validation_enabled"))
    own = call.entity.body["settings"].get(form) or {}
    return bool(own.get("enabled")) or not call.server.profile.einvoice_needs_setting


def _block(call: Call, document: Document, form: str) -> Json | None:
    flags = document.request.get(form) or {}
    if document.is_draft or not is_enabled(call, form) or flags.get("validation_enabled") is False:
        return None
    found = rules.broken(model(call, document), form)
    if call.seams.blocks_save(bool(found and flags.get("validation_required"))):
        raise unprocessable(found, f"The document is no valid {form}")
    return {"validation_status": INVALID if found else VALID, "validated_at": call.now, "errors": found}


def validate(call: Call, document: Document) -> None:
    """Put the validation result of each form on a document; 422 where the caller demands a valid one."""
    forms: Sequence[str] = [form for form in VALIDATED if call.entity.body["settings"].get(form)]
    if is_enabled(call, ESLOG):
        document.body = {**document.body, ESLOG: _block(call, document, ESLOG)}
    if forms or not call.server.profile.einvoice_needs_setting:
        document.body = {**document.body, **{form: _block(call, document, form) for form in forms or VALIDATED}}


def valid_model(call: Call, document: Document, form: str) -> EInvoice:
    """The e-invoice of a document that may be exported; 422 that says why it may not."""
    if document.is_draft:
        raise refused(f"A draft cannot be exported as {form}")
    if not is_enabled(call, form):
        raise refused(f"{form} is not enabled in the settings of this entity")
    if not call.seams.may_export((document.body.get(form) or {}).get("validation_status") == VALID):
        raise refused(f"The document has no valid {form} validation result")
    return call.seams.einvoice(model(call, document))


def zugferd(call: Call, document: Document) -> str:
    """The XML of a ZUGFeRD invoice, in CII."""
    return cii.write(valid_model(call, document, ZUGFERD)).decode("utf-8")


def xrechnung(call: Call, document: Document) -> bytes:
    """The document as XRechnung in UBL."""
    return ubl.write(valid_model(call, document, XRECHNUNG), ubl.XRECHNUNG)


def eslog_xml(call: Call, document: Document) -> bytes:
    """The document as eSLOG 2.0; 422 for a draft and for what lacks its data."""
    if document.is_draft:
        raise refused("A draft cannot be exported as eslog")
    invoice = model(call, document)
    if found := rules.broken(invoice, ESLOG):
        raise unprocessable(found, "The document is no valid eslog")
    return eslog.write(call.seams.einvoice(invoice))
