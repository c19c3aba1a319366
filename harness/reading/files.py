"""Reading a file of any kind that the readers know: what it is, is told from its first bytes, never from its name.

A new kind of document needs a mark in :func:`kind_of` and a reader in ``READERS``, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from harness.model.facts import InvoiceFacts
from harness.reading.errors import ReadingError
from harness.reading.labels import Labels
from harness.reading.pdf import read_pdf

_START = 1024
"""Bytes in which a file says what it is."""
_BLANKS = b" \t\r\n\x00"
_MARKS_OF_XML = (b"<?xml", b"<rsm:", b"<Invoice", b"<ubl:", b"<CreditNote")
_BYTE_ORDER = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class FileKind(StrEnum):
    """What a file is."""

    PDF = "pdf"
    XML = "xml"
    EMPTY = "empty"
    OTHER = "other"


class UnknownFile(ReadingError):
    """A file that no reader is there for."""

    def __init__(self, kind: FileKind) -> None:
        super().__init__("the file is empty" if kind is FileKind.EMPTY else f"no reader for this kind of file ({kind})")
        self.kind = kind
        """What the file was taken for."""


Reader = Callable[[bytes, Labels, bool | None], InvoiceFacts]
"""Reads a document; the last argument says how its pages are searched for codes (see :func:`read_pdf`)."""


def _read_xml(data: bytes, labels: Labels, codes: bool | None) -> InvoiceFacts:  # noqa: ARG001  XML has no pages
    from harness.reading.einvoice import parse_einvoice, read_einvoice  # only here: PDFs need none of its libraries

    return read_einvoice(parse_einvoice(data), labels)


READERS: Mapping[FileKind, Reader] = {FileKind.PDF: read_pdf, FileKind.XML: _read_xml}
"""The reader of each kind of file."""


def kind_of(data: bytes) -> FileKind:
    """What ``data`` is by its first bytes."""
    start = data[:_START]
    if not start.strip(_BLANKS):
        return FileKind.EMPTY
    if b"%PDF-" in start:
        return FileKind.PDF
    return FileKind.XML if _as_ascii(start).lstrip(_BLANKS).startswith(_MARKS_OF_XML) else FileKind.OTHER


def _as_ascii(start: bytes) -> bytes:
    """The beginning of a text without its byte order mark, whatever encoding the mark tells."""
    for mark, encoding in _BYTE_ORDER.items():
        if start.startswith(mark):
            return start.removeprefix(mark).decode(encoding, "replace").encode("ascii", "replace")
    return start


def read_file(data: bytes, labels: Labels, codes: bool | None = False) -> InvoiceFacts:
    """What the document in ``data`` states; raises :class:`ReadingError` where it cannot be read.

    Pages are searched for codes where ``codes`` says so: see :func:`~harness.reading.pdf.read_pdf`.
    """
    kind = kind_of(data)
    reader = READERS.get(kind)
    if reader is None:
        raise UnknownFile(kind)
    return reader(data, labels, codes)
