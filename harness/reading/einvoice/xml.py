"""Parsing XML that a stranger wrote: no entities, no network, no DTD, limited size, elements and depth.

libxml2 itself limits depth (256) and the length of one text (10 MB) unless ``huge_tree`` is set.
"""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from harness.reading.einvoice.errors import UnreadableXml, UnsafeXml

MOST_BYTES = 20_000_000
"""Larger documents are refused; the networks limit invoices with attachments to about this size."""
MOST_MARKS = 400_000
"""More ``<`` than this are refused before parsing: elements cost the parser about 130 bytes each."""


def parse_xml(data: bytes) -> etree._Element:
    """The root element of ``data``; raises :class:`UnreadableXml` or :class:`UnsafeXml` with the reason."""
    _refuse_size(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # Entities in a damaged document: the declaration is the better reason.
        if b"<!DOCTYPE" in data:
            raise UnsafeXml("the XML declares a document type, which no e-invoice may") from error
        raise UnreadableXml(f"the XML is damaged: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml("the XML declares a document type, which no e-invoice may")
    return root


def _refuse_size(data: bytes) -> None:
    if not data.strip():
        raise UnreadableXml("the file is empty")
    if len(data) > MOST_BYTES:
        raise UnsafeXml(f"the XML has {len(data)} bytes, more than the {MOST_BYTES} that are read")
    marks = data.count(b"<")
    if marks > MOST_MARKS:
        raise UnsafeXml(f"the XML has {marks} marks, more than the {MOST_MARKS} that are read")
