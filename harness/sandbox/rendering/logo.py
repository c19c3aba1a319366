"""The logo and signature images: accepted formats, proportions and the scale that the entity's settings ask for."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from harness.sandbox.rendering.errors import RenderingError

_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
_MIME = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
SMALLEST_SCALE, LARGEST_SCALE = 0.1, 2.0


@dataclass(frozen=True, slots=True)
class Logo:
    """An image ready to be placed on a page, its bytes unchanged."""

    data: bytes
    suffix: str
    ratio: float
    """Width divided by height."""
    scale: float
    """1.0 is the template's own size; kept between 0.1 and 2 so that a logo cannot hide the document."""

    @property
    def data_uri(self) -> str:
        """The image as a ``data:`` address for self-contained HTML."""
        return f"data:{_MIME[self.suffix]};base64,{base64.b64encode(self.data).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Images:
    """What the entity has placed on its pages."""

    logo: Logo | None = None
    signature: Logo | None = None


def read_logo(data: bytes | None, scale_percent: float | None) -> Logo | None:
    """Check the image's header; ``RenderingError`` when it is no PNG, JPEG, WEBP or GIF."""
    if not data:
        return None
    try:
        with Image.open(BytesIO(data), formats=tuple(_SUFFIXES)) as image:
            width, height, kind = image.width, image.height, str(image.format)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        words = "logo or signature is not a readable PNG, JPEG, WEBP or GIF image: upload it again"
        raise RenderingError(words) from error
    scale = 1.0 if scale_percent is None else float(scale_percent) / 100
    return Logo(data, _SUFFIXES[kind], width / height, min(max(scale, SMALLEST_SCALE), LARGEST_SCALE))
