"""What a page looks like: images and their places, colours and what they paint, fonts."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from harness.model.facts import Appearance, ColourSeen, ImageSeen
from harness.model.place import Place
from harness.reading.glyphs import Box, Word, display_transform, transform_box
from harness.reading.images import thumbnail_of

_DEEPEST_FORM = 8
_MOST_OBJECTS = 20_000
_LARGEST_IMAGE = 40_000_000
"""Pixels; a larger image is listed without a thumbnail's cost being paid."""
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Painted:
    """A filled or stroked path, or an image, in the order of painting."""

    box: Box
    rgb: tuple[int, int, int] | None
    """Colour of a path; ``None`` for an image."""
    opaque: bool


@dataclass(slots=True)
class PageLook:
    """Paths and images of one page."""

    number: int
    painted: list[Painted]
    images: list[ImageSeen]


def look_at(page: pdfium.PdfPage, number: int) -> PageLook:
    """The paths and images that are painted on ``page``."""
    look = PageLook(number, [], [])
    to_display = display_transform(page)
    for count, (handle, kind, matrix) in enumerate(_objects(page.raw)):
        if count > _MOST_OBJECTS:
            break
        box = _bounds(handle, matrix, to_display)
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_PATH:
            look.painted.extend(_paint(handle, box))
        else:
            look.painted.append(Painted(box, None, True))
            image = _image(page, handle, box, number)
            if image:
                look.images.append(image)
    return look


def _objects(page: object) -> Iterator[tuple[object, int, Matrix]]:
    """Paths and images with the matrix of the forms that hold them."""
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count):
        yield from _unfold(raw.FPDFPage_GetObject(page, index), _IDENTITY, 0)


def _unfold(handle: object, matrix: Matrix, depth: int) -> Iterator[tuple[object, int, Matrix]]:
    kind = raw.FPDFPageObj_GetType(handle)
    if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
        yield handle, kind, matrix
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, own)
        inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for index in range(raw.FPDFFormObj_CountObjects(handle)):
            yield from _unfold(raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1)


def _times(one: Matrix, two: Matrix) -> Matrix:
    return (
        one[0] * two[0] + one[1] * two[2],
        one[0] * two[1] + one[1] * two[3],
        one[2] * two[0] + one[3] * two[2],
        one[2] * two[1] + one[3] * two[3],
        one[4] * two[0] + one[5] * two[2] + two[4],
        one[4] * two[1] + one[5] * two[3] + two[5],
    )


def _bounds(handle: object, matrix: Matrix, to_display: Callable[[float, float], tuple[float, float]]) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    moved = [(matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]) for x, y in corners]
    xs, ys = [point[0] for point in moved], [point[1] for point in moved]
    return transform_box(to_display, (min(xs), min(ys), max(xs), max(ys)))


def _paint(handle: object, box: Box) -> Iterator[Painted]:
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill_mode, stroke)
    if fill_mode.value:
        yield from _coloured(raw.FPDFPageObj_GetFillColor, handle, box)
    elif stroke.value:
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(handle, width)
        half = max(width.value, 0.1) / 2 if min(box[2] - box[0], box[3] - box[1]) < 0.05 else 0.0
        wider = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
        for painted in _coloured(raw.FPDFPageObj_GetStrokeColor, handle, wider):
            yield Painted(painted.box, painted.rgb, False)


def _coloured(read: Callable[..., object], handle: object, box: Box) -> Iterator[Painted]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if read(handle, red, green, blue, alpha) and alpha.value:
        yield Painted(box, (red.value, green.value, blue.value), alpha.value == 255)


def _image(page: pdfium.PdfPage, handle: object, box: Box, number: int) -> ImageSeen | None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(handle, width, height)
    pixels = width.value * height.value
    if not 0 < pixels <= _LARGEST_IMAGE:
        return None
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, handle)
    if not bitmap:
        return None
    thumbnail = thumbnail_of(pdfium.PdfBitmap.from_raw(bitmap).to_pil())
    return ImageSeen(Place(page=number, box=_rounded(box)), width.value, height.value, thumbnail)


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def appearance(looks: Sequence[PageLook], words: Sequence[Sequence[Word]]) -> Appearance:
    """Images, colours and fonts of all pages; ``words`` are the visible words of each page."""
    areas: dict[tuple[tuple[int, int, int], str], list[tuple[float, int, Box]]] = {}
    for look, page_words in zip(looks, words, strict=True):
        for painted in look.painted:
            if painted.rgb is not None:
                areas.setdefault((painted.rgb, "path"), []).append((_area(painted.box), look.number, painted.box))
        for word in page_words:
            areas.setdefault((word.style.rgb, "text"), []).append((_area(word.box), look.number, word.box))
    colours = [_colour(rgb, kind, seen) for (rgb, kind), seen in areas.items()]
    fonts = {word.style.font for page_words in words for word in page_words if word.style.font}
    return Appearance(
        images=tuple(image for look in looks for image in look.images),
        colours=tuple(sorted(colours, key=lambda colour: (-colour.area, colour.rgb))),
        fonts=tuple(sorted(fonts)),
    )


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _colour(rgb: tuple[int, int, int], kind: str, seen: list[tuple[float, int, Box]]) -> ColourSeen:
    _, page, box = max(seen)
    return ColourSeen(rgb, kind, round(sum(area for area, _, _ in seen), 2), Place(page=page, box=_rounded(box)))
