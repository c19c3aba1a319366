"""Every own rule of XRechnung, in both syntaxes: broken by one change, and by nothing in the valid document."""

from __future__ import annotations

import re

import pytest

from harness.reading.einvoice import parse_einvoice
from harness.validation import Level
from harness.validation.xrechnung import judge_xrechnung

XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
SELLER_TAX = r"<cac:PartyTaxScheme><cbc:CompanyID>DE123456788.*?</cac:PartyTaxScheme>"
ACCOUNT = r"<cac:PayeeFinancialAccount>.*?</cac:PayeeFinancialAccount>"
CARD = "<cac:CardAccount><cbc:PrimaryAccountNumberID>1</cbc:PrimaryAccountNumberID></cac:CardAccount>"
MANDATE = "<cac:PaymentMandate><cbc:ID>M1</cbc:ID></cac:PaymentMandate>"
DEBITED = MANDATE.replace("</cac:PaymentMandate>", "<cac:PayerFinancialAccount><cbc:ID>DE89370400440532013000</cbc:ID>"
                          "</cac:PayerFinancialAccount></cac:PaymentMandate>")  # fmt: skip
DELIVERY = "<cac:Delivery><cac:DeliveryLocation><cac:Address>{}</cac:Address></cac:DeliveryLocation></cac:Delivery>"
ATTACHED = (
    '<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject filename="a">'
    "AA==</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
)
SUPPLIER = "<cac:AccountingSupplierParty>"
CODE = "<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>"
PERIOD = r"<cac:InvoicePeriod>.*?</cac:InvoicePeriod>"


def rules(text: str) -> list[str]:
    return [finding.rule for finding in judge_xrechnung(parse_einvoice(text.encode()))]


def changed(text: str, pattern: str, replacement: str) -> str:
    new, count = re.subn(pattern, lambda _: replacement, text, count=1, flags=re.DOTALL)
    assert count, f"nothing in the document matches {pattern}"
    return new


@pytest.mark.parametrize("kind", ["Invoice", "CreditNote"])
def test_valid_ubl_breaks_none(ubl, kind):
    assert rules(ubl(kind)) == []


def test_valid_cii_breaks_none(cii):
    assert rules(cii(XRECHNUNG)) == []


def skonto(terms: str) -> tuple[str, str]:
    return "<cbc:Note>30 days net</cbc:Note>", f"<cbc:Note>{terms}</cbc:Note>"


@pytest.mark.parametrize(("pattern", "replacement", "rule"), [
    (r"<cac:PaymentMeans>.*?</cac:PaymentMeans>", "", "BR-DE-1"),
    (r"<cac:Contact>.*?</cac:Contact>", "", "BR-DE-2"),
    (r"<cbc:CityName>Smalltown</cbc:CityName>", "", "BR-DE-3"),
    (r"<cbc:PostalZone>12345</cbc:PostalZone>", "<cbc:PostalZone> </cbc:PostalZone>", "BR-DE-4"),
    (r"<cbc:Name>Ada Example</cbc:Name>", "", "BR-DE-5"),
    (r"<cbc:Telephone>.*?</cbc:Telephone>", "", "BR-DE-6"),
    (r"<cbc:ElectronicMail>.*?</cbc:ElectronicMail>", "", "BR-DE-7"),
    (SUPPLIER, DELIVERY.format("<cbc:PostalZone>1</cbc:PostalZone>") + SUPPLIER, "BR-DE-10"),
    (SUPPLIER, DELIVERY.format("<cbc:CityName>C</cbc:CityName>") + SUPPLIER, "BR-DE-11"),
    (r"(?<=<cac:TaxCategory><cbc:ID>S</cbc:ID>)<cbc:Percent>19.00</cbc:Percent>", "", "BR-DE-14"),
    (r"<cbc:BuyerReference>.*?</cbc:BuyerReference>", "", "BR-DE-15"),
    (SELLER_TAX, "", "BR-DE-16"),
    (r"<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>393", "BR-DE-17"),
    (*skonto("#SKONTO#TAGE=14#PROZENT=2.0#\n"), "BR-DE-18"),
    (*skonto("#SKONTO#TAGE=14#PROZENT=2.00#"), "BR-DE-18"),
    (*skonto("#VERZUG#TAGE=14#PROZENT=2.00#\n"), "BR-DE-18"),
    (r"DE89370400440532013000", "DE89370400440532013001", "BR-DE-19"),
    (r"xrechnung_3.0", "xrechnung_3.1", "BR-DE-21"),
    (SUPPLIER, ATTACHED * 2 + SUPPLIER, "BR-DE-22"),
    (ACCOUNT, "", "BR-DE-23-a"),
    (ACCOUNT, "<cac:PayeeFinancialAccount><cbc:ID>DE89370400440532013000</cbc:ID></cac:PayeeFinancialAccount>" + CARD,
     "BR-DE-23-b"),
    (CODE, CODE.replace("58", "48"), "BR-DE-24-a"),
    (CODE, CODE.replace("58", "55") + CARD, "BR-DE-24-b"),
    (CODE, CODE.replace("58", "59"), "BR-DE-25-a"),
    (CODE, CODE.replace("58", "59") + MANDATE, "BR-DE-25-b"),
    (CODE, CODE.replace("58", "59") + MANDATE, "BR-DE-20"),
    (CODE, CODE.replace("58", "59") + MANDATE, "BR-DE-30"),
    (CODE, CODE.replace("58", "59") + MANDATE, "BR-DE-31"),
    (r"\+49 30 1234567", "none", "BR-DE-27"),
    (r"ada@example.com", "ada@example", "BR-DE-28"),
    (PERIOD, "", "BR-DE-TMP-32"),
])  # fmt: skip
def test_each_rule_in_ubl(ubl, pattern, replacement, rule):
    assert rule in rules(changed(ubl(), pattern, replacement))


def test_rules_of_the_buyers_address(ubl):
    start, buyer = ubl().split("<cac:AccountingCustomerParty>")
    without = start + "<cac:AccountingCustomerParty>" + changed(buyer, r"<cbc:CityName>.*?</cbc:PostalZone>", "")
    assert rules(without) == ["BR-DE-8", "BR-DE-9"]


def test_corrected_invoice_names_the_earlier_one(ubl):
    corrected = changed(ubl(), "<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>384")
    assert rules(corrected) == []
    assert rules(changed(corrected, r"<cac:BillingReference>.*?</cac:BillingReference>", "")) == ["BR-DE-26"]


@pytest.mark.parametrize("terms", [
    "#SKONTO#TAGE=14#PROZENT=2.00#\n", "#SKONTO#TAGE=7#PROZENT=3.00#BASISBETRAG=100.00#\n",
    "30 days\n#SKONTO#TAGE=7#PROZENT=3.00#\n#SKONTO#TAGE=14#PROZENT=2.00#\n", "5 # of them",
])  # fmt: skip
def test_well_formed_cash_discounts(ubl, terms):
    assert rules(changed(ubl(), *skonto(terms))) == []


def test_complete_direct_debit(ubl):
    text = changed(changed(ubl(), CODE, CODE.replace("58", "59")), ACCOUNT, DEBITED)
    creditor = '<cac:PartyIdentification><cbc:ID schemeID="SEPA">DE98</cbc:ID></cac:PartyIdentification><cac:PartyName>'
    assert rules(text) == ["BR-DE-30"]
    assert rules(changed(text, "<cac:PartyName>", creditor)) == []


def test_supplies_outside_the_scope_need_no_tax_number(ubl):
    text = changed(ubl(), SELLER_TAX, "").replace("<cbc:ID>S</cbc:ID>", "<cbc:ID>O</cbc:ID>")
    assert rules(text) == []


@pytest.mark.parametrize(("pattern", "replacement", "rule"), [
    (r"<ram:SpecifiedTradeSettlementPaymentMeans>.*?</ram:SpecifiedTradeSettlementPaymentMeans>", "", "BR-DE-1"),
    (r"<ram:DefinedTradeContact>.*?</ram:DefinedTradeContact>", "", "BR-DE-2"),
    (r"<ram:CityName>Smalltown</ram:CityName>", "", "BR-DE-3"),
    (r"<ram:PostcodeCode>12345</ram:PostcodeCode>", "", "BR-DE-4"),
    (r"<ram:PersonName>.*?</ram:PersonName>", "", "BR-DE-5"),
    (r"<ram:TelephoneUniversalCommunication>.*?</ram:TelephoneUniversalCommunication>", "", "BR-DE-6"),
    (r"<ram:EmailURIUniversalCommunication>.*?</ram:EmailURIUniversalCommunication>", "", "BR-DE-7"),
    (r"<ram:BuyerReference>.*?</ram:BuyerReference>", "", "BR-DE-15"),
    (r"<ram:SpecifiedTaxRegistration>.*?</ram:SpecifiedTaxRegistration>", "", "BR-DE-16"),
    (r"<ram:TypeCode>380", "<ram:TypeCode>393", "BR-DE-17"),
    (r"30 days net", "#SKONTO#TAGE=1#", "BR-DE-18"),
    (r"<ram:IBANID>DE89", "<ram:IBANID>DE88", "BR-DE-19"),
    (r"<ram:PayeePartyCreditorFinancialAccount>.*?</ram:PayeePartyCreditorFinancialAccount>", "", "BR-DE-23-a"),
    (r"<ram:TypeCode>58", "<ram:TypeCode>59", "BR-DE-25-a"),
    (r"<ram:ActualDeliverySupplyChainEvent>.*?</ram:ActualDeliverySupplyChainEvent>", "", "BR-DE-TMP-32"),
    (r"<ram:BusinessProcessSpecifiedDocumentContextParameter>.*?</ram:BusinessProcessSpecifiedDocumentContextParameter>",
     "", "PEPPOL-EN16931-R001"),
    (r"<ram:Content>Thank you</ram:Content>", "<ram:Content/>", "PEPPOL-EN16931-R008"),
    (r"<ram:URIUniversalCommunication>.*?</ram:URIUniversalCommunication>", "", "PEPPOL-EN16931-R020"),
])  # fmt: skip
def test_each_rule_in_cii(cii, pattern, replacement, rule):
    assert rule in rules(changed(cii(XRECHNUNG), pattern, replacement))


def test_levels(ubl):
    broken = changed(changed(ubl(), PERIOD, ""), "ada@example.com", "none")
    levels = {finding.rule: finding.level for finding in judge_xrechnung(parse_einvoice(broken.encode()))}
    assert levels == {"BR-DE-28": Level.WARNING, "BR-DE-TMP-32": Level.INFORMATION}
