"""PDFs that carry an e-invoice (ZUGFeRD, Factur-X): what is attached, and what the file says of itself as PDF/A-3."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from harness.reading.einvoice.errors import UnreadableXml
from harness.reading.einvoice.fonts import fonts_not_embedded
from harness.reading.einvoice.reader import parse_einvoice
from harness.reading.einvoice.syntax import EInvoice
from harness.reading.einvoice.xmp import Xmp, read_xmp
from harness.reading.errors import UnreadablePdf

INVOICE_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml")
"""What the standards call the attached invoice: Factur-X 1.0 and ZUGFeRD 2.1, XRechnung in ZUGFeRD 2.2, 2.0, 1.0."""
MOST_BYTES = 20_000_000
"""Larger attachments are listed, but not read."""
MOST_ATTACHMENTS = 200
_DEEPEST = 20
_DAMAGES = (PyPdfError, DependencyError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
            OSError, NotImplementedError)  # fmt: skip
"""What pypdf raises on damaged or hostile files."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in a PDF."""

    name: str
    data: bytes
    """Empty where the file is too large to be read."""
    relationship: str
    """AFRelationship: ``Alternative``, ``Data``, ``Source``, ...; empty where none is stated."""
    media_type: str
    """Subtype, such as ``text/xml``; empty where none is stated."""
    dated: bool
    """Whether the file has a modification date, which PDF/A-3 asks for."""
    listed: bool
    """Whether the document's name tree of embedded files lists it."""
    associated: bool
    """Whether the catalogue's array of associated files (AF) does."""


@dataclass(frozen=True, slots=True)
class HybridPdf:
    """What a PDF says of itself as a carrier of an e-invoice."""

    attachments: tuple[Attachment, ...]
    xmp: Xmp | None
    """``None`` where the document has no readable metadata."""
    encrypted: bool
    identified: bool
    """Whether the trailer has an ID."""
    scripted: bool
    """Whether the document opens with an action or has scripts."""
    device_independent: bool
    """Whether an output intent for PDF/A, or an ICC default on every page, says what colours mean."""
    fonts_not_embedded: tuple[str, ...]


def read_hybrid(data: bytes) -> HybridPdf:
    """The carrier in ``data``; raises :class:`~harness.reading.errors.UnreadablePdf` where it cannot be opened."""
    with _damages():
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return HybridPdf((), None, True, "/ID" in reader.trailer, False, False, ())
        root = _dictionary(reader.trailer["/Root"])
        return HybridPdf(
            attachments=tuple(_attachments(root)),
            xmp=_metadata(root),
            encrypted=False,
            identified="/ID" in reader.trailer,
            scripted=_scripted(root),
            device_independent=_has_intent(root) or all(_has_default_colours(page) for page in reader.pages),
            fonts_not_embedded=fonts_not_embedded(reader),
        )


def invoice_in(pdf: HybridPdf) -> Attachment | None:
    """The attached invoice: by its standard name, or else the only XML that is attached."""
    by_name = {attachment.name: attachment for attachment in reversed(pdf.attachments)}
    for name in INVOICE_NAMES:
        if name in by_name:
            return by_name[name]
    others = [found for found in pdf.attachments if found.name.lower().endswith(".xml")]
    return others[0] if len(others) == 1 else None


def einvoice_in(pdf: HybridPdf) -> EInvoice | None:
    """The attached invoice, parsed; raises :class:`~harness.reading.einvoice.errors.UnreadableXml`."""
    found = invoice_in(pdf)
    return None if found is None else parse_einvoice(found.data)


@contextmanager
def _damages() -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        raise UnreadablePdf(f"the PDF is damaged: {type(error).__name__}: {error}") from error


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(value: Any) -> ArrayObject:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _attachments(root: DictionaryObject) -> Iterator[Attachment]:
    """Of the name tree and of the array of associated files, each once."""
    tree = list(_leaves(_dictionary(_dictionary(root.get("/Names")).get("/EmbeddedFiles")), 0))
    associated = list(_array(root.raw_get("/AF") if "/AF" in root else None))
    listed_keys, associated_keys = [_key(spec) for spec in tree], [_key(spec) for spec in associated]
    seen: set[object] = set()
    for spec in (tree + associated)[:MOST_ATTACHMENTS]:
        key = _key(spec)
        if key not in seen:
            seen.add(key)
            yield _attachment(_dictionary(spec), key in listed_keys, key in associated_keys)


def _key(spec: Any) -> object:
    """What makes two mentions of a file specification one: its object number, or itself."""
    return spec.idnum if isinstance(spec, IndirectObject) else id(spec)


def _leaves(node: DictionaryObject, depth: int) -> Iterator[Any]:
    """File specifications of a name tree, unresolved."""
    if depth > _DEEPEST:
        return
    yield from list(_array(node.get("/Names")))[1::2]
    for kid in _array(node.get("/Kids")):
        yield from _leaves(_dictionary(kid), depth + 1)


def _attachment(spec: DictionaryObject, listed: bool, associated: bool) -> Attachment:
    files = _dictionary(spec.get("/EF"))
    stream = files.get("/UF", files.get("/F"))
    stream = stream.get_object() if stream is not None else None
    data = stream.get_data() if isinstance(stream, StreamObject) else b""
    held = stream if isinstance(stream, StreamObject) else DictionaryObject()
    return Attachment(
        name=str(spec.get("/UF", spec.get("/F", ""))),
        data=data if len(data) <= MOST_BYTES else b"",
        relationship=str(spec.get("/AFRelationship", "")).removeprefix("/"),
        media_type=str(held.get("/Subtype", "")).removeprefix("/"),
        dated="/ModDate" in _dictionary(held.get("/Params")),
        listed=listed,
        associated=associated,
    )


def _metadata(root: DictionaryObject) -> Xmp | None:
    stream = root.get("/Metadata")
    stream = stream.get_object() if stream is not None else None
    if not isinstance(stream, StreamObject):
        return None
    try:
        return read_xmp(stream.get_data())
    except UnreadableXml:
        return None


def _scripted(root: DictionaryObject) -> bool:
    """Scripts in the name tree, or an action on opening that is more than a destination."""
    action = root.get("/OpenAction")
    opening = _dictionary(action).get("/S") if action is not None else None
    return "/JavaScript" in _dictionary(root.get("/Names")) or "/AA" in root or opening in ("/JavaScript", "/Launch")


def _has_intent(root: DictionaryObject) -> bool:
    intents = [_dictionary(intent) for intent in _array(root.get("/OutputIntents"))]
    return any(intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent for intent in intents)


def _has_default_colours(page: DictionaryObject) -> bool:
    """ISO 19005-3, 6.2.4.3: a device colour space may be replaced by a default one that is device independent."""
    spaces = _dictionary(_dictionary(page.get("/Resources")).get("/ColorSpace"))
    return any(name in spaces for name in ("/DefaultRGB", "/DefaultGray", "/DefaultCMYK"))
