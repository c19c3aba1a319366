"""``harness validate``: verdicts with rule ids and versions, for XML and for PDFs that carry it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from harness.cli import main
from harness.reporting.schema import schema

ROOT = Path(__file__).parents[2]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, arguments), "--jobs", "1"], prog_name="harness")


@pytest.fixture
def xml(tmp_path: Path) -> Path:
    path = tmp_path / "invoice.xml"
    path.write_text(XML, encoding="utf-8")
    return path


def test_committed_schema_is_in_step() -> None:
    """Rewrite it with ``python -m harness.reporting.schema``."""
    committed = json.loads((ROOT / "reports" / "validation.schema.json").read_text(encoding="utf-8"))
    assert committed == schema("validation")


def test_a_valid_invoice_names_who_judged(xml: Path) -> None:
    result = call(xml, "--json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, schema("validation"))
    (entry,) = document["documents"]
    assert result.exit_code == 0
    assert entry["valid"] is True
    assert entry["profile"] == "en16931"
    assert {one["name"] for one in entry["judged_by"]} >= {"EN 16931 UBL"}
    assert all(one["version"] for one in entry["judged_by"])


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("119.00</cbc:TaxInclusive", "118.00</cbc:TaxInclusive", "BR-CO-15"),
        (">19.00</cbc:TaxAmount>", ">18.00</cbc:TaxAmount>", "BR-CO-17"),
        ("<cbc:ID>2026-17</cbc:ID>", "", "BR-02"),
        ("DE123456789", "XY123456789", "BR-CO-09"),
    ],
)
def test_a_broken_rule_comes_with_its_id_and_place(xml: Path, right: str, wrong: str, rule: str) -> None:
    xml.write_text(XML.replace(right, wrong), encoding="utf-8")
    result = call(xml, "--json")
    (entry,) = json.loads(result.stdout)["documents"]
    found = {one["rule"]: one for one in entry["broken"] if one["level"] == "fatal"}
    assert result.exit_code == 1
    assert entry["valid"] is False
    assert rule in found
    assert found[rule]["location"].startswith("/")


def test_the_terminal_says_what_is_wrong_and_who_judged(xml: Path) -> None:
    xml.write_text(XML.replace("119.00</cbc:TaxInclusive", "118.00</cbc:TaxInclusive"), encoding="utf-8")
    shown = " ".join(call(xml).stdout.split())
    assert "not valid" in shown
    assert "fatal BR-CO-15" in shown
    assert "judged by" in shown


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_every_encoding_of_xml_is_read(xml: Path, encoding: str) -> None:
    xml.write_bytes(XML.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding))
    assert call(xml).exit_code == 0


def test_a_value_that_is_no_number_leaves_the_rest_not_judged(xml: Path) -> None:
    xml.write_text(XML.replace("100.00</cbc:TaxExcl", "1e400</cbc:TaxExcl"), encoding="utf-8")
    result = call(xml, "--json")
    (entry,) = json.loads(result.stdout)["documents"]
    assert result.exit_code == 1
    assert [one["rule"] for one in entry["broken"]] == ["XSD"]
    assert "{urn:" not in entry["broken"][0]["text"]
    assert len(entry["not_judged"]) == 1


def test_what_is_no_e_invoice_is_not_judged(xml: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html>an error page</html>", encoding="utf-8")
    bomb = tmp_path / "bomb.xml"
    bomb.write_text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', encoding="utf-8")
    result = call(page, bomb, tmp_path / "missing.xml", xml, "--json")
    entries = json.loads(result.stdout)["documents"]
    codes = [entry["error"] and entry["error"]["code"] for entry in entries]
    assert codes == ["not_a_document", "unreadable", "not_found", None]
    assert [entry["valid"] for entry in entries] == [None, None, None, True]
    assert result.exit_code == 3


XML = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
 <cbc:ID>2026-17</cbc:ID>
 <cbc:IssueDate>2026-03-05</cbc:IssueDate><cbc:DueDate>2026-04-04</cbc:DueDate>
 <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
 <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:AccountingSupplierParty><cac:Party>
  <cac:PostalAddress><cbc:CityName>Bonn</cbc:CityName><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode>
  </cac:Country></cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
  </cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>Kabelwerk GmbH</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party>
  <cac:PostalAddress><cbc:CityName>Köln</cbc:CityName><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode>
  </cac:Country></cac:PostalAddress>
  <cac:PartyLegalEntity><cbc:RegistrationName>Rheinbau AG</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingCustomerParty>
 <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>
  <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
   <cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>
   <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
   </cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
 <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount>
  <cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
 <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity>
  <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Kabel</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>
   <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
"""
