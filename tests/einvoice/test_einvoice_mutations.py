"""A valid e-invoice of the sandbox, wrong in one thing: the published rule that this breaks is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from harness.reading.einvoice import as_einvoice, parse_einvoice
from harness.reading.einvoice.cursor import NAMESPACES
from harness.sandbox.einvoice import cii, ubl
from harness.sandbox.einvoice.model import EInvoice, Line, Party, VatRow
from harness.validation import validate

SELLER = Party(
    "Lampen GmbH", "Weg 2", None, "Berlin", "10115", "DE", "DE136695976", None, None, "post@lampen.example",
    "+49 30 1234567", ("9930", "DE136695976"),
)  # fmt: skip
BUYER = Party(
    "Acheteur SARL", "Rue 1", None, "Paris", "75001", "FR", "FR83404833048", None, None, None, None,
    ("9957", "FR83404833048"),
)  # fmt: skip


def _line(at: int, net: str, rate: str, *, category: str = "S", allowance: str = "0") -> Line:
    price = (Decimal(net) + Decimal(allowance)) / 2
    return Line(
        at, f"Item {at}", None, Decimal(2), "C62", price, Decimal(allowance), Decimal(net), category, Decimal(rate)
    )


TAXED = EInvoice(
    number="2026-00017", type_code="380", issued=date(2026, 11, 2), due=date(2026, 12, 2), currency="EUR",
    buyer_reference="04011000-12345-34", note="Thank you", terms="30 days", seller=SELLER, buyer=BUYER,
    lines=(_line(1, "150.00", "19", allowance="10.00"), _line(2, "40.00", "7")),
    vat=(VatRow("S", Decimal(19), Decimal("150.00"), Decimal("28.50"), None),
         VatRow("S", Decimal(7), Decimal("40.00"), Decimal("2.80"), None)),
    net=Decimal("190.00"), gross=Decimal("221.30"), rounding=Decimal(0), paid=Decimal(0), payable=Decimal("221.30"),
    iban="DE02120300000000202051", bic="BYLADEM1001", delivered=date(2026, 11, 1), period=None, preceding=None,
)  # fmt: skip


def _untaxed(category: str, reason: str) -> EInvoice:
    """The same sale without VAT."""
    net = Decimal("190.00")
    lines = (_line(1, "150.00", "0", category=category), _line(2, "40.00", "0", category=category))
    row = VatRow(category, Decimal(0), net, Decimal(0), reason)
    return replace(TAXED, lines=lines, vat=(row,), gross=net, payable=net)


REVERSE_CHARGE = _untaxed("AE", "Reverse charge")
GOODS = _untaxed("K", "Intra-Community supply")
EXPORT = replace(_untaxed("G", "Export outside the EU"), buyer=replace(BUYER, country="CH", vat_id=None))
CREDIT_NOTE = replace(TAXED, type_code="381", preceding="2026-00016")
DOCUMENTS = {
    "taxed": TAXED, "reverse charge": REVERSE_CHARGE, "goods": GOODS, "export": EXPORT, "credit note": CREDIT_NOTE,
}  # fmt: skip
FORMS: dict[str, Callable[[EInvoice], bytes]] = {
    "cii": cii.write,
    "xrechnung": lambda invoice: ubl.write(invoice, ubl.XRECHNUNG),
    "peppol": lambda invoice: ubl.write(invoice, ubl.PEPPOL),
}


def _fatal(root: etree._Element) -> set[str]:
    return {finding.rule for finding in validate(as_einvoice(root)).fatal}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_the_sandbox_writes_is_valid(form, name):
    assert _fatal(parse_einvoice(FORMS[form](DOCUMENTS[name])).root) == set()


Change = Callable[[etree._Element], None]


def text(value: str) -> Change:
    """Another text of the element."""

    def change(element: etree._Element) -> None:
        element.text = value

    return change


def remove(element: etree._Element) -> None:
    """The element is left out."""
    element.getparent().remove(element)


def twice(element: etree._Element) -> None:
    """The element stands there twice."""
    element.addnext(etree.fromstring(etree.tostring(element)))


def scheme(value: str) -> Change:
    """Another scheme of the identifier."""
    return lambda element: element.set("schemeID", value)


def currency(value: str) -> Change:
    """Another currency of the amount."""
    return lambda element: element.set("currencyID", value)


SUMS = "//cac:LegalMonetaryTotal"
SUPPLIER, CUSTOMER = "//cac:AccountingSupplierParty/cac:Party", "//cac:AccountingCustomerParty/cac:Party"
ROW = "//cac:TaxSubtotal[1]"
LINE = "//cac:InvoiceLine[1]"
XRECHNUNG = [
    ("taxed", f"{SUMS}/cbc:TaxInclusiveAmount", text("221.31"), "BR-CO-15"),
    ("taxed", f"{SUMS}/cbc:PayableAmount", text("221.31"), "BR-CO-16"),
    ("taxed", f"{SUMS}/cbc:LineExtensionAmount", text("190.01"), "BR-CO-10"),
    ("taxed", f"{SUMS}/cbc:TaxExclusiveAmount", text("189.99"), "BR-CO-13"),
    ("taxed", "//cac:TaxTotal/cbc:TaxAmount", text("31.31"), "BR-CO-14"),
    ("taxed", f"{ROW}/cbc:TaxAmount", text("38.50"), "BR-CO-17"),
    ("taxed", f"{ROW}/cbc:TaxableAmount", text("151.00"), "BR-S-08"),
    ("taxed", f"{ROW}/cac:TaxCategory/cbc:Percent", text("20"), "BR-S-08"),
    ("taxed", f"{ROW}/cac:TaxCategory/cbc:ID", text("Z"), "BR-Z-09"),
    ("taxed", f"{LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", text("0"), "BR-S-05"),
    ("taxed", f"{LINE}/cac:Item/cac:ClassifiedTaxCategory", remove, "BR-CO-04"),
    ("taxed", f"{LINE}/cac:Item/cbc:Name", remove, "BR-25"),
    ("taxed", f"{LINE}/cbc:LineExtensionAmount", text("150.005"), "BR-DEC-23"),
    ("taxed", f"{LINE}/cac:Price/cbc:PriceAmount", text("-80"), "BR-27"),
    ("taxed", LINE, remove, "BR-CO-10"),
    ("taxed", "/*/cbc:ID", remove, "BR-02"),
    ("taxed", "/*/cbc:IssueDate", remove, "BR-03"),
    ("taxed", "/*/cbc:InvoiceTypeCode", text("999"), "BR-CL-01"),
    ("taxed", "/*/cbc:DocumentCurrencyCode", text("EURO"), "BR-CL-04"),
    ("taxed", f"{SUPPLIER}/cac:PartyTaxScheme", remove, "BR-S-02"),
    ("taxed", f"{SUPPLIER}/cac:PartyTaxScheme/cbc:CompanyID", text("136695976"), "BR-CO-09"),
    ("taxed", f"{SUPPLIER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode", text("ZY"), "BR-CL-14"),
    ("taxed", f"{CUSTOMER}/cac:PostalAddress", remove, "BR-10"),
    ("taxed", f"{CUSTOMER}/cac:PartyLegalEntity", remove, "BR-07"),
    ("taxed", f"{CUSTOMER}/cbc:EndpointID", scheme("ZZZZ"), "BR-CL-25"),
    ("taxed", "//cac:PayeeFinancialAccount", remove, "BR-61"),
    ("taxed", "/*/cbc:BuyerReference", remove, "BR-DE-15"),
    ("taxed", f"{SUPPLIER}/cac:Contact", remove, "BR-DE-2"),
    ("taxed", f"{SUPPLIER}/cac:Contact/cbc:ElectronicMail", remove, "BR-DE-7"),
    ("taxed", f"{CUSTOMER}/cac:PostalAddress/cbc:PostalZone", remove, "BR-DE-9"),
    ("reverse charge", f"{CUSTOMER}/cac:PartyTaxScheme", remove, "BR-AE-02"),
    ("reverse charge", f"{ROW}/cac:TaxCategory/cbc:ID", text("S"), "BR-AE-01"),
    ("goods", "//cac:Delivery", remove, "BR-IC-11"),
    ("goods", "//cac:DeliveryLocation", remove, "BR-IC-12"),
    ("goods", "//cac:DeliveryLocation/cac:Address/cbc:CityName", remove, "BR-DE-10"),
]
PEPPOL = [
    ("taxed", f"{LINE}/cac:Price/cbc:PriceAmount", text("70"), "PEPPOL-EN16931-R120"),
    ("taxed", LINE, twice, "BR-CO-10"),
    ("taxed", f"{CUSTOMER}/cbc:EndpointID", remove, "PEPPOL-EN16931-R010"),
    ("taxed", f"{SUPPLIER}/cbc:EndpointID", remove, "PEPPOL-EN16931-R020"),
    ("taxed", "/*/cbc:BuyerReference", remove, "PEPPOL-EN16931-R003"),
    ("taxed", "/*/cbc:ProfileID", text("urn:other"), "PEPPOL-EN16931-R007"),
    ("taxed", f"{SUMS}/cbc:PayableAmount", currency("USD"), "PEPPOL-EN16931-R051"),
]
TAX = "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax[1]"
TOTALS = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation"
CII = [
    ("taxed", f"{TOTALS}/ram:GrandTotalAmount", text("221.31"), "BR-CO-15"),
    ("taxed", f"{TOTALS}/ram:DuePayableAmount", text("221.29"), "BR-CO-16"),
    ("taxed", f"{TAX}/ram:BasisAmount", text("151.00"), "BR-S-08"),
    ("taxed", f"{TAX}/ram:CategoryCode", text("XX"), "BR-CL-18"),
    ("taxed", "//ram:InvoiceCurrencyCode", text("EEE"), "BR-CL-04"),
    ("taxed", "//ram:SellerTradeParty/ram:SpecifiedTaxRegistration", remove, "BR-S-02"),
    ("taxed", "//ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID", text("UK"), "BR-CL-14"),
    ("taxed", "//ram:IncludedSupplyChainTradeLineItem[1]", twice, "BR-CO-10"),
    ("taxed", "//rsm:ExchangedDocument/ram:TypeCode", text("1"), "BR-CL-01"),
    ("taxed", "//rsm:ExchangedDocument/ram:ID", remove, "BR-02"),
    ("reverse charge", f"{TAX}/ram:ExemptionReason | {TAX}/ram:ExemptionReasonCode", remove, "BR-AE-10"),
    ("goods", "//ram:BuyerTradeParty/ram:SpecifiedTaxRegistration", remove, "BR-IC-02"),
    ("export", f"{TAX}/ram:CategoryCode", text("E"), "BR-G-01"),
    ("credit note", f"{TOTALS}/ram:TaxTotalAmount", text("31.29"), "BR-CO-14"),
]  # fmt: skip
ALL = [("xrechnung", *row) for row in XRECHNUNG] + [("peppol", *row) for row in PEPPOL] + [("cii", *row) for row in CII]


@pytest.mark.parametrize(("form", "name", "path", "change", "rule"), ALL)
def test_one_mistake_is_named_by_its_rule(form, name, path, change, rule):
    root = parse_einvoice(FORMS[form](DOCUMENTS[name])).root
    found = root.xpath(path, namespaces=NAMESPACES)
    assert found, "the document has the element that is changed"
    for element in found:
        change(element)
    assert rule in _fatal(root)
