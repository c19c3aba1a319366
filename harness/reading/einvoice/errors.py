"""Errors of the e-invoice reader.

::

    ReadingError
    └── UnreadableXml       the bytes give no XML document that may be read
        ├── UnsafeXml       a DTD, too large, too many elements: refused before anything is read from it
        └── NotAnEInvoice   well-formed, but no syntax of e-invoices that is known
"""

from __future__ import annotations

from harness.reading.errors import ReadingError


class UnreadableXml(ReadingError):
    """No XML document: empty, damaged, nested too deeply."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """Why, in words for the report."""


class UnsafeXml(UnreadableXml):
    """A document that could harm its reader: it declares a DTD (entities), or is larger than any invoice."""


class NotAnEInvoice(UnreadableXml):
    """XML whose root element belongs to no known syntax of e-invoices."""
