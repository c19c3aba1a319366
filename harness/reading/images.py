"""Pictures: page images with marks, thumbnails, and how alike two of them are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, UnidentifiedImageError

from harness.reading.document import open_pdf
from harness.reading.errors import ReadingError

SIDE = 16
"""Width and height of a thumbnail in pixels."""
_MARK = (214, 40, 57)
_MARGIN = 2.0
"""Points between a box and its mark."""
_NAME_SIZE = 5.5
"""Points of the names beside the marks."""
_MOST_PIXELS = 40_000_000


def thumbnail_of(picture: Image.Image) -> bytes:
    """``picture`` over white as 16 x 16 RGB samples, row by row: 768 bytes."""
    colour = picture.convert("RGBA")
    white = Image.new("RGBA", colour.size, (255, 255, 255, 255))
    flat = Image.alpha_composite(white, colour).convert("RGB")
    return flat.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()


def thumbnail(image_bytes: bytes) -> bytes:
    """The thumbnail (768 bytes) of an image file; raises :class:`ReadingError` for what is no image."""
    try:
        with Image.open(io.BytesIO(image_bytes)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ReadingError(f"the image has {picture.width} x {picture.height} pixels, too many to read")
            return thumbnail_of(picture)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ReadingError(f"{len(image_bytes)} bytes are no image that can be read: {error}") from error


def images_alike(one: bytes, other: bytes) -> float:
    """Distance of two thumbnails: 0 for the same picture, 1 for black against white.

    The mean difference of all samples; scaling and re-encoding stay well below 0.04.
    """
    if len(one) != len(other) or not one:
        raise ValueError(f"thumbnails of {len(one)} and {len(other)} bytes cannot be compared")
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / (255 * len(one))


def page_image(
    data: bytes,
    page: int,
    boxes: Sequence[tuple[float, float, float, float]] = (),
    dpi: int = 110,
    names: Sequence[str] = (),
) -> bytes:
    """Page ``page`` (from 1) as PNG with ``boxes`` (points from the top left corner) outlined.

    ``names``, one for each box, are written above them.
    """
    with open_pdf(data) as document:
        if not 1 <= page <= len(document):
            raise ReadingError(f"the document has {len(document)} pages, there is no page {page}")
        picture = _render(document[page - 1], dpi / 72)
    pen = ImageDraw.Draw(picture)
    scale = dpi / 72
    for left, top, right, bottom in boxes:
        corners = (
            (left - _MARGIN) * scale,
            (top - _MARGIN) * scale,
            (right + _MARGIN) * scale,
            (bottom + _MARGIN) * scale,
        )
        pen.rectangle(corners, outline=_MARK, width=max(1, round(scale * 1.2)))
    for name, (left, top, _, _) in zip(names, boxes, strict=False):
        at = ((left - _MARGIN) * scale, (top - _MARGIN) * scale)
        pen.text(at, name, fill=_MARK, font_size=_NAME_SIZE * scale, anchor="ls")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _render(page: pdfium.PdfPage, scale: float) -> Image.Image:
    width, height = page.get_size()
    if width * height * scale * scale > _MOST_PIXELS:
        scale = (_MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=scale)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture
    finally:
        bitmap.close()
