"""The metadata (XMP) of a PDF, as far as PDF/A and Factur-X ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from harness.reading.einvoice.xml import parse_xml

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_SCHEMA_URI = "{http://www.aiim.org/pdfa/ns/schema#}namespaceURI"
NAMESPACES = (
    "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "urn:zugferd:pdfa:CrossIndustryDocument:invoice:2p0#",
    "urn:ferd:pdfa:CrossIndustryDocument:invoice:1p0#",
)
"""Of the properties about the attached invoice: Factur-X and ZUGFeRD 2.1, ZUGFeRD 2.0, ZUGFeRD 1.0."""


@dataclass(frozen=True, slots=True)
class Xmp:
    """Properties; empty where the metadata do not state them."""

    part: str
    """Part of PDF/A: ``3`` for PDF/A-3."""
    conformance: str
    """Conformance level of PDF/A: A, B or U."""
    namespace: str
    """Which of :data:`NAMESPACES` the properties below are in."""
    level: str
    """Profile of the invoice: ``MINIMUM``, ``BASIC WL``, ``BASIC``, ``EN 16931``, ``EXTENDED``, ``XRECHNUNG``."""
    file_name: str
    document_type: str
    version: str
    described: bool
    """Whether an extension schema describes the namespace, as PDF/A asks."""


def read_xmp(data: bytes) -> Xmp:
    """The properties in ``data``; raises :class:`~harness.reading.einvoice.errors.UnreadableXml`."""
    root = parse_xml(data.strip(b"\x00 \r\n\t"))
    properties = _properties(root)
    namespace = next((uri for uri in NAMESPACES if any(name.startswith(f"{{{uri}}}") for name in properties)), "")
    described = {(element.text or "").strip() for element in root.iter(_SCHEMA_URI)}

    def of_invoice(name: str) -> str:
        return properties.get(f"{{{namespace}}}{name}", "") if namespace else ""

    return Xmp(
        part=properties.get(f"{_PDFA}part", ""),
        conformance=properties.get(f"{_PDFA}conformance", ""),
        namespace=namespace,
        level=of_invoice("ConformanceLevel"),
        file_name=of_invoice("DocumentFileName"),
        document_type=of_invoice("DocumentType"),
        version=of_invoice("Version"),
        described=bool(namespace) and namespace in described,
    )


def _properties(root: etree._Element) -> dict[str, str]:
    """Simple properties of all descriptions: RDF allows them as attributes or as elements."""
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        found |= {str(name): str(value).strip() for name, value in description.attrib.items()}
        found |= {str(child.tag): (child.text or "").strip() for child in description.iterchildren(etree.Element)}
    return found
