"""Uploaded images: what they are is read from their bytes, never from their name."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
MAX_PIXELS = 50_000_000


@dataclass(frozen=True)
class ImageFacts:
    """An image's format in lower case, its MIME type and its size in pixels."""

    format: str
    mime_type: str
    width: int
    height: int


def read_image(data: bytes) -> ImageFacts | None:
    """The facts of a whole PNG, JPEG, WEBP or GIF image; None when ``data`` is none, is cut short or is a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
                if image.width * image.height > MAX_PIXELS:
                    return None
                image.load()
                name = image.format or ""
                return ImageFacts("jpg" if name == "JPEG" else name.lower(), FORMATS[name], image.width, image.height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None


def plain_png(colour: str) -> bytes:
    """A one-colour PNG of 120 by 40 pixels."""
    buffer = io.BytesIO()
    Image.new("RGB", (120, 40), colour).save(buffer, "PNG")
    return buffer.getvalue()
