"""Page images for the HTML report: each page rendered once, every finding marks its own places on top of it.

The image of a page is kept once as an SVG symbol; cut-outs and thumbnails refer to it, so that sixty findings on one
invoice cost one image.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from harness.reporting.stored import Stored
from harness.run.record.document import FindingRecord, PlaceRecord

Box = tuple[float, float, float, float]
"""``(left, top, right, bottom)`` in points from the top left corner of the page."""
PageImage = Callable[[bytes, int, Sequence[Box]], bytes]
"""PNG of a page (from 1) of a PDF; the boxes given are marked by the callable."""

COLOURS = 64
"""Palette of the embedded images: an invoice needs no more, and the file is a third of the size."""
LIMIT = 90
"""Pages embedded in one report; further ones are linked as stored PDF files."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one PDF, as the report embeds it."""

    key: str
    """Id of the SVG symbol."""
    width: float
    """Points."""
    height: float
    data: str
    """``data:`` address of the image."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page that a finding points at."""

    box: Box
    title: str
    """What stands there, or which requirement looked at it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its marks."""

    page: Page
    marks: tuple[Mark, ...]
    link: str | None
    """Stored PDF."""

    @property
    def cut(self) -> Box | None:
        """``(x, y, width, height)`` of a readable cut-out around the marks; ``None`` where nothing is marked."""
        if not self.marks:
            return None
        left, top = min(m.box[0] for m in self.marks), min(m.box[1] for m in self.marks)
        right, bottom = max(m.box[2] for m in self.marks), max(m.box[3] for m in self.marks)
        x, width = _window(left, right, 420, self.page.width)
        y, height = _window(top, bottom, 76, self.page.height)
        return (x, y, width, height)


class Gallery:
    """Renders pages on demand and remembers them; ``problems`` says which could not be shown, and why."""

    def __init__(self, stored: Stored, page_image: PageImage, limit: int = LIMIT) -> None:
        self._stored = stored
        self._page_image = page_image
        self._limit = limit
        self._pages: dict[tuple[str, int], Page | None] = {}
        self.problems: dict[str, str] = {}

    @property
    def pages(self) -> list[Page]:
        """Every page rendered so far."""
        return [page for page in self._pages.values() if page]

    def sheet(self, digest: str, number: int, marks: Sequence[Mark]) -> Sheet | None:
        """The page ``number`` (from 1) with ``marks``; ``None`` where it cannot be shown."""
        key = (digest, number)
        if key not in self._pages:
            self._pages[key] = self._render(digest, number) if len(self.pages) < self._limit else None
        page = self._pages[key]
        return Sheet(page, tuple(marks), self._stored.link(digest)) if page else None

    def sheets(self, finding: FindingRecord) -> list[Sheet]:
        """The pages that ``finding`` points at, or the first page where it points nowhere."""
        digest = finding.evidence.get("pdf")
        if digest is None:
            return []
        places: dict[int, list[PlaceRecord]] = {}
        for place in finding.seen:
            if place.page:
                places.setdefault(place.page, []).append(place)
        found = [self.sheet(digest, number, _marks(places[number])) for number in sorted(places) or [1] if places]
        return [s for s in found or [self.sheet(digest, 1, ())] if s]

    def _render(self, digest: str, number: int) -> Page | None:
        data = self._stored.bytes(digest)
        if data is None:
            self.problems[digest] = "the PDF is not among the stored files"
            return None
        try:
            width, height = _size(data, number)
            png = _smaller(self._page_image(data, number, ()))
        except (ValueError, LookupError, RuntimeError, OSError) as problem:
            self.problems[digest] = f"page {number} cannot be shown: {problem}"
            return None
        address = f"data:image/png;base64,{base64.b64encode(png).decode()}"
        return Page(f"page-{len(self._pages) + 1}", width, height, address)


def default_page_image(data: bytes, page: int, boxes: Sequence[Box]) -> bytes:
    """Page image by ``harness.reading``, which is loaded only when a report is written."""
    reading = import_module("harness.reading")
    png: bytes = reading.page_image(data, page, tuple(boxes))
    return png


def _marks(places: Sequence[PlaceRecord]) -> list[Mark]:
    return [Mark(place.box, place.text) for place in places if place.box]


def _size(data: bytes, number: int) -> tuple[float, float]:
    """Width and height of a page as displayed, in points. ``PdfiumError`` (a ``RuntimeError``) where it is no PDF."""
    with pypdfium2.PdfDocument(data) as pdf:
        if not 1 <= number <= len(pdf):
            raise LookupError(f"the PDF has {len(pdf)} pages")
        size: tuple[float, float] = pdf[number - 1].get_size()
        return size


def _smaller(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as image:
        reduced = image.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    reduced.save(buffer, "PNG")  # a tenth larger than optimized, in half the time
    return buffer.getvalue()


def _window(start: float, end: float, least: float, whole: float) -> tuple[float, float]:
    """Start and length of a stretch around ``start`` to ``end`` with air on both sides, inside ``0`` to ``whole``."""
    length = min(whole, max(least, end - start + 40))
    begin = (start + end - length) / 2
    return max(0.0, min(begin, whole - length)), length
