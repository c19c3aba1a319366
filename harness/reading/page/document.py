"""Opening a PDF, with typed errors for what cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from harness.reading.errors import UnreadablePdf

MOST_PAGES = 200
"""Documents with more pages are refused."""
_HEADER_WITHIN = 1024
"""The header may follow up to this many bytes of something else (ISO 32000-1, Annex H)."""
_REASONS = {
    raw.FPDF_ERR_SUCCESS: "the PDF has no pages",
    raw.FPDF_ERR_PASSWORD: "the PDF is encrypted and asks for a password",
    raw.FPDF_ERR_SECURITY: "the PDF is encrypted in a way that is not supported",
    raw.FPDF_ERR_FORMAT: "the PDF is damaged or truncated",
    raw.FPDF_ERR_FILE: "the PDF is damaged or truncated",
}


_ENCRYPTED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


@contextmanager
def open_pdf(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document in ``data``; raises :class:`UnreadablePdf` with the reason where there is none to read.

    So does what is done with it, where a page turns out to be damaged.
    """
    if not data:
        raise UnreadablePdf("the file is empty")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise UnreadablePdf("the file is not a PDF")
    document = _open(data)
    try:
        pages = len(document)
        if pages == 0:
            raise UnreadablePdf("the PDF has no pages")
        if pages > MOST_PAGES:
            raise UnreadablePdf(f"the PDF has {pages} pages, more than the {MOST_PAGES} that are read")
        yield document
    except pdfium.PdfiumError as error:
        raise UnreadablePdf(f"the PDF is damaged: {error}") from error
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadablePdf(_reason(data, error)) from error


def _reason(data: bytes, error: pdfium.PdfiumError) -> str:
    """Why pdfium refused. Its code may be left over from an earlier document, so "encrypted" is looked up."""
    code = error.err_code
    if code in _ENCRYPTED and b"/Encrypt" not in data:
        code = raw.FPDF_ERR_SUCCESS if b"/Count 0" in data else raw.FPDF_ERR_FORMAT
    return _REASONS.get(code, f"the PDF cannot be opened: {error}")
