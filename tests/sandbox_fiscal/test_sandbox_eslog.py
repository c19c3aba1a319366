"""eSLOG 2.0: the XML fits the schema where that is at hand, and says what the document says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

SCHEMA = Path(__file__).parents[2] / "harness/_artefacts/eslog/eSLOG20_INVOIC_v200.xsd"
SELLER = {"address": "Trg 1", "city": "Ljubljana", "post_code": "1000"}
SETTINGS = {"bank_accounts": [{"type": "iban", "iban": "SI56192001234567892"}], "eslog_validation_enabled": True}
NAME = "{urn:eslog:2.00}"
BUYER = {"name": "Kupec", "country": "Slovenia", "tax_number": "SI12345679", "save_customer": False}


def _sums(root: ElementTree.Element) -> dict[str, str]:
    parts = root.findall(f".//{NAME}G_SG50/{NAME}S_MOA/{NAME}C_C516")
    return {part.findtext(f"{NAME}D_5025", ""): part.findtext(f"{NAME}D_5004", "") for part in parts}


def test_the_document_says_what_the_api_says(make_tenant: Callable[..., Any]) -> None:
    tenant = make_tenant(**SELLER, settings=SETTINGS)
    invoice = tenant.invoice(customer=BUYER, payments=[{"type": "cash", "amount": 22}])
    assert invoice["eslog"]["validation_status"] == "valid", invoice["eslog"]
    root = ElementTree.fromstring(tenant.get(f"/documents/{invoice['id']}/eslog").content)
    expected = {"79": "100.00", "389": "100.00", "176": "22.00", "388": "122.00", "113": "22.00", "9": "100.00"}
    assert _sums(root) == expected
    assert root.findtext(f".//{NAME}D_1004") == invoice["number"]


@pytest.mark.parametrize("collection", ["invoices", "credit-notes"])
def test_it_fits_the_schema(make_tenant: Callable[..., Any], collection: str) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    if not SCHEMA.exists():
        pytest.skip("the schema of eSLOG 2.0 is not at hand")
    tenant = make_tenant(**SELLER, settings=SETTINGS)
    line = {"name": "x", "price": 10.5, "taxes": [{"rate": 22}], "discounts": [{"value": 10}], "unit": "h"}
    made = tenant.invoice(collection, customer=BUYER, items=[line], note="Hvala", date_service="2026-11-01")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert schema.validate(etree.fromstring(tenant.get(f"/documents/{made['id']}/eslog").content)), schema.error_log


def test_what_is_missing_is_named(make_tenant: Callable[..., Any]) -> None:
    tenant = make_tenant(settings={"eslog_validation_enabled": True})
    invoice = tenant.invoice(customer=BUYER)
    codes = {error["code"] for error in invoice["eslog"]["errors"]}
    assert codes == {"ESLOG-ADDRESS", "ESLOG-CITY", "ESLOG-POST-CODE", "ESLOG-ACCOUNT"}
    assert tenant.get(f"/documents/{invoice['id']}/eslog").status_code == 422
