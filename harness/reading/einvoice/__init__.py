"""E-invoices: UBL 2.1 (EN 16931, Peppol BIS 3, XRechnung), CII (Factur-X, ZUGFeRD) and eSLOG 2.0, plain or in a PDF."""

from harness.reading.einvoice.errors import NotAnEInvoice, UnreadableXml, UnsafeXml
from harness.reading.einvoice.reader import as_einvoice, parse_einvoice, read_einvoice
from harness.reading.einvoice.syntax import EInvoice, Profile, Syntax
from harness.reading.einvoice.xml import parse_xml

__all__ = [
    "EInvoice",
    "NotAnEInvoice",
    "Profile",
    "Syntax",
    "UnreadableXml",
    "UnsafeXml",
    "as_einvoice",
    "parse_einvoice",
    "parse_xml",
    "read_einvoice",
]
