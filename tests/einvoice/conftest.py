"""Small e-invoices written by hand for these tests: two lines at two rates, with every group that rules ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

UBL_NS = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
EN16931 = "urn:cen.eu:en16931:2017"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def _ubl_party(role: str, name: str, vat_id: str, country: str, contact: str) -> str:
    return f"""
<cac:Accounting{role}Party><cac:Party>
  <cbc:EndpointID schemeID="9930">{vat_id}</cbc:EndpointID>
  <cac:PartyName><cbc:Name>{name} trading</cbc:Name></cac:PartyName>
  <cac:PostalAddress><cbc:StreetName>Long Street 1</cbc:StreetName><cbc:CityName>Smalltown</cbc:CityName>
    <cbc:PostalZone>12345</cbc:PostalZone><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode>
    </cac:Country></cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>{vat_id}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
  </cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName></cac:PartyLegalEntity>
  {contact}
</cac:Party></cac:Accounting{role}Party>"""


CONTACT = (
    "<cac:Contact><cbc:Name>Ada Example</cbc:Name><cbc:Telephone>+49 30 1234567</cbc:Telephone>"
    "<cbc:ElectronicMail>ada@example.com</cbc:ElectronicMail></cac:Contact>"
)


def _category(tag: str, code: str, rate: str, reason: str = "") -> str:
    return (
        f"<cac:{tag}><cbc:ID>{code}</cbc:ID><cbc:Percent>{rate}</cbc:Percent>{reason}"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:{tag}>"
    )


def _ubl_line(kind: str, at: int, quantity: str, net: str, price: str, name: str, rate: str, extra: str = "") -> str:
    counted = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    return f"""
<cac:{kind}Line><cbc:ID>{at}</cbc:ID><cbc:{counted} unitCode="C62">{quantity}</cbc:{counted}>
  <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>{extra}
  <cac:Item><cbc:Name>{name}</cbc:Name>{_category("ClassifiedTaxCategory", "S", rate)}</cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price>
</cac:{kind}Line>"""


def _ubl_subtotal(base: str, tax: str, rate: str) -> str:
    return (
        f'<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{base}</cbc:TaxableAmount>'
        f'<cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount>{_category("TaxCategory", "S", rate)}</cac:TaxSubtotal>'
    )


def ubl_document(kind: str = "Invoice", specification: str = XRECHNUNG) -> str:
    """A UBL invoice or credit note: 190.00 net (19 % and 7 %), 31.30 VAT, 221.30 gross."""
    due = "" if kind == "CreditNote" else "<cbc:DueDate>2026-12-23</cbc:DueDate>"
    code, number = ("381", "CN-7") if kind == "CreditNote" else ("380", "R-2026-0042")
    paid_by = "<cbc:PaymentDueDate>2026-12-23</cbc:PaymentDueDate>" if kind == "CreditNote" else ""
    discount = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReason>Discount</cbc:AllowanceChargeReason>"
        '<cbc:Amount currencyID="EUR">10.00</cbc:Amount></cac:AllowanceCharge>'
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" {UBL_NS}>
<cbc:CustomizationID>{specification}</cbc:CustomizationID><cbc:ProfileID>{BILLING}</cbc:ProfileID>
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-11-23</cbc:IssueDate>{due}
<cbc:{kind}TypeCode>{code}</cbc:{kind}TypeCode><cbc:Note>Thank you</cbc:Note>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>04011000-12345-03</cbc:BuyerReference>
<cac:InvoicePeriod><cbc:StartDate>2026-11-01</cbc:StartDate><cbc:EndDate>2026-11-22</cbc:EndDate></cac:InvoicePeriod>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R-2026-0041</cbc:ID></cac:InvoiceDocumentReference>
</cac:BillingReference>
{_ubl_party("Supplier", "Seller GmbH", "DE123456788", "DE", CONTACT)}
{_ubl_party("Customer", "Buyer AG", "DE136695976", "DE", "")}
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>{paid_by}
<cac:PayeeFinancialAccount><cbc:ID>DE89370400440532013000</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:PaymentTerms><cbc:Note>30 days net</cbc:Note></cac:PaymentTerms>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">31.30</cbc:TaxAmount>
{_ubl_subtotal("150.00", "28.50", "19.00")}{_ubl_subtotal("40.00", "2.80", "7.00")}</cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">190.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">190.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">221.30</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">221.30</cbc:PayableAmount></cac:LegalMonetaryTotal>
{_ubl_line(kind, 1, "2", "150.00", "80.00", "Advice", "19.00", discount)}
{_ubl_line(kind, 2, "4", "40.00", "10.00", "Books", "7.00")}
</{kind}>"""


CII_NS = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)


def _day(tag: str, digits: str) -> str:
    return f'<ram:{tag}><udt:DateTimeString format="102">{digits}</udt:DateTimeString></ram:{tag}>'


def _cii_party(role: str, name: str, vat_id: str, contact: str) -> str:
    return f"""
<ram:{role}TradeParty><ram:Name>{name}</ram:Name>{contact}
  <ram:PostalTradeAddress><ram:PostcodeCode>12345</ram:PostcodeCode><ram:LineOne>Long Street 1</ram:LineOne>
  <ram:CityName>Smalltown</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
  <ram:URIUniversalCommunication><ram:URIID schemeID="EM">{role.lower()}@example.com</ram:URIID>
  </ram:URIUniversalCommunication>
  <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat_id}</ram:ID></ram:SpecifiedTaxRegistration>
</ram:{role}TradeParty>"""


CII_CONTACT = (
    "<ram:DefinedTradeContact><ram:PersonName>Ada Example</ram:PersonName>"
    "<ram:TelephoneUniversalCommunication><ram:CompleteNumber>+49 30 1234567</ram:CompleteNumber>"
    "</ram:TelephoneUniversalCommunication><ram:EmailURIUniversalCommunication>"
    "<ram:URIID>ada@example.com</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>"
)


def _cii_line(at: int, name: str, price: str, quantity: str, rate: str, net: str, allowance: str = "") -> str:
    return f"""
<ram:IncludedSupplyChainTradeLineItem>
  <ram:AssociatedDocumentLineDocument><ram:LineID>{at}</ram:LineID></ram:AssociatedDocumentLineDocument>
  <ram:SpecifiedTradeProduct><ram:Name>{name}</ram:Name></ram:SpecifiedTradeProduct>
  <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{price}</ram:ChargeAmount>
  </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
  <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">{quantity}</ram:BilledQuantity>
  </ram:SpecifiedLineTradeDelivery>
  <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
    <ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>{allowance}
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{net}</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
  </ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""


def _cii_tax(amount: str, base: str, rate: str) -> str:
    return (
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{amount}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:BasisAmount>{base}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
    )


def cii_document(specification: str = EN16931) -> str:
    """The UBL invoice's facts in CII."""
    allowance = (
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator>"
        "</ram:ChargeIndicator><ram:ActualAmount>10.00</ram:ActualAmount><ram:Reason>Discount</ram:Reason>"
        "</ram:SpecifiedTradeAllowanceCharge>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice {CII_NS}>
<rsm:ExchangedDocumentContext>
<ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>{BILLING}</ram:ID>
</ram:BusinessProcessSpecifiedDocumentContextParameter>
<ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>{specification}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>R-2026-0042</ram:ID><ram:TypeCode>380</ram:TypeCode>{_day("IssueDateTime", "20261123")}
<ram:IncludedNote><ram:Content>Thank you</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
{_cii_line(1, "Advice", "80.00", "2", "19.00", "150.00", allowance)}
{_cii_line(2, "Books", "10.00", "4", "7.00", "40.00")}
<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>04011000-12345-03</ram:BuyerReference>
{_cii_party("Seller", "Seller GmbH", "DE123456788", CII_CONTACT)}{_cii_party("Buyer", "Buyer AG", "DE136695976", "")}
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent>{_day("OccurrenceDateTime", "20261120")}
</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
<ram:IBANID>DE89370400440532013000</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
</ram:SpecifiedTradeSettlementPaymentMeans>
{_cii_tax("28.50", "150.00", "19.00")}{_cii_tax("2.80", "40.00", "7.00")}
<ram:SpecifiedTradePaymentTerms><ram:Description>30 days net</ram:Description>{_day("DueDateDateTime", "20261223")}
</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>190.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>190.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">31.30</ram:TaxTotalAmount>
<ram:GrandTotalAmount>221.30</ram:GrandTotalAmount><ram:DuePayableAmount>221.30</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""


def _moa(code: str, amount: str) -> str:
    return f"<S_MOA><C_C516><D_5025>{code}</D_5025><D_5004>{amount}</D_5004></C_C516></S_MOA>"


def _dtm(code: str, day: str) -> str:
    return f"<S_DTM><C_C507><D_2005>{code}</D_2005><D_2380>{day}</D_2380></C_C507></S_DTM>"


def _tax(rate: str, amounts: str) -> str:
    return (
        "<S_TAX><D_5283>7</D_5283><C_C241><D_5153>VAT</D_5153></C_C241>"
        f"<C_C243><D_5278>{rate}</D_5278></C_C243><D_5305>S</D_5305></S_TAX>{amounts}"
    )


def _eslog_party(role: str, name: str, vat_id: str, account: str) -> str:
    return f"""
<G_SG2><S_NAD><D_3035>{role}</D_3035><C_C080><D_3036>{name}</D_3036></C_C080><C_C059><D_3042>Dolga ulica 1</D_3042>
</C_C059><D_3164>Ljubljana</D_3164><D_3251>1000</D_3251><D_3207>SI</D_3207></S_NAD>{account}
<G_SG3><S_RFF><C_C506><D_1153>VA</D_1153><D_1154>{vat_id}</D_1154></C_C506></S_RFF></G_SG3></G_SG2>"""


def _eslog_line(at: int, name: str, quantity: str, net: str, price: str, rate: str, discount: str = "") -> str:
    return f"""
<G_SG26><S_LIN><D_1082>{at}</D_1082></S_LIN><S_IMD><D_7077>F</D_7077><C_C273><D_7008>{name}</D_7008></C_C273></S_IMD>
<S_QTY><C_C186><D_6063>47</D_6063><D_6060>{quantity}</D_6060><D_6411>C62</D_6411></C_C186></S_QTY>
<G_SG27>{_moa("203", net)}</G_SG27>
<G_SG29><S_PRI><C_C509><D_5125>AAA</D_5125><D_5118>{price}</D_5118></C_C509></S_PRI></G_SG29>
<G_SG34>{_tax(rate, "")}</G_SG34>{discount}</G_SG26>"""


def eslog_document(code: str = "380") -> str:
    """The same amounts at the rates 22 and 9.5 %, in eSLOG 2.0."""
    account = (
        "<S_FII><D_3035>RB</D_3035><C_C078><D_3194>SI56191000000123438</D_3194></C_C078>"
        "<C_C088><D_3433>DBSISI2X</D_3433></C_C088></S_FII>"
    )
    discount = (
        "<G_SG39><S_ALC><D_5463>A</D_5463><C_C552><D_5189>95</D_5189></C_C552></S_ALC>"
        f"<G_SG42>{_moa('204', '10.00')}</G_SG42></G_SG39>"
    )
    sums = (("79", "190.00"), ("389", "190.00"), ("176", "36.80"), ("388", "226.80"), ("9", "226.80"))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:eslog:2.00"><M_INVOIC Id="data">
<S_UNH><D_0062>2026-1</D_0062><C_S009><D_0065>INVOIC</D_0065><D_0052>D</D_0052><D_0054>01B</D_0054><D_0051>UN</D_0051>
</C_S009></S_UNH>
<S_BGM><C_C002><D_1001>{code}</D_1001></C_C002><C_C106><D_1004>PP1-BL1-7</D_1004></C_C106></S_BGM>
{_dtm("137", "2026-11-23")}{_dtm("35", "2026-11-20")}
<S_FTX><D_4451>DOC</D_4451><C_C107><D_4441>P1</D_4441></C_C107><C_C108><D_4440>urn:cen.eu:en16931:2017</D_4440></C_C108>
</S_FTX><S_FTX><D_4451>GEN</D_4451><C_C108><D_4440>Hvala</D_4440></C_C108></S_FTX>
<G_SG1><S_RFF><C_C506><D_1153>OI</D_1153><D_1154>PP1-BL1-6</D_1154></C_C506></S_RFF></G_SG1>
{_eslog_party("SE", "Prodajalec d.o.o.", "SI12345679", account)}{_eslog_party("BY", "Kupec d.d.", "SI98765432", "")}
<G_SG7><S_CUX><C_C504><D_6347>2</D_6347><D_6345>EUR</D_6345></C_C504></S_CUX></G_SG7>
<G_SG8><S_PAT><D_4279>1</D_4279></S_PAT>{_dtm("13", "2026-12-23")}</G_SG8>
{_eslog_line(1, "Svetovanje", "2", "150.00", "80.00", "22", discount)}
{_eslog_line(2, "Knjige", "4", "40.00", "10", "9.5")}
<S_UNS><D_0081>D</D_0081></S_UNS>
{"".join(f"<G_SG50>{_moa(code, amount)}</G_SG50>" for code, amount in sums)}
<G_SG52>{_tax("22", _moa("125", "150.00") + _moa("124", "33.00"))}</G_SG52>
<G_SG52>{_tax("9.5", _moa("125", "40.00") + _moa("124", "3.80"))}</G_SG52>
</M_INVOIC></Invoice>"""


@pytest.fixture
def ubl() -> Callable[..., str]:
    """A valid UBL document, by kind and specification."""
    return ubl_document


@pytest.fixture
def cii() -> Callable[..., str]:
    """A valid CII document, by specification."""
    return cii_document


@pytest.fixture
def eslog() -> Callable[..., str]:
    """A valid eSLOG document, by document type."""
    return eslog_document
