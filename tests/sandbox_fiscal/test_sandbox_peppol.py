"""Peppol: onboarding, recipients, sending and its states (contract section 24)."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.sandbox.profile import Profile

SUPPLIER = {"company_name": "Acme", "country_code": "BE", "vat_number": "BE0123456749"}
BUYER = {
    "name": "Koper", "country": "Belgium", "tax_number": "BE0987654394", "peppol_id": "0987654394",
    "peppol_scheme_id": "0208", "save_customer": False,
}  # fmt: skip


@pytest.fixture
def make_seller(make_tenant: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **switches: make_tenant(
        {"profile": Profile(**switches)}, country="Belgium", tax_number="BE0123456749", email="a@b.example"
    )


def _send(tenant: Any, **fields: Any) -> Any:
    invoice = tenant.invoice(customer={**BUYER, **fields}, rate=21)
    return tenant.post(f"/e-invoicing/documents/{invoice['id']}/send")


@pytest.mark.parametrize("outcome", ["delivered", "pending", "failed"])
def test_sending_has_states(make_seller: Callable[..., Any], outcome: str) -> None:
    seller = make_seller(peppol_outcome=outcome)
    assert _send(seller).status_code == 422
    assert seller.done("POST", "/e-invoicing/supplier", SUPPLIER)["status"] == "approved"
    block = _send(seller).json()["e_invoicing"]
    assert (block["status"], block["recipient_scheme_id"]) == (outcome, "0208")
    assert (block["error"] is None) == (outcome != "failed")


def test_unknown_and_missing_recipients(make_seller: Callable[..., Any]) -> None:
    seller = make_seller()
    seller.done("POST", "/e-invoicing/supplier", SUPPLIER)
    assert seller.post("/e-invoicing/supplier", SUPPLIER).status_code == 422
    assert _send(seller, peppol_id="unknown-1").json()["e_invoicing"]["status"] == "failed"
    assert _send(seller, peppol_id=None).status_code == 422
    assert seller.done("POST", "/e-invoicing/customer-search", {"peppol_id": "1"})["found"] is True
    assert seller.done("POST", "/e-invoicing/recipient-check", {"peppol_id": "unknown"})["found"] is False


def test_what_is_sent_is_peppol_bis_3(make_seller: Callable[..., Any]) -> None:
    seller = make_seller()
    invoice = seller.invoice(customer=BUYER, rate=21)
    text = seller.get(f"/e-invoicing/documents/{invoice['id']}/xml").text
    assert "poacc:billing:3.0" in text
    assert '<cbc:EndpointID schemeID="0208">0987654394<' in text


def test_settings_are_protected(make_seller: Callable[..., Any]) -> None:
    seller = make_seller()
    seller.done("PUT", "/e-invoicing/settings", {"enabled": True})
    assert seller.get("/e-invoicing/settings").json() == {
        "enabled": True,
        "auto_send": False,
        "default_scheme_id": None,
    }
    seller.done(
        "PATCH", f"/entities/{seller.headers['x-entity-id']}", {"settings": {"e_invoicing": {"enabled": False}}}
    )
    assert seller.get("/e-invoicing/settings").json()["enabled"] is True
