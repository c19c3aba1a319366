"""PDF/A-3 structure and the attached invoice, as own checks.

These are structural checks: a file that passes them is not proven to be valid PDF/A-3, which takes a full validator.
Sources: ISO 19005-3 (PDF/A-3) sections 6.2 and 6.8; Factur-X 1.0 and ZUGFeRD 2.x, chapters on the PDF and its metadata.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.reading.einvoice import Attachment, EInvoice, HybridPdf, Profile, Xmp, invoice_in
from harness.reading.einvoice.hybrid import INVOICE_NAMES
from harness.validation.findings import ArtefactVersion, Level, Report, RuleFinding

STRUCTURE = ArtefactVersion("PDF/A-3 structural checks (own)", "1")
NOT_JUDGED = ("full conformance with PDF/A-3 is not judged, only its structure as far as listed",)
_RELATIONSHIPS = ("Alternative", "Source", "Data")
_DATA_ONLY = (Profile.FACTURX_MINIMUM, Profile.FACTURX_BASIC_WL)
"""Profiles that are no complete invoice: the XML is data beside the PDF, not an alternative to it."""
_LEVELS = {
    Profile.FACTURX_MINIMUM: "MINIMUM",
    Profile.FACTURX_BASIC_WL: "BASIC WL",
    Profile.FACTURX_BASIC: "BASIC",
    Profile.EN16931: "EN 16931",
    Profile.FACTURX_EXTENDED: "EXTENDED",
    Profile.XRECHNUNG: "XRECHNUNG",
    Profile.XRECHNUNG_EXTENSION: "XRECHNUNG",
}
_OLD_NAMES = {"EN 16931": ("COMFORT", "EN16931"), "BASIC WL": ("BASICWL", "BASIC-WL")}
"""Spellings of earlier versions and of tools; the profile is the same."""


def judge_hybrid(pdf: HybridPdf, invoice: EInvoice | None) -> Report:
    """What is wrong with ``pdf`` as a carrier of ``invoice`` (``None`` where no invoice could be read from it)."""
    attached = invoice_in(pdf)
    findings = [*_carrier(pdf)]
    if pdf.encrypted:
        return Report(tuple(findings), (STRUCTURE,), NOT_JUDGED)
    if attached is None:
        findings.append(_found("HYBRID-XML", "attachments", "The PDF has no attached invoice."))
    else:
        findings += _attachment(attached, invoice)
    findings += _metadata(pdf.xmp, attached, invoice)
    return Report(tuple(findings), (STRUCTURE,), NOT_JUDGED)


def _found(rule: str, location: str, text: str, level: Level = Level.FATAL) -> RuleFinding:
    return RuleFinding(rule, level, location, text, STRUCTURE)


def _carrier(pdf: HybridPdf) -> Iterator[RuleFinding]:
    if pdf.encrypted:
        yield _found("PDFA-ENCRYPTED", "trailer", "PDF/A must not be encrypted.")
        return
    if not pdf.identified:
        yield _found("PDFA-ID", "trailer", "The trailer must have an ID.")
    if pdf.scripted:
        yield _found("PDFA-SCRIPT", "catalogue", "PDF/A must not have scripts or launch programs.")
    if not pdf.device_independent:
        text = "Colours need an output intent (GTS_PDFA1) or a default colour space on every page."
        yield _found("PDFA-COLOUR", "catalogue/OutputIntents", text)
    for font in pdf.fonts_not_embedded:
        yield _found("PDFA-FONT", f"font {font}", f"The font {font} is not embedded.")


def _attachment(attached: Attachment, invoice: EInvoice | None) -> Iterator[RuleFinding]:
    where = f"attachment {attached.name}"
    if attached.name not in INVOICE_NAMES:
        yield _found("HYBRID-NAME", where, f"The invoice is called {attached.name}, not {INVOICE_NAMES[0]}.")
    if not attached.listed:
        yield _found("HYBRID-LISTED", where, "The name tree EmbeddedFiles does not list the invoice.")
    if not attached.associated:
        yield _found("HYBRID-AF", where, "The catalogue's array AF does not name the invoice.")
    if attached.media_type != "text/xml":
        yield _found("HYBRID-TYPE", where, f"The invoice's Subtype is {attached.media_type or 'absent'}, not text/xml.")
    if not attached.dated:
        yield _found("HYBRID-DATE", where, "The embedded file has no ModDate.")
    yield from _relationship(attached, invoice, where)


def _relationship(attached: Attachment, invoice: EInvoice | None, where: str) -> Iterator[RuleFinding]:
    stated = attached.relationship
    if stated not in _RELATIONSHIPS:
        text = f"AFRelationship is {stated or 'absent'}, not one of {', '.join(_RELATIONSHIPS)}."
        yield _found("HYBRID-RELATIONSHIP", where, text)
    elif invoice is not None and invoice.profile in _DATA_ONLY and stated != "Data":
        yield _found("HYBRID-RELATIONSHIP", where, f"AFRelationship is {stated}; for {invoice.profile} it is Data.")


def _metadata(xmp: Xmp | None, attached: Attachment | None, invoice: EInvoice | None) -> Iterator[RuleFinding]:
    where = "XMP metadata"
    if xmp is None:
        yield _found("PDFA-XMP", where, "The document has no readable XMP metadata.")
        return
    if xmp.part != "3":
        yield _found("PDFA-PART", where, f"pdfaid:part is {xmp.part or 'absent'}, not 3.")
    if xmp.conformance.upper() not in ("A", "B", "U"):
        yield _found("PDFA-CONFORMANCE", where, f"pdfaid:conformance is {xmp.conformance or 'absent'}.")
    if not xmp.namespace:
        yield _found("XMP-INVOICE", where, "The metadata state nothing about the attached invoice.")
        return
    if not xmp.described:
        yield _found("XMP-SCHEMA", where, f"No extension schema describes {xmp.namespace}.")
    yield from _invoice_properties(xmp, attached, invoice)


def _invoice_properties(xmp: Xmp, attached: Attachment | None, invoice: EInvoice | None) -> Iterator[RuleFinding]:
    where = "XMP metadata"
    if attached is not None and xmp.file_name != attached.name:
        text = f"DocumentFileName is {xmp.file_name or 'absent'}, the attachment is {attached.name}."
        yield _found("XMP-NAME", where, text)
    if xmp.document_type != "INVOICE":
        yield _found("XMP-TYPE", where, f"DocumentType is {xmp.document_type or 'absent'}, not INVOICE.")
    if not xmp.version:
        yield _found("XMP-VERSION", where, "Version is absent.")
    expected = _LEVELS.get(invoice.profile) if invoice is not None else None
    stated = xmp.level.upper()
    if expected is not None and stated != expected and stated not in _OLD_NAMES.get(expected, ()):
        text = f"ConformanceLevel is {xmp.level or 'absent'}, the XML's profile is {expected}."
        yield _found("XMP-LEVEL", where, text)
