"""UBL 2.1: XRechnung 3.0 and Peppol BIS Billing 3, invoice and credit note."""

from harness.sandbox.einvoice.categories import REASONS
from harness.sandbox.einvoice.model import EInvoice, Line, Party, VatRow
from harness.sandbox.einvoice.xml import Element, Writer, amount, decimal, to_bytes

_COMMON = "urn:oasis:names:specification:ubl:schema:xsd:"
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_BASIC = {"cac": f"{_COMMON}CommonAggregateComponents-2", "cbc": f"{_COMMON}CommonBasicComponents-2"}
_CREDIT_TRANSFER, _AGREED = "58", "ZZZ"


def write(invoice: EInvoice, specification: str) -> bytes:
    """The document under a specification identifier (BT-24)."""
    kind = "CreditNote" if invoice.is_credit else "Invoice"
    out = _Ubl({"": f"{_COMMON}{kind}-2", **_BASIC}, invoice)
    return to_bytes(out.document(kind, specification))


class _Ubl(Writer):
    def __init__(self, namespaces: dict[str, str], invoice: EInvoice) -> None:
        super().__init__(namespaces)
        self._invoice = invoice

    def document(self, kind: str, specification: str) -> Element:
        """The whole document, in the order of its schema."""
        root, invoice = self.root(kind), self._invoice
        self._head(root, specification)
        if invoice.preceding:
            self.add(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", invoice.preceding)
        self._party(self.add(root, "cac:AccountingSupplierParty/cac:Party"), invoice.seller, contact=True)
        self._party(self.add(root, "cac:AccountingCustomerParty/cac:Party"), invoice.buyer, contact=False)
        self._delivery(root)
        self._payment(root)
        self._totals(root)
        for line in invoice.lines:
            self._line(root, line)
        return root

    def _head(self, root: Element, specification: str) -> None:
        invoice = self._invoice
        self.add(root, "cbc:CustomizationID", specification)
        self.add(root, "cbc:ProfileID", _PROFILE)
        self.add(root, "cbc:ID", invoice.number)
        self.add(root, "cbc:IssueDate", invoice.issued)
        if not invoice.is_credit:
            self.add(root, "cbc:DueDate", invoice.due)
        self.add(root, f"cbc:{'CreditNote' if invoice.is_credit else 'Invoice'}TypeCode", invoice.type_code)
        self.maybe(root, "cbc:Note", invoice.note)
        self.add(root, "cbc:DocumentCurrencyCode", invoice.currency)
        self.maybe(root, "cbc:BuyerReference", invoice.buyer_reference)
        if invoice.period:
            period = self.add(root, "cac:InvoicePeriod")
            self.add(period, "cbc:StartDate", invoice.period[0])
            self.add(period, "cbc:EndDate", invoice.period[1])

    def _party(self, at: Element, party: Party, *, contact: bool) -> None:
        if party.endpoint:
            self.add(at, "cbc:EndpointID", party.endpoint[1], schemeID=party.endpoint[0])
        self.maybe(at, "cac:PartyIdentification/cbc:ID", party.identifier)
        self.maybe(at, "cac:PartyName/cbc:Name", party.name)
        self._address(self.add(at, "cac:PostalAddress"), party)
        for number, scheme in ((party.vat_id, "VAT"), (party.tax_id if contact else None, "FC")):
            if number:
                tax = self.add(at, "cac:PartyTaxScheme")
                self.add(tax, "cbc:CompanyID", number)
                self.add(tax, "cac:TaxScheme/cbc:ID", scheme)
        legal = self.add(at, "cac:PartyLegalEntity")
        self.add(legal, "cbc:RegistrationName", party.name)
        register = {"schemeID": party.company_scheme} if party.company_scheme else {}
        self.maybe(legal, "cbc:CompanyID", party.company_id, **register)
        if contact and (party.phone or party.email):
            person = self.add(at, "cac:Contact")
            self.maybe(person, "cbc:Name", party.name)
            self.maybe(person, "cbc:Telephone", party.phone)
            self.maybe(person, "cbc:ElectronicMail", party.email)

    def _address(self, address: Element, party: Party) -> None:
        self.maybe(address, "cbc:StreetName", party.street)
        self.maybe(address, "cbc:AdditionalStreetName", party.street_2)
        self.maybe(address, "cbc:CityName", party.city)
        self.maybe(address, "cbc:PostalZone", party.post_code)
        self.maybe(address, "cac:Country/cbc:IdentificationCode", party.country)

    def _delivery(self, root: Element) -> None:
        invoice = self._invoice
        if invoice.delivered is None:
            return
        delivery = self.add(root, "cac:Delivery")
        self.add(delivery, "cbc:ActualDeliveryDate", invoice.delivered)
        if any(row.category == "K" for row in invoice.vat):
            self._address(self.add(delivery, "cac:DeliveryLocation/cac:Address"), invoice.buyer)

    def _payment(self, root: Element) -> None:
        invoice = self._invoice
        means = self.add(root, "cac:PaymentMeans")
        self.add(means, "cbc:PaymentMeansCode", _CREDIT_TRANSFER if invoice.iban else _AGREED)
        if invoice.is_credit:
            self.add(means, "cbc:PaymentDueDate", invoice.due)
        self.add(means, "cbc:PaymentID", invoice.number)
        if invoice.iban:
            account = self.add(means, "cac:PayeeFinancialAccount")
            self.add(account, "cbc:ID", invoice.iban)
            self.maybe(account, "cbc:Name", invoice.seller.name)
            self.maybe(account, "cac:FinancialInstitutionBranch/cbc:ID", invoice.bic)
        self.add(root, "cac:PaymentTerms/cbc:Note", invoice.terms)

    def _money(self, at: Element, name: str, value: object) -> None:
        self.add(at, f"cbc:{name}", value, currencyID=self._invoice.currency)

    def _totals(self, root: Element) -> None:
        invoice = self._invoice
        total = self.add(root, "cac:TaxTotal")
        self._money(total, "TaxAmount", amount(invoice.tax))
        for row in invoice.vat:
            self._vat(total, row)
        sums = self.add(root, "cac:LegalMonetaryTotal")
        self._money(sums, "LineExtensionAmount", amount(sum((line.net for line in invoice.lines), invoice.net * 0)))
        self._money(sums, "TaxExclusiveAmount", amount(invoice.net))
        self._money(sums, "TaxInclusiveAmount", amount(invoice.gross))
        if invoice.paid:
            self._money(sums, "PrepaidAmount", amount(invoice.paid))
        if invoice.rounding:
            self._money(sums, "PayableRoundingAmount", amount(invoice.rounding))
        self._money(sums, "PayableAmount", amount(invoice.payable))

    def _vat(self, total: Element, row: VatRow) -> None:
        part = self.add(total, "cac:TaxSubtotal")
        self._money(part, "TaxableAmount", amount(row.base))
        self._money(part, "TaxAmount", amount(row.amount))
        category = self.add(part, "cac:TaxCategory")
        self.add(category, "cbc:ID", row.category)
        self.add(category, "cbc:Percent", decimal(row.rate))
        if row.reason:
            self.maybe(category, "cbc:TaxExemptionReasonCode", REASONS[row.category][0])
            self.add(category, "cbc:TaxExemptionReason", row.reason)
        self.add(category, "cac:TaxScheme/cbc:ID", "VAT")

    def _line(self, root: Element, line: Line) -> None:
        kind = "Credit" if self._invoice.is_credit else "Invoice"
        at = self.add(root, "cac:CreditNoteLine" if self._invoice.is_credit else "cac:InvoiceLine")
        self.add(at, "cbc:ID", line.position)
        quantity = "cbc:CreditedQuantity" if kind == "Credit" else "cbc:InvoicedQuantity"
        self.add(at, quantity, decimal(line.quantity), unitCode=line.unit)
        self._money(at, "LineExtensionAmount", amount(line.net))
        if line.allowance:
            self._allowance(at, line)
        item = self.add(at, "cac:Item")
        self.maybe(item, "cbc:Description", line.description)
        self.add(item, "cbc:Name", line.name)
        category = self.add(item, "cac:ClassifiedTaxCategory")
        self.add(category, "cbc:ID", line.category)
        self.maybe(category, "cbc:Percent", line.rate if line.rate is None else decimal(line.rate))
        self.add(category, "cac:TaxScheme/cbc:ID", "VAT")
        price = self.add(at, "cac:Price")
        self._money(price, "PriceAmount", decimal(line.price))

    def _allowance(self, at: Element, line: Line) -> None:
        part = self.add(at, "cac:AllowanceCharge")
        self.add(part, "cbc:ChargeIndicator", "false" if line.allowance > 0 else "true")
        self.add(part, "cbc:AllowanceChargeReason", "Discount" if line.allowance > 0 else "Charge")
        self._money(part, "Amount", amount(abs(line.allowance)))
