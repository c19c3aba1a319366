"""E-invoices and Peppol: which routes are called with what, what comes back, and what never leaves the machine."""

from __future__ import annotations

import pytest

from harness.api import ROUTES, AnswerNotUnderstood, GuardRefused
from harness.api.guard import Guard
from harness.api.models.document import Buyer, Document, DocumentCreate, Line
from harness.api.models.einvoicing import PeppolSettings, RecipientCheck, Sending, SupplierCreate, Validation

OWN = "ent_own"
SUPPLIER = SupplierCreate(company_name="Acme", country_code="BE", vat_number="BE0123456749")
REMOTE = "https://eu.spaceinvoices.com"


@pytest.mark.parametrize(("call", "path"), [
    (lambda e: e.xrechnung(OWN, "inv_1"), "/invoices/inv_1/xrechnung"),
    (lambda e: e.xrechnung(OWN, "cre_1", "credit_notes"), "/credit-notes/cre_1/xrechnung"),
    (lambda e: e.eslog(OWN, "inv_1"), "/documents/inv_1/eslog"),
    (lambda e: e.xml(OWN, "inv_1"), "/e-invoicing/documents/inv_1/xml"),
])  # fmt: skip
def test_xml_comes_as_bytes(client, target, answer, call, path) -> None:
    target.answers(answer(200, b"<Invoice/>", "application/xml; charset=utf-8"))
    assert call(client.e_invoicing).value == b"<Invoice/>"
    (request,) = target.requests
    assert (request.method, request.url.path, request.headers["x-entity-id"]) == ("GET", path, OWN)


@pytest.mark.parametrize("group", ["invoices", "credit_notes"])
def test_the_hybrid_form_is_a_pdf(client, target, answer, group) -> None:
    target.answers(answer(200, b"%PDF-1.7 ...", "application/pdf"))
    assert client.e_invoicing.zugferd(OWN, "x_1", group).value.startswith(b"%PDF")
    assert target.requests[0].url.path == f"/{group.replace('_', '-')}/x_1/zugferd"


@pytest.mark.parametrize(("body", "kind"), [(b"<a/>", "text/html"), (b" \n", "application/xml"), (b"{}", "")])
def test_what_is_no_xml(client, target, answer, body, kind) -> None:
    target.answers(answer(200, body, kind))
    with pytest.raises(AnswerNotUnderstood):
        client.e_invoicing.eslog(OWN, "inv_1")


def test_peppol_from_settings_to_sending(client, target, answer, document_json) -> None:
    calls = client.e_invoicing
    target.answers(answer(200, {"enabled": True, "auto_send": False, "default_scheme_id": None}))
    assert calls.set(OWN, PeppolSettings(enabled=True)).value.enabled is True
    assert (target.requests[-1].method, target.last_body) == ("PUT", {"enabled": True})
    assert calls.settings(OWN).value.auto_send is False
    target.answers(answer(201, {"id": "einv_sup_1", "status": "approved"}))
    assert calls.onboard(OWN, SUPPLIER).value.status == "approved"
    assert calls.supplier(OWN).value.id == "einv_sup_1"
    target.answers(answer(200, {"found": False}))
    assert calls.find_customer(OWN, RecipientCheck(peppol_id="1")).value.found is False
    assert calls.check_recipient(OWN, RecipientCheck(peppol_id="1", scheme_id="0088")).value.found is False
    target.answers(answer(200, {**document_json, "e_invoicing": {"status": "pending", "message_id": "m"}}))
    sent = calls.send(OWN, "inv_1", Sending(recipient_peppol_id="1")).value.e_invoicing
    assert (sent.status, sent.message_id, target.last_body) == ("pending", "m", {"recipient_peppol_id": "1"})
    calls.send(OWN, "inv_1")
    assert target.last_body == {}


@pytest.mark.parametrize("call", [
    lambda e: e.send(OWN, "inv_1"),
    lambda e: e.onboard(OWN, SUPPLIER),
    lambda e: e.set(OWN, PeppolSettings(auto_send=True)),
])  # fmt: skip
def test_nothing_is_handed_to_peppol_on_a_remote_target(make_client, target, answer, call) -> None:
    target.answers(answer(200, {}))
    with pytest.raises(GuardRefused) as refused:
        call(make_client(REMOTE).e_invoicing)
    assert (refused.value.layer, target.requests) == ("delivery", [])


def test_an_invoice_that_sends_itself_stays_here(make_client, target, answer, document_json) -> None:
    target.answers(answer(201, document_json))
    body = {"items": [{"name": "x"}], "e_invoicing": {"send_enabled": True}}
    with pytest.raises(GuardRefused):
        make_client(REMOTE).invoices.create(OWN, body)
    assert target.requests == []
    assert make_client(REMOTE).invoices.create(OWN, {**body, "e_invoicing": {"send_enabled": False}}).value.id


def test_looking_up_a_recipient_is_harmless(make_client, target, answer) -> None:
    target.answers(answer(200, {"found": True}))
    assert make_client(REMOTE).e_invoicing.check_recipient(OWN, RecipientCheck(peppol_id="1")).value.found


def test_the_guard_takes_a_target_for_remote_unless_it_is_told() -> None:
    guard = Guard("run-1")
    guard.admit(OWN)
    with pytest.raises(GuardRefused):
        guard.before(ROUTES["e_invoicing.send"], "inv_1", OWN, {}, "a call")
    guard.before(ROUTES["e_invoicing.send"], "inv_1", OWN, {}, "a call", remote=False)


def test_what_reaches_out_is_marked() -> None:
    assert {name for name, route in ROUTES.items() if route.reaches_out} == {
        "e_invoicing.set", "e_invoicing.onboard", "e_invoicing.send"}  # fmt: skip


def test_what_an_invoice_sends_for_its_e_invoices() -> None:
    customer = Buyer.model_validate({"name": "City", "peppol_id": "1", "e_invoicing": {"buyer_reference": "L-1"}})
    body = DocumentCreate(items=(Line(name="x"),), customer=customer, zugferd=Validation(validation_required=True))
    assert body.wire() == {
        "items": ({"name": "x"},),
        "customer": {"name": "City", "peppol_id": "1", "e_invoicing": {"buyer_reference": "L-1"}},
        "zugferd": {"validation_required": True},
    }


def test_validation_blocks_of_a_document(document_json) -> None:
    block = {"validation_status": "invalid", "validated_at": "2026-01-01", "errors": [{"code": "BR-07"}]}
    document_json = {**document_json, "total_with_tax": 122}
    document = Document.model_validate({**document_json, "zugferd": block, "xrechnung": None, "eslog": None})
    assert (document.zugferd.validation_status, document.xrechnung) == ("invalid", None)
    assert not [row for row in document.drift() if "validation" in row]
    odd = Document.model_validate({**document_json, "eslog": {"state": "valid"}})
    assert {"validation.state: unknown field", "validation.validation_status: missing field"} <= set(odd.drift())
