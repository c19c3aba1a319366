"""Which authority takes part in a document that is issued, changed or voided."""

from datetime import date
from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.clock import midnight
from harness.sandbox.errors import refused
from harness.sandbox.fiscal import fina, furs, pt
from harness.sandbox.fiscal.plan import Plan
from harness.sandbox.tables import Document

Json = dict[str, Any]
BLOCKS = ("furs", "fina", "pt")
_SENT = ("success", "pending")


def plan_for(call: Call, kind: str, request: Json, transaction_type: str | None) -> Plan | None:
    """The plan of the one authority that wants this document; None for most."""
    cash_register = furs.plan(call, request, transaction_type) or fina.plan(call, request, transaction_type)
    return cash_register or pt.plan(call, kind, request)


def seal(call: Call, document: Document, plan: Plan | None) -> None:
    """Put the fiscal block on a document whose amounts, number and payments are settled."""
    if plan is not None:
        document.body = {**document.body, plan.block: plan.seal(call, document)}


def dated(body: Json, day: date | None) -> Json:
    """The content under the date that its authority forces on it; the due date is never before it."""
    if day is None:
        return body
    moment = midnight(day)
    return {**body, "date": moment, "date_year": day.year, "date_due": max(moment, body["date_due"] or moment)}


def is_fiscalized(document: Document, block: str) -> bool:
    """Whether the document went to that authority, or is waiting to."""
    found = document.body.get(block) or {}
    return found.get("status") in _SENT or "atcud" in found


def check_editable(call: Call, document: Document) -> None:
    """422 for a document that an authority knows (contract section 11.3)."""
    if not call.seams.may_change_fiscalized() and any(is_fiscalized(document, block) for block in BLOCKS):
        raise refused("A fiscalized document cannot be changed")


def check_voidable(document: Document) -> None:
    """422 for a fiscalized credit note (contract section 11.6)."""
    if document.type == "credit_note" and any(is_fiscalized(document, block) for block in ("furs", "fina")):
        raise refused("A fiscalized credit note cannot be voided")


def cancel(call: Call, document: Document, reason: str | None) -> None:
    """Tell the authority of a void."""
    if is_fiscalized(document, "furs"):
        document.body = {**document.body, "furs": furs.cancelled(call, document, reason)}
    for block in ("furs", "fina"):
        if is_fiscalized(document, block):
            document.body = {**document.body, block: call.seams.codes_of_void(document.body[block])}


def preview(call: Call, kind: str) -> Json:
    """What the next number's answer says of fiscal series; empty where none applies."""
    if place := furs.preview(call):
        return {"furs": place, "number": furs.preview_number(call, place)}
    if found := fina.preview(call):
        return {"fina": found[1], "number": found[0]}
    return pt.preview(call, kind)
