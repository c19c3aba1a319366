"""E-invoices: UBL 2.1 (EN 16931, Peppol BIS 3, XRechnung), CII (Factur-X, ZUGFeRD) and eSLOG 2.0, plain or in a PDF."""

from harness.reading.einvoice.errors import NotAnEInvoice, UnreadableXml, UnsafeXml
from harness.reading.einvoice.hybrid import Attachment, HybridPdf, einvoice_in, invoice_in, read_hybrid
from harness.reading.einvoice.reader import as_einvoice, parse_einvoice, read_einvoice
from harness.reading.einvoice.syntax import EInvoice, Profile, Syntax
from harness.reading.einvoice.xml import parse_xml
from harness.reading.einvoice.xmp import Xmp

__all__ = [
    "Attachment",
    "EInvoice",
    "HybridPdf",
    "NotAnEInvoice",
    "Profile",
    "Syntax",
    "UnreadableXml",
    "UnsafeXml",
    "Xmp",
    "as_einvoice",
    "einvoice_in",
    "invoice_in",
    "parse_einvoice",
    "parse_xml",
    "read_einvoice",
    "read_hybrid",
]
