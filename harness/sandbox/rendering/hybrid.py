"""Hybrid invoices: a PDF/A-3 with its XML attached, and the XMP that Factur-X 1.0 asks for.

Typst writes PDF/A-3 and the attachment; its XMP cannot be extended, so the Factur-X part is put in afterwards.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import pypdf
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

from harness.sandbox.einvoice.carrier import Carrier

STANDARD: Literal["a-3b"] = "a-3b"
_URI = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_FIELDS = (
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document"),
    ("Version", "The version of the standard"),
    ("ConformanceLevel", "The profile of the embedded XML document"),
)
_BAG_END = "</rdf:Bag></pdfaExtension:schemas>"
_RDF_END = "</rdf:RDF>"


@dataclass(frozen=True, slots=True)
class Attachment:
    """The XML of a hybrid invoice, and how it travels."""

    xml: str
    carrier: Carrier


def _property(name: str, meaning: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
    )


def _schema() -> str:
    properties = "".join(_property(name, meaning) for name, meaning in _FIELDS)
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_URI}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _values(carrier: Carrier) -> str:
    stated = (carrier.stated_name, "INVOICE", "1.0", carrier.profile)
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for (name, _), value in zip(_FIELDS, stated, strict=True))
    return f'<rdf:Description rdf:about="" xmlns:fx="{_URI}">{values}</rdf:Description>'


def with_factur_x_metadata(pdf: bytes, carrier: Carrier) -> bytes:
    """The PDF/A-3 with the Factur-X fields and their schema in its XMP."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    old = writer.root_object["/Metadata"].get_object()
    assert isinstance(old, StreamObject), "typst writes the metadata as a stream"
    xmp = old.get_data().decode("utf-8")
    xmp = xmp.replace(_BAG_END, f"{_schema()}{_BAG_END}", 1).replace(_RDF_END, f"{_values(carrier)}{_RDF_END}", 1)
    stream = DecodedStreamObject()
    stream.set_data(xmp.encode("utf-8"))
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
