"""FURS: registers, numbering, codes, skipping, late submission, cancelling (contract section 21)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from harness.sandbox.fiscal.codes import Receipt, furs_record, zoi
from harness.sandbox.fiscal.keys import signing_key
from harness.sandbox.profile import Profile

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LOCAL = datetime(2026, 11, 22, 11, 15, 30)


def _place(device: str) -> dict[str, Any]:
    return {"business_premise_name": "P1", "electronic_device_name": device}


def test_an_invoice_gets_zoi_eor_and_record(furs: Any) -> None:
    invoice = furs.invoice()
    block = invoice["furs"]
    receipt = Receipt("10039856", LOCAL, 1, "P1", "E1", invoice["total_with_tax"])
    assert invoice["number"] == "P1-E1-1"
    assert (block["status"], block["data"]["zoi"]) == ("success", zoi(signing_key(0, "furs"), receipt))
    assert UUID.fullmatch(block["data"]["eor"])
    assert block["data"]["qr_code"] == furs_record(block["data"]["zoi"], "10039856", LOCAL)
    assert furs.get(f"/invoices/{invoice['id']}").json() == invoice


def test_a_credit_note_is_signed_with_a_negative_amount(furs: Any) -> None:
    note = furs.invoice("credit-notes")
    receipt = Receipt("10039856", LOCAL, 1, "P1", "E1", -note["total_with_tax"])
    assert note["furs"]["data"]["zoi"] == zoi(signing_key(0, "furs"), receipt)


@pytest.mark.parametrize(
    ("strategy", "numbers"),
    [("C", ["P1-E1-1", "P1-E2-2", "P1-E1-3"]), ("B", ["P1-E1-1", "P1-E2-1", "P1-E1-2"])],
)
def test_numbering_strategies(make_furs: Callable[..., Any], strategy: str, numbers: list[str]) -> None:
    tenant = make_furs(numbering_strategy=strategy)
    expected = tenant.get("/documents/next-number?type=invoice&electronic_device_name=E1").json()
    issued = [tenant.invoice(furs=_place(device))["number"] for device in ("E1", "E2", "E1")]
    assert issued == numbers
    assert (expected["number"], expected["furs"]) == ("P1-E1-1", _place("E1"))


def test_the_date_is_forced_to_today_in_slovenia(make_furs: Callable[..., Any]) -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    tenant = make_furs({"clock": lambda: late})
    invoice = tenant.invoice(date="2026-10-01")
    assert invoice["date"] == "2026-11-23T00:00:00.000Z"
    assert "261123003000" in invoice["furs"]["data"]["qr_code"]


def test_skipping_is_for_bank_transfers_and_unpaid_documents(furs: Any) -> None:
    skipped = furs.invoice(furs={"skip": True}, payments=[{"type": "bank_transfer"}])
    assert (skipped["furs"]["status"], skipped["number"]) == ("skipped", "2026-00001")
    assert furs.invoice(furs={"skip": True})["furs"]["data"] is None
    body = {"items": [{"name": "x", "price": 1}], "furs": {"skip": True}, "payments": [{"type": "cash"}]}
    refused = furs.post("/invoices", {"customer": {"country": "Slovenia", "save_customer": False}, **body})
    assert (refused.status_code, refused.json()["cause"]["issues"][0]["path"]) == (422, ["furs", "skip"])


def test_skipping_by_default_gives_way_to_cash(make_furs: Callable[..., Any]) -> None:
    tenant = make_furs(default_skip_fiscalization=True)
    assert tenant.invoice()["furs"]["status"] == "skipped"
    assert tenant.invoice(payments=[{"type": "cash"}])["furs"]["status"] == "success"
    assert tenant.invoice(furs={"skip": False})["furs"]["status"] == "success"


def test_foreign_sales_are_left_alone_unless_all_are_wanted(make_furs: Callable[..., Any]) -> None:
    buyer = {"name": "Käufer", "country": "Germany", "save_customer": False}
    assert make_furs().invoice(customer=buyer)["furs"] is None
    everything = make_furs({"profile": Profile(furs_fiscalizes="all")})
    assert everything.invoice(customer=buyer)["furs"]["status"] == "success"


def test_an_authority_that_is_down_is_told_later(furs: Any) -> None:
    assert furs.done("PUT", "/sandbox/authorities", {"furs": "down"}) == {"furs": "down", "fina": "up"}
    waiting = furs.invoice()
    path = f"/fiscalization/furs/documents/{waiting['id']}/fiscalize"
    assert (waiting["furs"]["status"], waiting["furs"]["data"]["eor"]) == ("pending", None)
    assert furs.done("POST", path)["furs"]["status"] == "pending"
    furs.done("PUT", "/sandbox/authorities", {"furs": "up"})
    late = furs.done("POST", path)
    assert late["furs"]["status"] == "success"
    assert late["furs"]["data"] == {**waiting["furs"]["data"], "eor": late["furs"]["data"]["eor"]}
    assert UUID.fullmatch(late["furs"]["data"]["eor"])
    assert furs.post(path).status_code == 422


def test_a_fiscalized_document_is_voided_with_its_own_eor_and_never_changed(furs: Any) -> None:
    invoice = furs.invoice()
    assert furs.request("PATCH", f"/invoices/{invoice['id']}", json={"note": "x"}).status_code == 422
    data = furs.done("POST", f"/invoices/{invoice['id']}/void", {"reason": "mistake"})["furs"]["data"]
    assert (data["cancelled"], data["zoi"]) == (True, invoice["furs"]["data"]["zoi"])
    assert data["cancelled_eor"] != data["eor"]
    note = furs.invoice("credit-notes")
    assert furs.post(f"/credit-notes/{note['id']}/void").status_code == 422


def test_a_draft_is_fiscalized_when_it_is_finalized(furs: Any) -> None:
    draft = furs.invoice(is_draft=True)
    assert draft["furs"] is None
    final = furs.done("POST", f"/documents/{draft['id']}/finalize?type=invoice", {"furs": _place("E2")})
    assert (final["number"], final["furs"]["status"]) == ("P1-E2-1", "success")


def test_registers(furs: Any) -> None:
    base = "/fiscalization/furs"
    estate = {
        "business_premise_name": "SHOP", "cadastral_number": "365", "building_number": "12", "building_section": "3",
        "street": "Trg", "house_number": "1", "community": "Ljubljana", "city": "Ljubljana", "postal_code": "1000",
    }  # fmt: skip
    assert furs.done("POST", f"{base}/premises/real-estate", estate)["business_premise_name"] == "SHOP"
    assert furs.post(f"{base}/premises/real-estate", estate).status_code == 409
    assert furs.post(f"{base}/premises/real-estate", {**estate, "postal_code": "10"}).status_code == 422
    first, second = furs.get(f"{base}/premises").json()
    assert ([device["name"] for device in first["Devices"]], second["Devices"]) == (["E1", "E2"], [])
    device = first["Devices"][0]["id"]
    furs.done("PATCH", f"{base}/devices/{device}", {"starting_number": 500})
    assert furs.get(f"{base}/devices/{device}").json()["starting_number"] == 500
    assert furs.invoice()["number"] == "P1-E1-500"
    assert furs.post(f"{base}/premises/{first['id']}/devices", {"name": "E1"}).status_code == 409
    furs.done("POST", f"{base}/premises/{first['id']}/close")
    assert (
        furs.post("/invoices", {"customer": {"country": "Slovenia"}, "items": [{"name": "x", "price": 1}]}).status_code
        == 422
    )


def _certificate(passphrase: bytes) -> tuple[Any, bytes]:
    key = signing_key(7, "furs")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    builder = builder.not_valid_before(datetime(2026, 1, 1)).not_valid_after(datetime(2027, 1, 1))
    certificate = builder.sign(key, hashes.SHA256())
    return key, pkcs12.serialize_key_and_certificates(b"t", key, certificate, None, BestAvailableEncryption(passphrase))


def test_an_uploaded_certificate_signs(furs: Any) -> None:
    key, data = _certificate(b"secret")
    path = "/fiscalization/furs/settings/certificate"
    wrong = furs.request("POST", path, files={"file": ("a.p12", data)}, data={"passphrase": "no"})
    assert wrong.status_code == 422
    stored = furs.request("POST", path, files={"file": ("a.p12", data)}, data={"passphrase": "secret"})
    assert (stored.status_code, stored.json()["certificate_status"]) == (201, "valid")
    receipt = Receipt("10039856", LOCAL, 1, "P1", "E1", 122)
    assert furs.invoice()["furs"]["data"]["zoi"] == zoi(key, receipt)
    assert furs.done("DELETE", path)["certificate_status"] == "missing"


def test_a_profile_may_demand_the_certificate(make_furs: Callable[..., Any]) -> None:
    tenant = make_furs({"profile": Profile(fiscal_needs_certificate=True)})
    answer = tenant.post("/invoices", {"customer": {"country": "Slovenia"}, "items": [{"name": "x", "price": 1}]})
    assert (answer.status_code, "certificate" in answer.json()["message"]) == (422, True)


def test_other_countries_have_no_furs(make_tenant: Callable[..., Any]) -> None:
    german = make_tenant(country="Germany", tax_number="DE136695976")
    assert german.put("/fiscalization/furs/settings", {"enabled": True}).status_code == 422
