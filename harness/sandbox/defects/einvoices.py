"""Further defects of e-invoices: their XML, the PDF that carries it, the flags, and Peppol."""

import re
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from harness.sandbox.defects.seams import CENT, Json, Seams
from harness.sandbox.einvoice.carrier import Carrier
from harness.sandbox.einvoice.model import EXPORT, INVOICE, ZERO, EInvoice

_TENTH = Decimal("0.1")
_OTHER_CURRENCIES = {"USD": "CAD"}


class XmlOfOtherInvoice(Seams):
    """Writes the number of the invoice before into the e-invoice."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice under the number before its own."""
        before = re.sub(r"\d+$", lambda found: f"{int(found[0]) - 1:0{len(found[0])}d}", invoice.number)
        return super().einvoice(replace(invoice, number=before))


class XmlCurrencyDiffers(Seams):
    """Writes the amounts of the e-invoice in another currency."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The same amounts, in dollars."""
        return super().einvoice(replace(invoice, currency=_OTHER_CURRENCIES.get(invoice.currency, "USD")))


class XmlLinesCutOff(Seams):
    """Cuts the lines of the e-invoice off behind the first decimal, and its totals not."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice with lower lines."""
        lines = tuple(replace(line, net=line.net.quantize(_TENTH, ROUND_DOWN)) for line in invoice.lines)
        return super().einvoice(replace(invoice, lines=lines))


class XmlLineMissing(Seams):
    """Leaves the last of several lines out of the e-invoice."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice with a line less, where it has more than one."""
        return super().einvoice(replace(invoice, lines=invoice.lines[: max(1, len(invoice.lines) - 1)]))


class XmlCreditNoteTypedInvoice(Seams):
    """Gives credit notes the document type of an invoice."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The document as an invoice."""
        return super().einvoice(replace(invoice, type_code=INVOICE))


class XmlExemptionReasonMissing(Seams):
    """Charges no VAT in the e-invoice, and does not say why."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice without reasons and their codes."""
        rows = tuple(replace(row, reason=None) for row in invoice.vat)
        return super().einvoice(replace(invoice, vat=rows))


class XmlBuyerVatIdMissing(Seams):
    """Leaves the buyer's VAT number out of the e-invoice."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice to a buyer without number."""
        return super().einvoice(replace(invoice, buyer=replace(invoice.buyer, vat_id=None)))


class XmlExportZeroRated(Seams):
    """Marks exported goods as taxed at a zero rate, which only the law forbids and no rule of the format."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice with category Z in place of G."""
        lines = [replace(line, category=ZERO) if line.category == EXPORT else line for line in invoice.lines]
        rows = [replace(row, category=ZERO, reason=None) if row.category == EXPORT else row for row in invoice.vat]
        return super().einvoice(replace(invoice, lines=tuple(lines), vat=tuple(rows)))


class HybridWithoutXml(Seams):
    """Delivers a hybrid invoice as a page alone."""

    def carrier(self, how: Carrier) -> Carrier:
        """Nothing attached."""
        return super().carrier(replace(how, is_attached=False))


class HybridFileNameWrong(Seams):
    """Attaches the XML under a name that no reader looks for."""

    def carrier(self, how: Carrier) -> Carrier:
        """Another name of the file."""
        return super().carrier(replace(how, file_name="invoice.xml"))


class HybridProfileWrong(Seams):
    """States a lower profile in the metadata than the XML has."""

    def carrier(self, how: Carrier) -> Carrier:
        """The profile MINIMUM."""
        return super().carrier(replace(how, profile="MINIMUM"))


class HybridPageDiffers(Seams):
    """Prints another total on the page of a hybrid invoice than its XML and the plain page state."""

    def hybrid_page(self, document: Json) -> Json:
        """The document with a cent more."""
        return super().hybrid_page({**document, "total_with_tax": Decimal(document["total_with_tax"]) + CENT})


class InvalidExported(Seams):
    """Exports documents that are not valid, drafts excepted."""

    def may_export(self, _valid: bool) -> bool:
        """Always."""
        return True


class RequiredValidationIgnored(Seams):
    """Saves an invalid document although a valid one is required."""

    def blocks_save(self, _invalid: bool) -> bool:
        """Never."""
        return False


class PeppolDeliversToNobody(Seams):
    """Says that a document was delivered to a recipient whom the network does not know."""

    def peppol_status(self, _status: str) -> str:
        """Delivered."""
        return "delivered"


class PeppolWithoutSupplier(Seams):
    """Sends documents of a supplier who was never onboarded."""

    def may_send(self, _onboarded: bool) -> bool:
        """Always."""
        return True


class PeppolMessageIdLost(Seams):
    """Forgets the message id of a sending."""

    def peppol_message_id(self, _message_id: str) -> str | None:
        """None."""
        return None
