"""What a page shows at a place: rendered in parts, or once as a whole in a coarse raster."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from functools import cached_property

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]
from PIL import Image

from harness.model.picture import Picture, Rgb
from harness.reading.page.glyphs import Box

_RING = 3
"""Pixels around a part that show its surroundings."""
_INSET = 0.05
"""Pixels by which a part is kept inside its raster: pdfium paints images on every pixel that they touch."""
_EXACT = 3
"""Steps of 255 within which a pixel has a colour."""
_TRACE = 10
"""Steps of 255 between the lightest and the darkest pixel where a thin line can be seen."""
_THIN = 3.0
"""Pixels; what is thinner is mixed with its surroundings."""
_SAMPLE = 24
"""Pixels of a side up to which a part is searched pixel by pixel."""
_MOST_PIXELS = 4_000_000
"""Of the coarse raster; a page that is larger is shown coarser."""


class Sight:
    """The page as it looks. It is rendered when that is first asked for."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self.size: tuple[float, float] = page.get_size()
        """Width and height in points, as displayed."""

    @property
    def scale(self) -> float:
        """Pixels of :attr:`whole` for a point."""
        area = self.size[0] * self.size[1]
        return 1.0 if area <= _MOST_PIXELS else float((_MOST_PIXELS / area) ** 0.5)

    @cached_property
    def whole(self) -> Image.Image:
        """The page, one pixel for a point where its size is usual: red, green, blue and a fourth band of no meaning.

        It is rendered into the memory that the picture looks at, since copying it takes longer than rendering.
        """
        width, height = (max(1, math.ceil(side * self.scale)) for side in self.size)
        memory = bytearray(4 * width * height)
        pixels = (ctypes.c_char * len(memory)).from_buffer(memory)
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, pixels, 4 * width)
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, self._page.raw, 0, 0, width, height, 0, raw.FPDF_REVERSE_BYTE_ORDER)
        raw.FPDFBitmap_Destroy(bitmap)
        return Image.frombuffer("RGBX", (width, height), memory, "raw", "RGBX", 0, 1)

    def contrast(self, box: tuple[int, int, int, int]) -> int:
        """Steps between the lightest and the darkest pixel of a part of :attr:`whole`, in the channel with most."""
        bands = self.whole.crop(box).getextrema()[:3]
        return max(int(band[1] - band[0]) for band in bands if isinstance(band, tuple))

    def holds(self, box: Box) -> bool:
        """Whether some of ``box`` lies on the page."""
        return box[2] > 0 and box[3] > 0 and box[0] < self.size[0] and box[1] < self.size[1]

    def shows(self, box: Box, rgb: Rgb) -> bool:
        """Whether a pixel in ``box`` has the colour; something thin need only be seen."""
        if min(box[2] - box[0], box[3] - box[1]) * self.scale < _THIN:
            return self._has_trace(box)
        part = self.whole.crop(self._within(box, 0)).convert("RGB")
        part.thumbnail((_SAMPLE, _SAMPLE), Image.Resampling.NEAREST)
        near = (all(abs(a - b) <= _EXACT for a, b in zip(pixel, rgb, strict=True)) for pixel in _pixels(part))
        return any(near)

    def shows_line(self, box: Box) -> bool:
        """Whether a line along the edges of ``box`` can be seen."""
        left, top, right, bottom = box
        if min(right - left, bottom - top) * self.scale < _THIN:
            return self._has_trace(box)
        edges = (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        )
        return any(self._has_trace(edge) for edge in edges)

    def _has_trace(self, box: Box) -> bool:
        """Whether there is any contrast in ``box`` and a pixel around it."""
        return self.contrast(self._within(box, 1)) > _TRACE

    def _within(self, box: Box, more: int) -> tuple[int, int, int, int]:
        """The pixels of ``box`` and some more around it that are on the page, at least one."""
        width, height = self.whole.size
        left, top = (
            min(max(int(at * self.scale) - more, 0), last)
            for at, last in zip(box, (width - 1, height - 1), strict=False)
        )
        right, bottom = (
            min(max(math.ceil(at * self.scale) + more, start + 1), end)
            for at, start, end in zip(box[2:], (left, top), (width, height), strict=True)
        )
        return left, top, right, bottom

    def part(self, box: Box, size: tuple[int, int]) -> tuple[Picture, Rgb]:
        """The content of ``box`` stretched to ``size`` pixels, and the colour that prevails around it."""
        width, height = size[0] + 2 * _RING, size[1] + 2 * _RING
        samples, stride = self._rendered(box, size, width, height)
        picture = Image.frombuffer("RGB", (width, height), samples, "raw", "BGR", stride, 1)
        inner = picture.crop((_RING, _RING, width - _RING, height - _RING))
        return Picture(size[0], size[1], inner.tobytes()), _prevailing(picture)

    def _rendered(self, box: Box, size: tuple[int, int], width: int, height: int) -> tuple[bytes, int]:
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, None, 0)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            across = (size[0] - 2 * _INSET) / (box[2] - box[0])
            down = (size[1] - 2 * _INSET) / (box[3] - box[1])
            start = _RING + _INSET
            matrix = raw.FS_MATRIX(across, 0, 0, down, start - box[0] * across, start - box[1] * down)
            clip = raw.FS_RECTF(0, 0, width, height)
            raw.FPDF_RenderPageBitmapWithMatrix(bitmap, self._page.raw, matrix, clip, 0)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            return ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height), stride
        finally:
            raw.FPDFBitmap_Destroy(bitmap)


def _pixels(picture: Image.Image) -> Iterable[tuple[int, ...]]:
    found = picture.getcolors(picture.width * picture.height) or ()
    return (colour for _, colour in found if isinstance(colour, tuple))


def _prevailing(picture: Image.Image) -> Rgb:
    """The most frequent colour of the outermost pixels."""
    right, bottom = picture.width - 1, picture.height - 1
    strips = (
        (0, 0, right + 1, 1),
        (0, bottom, right + 1, bottom + 1),
        (0, 0, 1, bottom + 1),
        (right, 0, right + 1, bottom + 1),
    )
    counts: dict[tuple[int, ...], int] = {}
    for strip in strips:
        for count, colour in picture.crop(strip).getcolors(picture.width + picture.height) or ():
            assert isinstance(colour, tuple)
            counts[colour] = counts.get(colour, 0) + count
    red, green, blue = max(counts, key=lambda colour: counts[colour])
    return red, green, blue
