"""Pictures: page images with marks, and the pixels of image files."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, UnidentifiedImageError

from harness.model.picture import Picture
from harness.reading.errors import ReadingError
from harness.reading.page.document import open_pdf

_MARK = (214, 40, 57)
_MARGIN = 2.0
"""Points between a box and its mark."""
_NAME_SIZE = 5.5
"""Points of the names beside the marks."""
_MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""What the API takes as a logo or signature."""


def picture_of(image_bytes: bytes) -> Picture:
    """The pixels of an image file, as uploaded; raises :class:`ReadingError` for what is no image."""
    try:
        with Image.open(io.BytesIO(image_bytes), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ReadingError(f"the image has {picture.width} x {picture.height} pixels, too many to read")
            has_alpha = picture.has_transparency_data
            pixels = picture.convert("RGBA" if has_alpha else "RGB")
            return Picture(picture.width, picture.height, pixels.tobytes(), has_alpha)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ReadingError(f"{len(image_bytes)} bytes are no image that can be read: {error}") from error


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
