"""Fiscalization: what is sent where, what the answers become, and that the guard looks at the authority."""

from __future__ import annotations

import json

import pytest

from harness.api import GuardRefused, Secret
from harness.api.errors import AnswerNotUnderstood
from harness.api.models.document import Document, DocumentCreate, Finalize, Line, LineTax
from harness.api.models.fiscal import (
    FinaDevice,
    FinaInput,
    FinaPremise,
    FinaSettings,
    FursDevice,
    FursInput,
    FursSettings,
    Movable,
    PtInput,
    RealEstate,
    SeriesCreate,
)
from harness.api.routes import ROUTES, Provenance

OWN = "ent_own"
REGISTERED = {"success": True, "message": "ok", "business_premise_name": "P1", "environment": "test"}
ESTATE = RealEstate(
    business_premise_name="P1", cadastral_number="1", building_number="2", building_section="3", street="Trg",
    house_number="1", community="Ljubljana", city="Ljubljana", postal_code="1000",
)  # fmt: skip
SETTINGS = {"enabled": True, "operator_label": "Ana", "has_certificate": True, "certificate_status": "valid"}
SERIES = {"id": "ser_1", "document_type": "invoice", "series_code": "A", "validation_code": "CSDF7T5H"}


@pytest.mark.parametrize(
    ("call", "answered", "method", "path", "body"),
    [
        (lambda f: f.furs.settings(OWN), SETTINGS, "GET", "/fiscalization/furs/settings", None),
        (lambda f: f.furs.put_settings(OWN, FursSettings(enabled=True, numbering_strategy="B")), SETTINGS, "PUT",
         "/fiscalization/furs/settings", {"enabled": True, "numbering_strategy": "B"}),
        (lambda f: f.fina.put_settings(OWN, FinaSettings(enabled=True, numbering_sequence="N")), SETTINGS, "PUT",
         "/fiscalization/fina/settings", {"enabled": True, "numbering_sequence": "N"}),
        (lambda f: f.furs.register_real_estate(OWN, ESTATE), REGISTERED, "POST",
         "/fiscalization/furs/premises/real-estate", ESTATE.wire()),
        (lambda f: f.furs.register_movable(OWN, Movable(business_premise_name="P1", premise_type="C")), REGISTERED,
         "POST", "/fiscalization/furs/premises/movable", {"business_premise_name": "P1", "premise_type": "C"}),
        (lambda f: f.furs.add_device(OWN, "pre_1", FursDevice(name="E1")), {"id": "dev_1"}, "POST",
         "/fiscalization/furs/premises/pre_1/devices", {"name": "E1"}),
        (lambda f: f.fina.add_premise(OWN, FinaPremise(business_premise_name="P1")),
         {"id": "pre_1", "business_premise_name": "P1"}, "POST", "/fiscalization/fina/premises",
         {"business_premise_name": "P1"}),
        (lambda f: f.fina.add_device(OWN, "pre_1", FinaDevice(electronic_device_name="1")), {"id": "dev_1"}, "POST",
         "/fiscalization/fina/premises/pre_1/devices", {"electronic_device_name": "1"}),
        (lambda f: f.pt.create(OWN, SeriesCreate(document_type="invoice", series_code="A")), SERIES, "POST",
         "/fiscalization/pt/series", {"document_type": "invoice", "series_code": "A"}),
        (lambda f: f.furs.delete_certificate(OWN), {}, "DELETE", "/fiscalization/furs/settings/certificate", None),
        (lambda f: f.embedded.authorities(OWN, {"furs": "down"}), {"furs": "down"}, "PUT", "/sandbox/authorities",
         {"furs": "down"}),
        (lambda f: f.embedded.keys(), {"furs": "a", "fina": "b", "pt": "c"}, "GET", "/sandbox/keys", None),
    ],
)  # fmt: skip
def test_what_is_sent_where(client, target, answer, call, answered, method, path, body):
    target.answers(answer(body=answered))
    call(client.fiscalization)
    sent = target.requests[-1]
    assert (sent.method, sent.url.path) == (method, path)
    assert (json.loads(sent.content) if sent.content else None) == body


def test_certificate_travels_as_a_form_with_its_passphrase(client, target, answer):
    target.answers(answer(body={"has_certificate": True, "certificate_status": "valid"}))
    answered = client.fiscalization.furs.upload_certificate(OWN, b"\x30\x82p12", Secret("correct horse"))
    form = target.requests[-1].content
    assert answered.value.certificate_status == "valid"
    assert b'name="passphrase"\r\n\r\ncorrect horse' in form
    assert b'name="file"; filename="certificate.p12"' in form
    assert b"\x30\x82p12" in form


def test_a_form_without_further_fields_stays_as_it_was(client, target, answer):
    target.answers(answer(body={"url": "https://x.test/logo.png"}))
    client.files.upload_logo(OWN, b"\x89PNG\r\n\x1a\n", "logo.png")
    assert target.requests[-1].content.count(b"Content-Disposition") == 1


def test_premises_are_a_bare_array(client, target, answer):
    rows = [{"id": "pre_1", "business_premise_name": "P1", "Devices": [{"name": "E1"}]}]
    target.answers(answer(body=rows))
    (premise,) = client.fiscalization.furs.premises(OWN).value
    assert (premise.id, premise.business_premise_name, premise.Devices) == ("pre_1", "P1", [{"name": "E1"}])


def test_an_array_of_something_else_is_not_understood(client, target, answer):
    target.answers(answer(body=[{"name": "no id"}]))
    with pytest.raises(AnswerNotUnderstood, match="id"):
        client.fiscalization.furs.premises(OWN)


def test_late_submission_answers_the_document(client, target, answer, document_json):
    target.answers(answer(body={**document_json, "furs": {"status": "success", "data": {"zoi": "a" * 32, "eor": "b"}}}))
    place = FursInput(business_premise_name="P1", electronic_device_name="E1")
    late = client.fiscalization.furs.fiscalize(OWN, "inv_1", place).value
    assert target.requests[-1].url.path == "/fiscalization/furs/documents/inv_1/fiscalize"
    assert target.last_body == {"business_premise_name": "P1", "electronic_device_name": "E1"}
    assert (late.furs.status, late.furs.data.zoi, late.furs.data.eor) == ("success", "a" * 32, "b")


def test_a_draft_becomes_final_with_its_fiscal_block(client, target, answer, document_json):
    target.answers(answer(body=document_json))
    client.documents.finalize(OWN, "inv_1", body=Finalize(furs=FursInput(electronic_device_name="E1")))
    assert target.last_body == {"furs": {"electronic_device_name": "E1"}}
    client.documents.finalize(OWN, "inv_1")
    assert target.last_body == {}


def test_a_document_is_sent_with_its_fiscal_block():
    line = Line(name="x", taxes=(LineTax(rate=0, pt_exemption_code="M07", pt_exemption_reason="art. 9"),))
    body = DocumentCreate(
        items=(line,),
        furs=FursInput(skip=True),
        fina=FinaInput(payment_type="cash"),
        pt=PtInput(series_id="ser_1"),
    ).wire()
    assert (body["furs"], body["fina"], body["pt"]) == (
        {"skip": True},
        {"payment_type": "cash"},
        {"series_id": "ser_1"},
    )
    assert body["items"][0]["taxes"] == ({"rate": 0, "pt_exemption_code": "M07", "pt_exemption_reason": "art. 9"},)


@pytest.mark.parametrize("block", ["furs", "fina", "pt"])
def test_an_unknown_field_of_a_block_is_drift(document_json, block):
    status = {} if block == "pt" else {"status": "success", "fiscalized_at": None, "error": None, "data": None}
    document = Document.model_validate({**document_json, "total_with_tax": 122, block: {**status, "sha3": "x"}})
    assert [row for row in document.drift() if row.startswith(f"document.{block}")] == [
        f"document.{block}.sha3: unknown field"
    ]


@pytest.mark.parametrize("environment", ["production", "live", None])
def test_an_authority_that_is_no_test_system_stops_the_run(client, target, answer, guard, environment):
    row = {key: value for key, value in REGISTERED.items() if key != "environment"}
    target.answers(answer(body=row if environment is None else {**row, "environment": environment}))
    with pytest.raises(GuardRefused):
        client.fiscalization.furs.register_movable(OWN, {"business_premise_name": "P1", "premise_type": "C"})
    assert "authority" in (guard.stopped or "")
    with pytest.raises(GuardRefused):
        client.invoices.list(OWN)


def test_nothing_is_registered_for_a_foreign_tenant(client, target, answer):
    target.answers(answer(body={}))
    fiscal = client.fiscalization
    calls = (
        lambda: fiscal.furs.upload_certificate("ent_other", b"x", Secret("passphrase")),
        lambda: fiscal.furs.put_settings("ent_other", FursSettings(enabled=True)),
        lambda: fiscal.fina.fiscalize("ent_other", "inv_1"),
        lambda: fiscal.pt.create("ent_other", SeriesCreate(document_type="invoice", series_code="A")),
        lambda: fiscal.embedded.authorities("ent_other", {"furs": "down"}),
    )
    for call in calls:
        with pytest.raises(GuardRefused):
            call()
    assert target.requests == []


def test_provenance_says_what_is_published():
    assert ROUTES["furs.put_settings"].provenance is Provenance.DOCUMENTED
    assert {ROUTES[f"{group}.fiscalize"].provenance for group in ("furs", "fina")} == {Provenance.INFERRED}
    assert ROUTES["pt.create_series"].provenance is Provenance.INFERRED
    embedded = {name for name, route in ROUTES.items() if route.provenance is Provenance.EMBEDDED}
    assert {"sandbox.keys", "sandbox.authorities"} <= embedded
    assert all(ROUTES[name].path.startswith("/sandbox/") for name in embedded)
