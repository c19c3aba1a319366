"""FINA: numbers, ZKI, JIR, the QR address, payment types, late submission (contract section 22)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from harness.sandbox.fiscal.codes import Receipt, zki
from harness.sandbox.fiscal.keys import signing_key

BASE = "/fiscalization/fina"
LOCAL = datetime(2026, 11, 22, 11, 15, 30)
BUYER = {"name": "Kupac", "country": "Croatia", "save_customer": False}


@pytest.fixture
def make_fina(make_tenant: Callable[..., Any]) -> Callable[..., Any]:
    def make(**settings: Any) -> Any:
        tenant = make_tenant(country="Croatia", tax_number="HR12345678903")
        tenant.done("PUT", f"{BASE}/settings", {"enabled": True, "operator_oib": "12345678903", **settings})
        premise = tenant.done("POST", f"{BASE}/premises", {"business_premise_name": "PP1"})["id"]
        for name in ("1", "2"):
            tenant.done("POST", f"{BASE}/premises/{premise}/devices", {"electronic_device_name": name})
        return tenant

    return make


def _invoice(tenant: Any, collection: str = "invoices", **fields: Any) -> dict[str, Any]:
    body: dict[str, Any] = tenant.invoice(collection, **{"customer": BUYER, "rate": 25, **fields})
    return body


def test_an_invoice_gets_zki_jir_and_address(make_fina: Callable[..., Any]) -> None:
    tenant = make_fina()
    invoice = _invoice(tenant)
    data = invoice["fina"]["data"]
    receipt = Receipt("12345678903", LOCAL, 1, "PP1", "1", invoice["total_with_tax"])
    assert (invoice["number"], data["zki"]) == ("1/PP1/1", zki(signing_key(0, "fina"), receipt))
    assert data["qr_code_url"] == f"https://porezna.gov.hr/rn?jir={data['jir']}&datv=20261122_1115&izn=12500"
    assert _invoice(tenant, "credit-notes")["fina"]["data"]["qr_code_url"].endswith("&izn=-12500")
    assert tenant.get("/documents/next-number").json()["number"] == "3/PP1/1"


@pytest.mark.parametrize(("sequence", "numbers"), [("P", ["1/PP1/1", "2/PP1/2"]), ("N", ["1/PP1/1", "1/PP1/2"])])
def test_sequences(make_fina: Callable[..., Any], sequence: str, numbers: list[str]) -> None:
    tenant = make_fina(numbering_sequence=sequence)
    assert [_invoice(tenant, fina={"electronic_device_name": name})["number"] for name in ("1", "2")] == numbers


@pytest.mark.parametrize(
    ("fields", "letter"),
    [
        ({}, "T"),
        ({"fina": {"payment_type": "cash"}}, "G"),
        ({"fina": {"payment_type": "paypal"}}, "O"),
        ({"payments": [{"type": "card"}]}, "K"),
        ({"payments": [{"type": "card", "amount": 1}, {"type": "cash"}]}, "O"),
    ],
)
def test_payment_types(make_fina: Callable[..., Any], fields: dict[str, Any], letter: str) -> None:
    assert _invoice(make_fina(), **fields)["fina"]["data"]["payment_type"] == letter


def test_without_an_answer_the_address_has_the_zki(make_fina: Callable[..., Any]) -> None:
    tenant = make_fina()
    tenant.done("PUT", "/sandbox/authorities", {"fina": "down"})
    waiting = _invoice(tenant)
    data = waiting["fina"]["data"]
    assert (waiting["fina"]["status"], data["jir"]) == ("pending", None)
    assert f"rn?zki={data['zki']}&" in data["qr_code_url"]
    tenant.done("PUT", "/sandbox/authorities", {"fina": None})
    late = tenant.done("POST", f"{BASE}/documents/{waiting['id']}/fiscalize")["fina"]
    assert (late["status"], late["data"]["zki"]) == ("success", data["zki"])
    assert f"jir={late['data']['jir']}" in late["data"]["qr_code_url"]


def test_what_is_missing_is_named(make_fina: Callable[..., Any]) -> None:
    tenant = make_fina(operator_oib=None)
    answer = tenant.post("/invoices", {"customer": BUYER, "items": [{"name": "x", "price": 1}]})
    assert (answer.status_code, answer.json()["cause"]["issues"][0]["path"]) == (422, ["fina", "operator_oib"])
    premise = tenant.get(f"{BASE}/premises").json()[0]["id"]
    assert tenant.request("DELETE", f"{BASE}/premises/{premise}").status_code == 200
    assert tenant.get(f"{BASE}/premises").json() == []
