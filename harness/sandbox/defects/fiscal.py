"""Defects of fiscal codes and e-invoices, each one override of one seam."""

from dataclasses import replace
from decimal import Decimal

from harness.sandbox.defects.seams import CENT, Json, Seams
from harness.sandbox.einvoice.carrier import Carrier
from harness.sandbox.einvoice.model import INTRA_COMMUNITY, REVERSE_CHARGE, STANDARD, EInvoice

_OTHER_SERIES = "ZZZZ9999"
_SHIFTED = str.maketrans("0123456789abcdef", "123456789abcdef0")
_QR_FIELDS = {"furs": "qr_code", "fina": "qr_code_url"}


def _before(code: str, before: str | None) -> str:
    """The code of the invoice before; of one that does not exist where this is the first."""
    return before or code.translate(_SHIFTED)


class ZoiOfOtherInvoice(Seams):
    """Puts the ZOI of the invoice before on a document."""

    def protective_code(self, code: str, before: str | None, authority: str) -> str:
        """The code before, for FURS."""
        return _before(code, before) if authority == "furs" else super().protective_code(code, before, authority)


class ZkiStale(Seams):
    """Does not compute the ZKI anew."""

    def protective_code(self, code: str, before: str | None, authority: str) -> str:
        """The code before, for FINA."""
        return _before(code, before) if authority == "fina" else super().protective_code(code, before, authority)


class EorReused(Seams):
    """Gives the authority's number of the document before once more."""

    def authority_answer(self, answer: str, before: str | None) -> str:
        """The number before, where there is one."""
        return before or answer


class QrAmountWrong(Seams):
    """Writes another amount into the fiscal QR code."""

    def amount_in_code(self, amount: Decimal) -> Decimal:
        """A cent more."""
        return amount + CENT


class QrMissing(Seams):
    """Prints no fiscal QR code."""

    def document_as_printed(self, document: Json) -> Json:
        """The document without the contents of its codes."""
        changed = dict(document)
        for block, field in _QR_FIELDS.items():
            if (document.get(block) or {}).get("data"):
                changed[block] = {**document[block], "data": {**document[block]["data"], field: None}}
        if document.get("pt"):
            changed["pt"] = {**document["pt"], "qr_code": None}
        return super().document_as_printed(changed)


class HashChainBroken(Seams):
    """Signs every document as if it were the first of its series."""

    def previous_hash(self, _signature: str) -> str:
        """None."""
        return ""


class AtcudOfOtherSeries(Seams):
    """Prints the validation code of another series."""

    def series_code(self, _code: str) -> str:
        """A code that the series does not have."""
        return _OTHER_SERIES


class XmlTotalDiffers(Seams):
    """Writes a total into the e-invoice that is one cent more than the document's."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice with a higher total and amount due."""
        return super().einvoice(replace(invoice, gross=invoice.gross + CENT, payable=invoice.payable + CENT))


class XmlMissingBuyerReference(Seams):
    """Leaves the buyer reference out of the e-invoice."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice without it."""
        return super().einvoice(replace(invoice, buyer_reference=None))


class ReverseChargeCategoryS(Seams):
    """Marks supplies under reverse charge as taxed at the standard rate."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice with category S where the buyer owes the VAT."""
        owed = (REVERSE_CHARGE, INTRA_COMMUNITY)
        lines = [replace(line, category=STANDARD) if line.category in owed else line for line in invoice.lines]
        rows = [replace(row, category=STANDARD, reason=None) if row.category in owed else row for row in invoice.vat]
        return super().einvoice(replace(invoice, lines=tuple(lines), vat=tuple(rows)))


class XmlIssueDateDiffers(Seams):
    """Dates the e-invoice by its due date."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice issued on the day it is due."""
        return super().einvoice(replace(invoice, issued=invoice.due))


class XmlVatIdMissing(Seams):
    """Leaves the seller's VAT number out of the e-invoice."""

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The invoice of a seller without numbers."""
        return super().einvoice(replace(invoice, seller=replace(invoice.seller, vat_id=None, tax_id=None)))


class AttachmentRelationshipWrong(Seams):
    """Attaches the XML of a hybrid invoice as a mere supplement."""

    def carrier(self, how: Carrier) -> Carrier:
        """Supplement instead of alternative."""
        return super().carrier(replace(how, relationship="supplement"))
