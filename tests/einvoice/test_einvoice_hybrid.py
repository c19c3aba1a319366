"""PDFs with an attached invoice: what is attached is found, and each fault of the structure has its own rule."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from harness.reading import UnreadablePdf
from harness.reading.einvoice import Profile, einvoice_in, invoice_in, read_einvoice, read_hybrid
from harness.reading.einvoice.hybrid import HybridPdf
from harness.validation import judge_hybrid

FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
XMP = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="B"/>
<rdf:Description rdf:about="" xmlns:fx="{FX}"><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:DocumentType>INVOICE</fx:DocumentType>
<fx:Version>1.0</fx:Version></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"><pdfaExtension:schemas><rdf:Bag><rdf:li
 rdf:parseType="Resource"><pdfaSchema:namespaceURI>{FX}</pdfaSchema:namespaceURI></rdf:li></rdf:Bag>
</pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def names(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def stream(data: bytes, **entries: object) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(names(**entries))
    return made


def attach(writer: PdfWriter, data: bytes, name: str = "factur-x.xml") -> DictionaryObject:
    """A file specification, not yet listed anywhere."""
    held = stream(data, Type=NameObject("/EmbeddedFile"), Subtype=NameObject("/text/xml"),
                  Params=names(ModDate=TextStringObject("D:20261123120000Z")))  # fmt: skip
    reference = writer._add_object(held)
    return names(Type=NameObject("/Filespec"), F=TextStringObject(name), UF=TextStringObject(name),
                 EF=names(F=reference, UF=reference), AFRelationship=NameObject("/Alternative"))  # fmt: skip


def write(writer: PdfWriter, specs: list[DictionaryObject], xmp: str = XMP) -> bytes:
    references = [writer._add_object(spec) for spec in specs]
    root = writer._root_object
    leaves = ArrayObject(part for at, one in enumerate(references) for part in (TextStringObject(f"f{at}"), one))
    root.update(names(
        Names=names(EmbeddedFiles=names(Names=leaves)), AF=ArrayObject(references),
        Metadata=writer._add_object(stream(xmp.encode(), Type=NameObject("/Metadata"), Subtype=NameObject("/XML"))),
        OutputIntents=ArrayObject([names(S=NameObject("/GTS_PDFA1"),
                                         DestOutputProfile=writer._add_object(stream(b"icc", N=NumberObject(3))))]),
    ))  # fmt: skip
    writer._ID = ArrayObject([ByteStringObject(b"1" * 16), ByteStringObject(b"2" * 16)])
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def blank() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return writer


@pytest.fixture
def pdf(cii) -> bytes:
    writer = blank()
    return write(writer, [attach(writer, cii().encode())])


def broken_by(pdf: HybridPdf) -> list[str]:
    return [finding.rule for finding in judge_hybrid(pdf, einvoice_in(pdf)).findings]


def test_attached_invoice_is_read(pdf):
    hybrid = read_hybrid(pdf)
    invoice = einvoice_in(hybrid)
    assert [attachment.name for attachment in hybrid.attachments] == ["factur-x.xml"]
    assert invoice.profile is Profile.EN16931
    assert read_einvoice(invoice).number.value == "R-2026-0042"
    assert (hybrid.xmp.part, hybrid.xmp.level) == ("3", "EN 16931")


def test_sound_structure_breaks_no_rule(pdf):
    report = judge_hybrid(read_hybrid(pdf), einvoice_in(read_hybrid(pdf)))
    assert (report.findings, report.passed, len(report.not_judged)) == ((), True, 1)


@pytest.mark.parametrize(("change", "rule"), [
    ({"name": "invoice.xml"}, "HYBRID-NAME"),
    ({"listed": False}, "HYBRID-LISTED"),
    ({"associated": False}, "HYBRID-AF"),
    ({"media_type": ""}, "HYBRID-TYPE"),
    ({"dated": False}, "HYBRID-DATE"),
    ({"relationship": "Unspecified"}, "HYBRID-RELATIONSHIP"),
    ({"relationship": ""}, "HYBRID-RELATIONSHIP"),
])  # fmt: skip
def test_faults_of_the_attachment(pdf, change, rule):
    hybrid = read_hybrid(pdf)
    assert rule in broken_by(replace(hybrid, attachments=(replace(hybrid.attachments[0], **change),)))


@pytest.mark.parametrize(("old", "new", "rule"), [
    ('pdfaid:part="3"', 'pdfaid:part="1"', "PDFA-PART"),
    ('pdfaid:conformance="B"', "", "PDFA-CONFORMANCE"),
    ("<fx:ConformanceLevel>EN 16931", "<fx:ConformanceLevel>BASIC", "XMP-LEVEL"),
    ("<fx:DocumentFileName>factur-x.xml", "<fx:DocumentFileName>other.xml", "XMP-NAME"),
    ("<fx:DocumentType>INVOICE", "<fx:DocumentType>ORDER", "XMP-TYPE"),
    ("<fx:Version>1.0", "<fx:Version>", "XMP-VERSION"),
    (f"<pdfaSchema:namespaceURI>{FX}", "<pdfaSchema:namespaceURI>", "XMP-SCHEMA"),
    (f'xmlns:fx="{FX}"', 'xmlns:fx="urn:other"', "XMP-INVOICE"),
    ("<rdf:RDF", "<rdf:RDX", "PDFA-XMP"),
    ("<?xpacket begin", '<!DOCTYPE x [<!ENTITY a "b">]><?xpacket begin', "PDFA-XMP"),
])  # fmt: skip
def test_faults_of_the_metadata(cii, old, new, rule):
    writer = blank()
    assert old in XMP
    data = write(writer, [attach(writer, cii().encode())], XMP.replace(old, new))
    assert broken_by(read_hybrid(data)) == [rule]


@pytest.mark.parametrize(("change", "rule"), [
    ({"identified": False}, "PDFA-ID"),
    ({"scripted": True}, "PDFA-SCRIPT"),
    ({"device_independent": False}, "PDFA-COLOUR"),
    ({"fonts_not_embedded": ("Helvetica",)}, "PDFA-FONT"),
    ({"attachments": ()}, "HYBRID-XML"),
])  # fmt: skip
def test_faults_of_the_carrier(pdf, change, rule):
    assert broken_by(replace(read_hybrid(pdf), **change)) == [rule]


def test_partial_profiles_are_data(cii):
    writer = blank()
    text = cii("urn:factur-x.eu:1p0:minimum")
    data = write(writer, [attach(writer, text.encode())], XMP.replace("EN 16931<", "MINIMUM<"))
    assert broken_by(read_hybrid(data)) == ["HYBRID-RELATIONSHIP"]


def test_the_invoice_among_several_attachments(cii):
    writer = blank()
    specs = [attach(writer, b"<a/>", "terms.xml"), attach(writer, cii().encode()), attach(writer, b"1;2", "time.csv")]
    hybrid = read_hybrid(write(writer, specs))
    assert [attachment.name for attachment in hybrid.attachments] == ["terms.xml", "factur-x.xml", "time.csv"]
    assert invoice_in(hybrid).name == "factur-x.xml"


def test_two_unknown_attachments_are_not_guessed_between():
    writer = blank()
    hybrid = read_hybrid(write(writer, [attach(writer, b"<a/>", "a.xml"), attach(writer, b"<b/>", "b.xml")]))
    assert invoice_in(hybrid) is None
    assert einvoice_in(hybrid) is None


def test_scripts_and_fonts_are_seen():
    writer = blank()
    action = names(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    writer._root_object[NameObject("/OpenAction")] = action
    font = names(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
    writer.pages[0][NameObject("/Resources")] = names(Font=names(F1=font))
    held = io.BytesIO()
    writer.write(held)
    hybrid = read_hybrid(held.getvalue())
    assert (hybrid.scripted, hybrid.fonts_not_embedded, hybrid.device_independent) == (True, ("Helvetica",), False)


def test_form_that_contains_itself_ends():
    writer = blank()
    form = stream(b"", Type=NameObject("/XObject"), Subtype=NameObject("/Form"))
    reference = writer._add_object(form)
    form[NameObject("/Resources")] = names(XObject=names(X=reference))
    writer.pages[0][NameObject("/Resources")] = names(XObject=names(X=reference))
    assert read_hybrid(write(writer, [])).fonts_not_embedded == ()


def test_name_tree_that_contains_itself_ends():
    writer = blank()
    node = DictionaryObject()
    reference = writer._add_object(node)
    node[NameObject("/Kids")] = ArrayObject([reference])
    writer._root_object[NameObject("/Names")] = names(EmbeddedFiles=reference)
    held = io.BytesIO()
    writer.write(held)
    assert read_hybrid(held.getvalue()).attachments == ()


def test_encrypted_file_is_told_as_such(cii):
    writer = blank()
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    hybrid = read_hybrid(held.getvalue())
    assert [finding.rule for finding in judge_hybrid(hybrid, None).findings] == ["PDFA-ENCRYPTED"]


def test_bomb_in_an_attachment_is_refused():
    writer = blank()
    bomb = EncodedStreamObject()
    bomb._data = zlib.compress(b"\x00" * 90_000_000)
    bomb.update(names(Filter=NameObject("/FlateDecode")))
    spec = attach(writer, b"")
    reference = writer._add_object(bomb)
    spec[NameObject("/EF")] = names(F=reference, UF=reference)
    data = write(writer, [spec])
    assert len(data) < 200_000
    with pytest.raises(UnreadablePdf, match="LimitReached"):
        read_hybrid(data)


@pytest.mark.parametrize(
    "data", [b"", b"<html/>", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>"]
)
def test_damaged_files(data):
    with pytest.raises(UnreadablePdf):
        read_hybrid(data)
