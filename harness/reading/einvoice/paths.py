"""Where each syntax states the business terms of EN 16931-1 (syntax bindings: CEN/TS 16931-3-2 and -3-3; eSLOG 2.0).

A field is one XPath or several, the first that states something wins. XPaths of parties, lines and VAT rows start at
their element; those of the document at the root.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from harness.reading.einvoice.syntax import Syntax

Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyPaths:
    """Of a seller or buyer, from its element."""

    name: Paths
    street: Paths
    post_code: Paths
    city: Paths
    country: Paths
    vat_id: Paths


@dataclass(frozen=True, slots=True)
class LinePaths:
    """Of an invoice line (BG-25), from its element."""

    name: Paths
    quantity: Paths
    price: Paths
    base_quantity: Paths
    discounts: str
    rate: Paths
    net: Paths
    gross: Paths = ()


@dataclass(frozen=True, slots=True)
class RowPaths:
    """Of a row of the VAT breakdown (BG-23), from its element."""

    rate: Paths
    base: Paths
    amount: Paths
    category: Paths
    reason: Paths = ()
    reason_code: Paths = ()


@dataclass(frozen=True, slots=True)
class DocumentPaths:
    """Of a document, from its root."""

    specification: Paths
    kind: Paths
    number: Paths
    issue_date: Paths
    due_date: Paths
    supply_date: Paths
    currency: Paths
    seller: str
    buyer: str
    party: PartyPaths
    lines: str
    line: LinePaths
    rows: str
    row: RowPaths
    allowances: Paths
    net: Paths
    tax: Paths
    """Amounts of VAT; the one in the document's currency counts (the other is BT-111)."""
    gross: Paths
    rounding: Paths
    due: Paths
    references: Paths
    iban: Paths
    notes: Paths = field(default=())
    """Texts for the reader, exemption reasons included."""


_UBL = DocumentPaths(
    specification=("cbc:CustomizationID",),
    kind=("cbc:InvoiceTypeCode",),
    number=("cbc:ID",),
    issue_date=("cbc:IssueDate",),
    due_date=("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate"),
    supply_date=("cac:Delivery/cbc:ActualDeliveryDate", "cac:InvoicePeriod/cbc:StartDate"),
    currency=("cbc:DocumentCurrencyCode",),
    seller="cac:AccountingSupplierParty/cac:Party",
    buyer="cac:AccountingCustomerParty/cac:Party",
    party=PartyPaths(
        name=("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"),
        street=("cac:PostalAddress/cbc:StreetName",),
        post_code=("cac:PostalAddress/cbc:PostalZone",),
        city=("cac:PostalAddress/cbc:CityName",),
        country=("cac:PostalAddress/cac:Country/cbc:IdentificationCode",),
        vat_id=("cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)='VAT']/cbc:CompanyID",),
    ),
    lines="cac:InvoiceLine",
    line=LinePaths(
        name=("cac:Item/cbc:Name", "cac:Item/cbc:Description"),
        quantity=("cbc:InvoicedQuantity",),
        price=("cac:Price/cbc:PriceAmount",),
        base_quantity=("cac:Price/cbc:BaseQuantity",),
        discounts="cac:AllowanceCharge[normalize-space(cbc:ChargeIndicator)='false']/cbc:Amount",
        rate=("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent",),
        net=("cbc:LineExtensionAmount",),
    ),
    rows="cac:TaxTotal/cac:TaxSubtotal",
    row=RowPaths(
        rate=("cac:TaxCategory/cbc:Percent",),
        base=("cbc:TaxableAmount",),
        amount=("cbc:TaxAmount",),
        category=("cac:TaxCategory/cbc:ID",),
        reason=("cac:TaxCategory/cbc:TaxExemptionReason",),
        reason_code=("cac:TaxCategory/cbc:TaxExemptionReasonCode",),
    ),
    allowances=("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount",),
    net=("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",),
    tax=("cac:TaxTotal/cbc:TaxAmount",),
    gross=("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",),
    rounding=("cac:LegalMonetaryTotal/cbc:PayableRoundingAmount",),
    due=("cac:LegalMonetaryTotal/cbc:PayableAmount",),
    references=("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID",),
    iban=("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID",),
    notes=(
        "cbc:Note",
        "cac:PaymentTerms/cbc:Note",
        "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason",
    ),
)

_UBL_CREDIT_NOTE = replace(
    _UBL,
    kind=("cbc:CreditNoteTypeCode",),
    lines="cac:CreditNoteLine",
    line=replace(_UBL.line, quantity=("cbc:CreditedQuantity",)),
)

_TRADE = "rsm:SupplyChainTradeTransaction/"
_AGREEMENT = f"{_TRADE}ram:ApplicableHeaderTradeAgreement/"
_SETTLEMENT = f"{_TRADE}ram:ApplicableHeaderTradeSettlement/"
_SUMMATION = f"{_SETTLEMENT}ram:SpecifiedTradeSettlementHeaderMonetarySummation/"
_LINE_SETTLEMENT = "ram:SpecifiedLineTradeSettlement/"
_NET_PRICE = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/"

_CII = DocumentPaths(
    specification=("rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",),
    kind=("rsm:ExchangedDocument/ram:TypeCode",),
    number=("rsm:ExchangedDocument/ram:ID",),
    issue_date=("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",),
    due_date=(f"{_SETTLEMENT}ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString",),
    supply_date=(
        f"{_TRADE}ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/"
        "ram:OccurrenceDateTime/udt:DateTimeString",
        f"{_SETTLEMENT}ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString",
    ),
    currency=(f"{_SETTLEMENT}ram:InvoiceCurrencyCode",),
    seller=f"{_AGREEMENT}ram:SellerTradeParty",
    buyer=f"{_AGREEMENT}ram:BuyerTradeParty",
    party=PartyPaths(
        name=("ram:Name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        street=("ram:PostalTradeAddress/ram:LineOne",),
        post_code=("ram:PostalTradeAddress/ram:PostcodeCode",),
        city=("ram:PostalTradeAddress/ram:CityName",),
        country=("ram:PostalTradeAddress/ram:CountryID",),
        vat_id=("ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",),
    ),
    lines=f"{_TRADE}ram:IncludedSupplyChainTradeLineItem",
    line=LinePaths(
        name=("ram:SpecifiedTradeProduct/ram:Name", "ram:SpecifiedTradeProduct/ram:Description"),
        quantity=("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",),
        price=(f"{_NET_PRICE}ram:ChargeAmount",),
        base_quantity=(f"{_NET_PRICE}ram:BasisQuantity",),
        discounts=f"{_LINE_SETTLEMENT}ram:SpecifiedTradeAllowanceCharge"
        "[normalize-space(ram:ChargeIndicator/udt:Indicator)='false']/ram:ActualAmount",
        rate=(f"{_LINE_SETTLEMENT}ram:ApplicableTradeTax/ram:RateApplicablePercent",),
        net=(f"{_LINE_SETTLEMENT}ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",),
    ),
    rows=f"{_SETTLEMENT}ram:ApplicableTradeTax",
    row=RowPaths(
        rate=("ram:RateApplicablePercent",),
        base=("ram:BasisAmount",),
        amount=("ram:CalculatedAmount",),
        category=("ram:CategoryCode",),
        reason=("ram:ExemptionReason",),
        reason_code=("ram:ExemptionReasonCode",),
    ),
    allowances=(f"{_SUMMATION}ram:AllowanceTotalAmount",),
    net=(f"{_SUMMATION}ram:TaxBasisTotalAmount",),
    tax=(f"{_SUMMATION}ram:TaxTotalAmount",),
    gross=(f"{_SUMMATION}ram:GrandTotalAmount",),
    rounding=(f"{_SUMMATION}ram:RoundingAmount",),
    due=(f"{_SUMMATION}ram:DuePayableAmount",),
    references=(f"{_SETTLEMENT}ram:InvoiceReferencedDocument/ram:IssuerAssignedID",),
    iban=(f"{_SETTLEMENT}ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:IBANID",),
    notes=(
        "rsm:ExchangedDocument/ram:IncludedNote/ram:Content",
        f"{_SETTLEMENT}ram:SpecifiedTradePaymentTerms/ram:Description",
        f"{_SETTLEMENT}ram:ApplicableTradeTax/ram:ExemptionReason",
    ),
)

_M = "e:M_INVOIC/"


def _dated(code: str, under: str = "") -> str:
    """The date with an EDIFACT qualifier (data element 2005)."""
    return f"{under}e:S_DTM/e:C_C507[e:D_2005='{code}']/e:D_2380"


def _amount(code: str, under: str) -> str:
    """The amount with an EDIFACT qualifier (data element 5025)."""
    return f"{under}e:S_MOA/e:C_C516[e:D_5025='{code}']/e:D_5004"


_SUM = f"{_M}e:G_SG50/"
_ESLOG = DocumentPaths(
    specification=(f"{_M}e:S_FTX[e:D_4451='DOC']/e:C_C108/e:D_4440",),
    kind=(f"{_M}e:S_BGM/e:C_C002/e:D_1001",),
    number=(f"{_M}e:S_BGM/e:C_C106/e:D_1004",),
    issue_date=(_dated("137", _M),),
    due_date=(_dated("13", f"{_M}e:G_SG8/"),),
    supply_date=(_dated("35", _M), _dated("167", _M)),
    currency=(f"{_M}e:G_SG7/e:S_CUX/e:C_C504[e:D_6347='2']/e:D_6345",),
    seller=f"{_M}e:G_SG2[e:S_NAD/e:D_3035='SE']",
    buyer=f"{_M}e:G_SG2[e:S_NAD/e:D_3035='BY']",
    party=PartyPaths(
        name=("e:S_NAD/e:C_C080/e:D_3036",),
        street=("e:S_NAD/e:C_C059/e:D_3042",),
        post_code=("e:S_NAD/e:D_3251",),
        city=("e:S_NAD/e:D_3164",),
        country=("e:S_NAD/e:D_3207",),
        vat_id=("e:G_SG3/e:S_RFF/e:C_C506[e:D_1153='VA']/e:D_1154",),
    ),
    lines=f"{_M}e:G_SG26",
    line=LinePaths(
        name=("e:S_IMD/e:C_C273/e:D_7008",),
        quantity=("e:S_QTY/e:C_C186[e:D_6063='47']/e:D_6060",),
        price=("e:G_SG29/e:S_PRI/e:C_C509[e:D_5125='AAA']/e:D_5118",),
        base_quantity=("e:G_SG29/e:S_PRI/e:C_C509[e:D_5125='AAA']/e:D_5284",),
        discounts=_amount("204", "e:G_SG39[e:S_ALC/e:D_5463='A']/e:G_SG42/"),
        rate=("e:G_SG34/e:S_TAX/e:C_C243/e:D_5278",),
        net=(_amount("203", "e:G_SG27/"),),
        gross=(_amount("38", "e:G_SG27/"),),
    ),
    rows=f"{_M}e:G_SG52",
    row=RowPaths(
        rate=("e:S_TAX/e:C_C243/e:D_5278",),
        base=(_amount("125", ""),),
        amount=(_amount("124", ""),),
        category=("e:S_TAX/e:D_5305",),
    ),
    allowances=(_amount("260", _SUM),),
    net=(_amount("389", _SUM),),
    tax=(_amount("176", _SUM),),
    gross=(_amount("388", _SUM),),
    rounding=(_amount("366", _SUM),),
    due=(_amount("9", _SUM),),
    references=(f"{_M}e:G_SG1/e:S_RFF/e:C_C506[e:D_1153='OI']/e:D_1154",),
    iban=(f"{_M}e:G_SG2[e:S_NAD/e:D_3035='SE']/e:S_FII/e:C_C078/e:D_3194",),
    notes=(f"{_M}e:S_FTX[e:D_4451!='DOC']/e:C_C108/e:D_4440",),
)

PATHS = {
    Syntax.UBL_INVOICE: _UBL,
    Syntax.UBL_CREDIT_NOTE: _UBL_CREDIT_NOTE,
    Syntax.CII: _CII,
    Syntax.ESLOG: _ESLOG,
}
"""The binding of each syntax."""
