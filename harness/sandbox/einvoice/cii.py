"""CII D16B in the profile EN 16931 of Factur-X 1.0 (ZUGFeRD 2), invoice and credit note."""

from datetime import date

from harness.sandbox.einvoice.categories import REASONS
from harness.sandbox.einvoice.model import EInvoice, Line, Party, VatRow
from harness.sandbox.einvoice.xml import Element, Writer, amount, decimal, to_bytes

_UN = "urn:un:unece:uncefact:data:standard:"
_NAMESPACES = {
    "rsm": f"{_UN}CrossIndustryInvoice:100",
    "ram": f"{_UN}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_UN}UnqualifiedDataType:100",
}
GUIDELINE = "urn:cen.eu:en16931:2017"
_CREDIT_TRANSFER, _AGREED = "58", "ZZZ"


def write(invoice: EInvoice) -> bytes:
    """The document as CII."""
    return to_bytes(_Cii(_NAMESPACES).document(invoice))


class _Cii(Writer):
    def document(self, invoice: EInvoice) -> Element:
        """The whole document, in the order of its schema."""
        root = self.root("rsm:CrossIndustryInvoice")
        context = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
        self.add(root, context, GUIDELINE)
        head = self.add(root, "rsm:ExchangedDocument")
        self.add(head, "ram:ID", invoice.number)
        self.add(head, "ram:TypeCode", invoice.type_code)
        self._day(head, "ram:IssueDateTime", invoice.issued)
        self.maybe(head, "ram:IncludedNote/ram:Content", invoice.note)
        body = self.add(root, "rsm:SupplyChainTradeTransaction")
        for line in invoice.lines:
            self._line(self.add(body, "ram:IncludedSupplyChainTradeLineItem"), line)
        self._agreement(self.add(body, "ram:ApplicableHeaderTradeAgreement"), invoice)
        self._delivery(self.add(body, "ram:ApplicableHeaderTradeDelivery"), invoice)
        self._settlement(self.add(body, "ram:ApplicableHeaderTradeSettlement"), invoice)
        return root

    def _day(self, at: Element, path: str, day: date) -> None:
        self.add(at, f"{path}/udt:DateTimeString", f"{day:%Y%m%d}", format="102")

    def _line(self, at: Element, line: Line) -> None:
        self.add(at, "ram:AssociatedDocumentLineDocument/ram:LineID", line.position)
        product = self.add(at, "ram:SpecifiedTradeProduct")
        self.add(product, "ram:Name", line.name)
        self.maybe(product, "ram:Description", line.description)
        price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"
        self.add(at, price, decimal(line.price))
        quantity = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
        self.add(at, quantity, decimal(line.quantity), unitCode=line.unit)
        settled = self.add(at, "ram:SpecifiedLineTradeSettlement")
        tax = self.add(settled, "ram:ApplicableTradeTax")
        self.add(tax, "ram:TypeCode", "VAT")
        self.add(tax, "ram:CategoryCode", line.category)
        self.maybe(tax, "ram:RateApplicablePercent", line.rate if line.rate is None else decimal(line.rate))
        if line.allowance:
            part = self.add(settled, "ram:SpecifiedTradeAllowanceCharge")
            self.add(part, "ram:ChargeIndicator/udt:Indicator", "false" if line.allowance > 0 else "true")
            self.add(part, "ram:ActualAmount", amount(abs(line.allowance)))
            self.add(part, "ram:Reason", "Discount" if line.allowance > 0 else "Charge")
        total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
        self.add(settled, total, amount(line.net))

    def _agreement(self, at: Element, invoice: EInvoice) -> None:
        self.maybe(at, "ram:BuyerReference", invoice.buyer_reference)
        self._party(self.add(at, "ram:SellerTradeParty"), invoice.seller, contact=True)
        self._party(self.add(at, "ram:BuyerTradeParty"), invoice.buyer, contact=False)

    def _party(self, at: Element, party: Party, *, contact: bool) -> None:
        self.maybe(at, "ram:ID", party.identifier)
        self.add(at, "ram:Name", party.name)
        scheme = {"schemeID": party.company_scheme} if party.company_scheme else {}
        self.maybe(at, "ram:SpecifiedLegalOrganization/ram:ID", party.company_id, **scheme)
        if contact and (party.phone or party.email):
            person = self.add(at, "ram:DefinedTradeContact")
            self.maybe(person, "ram:PersonName", party.name)
            self.maybe(person, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", party.phone)
            self.maybe(person, "ram:EmailURIUniversalCommunication/ram:URIID", party.email)
        self._address(self.add(at, "ram:PostalTradeAddress"), party)
        if party.endpoint:
            self.add(at, "ram:URIUniversalCommunication/ram:URIID", party.endpoint[1], schemeID=party.endpoint[0])
        numbers = ((party.vat_id, "VA"), (party.tax_id if contact else None, "FC"))
        for number, kind in numbers:
            self.maybe(at, "ram:SpecifiedTaxRegistration/ram:ID", number, schemeID=kind)

    def _address(self, address: Element, party: Party) -> None:
        self.maybe(address, "ram:PostcodeCode", party.post_code)
        self.maybe(address, "ram:LineOne", party.street)
        self.maybe(address, "ram:LineTwo", party.street_2)
        self.maybe(address, "ram:CityName", party.city)
        self.maybe(address, "ram:CountryID", party.country)

    def _delivery(self, at: Element, invoice: EInvoice) -> None:
        if any(row.category == "K" for row in invoice.vat):
            self._address(self.add(at, "ram:ShipToTradeParty/ram:PostalTradeAddress"), invoice.buyer)
        if invoice.delivered:
            self._day(at, "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime", invoice.delivered)

    def _settlement(self, at: Element, invoice: EInvoice) -> None:
        self.add(at, "ram:PaymentReference", invoice.number)
        self.add(at, "ram:InvoiceCurrencyCode", invoice.currency)
        means = self.add(at, "ram:SpecifiedTradeSettlementPaymentMeans")
        self.add(means, "ram:TypeCode", _CREDIT_TRANSFER if invoice.iban else _AGREED)
        self.maybe(means, "ram:PayeePartyCreditorFinancialAccount/ram:IBANID", invoice.iban)
        if invoice.iban:
            self.maybe(means, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", invoice.bic)
        for row in invoice.vat:
            self._vat(self.add(at, "ram:ApplicableTradeTax"), row)
        if invoice.period:
            period = self.add(at, "ram:BillingSpecifiedPeriod")
            self._day(period, "ram:StartDateTime", invoice.period[0])
            self._day(period, "ram:EndDateTime", invoice.period[1])
        terms = self.add(at, "ram:SpecifiedTradePaymentTerms")
        self.add(terms, "ram:Description", invoice.terms)
        self._day(terms, "ram:DueDateDateTime", invoice.due)
        self._sums(self.add(at, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"), invoice)
        self.maybe(at, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID", invoice.preceding)

    def _vat(self, at: Element, row: VatRow) -> None:
        self.add(at, "ram:CalculatedAmount", amount(row.amount))
        self.add(at, "ram:TypeCode", "VAT")
        self.maybe(at, "ram:ExemptionReason", row.reason)
        self.add(at, "ram:BasisAmount", amount(row.base))
        self.add(at, "ram:CategoryCode", row.category)
        if row.reason:
            self.maybe(at, "ram:ExemptionReasonCode", REASONS[row.category][0])
        self.add(at, "ram:RateApplicablePercent", decimal(row.rate))

    def _sums(self, at: Element, invoice: EInvoice) -> None:
        self.add(at, "ram:LineTotalAmount", amount(sum((line.net for line in invoice.lines), invoice.net * 0)))
        self.add(at, "ram:TaxBasisTotalAmount", amount(invoice.net))
        self.add(at, "ram:TaxTotalAmount", amount(invoice.tax), currencyID=invoice.currency)
        if invoice.rounding:
            self.add(at, "ram:RoundingAmount", amount(invoice.rounding))
        self.add(at, "ram:GrandTotalAmount", amount(invoice.gross))
        if invoice.paid:
            self.add(at, "ram:TotalPrepaidAmount", amount(invoice.paid))
        self.add(at, "ram:DuePayableAmount", amount(invoice.payable))
