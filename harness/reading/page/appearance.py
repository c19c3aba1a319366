"""What a page looks like: images and their places, colours and what they paint, fonts.

Only what shows counts: not what lies off the page, is clipped away, painted over, or as good as transparent.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from harness.model.facts import Appearance, ColourSeen, FontSeen, ImageSeen
from harness.model.picture import Rgb
from harness.model.place import Place
from harness.reading.page.glyphs import Box, Word, display_transform, transform_box
from harness.reading.page.painted import Sight

_DEEPEST_FORM = 8
_MOST_OBJECTS = 20_000
_LARGEST_IMAGE = 40_000_000
"""Pixels; a larger image is listed without the cost of looking at it being paid."""
_MOST_IMAGES = 24
"""Images of a page that are looked at; further ones are listed alone."""
_FINEST = 192
"""Pixels of the longer side up to which an image is looked at in its own resolution."""
_SMALLEST_IMAGE = 2.0
"""Points; a smaller image shows nothing that could be compared."""
_INTRICATE = 120
"""Segments of one path. A letter has some dozens; the smallest QR code has more than two hundred."""
_COLOURFUL = 16
"""Steps between the channels of a colour that is no shade of grey."""
_OVER = 0.15
"""Part of a word's height by which it must reach into an image to run across it."""
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Painted:
    """A filled or stroked path, or an image, in the order of painting."""

    box: Box
    rgb: Rgb | None
    """Colour of a path; ``None`` for an image."""
    opaque: bool
    """Whether it hides what lies below its box."""
    kind: str = "image"
    """``rule``, ``fill`` or ``image``."""
    area: float = 0.0
    """Square points that are painted, by the bounding box or the length of its line."""
    solid: bool = True
    """Whether its own colour shows, not a mixture with what is below."""


@dataclass(slots=True)
class PageLook:
    """Paths and images of one page."""

    number: int
    size: tuple[float, float]
    painted: list[Painted]
    images: list[ImageSeen]
    intricate: list[Box] = field(default_factory=list)
    """Boxes of paths with so many segments that they may be a machine-readable code."""


def look_at(page: pdfium.PdfPage, number: int, sight: Sight) -> PageLook:
    """The paths and images that are painted on ``page``."""
    look = PageLook(number, sight.size, [], [])
    to_display = display_transform(page)
    for count, (handle, kind, matrix) in enumerate(_objects(page.raw)):
        if count > _MOST_OBJECTS:
            break
        box = _bounds(handle, matrix, to_display)
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_PATH:
            look.painted.extend(_paint(handle, box))
            if raw.FPDFPath_CountSegments(handle) >= _INTRICATE:
                look.intricate.append(box)
        else:
            look.painted.append(Painted(box, None, True))
            look.images.append(_image(handle, box, number, sight if len(look.images) < _MOST_IMAGES else None))
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
    if not all(math.isfinite(edge.value) for edge in (left, bottom, right, top)):
        return None
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    moved = [(matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]) for x, y in corners]
    xs, ys = [point[0] for point in moved], [point[1] for point in moved]
    return transform_box(to_display, (min(xs), min(ys), max(xs), max(ys)))


def _paint(handle: object, box: Box) -> Iterator[Painted]:
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill_mode, stroke)
    if fill_mode.value and (colour := _colour_of(raw.FPDFPageObj_GetFillColor, handle)):
        rgb, solid = colour
        yield Painted(box, rgb, solid, "fill", _area(box), solid)
    if stroke.value and (colour := _colour_of(raw.FPDFPageObj_GetStrokeColor, handle)):
        yield _stroked(handle, box, *colour)


def _stroked(handle: object, box: Box, rgb: Rgb, solid: bool) -> Painted:
    """The line along a box: its bounds are those of its middle, or of its outside."""
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(handle, width)
    line, across, down = max(width.value, 0.1), box[2] - box[0], box[3] - box[1]
    half = line / 2 if min(across, down) < 0.05 else 0.0
    wider = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
    length = max(across, down) if min(across, down) <= 2 * line else 2 * (across + down)
    return Painted(wider, rgb, False, "rule", length * line, solid)


def _colour_of(read: Callable[..., object], handle: object) -> tuple[Rgb, bool] | None:
    """Colour, and whether it is not transparent; ``None`` where it does not show at all."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read(handle, red, green, blue, alpha) or not alpha.value:
        return None
    return (red.value, green.value, blue.value), alpha.value == 255


def _image(handle: object, box: Box, number: int, sight: Sight | None) -> ImageSeen:
    """The image, and what the page shows of it where that can be afforded."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(handle, across, down)
    width, height = across.value, down.value
    seen = ImageSeen(Place(page=number, box=_rounded(box)), width, height)
    large = not 0 < width * height <= _LARGEST_IMAGE
    if sight is None or large or min(box[2] - box[0], box[3] - box[1]) < _SMALLEST_IMAGE:
        return seen
    finer = min(1.0, _FINEST / max(width, height))
    painted, ground = sight.part(box, (max(1, round(width * finer)), max(1, round(height * finer))))
    return replace(seen, painted=painted, ground=ground)


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def colours_shown(look: PageLook, words: Sequence[Word], sight: Sight) -> Iterator[ColourSeen]:
    """Each colour that shows on a page by what it paints; shades of grey are not looked for among what lies below."""
    seen: dict[tuple[Rgb, str], list[tuple[float, Box]]] = {}
    for painted in look.painted:
        if painted.rgb is not None and painted.solid and _shows(painted, painted.rgb, sight):
            seen.setdefault((painted.rgb, painted.kind), []).append((painted.area, painted.box))
    for word in words:
        seen.setdefault((word.style.rgb, "text"), []).append((_area(word.box), word.box))
    for (rgb, kind), parts in seen.items():
        _, box = max(parts)
        place = Place(page=look.number, box=_rounded(box))
        yield ColourSeen(rgb, kind, round(sum(area for area, _ in parts), 2), place)


def _shows(painted: Painted, rgb: Rgb, sight: Sight) -> bool:
    if not sight.holds(painted.box):
        return False
    if max(rgb) - min(rgb) < _COLOURFUL:
        return True
    return sight.shows_line(painted.box) if painted.kind == "rule" else sight.shows(painted.box, rgb)


def with_words(look: PageLook, words: Sequence[Word]) -> list[ImageSeen]:
    """The page's images, each with the visible text that runs across it."""
    return [replace(image, words_over=" ".join(w.text for w in words if _crosses(image, w))) for image in look.images]


def _crosses(image: ImageSeen, word: Word) -> bool:
    assert image.place.box
    left, top, right, bottom = image.place.box
    inset = _OVER * word.height
    return (
        left + inset < word.right
        and word.left < right - inset
        and (top + inset < word.bottom - inset and word.top + inset < bottom - inset)
    )


def appearance(
    looks: Sequence[PageLook],
    images: Sequence[ImageSeen],
    colours: Sequence[ColourSeen],
    words: Sequence[Sequence[Word]],
) -> Appearance:
    """Everything that shows on all pages; ``words`` are the visible ones of each."""
    return Appearance(
        images=tuple(images),
        colours=tuple(sorted(colours, key=lambda colour: (-colour.area, colour.rgb))),
        fonts=_fonts(words),
        pages=tuple(look.size for look in looks),
    )


def _fonts(words: Sequence[Sequence[Word]]) -> tuple[FontSeen, ...]:
    """The fonts in which something is written, by name."""
    found: dict[tuple[str, bool], FontSeen] = {}
    for number, page_words in enumerate(words, start=1):
        for word in page_words:
            key = word.style.font, word.style.embedded
            if key not in found:
                found[key] = FontSeen(*key, Place(page=number, box=_rounded(word.box)))
    return tuple(found[key] for key in sorted(found))


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
