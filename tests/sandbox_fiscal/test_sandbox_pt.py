"""Portugal: series, ATCUD, signature chain, QR fields, printed line (contract section 23)."""

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from harness.sandbox.fiscal.keys import signing_key

SELLER = {
    "country": "Portugal", "tax_number": "PT123456789", "company_number": "1", "phone": "1", "email": "a@b.example",
    "address": "Rua 1", "city": "Lisboa", "post_code": "1000-001", "state": "Lisboa", "starting_capital": 5000,
    "settings": {"pt": {"operator_first_name": "A", "operator_last_name": "B", "operator_tax_number": "123456789"}},
}  # fmt: skip
BUYER = {"name": "Cliente", "country": "Portugal", "tax_number": "PT500000000", "save_customer": False}


@pytest.fixture
def seller(make_tenant: Callable[..., Any]) -> Any:
    tenant = make_tenant(**SELLER)
    for kind in ("invoice", "credit_note"):
        series = {"document_type": kind, "series_code": "A2026", "validation_code": "CSDF7T5H"}
        tenant.done("POST", "/fiscalization/pt/series", series)
    return tenant


def _invoice(tenant: Any, collection: str = "invoices", **fields: Any) -> dict[str, Any]:
    body: dict[str, Any] = tenant.invoice(collection, **{"customer": BUYER, "rate": 23, **fields})
    return body


def test_the_chain_of_a_series_verifies(seller: Any) -> None:
    key, previous = signing_key(0, "pt").public_key(), ""
    for place in (1, 2, 3):
        invoice = _invoice(seller)
        block = invoice["pt"]
        assert (invoice["number"], block["atcud"]) == (f"FT A2026/{place}", f"CSDF7T5H-{place}")
        text = f"2026-11-22;{block['system_entry_date']};FT A2026/{place};123.00;{previous}"
        key.verify(base64.b64decode(block["hash"]), text.encode(), padding.PKCS1v15(), hashes.SHA1())
        previous = block["hash"]
    note = _invoice(seller, "credit-notes")
    assert (note["number"], note["pt"]["atcud"]) == ("NC A2026/1", "CSDF7T5H-1")


def _fields(record: str) -> dict[str, str]:
    return dict(part.split(":", 1) for part in record.split("*"))


def test_the_qr_fields_reconcile(seller: Any) -> None:
    rates = [{"name": "x", "price": 10, "taxes": [{"rate": rate}]} for rate in (23, 13, 6)]
    rates.append({"name": "z", "price": 10, "taxes": [{"rate": 0, "pt_exemption_code": "M07"}]})
    invoice = _invoice(seller, items=[*rates, {"name": "y", "price": 5, "taxes": []}])
    fields = _fields(invoice["pt"]["qr_code"])
    assert list(fields) == [*"ABCDEFGH", *(f"I{n}" for n in range(1, 9)), *"NOQR"]
    assert (fields["A"], fields["B"], fields["C"], fields["D"], fields["F"]) == (
        "123456789", "500000000", "PT", "FT", "20261122",
    )  # fmt: skip
    assert (fields["G"], fields["H"], fields["Q"]) == (
        invoice["number"], invoice["pt"]["atcud"], invoice["pt"]["hash_printed"],
    )  # fmt: skip
    tax = sum(Decimal(fields[name]) for name in ("I4", "I6", "I8"))
    base = sum(Decimal(fields[name]) for name in ("I2", "I3", "I5", "I7"))
    assert (tax, base + tax) == (Decimal(fields["N"]), Decimal(fields["O"]))


@pytest.mark.parametrize(
    ("tax", "status"), [({}, 422), ({"pt_exemption_code": "M03"}, 422), ({"pt_exemption_code": "M07"}, 201)]
)
def test_a_line_without_vat_says_why(seller: Any, tax: dict[str, Any], status: int) -> None:
    answer = seller.post(
        "/invoices", {"customer": BUYER, "items": [{"name": "x", "price": 1, "taxes": [{"rate": 0, **tax}]}]}
    )
    assert answer.status_code == status
    if status == 201:
        assert answer.json()["items"][0]["taxes"][0]["pt_exemption_code"] == "M07"
    else:
        assert answer.json()["cause"]["issues"][0]["path"][-1] == "pt_exemption_code"


def test_a_retail_sale_is_to_the_final_consumer(seller: Any) -> None:
    fields = _fields(_invoice(seller, customer=None)["pt"]["qr_code"])
    assert (fields["B"], fields["C"]) == ("999999990", "Desconhecido")


def test_the_line_of_the_certified_program_is_printed(seller: Any) -> None:
    invoice = _invoice(seller)
    page = seller.get(f"/documents/{invoice['id']}/html").text
    assert f"{invoice['pt']['hash_printed']}-Processado por programa certificado n.º 9999/AT" in page
    assert "ATCUD:CSDF7T5H-1" in page


def test_no_drafts_and_no_changes(seller: Any) -> None:
    body = {"customer": BUYER, "items": [{"name": "x", "price": 1}]}
    assert seller.post("/invoices", {**body, "is_draft": True}).status_code == 422
    invoice = _invoice(seller)
    assert seller.request("PATCH", f"/invoices/{invoice['id']}", json={"note": "x"}).status_code == 422


def test_series_are_registered_once(seller: Any) -> None:
    series = {"document_type": "invoice", "series_code": "B", "first_number": 7}
    made = seller.done("POST", "/fiscalization/pt/series", series)
    assert len(made["validation_code"]) == 8
    assert seller.post("/fiscalization/pt/series", series).status_code == 409
    assert _invoice(seller, pt={"series_id": made["id"]})["number"] == "FT B/7"
    assert seller.request("DELETE", f"/fiscalization/pt/series/{made['id']}").status_code == 422
    assert seller.get("/documents/next-number?type=invoice").json()["pt"]["series_code"] == "A2026"
