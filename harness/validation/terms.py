"""Where UBL and CII state the business terms that XRechnung's own rules ask for (syntax bindings of EN 16931-3)."""

from __future__ import annotations

from harness.reading.einvoice import EInvoice, Syntax
from harness.reading.einvoice.cursor import Cursor

_SUPPLIER = "cac:AccountingSupplierParty"
_SELLER = f"{_SUPPLIER}/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_CII_SELLER = f"{_AGREEMENT}/ram:SellerTradeParty"
_CII_BUYER = f"{_AGREEMENT}/ram:BuyerTradeParty"
_CII_CONTEXT = "rsm:ExchangedDocumentContext"

ROOT_TERMS: dict[str, tuple[str, str]] = {
    "root": (".", "."),
    "BT-3": ("cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode", "rsm:ExchangedDocument/ram:TypeCode"),
    "BT-10": ("cbc:BuyerReference", f"{_AGREEMENT}/ram:BuyerReference"),
    "BT-20": ("cac:PaymentTerms/cbc:Note", f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description"),
    "BT-23": ("cbc:ProfileID", f"{_CII_CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
    "BT-24": ("cbc:CustomizationID", f"{_CII_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
    "BG-3": ("cac:BillingReference/cac:InvoiceDocumentReference", f"{_SETTLEMENT}/ram:InvoiceReferencedDocument"),
    "seller": (_SUPPLIER, _CII_SELLER),
    "BG-5": (f"{_SELLER}/cac:PostalAddress", f"{_CII_SELLER}/ram:PostalTradeAddress"),
    "BG-6": (f"{_SELLER}/cac:Contact", f"{_CII_SELLER}/ram:DefinedTradeContact"),
    "BT-31 or BT-32": (
        f"{_SELLER}/cac:PartyTaxScheme/cbc:CompanyID",
        f"{_CII_SELLER}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA' or @schemeID='FC']",
    ),
    "BT-34": (f"{_SELLER}/cbc:EndpointID", f"{_CII_SELLER}/ram:URIUniversalCommunication/ram:URIID"),
    "BT-49": (f"{_BUYER}/cbc:EndpointID", f"{_CII_BUYER}/ram:URIUniversalCommunication/ram:URIID"),
    "BG-8": (f"{_BUYER}/cac:PostalAddress", f"{_CII_BUYER}/ram:PostalTradeAddress"),
    "BG-11": ("cac:TaxRepresentativeParty", f"{_AGREEMENT}/ram:SellerTaxRepresentativeTradeParty"),
    "BT-72": (
        "cac:Delivery/cbc:ActualDeliveryDate",
        f"{_TRADE}/ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent",
    ),
    "BG-14": ("cac:InvoicePeriod", f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod"),
    "BG-15": (
        "cac:Delivery/cac:DeliveryLocation/cac:Address",
        f"{_TRADE}/ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:PostalTradeAddress",
    ),
    "BG-16": ("cac:PaymentMeans", f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"),
    "BG-19": (
        "cac:PaymentMeans/cac:PaymentMandate",
        f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID",
    ),
    "BT-90": (
        f"{_SELLER}/cac:PartyIdentification/cbc:ID[@schemeID='SEPA']"
        " | cac:PayeeParty/cac:PartyIdentification/cbc:ID[@schemeID='SEPA']",
        f"{_SETTLEMENT}/ram:CreditorReferenceID",
    ),
    "BG-23": ("cac:TaxTotal/cac:TaxSubtotal", f"{_SETTLEMENT}/ram:ApplicableTradeTax"),
    "BG-26": (
        "*/cac:InvoicePeriod",
        f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod",
    ),
    "VAT category": (
        "cac:AllowanceCharge/cac:TaxCategory/cbc:ID | */cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
        ".//ram:ApplicableTradeTax/ram:CategoryCode | .//ram:CategoryTradeTax/ram:CategoryCode",
    ),
    "attached file": (".//cbc:EmbeddedDocumentBinaryObject", ".//ram:AttachmentBinaryObject"),
}
"""XPath from the root, for UBL and for CII."""

GROUP_TERMS: dict[str, tuple[str, str]] = {
    "city": ("cbc:CityName", "ram:CityName"),
    "post code": ("cbc:PostalZone", "ram:PostcodeCode"),
    "BG-6 within": ("cac:Party/cac:Contact", "ram:DefinedTradeContact"),
    "BT-41": ("cbc:Name", "ram:PersonName | ram:DepartmentName"),
    "BT-42": ("cbc:Telephone", "ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
    "BT-43": ("cbc:ElectronicMail", "ram:EmailURIUniversalCommunication/ram:URIID"),
    "BT-81": ("cbc:PaymentMeansCode", "ram:TypeCode"),
    "BT-84": (
        "cac:PayeeFinancialAccount/cbc:ID",
        "ram:PayeePartyCreditorFinancialAccount/ram:IBANID | ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID",
    ),
    "BT-91": ("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID", "ram:PayerPartyDebtorFinancialAccount/ram:IBANID"),
    "BG-17": ("cac:PayeeFinancialAccount", "ram:PayeePartyCreditorFinancialAccount"),
    "BG-18": ("cac:CardAccount", "ram:ApplicableTradeSettlementFinancialCard"),
    "BG-19 of means": ("cac:PaymentMandate", "ram:PayerPartyDebtorFinancialAccount"),
    "BT-119": ("cac:TaxCategory/cbc:Percent", "ram:RateApplicablePercent"),
}
"""XPath from the element of the group."""


def at_root(invoice: EInvoice, term: str) -> list[Cursor]:
    """The elements of a term or group in the document."""
    return Cursor(invoice.root).all(ROOT_TERMS[term][_column(invoice)])


def within(invoice: EInvoice, group: Cursor, term: str) -> list[Cursor]:
    """The elements of a term in one occurrence of its group."""
    return group.all(GROUP_TERMS[term][_column(invoice)])


def _column(invoice: EInvoice) -> int:
    return 1 if invoice.syntax is Syntax.CII else 0
