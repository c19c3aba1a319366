"""Defects of these areas over HTTP: what they change is seen, and nothing else changes."""

from collections.abc import Callable
from typing import Any

import pytest

GERMAN = {
    "country": "Germany", "tax_number": "DE136695976", "address": "Weg 2", "city": "Berlin", "post_code": "10115",
    "phone": "+49 30 1234567", "email": "post@lampen.example",
    "settings": {"xrechnung": {"enabled": True}, "tax_rules": {"eu": {"auto_reverse_charge": True}}},
}  # fmt: skip
BUYER = {
    "name": "Acheteur", "country": "France", "tax_number": "FR83404833048", "address": "1", "city": "Paris",
    "post_code": "75001", "email": "a@b.example", "e_invoicing": {"buyer_reference": "L-1"}, "save_customer": False,
}  # fmt: skip


def test_codes_of_the_invoice_before(furs: Any) -> None:
    first = furs.invoice()["furs"]["data"]
    stale = furs.with_defect("zoi-of-other-invoice").invoice()["furs"]["data"]
    assert stale["zoi"] == first["zoi"]
    again = furs.with_defect("eor-reused").invoice()["furs"]["data"]
    assert again["eor"] == stale["eor"]
    assert furs.invoice()["furs"]["data"]["eor"] != again["eor"]


def test_a_missing_code_is_missing_on_the_page_alone(furs: Any) -> None:
    invoice = furs.invoice()
    path = f"/documents/{invoice['id']}/html"
    assert 'alt="furs"' in furs.get(path).text
    assert 'alt="furs"' not in furs.with_defect("qr-missing").get(path).text
    assert furs.with_defect("qr-missing").get(f"/invoices/{invoice['id']}").json() == invoice


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("xml-total-differs", '<cbc:PayableAmount currencyID="EUR">100.00<'),
        ("xml-missing-buyer-reference", "<cbc:BuyerReference>L-1<"),
        ("reverse-charge-category-S-in-xml", "<cbc:ID>AE<"),
        ("xml-issue-date-differs", "<cbc:IssueDate>2026-11-22<"),
        ("xml-seller-vat-id-missing", "<cbc:CompanyID>DE136695976<"),
    ],
)
def test_defects_of_the_xml(make_tenant: Callable[..., Any], name: str, gone: str) -> None:
    tenant = make_tenant(**GERMAN)
    path = f"/invoices/{tenant.invoice(customer=BUYER, rate=19)['id']}/xrechnung"
    honest, faulty = tenant.get(path).text, tenant.with_defect(name).get(path).text
    assert gone in honest
    assert gone not in faulty
    assert tenant.get(path).text == honest
