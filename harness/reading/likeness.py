"""Whether a page paints an uploaded image: by pixels, tolerant of scaling and re-encoding and of nothing else.

Both are brought to one raster; the upload is laid over the page's ground and taken through the resolution that the file
embeds. Two differences are measured there, in steps of 255: of *shape*, the mean over what either of the two paints,
and of *colour*, the largest difference of the means of small cells, which the noise of JPEG leaves alone and a change
of hue does not. `benchmarks/logos.py` measures what the limits accept and reject.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter, ImageStat

from harness.model.facts import ImageSeen
from harness.model.picture import WHITE, Picture, Rgb

RASTER = 96
"""Pixels of the longer side at which pictures are compared."""
SHAPE_LIMIT = 8.0
"""Mean difference of shape up to which two pictures are the same."""
COLOUR_LIMIT = 13.0
"""Difference of the mean colour of a cell up to which two pictures are the same."""
_TURNED_LIMIT = 2 * SHAPE_LIMIT
"""The same for a turned picture: it only explains a difference, and scaling does not treat both sides alike."""
_SHORTEST = 8
_CELL = 8
"""Pixels of a cell whose mean colour is compared."""
_INK = 24
"""Steps by which a pixel differs from its ground where something is painted."""
_BLUR = 1.0
_COARSEST = 4.0
"""Times by which the raster may be finer than the embedded image for the limits to grow with it."""
_NOTHING = 255.0
_TURNS = {
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "upside down": Image.Transpose.FLIP_TOP_BOTTOM,
    "rotated by half a turn": Image.Transpose.ROTATE_180,
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a painted picture is from an upload, in steps of 255."""

    shape: float
    colour: float
    coarseness: float = 1.0
    """How many times finer the raster is than the image in the file; from 1 to 4. A coarse image says less."""

    @property
    def same_shape(self) -> bool:
        """Whether the same forms are painted."""
        return bool(self.shape <= SHAPE_LIMIT * self.coarseness**0.5)

    @property
    def same_colour(self) -> bool:
        """Whether they are painted in the same colours."""
        return bool(self.colour <= COLOUR_LIMIT * self.coarseness**1.5)

    @property
    def same(self) -> bool:
        """Whether it is the same picture."""
        return self.same_shape and self.same_colour

    @property
    def distance(self) -> float:
        """For ranking."""
        return self.shape + self.colour / 4


def likeness(seen: ImageSeen, upload: Picture) -> Likeness | None:
    """How far an image on a page is from an upload; ``None`` where the image was too large to be looked at.

    Where the upload is transparent, the page's colour around the image or white may show.
    """
    if seen.painted is None:
        return None
    grounds = {seen.ground, WHITE} if upload.has_alpha else {seen.ground}
    return min((_likeness(seen, seen.painted, ground, upload) for ground in grounds), key=lambda found: found.distance)


def turned(seen: ImageSeen, upload: Picture) -> str:
    """How an upload is turned on the page ("mirrored", ...), where that explains the difference; else empty."""
    if seen.painted is None:
        return ""
    straight = _likeness(seen, seen.painted, seen.ground, upload).shape
    for name, turn in _TURNS.items():
        found = _likeness(seen, seen.painted, seen.ground, upload, turn)
        if found.shape < straight / 2 and found.shape <= _TURNED_LIMIT * found.coarseness**0.5:
            return name
    return ""


def _likeness(
    seen: ImageSeen, painted: Picture, ground: Rgb, upload: Picture, turn: Image.Transpose | None = None
) -> Likeness:
    reference = _reference(upload, (seen.width, seen.height), ground)
    if turn is not None:
        reference = reference.transpose(turn)
    found = _resized(_image(painted), reference.size)
    coarseness = min(max(1.0, RASTER / max(seen.width, seen.height)), _COARSEST)
    return Likeness(_shape(found, reference, ground), _colour(found, reference), coarseness)


@lru_cache(maxsize=64)
def _reference(upload: Picture, native: tuple[int, int], ground: Rgb) -> Image.Image:
    """The upload over its ground, as the raster shows it if the file embeds it in that size."""
    picture = _image(upload)
    if upload.has_alpha:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, (*ground, 255)), picture).convert("RGB")
    if native[0] < picture.width:
        picture = picture.resize(native, Image.Resampling.BOX)
    return _resized(picture, raster_of(upload.ratio))


def raster_of(ratio: float, side: int = RASTER) -> tuple[int, int]:
    """Width and height of a raster for a picture of that ratio of width to height."""
    if ratio >= 1:
        return side, max(_SHORTEST, round(side / ratio))
    return max(_SHORTEST, round(side * ratio)), side


def _image(picture: Picture) -> Image.Image:
    mode = "RGBA" if picture.has_alpha else "RGB"
    return Image.frombytes(mode, (picture.width, picture.height), picture.samples)


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    smaller = picture.width > size[0]
    return picture.resize(size, Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC)


def _shape(painted: Image.Image, reference: Image.Image, ground: Rgb) -> float:
    """Mean difference of the pixels where one of the two differs from the ground; 255 where neither does."""
    soft = ImageFilter.GaussianBlur(_BLUR)
    one, other = painted.filter(soft), reference.filter(soft)
    ink = ImageChops.lighter(_ink(one, ground), _ink(other, ground))
    if ink.getbbox() is None:
        return _NOTHING
    return sum(ImageStat.Stat(ImageChops.difference(one, other), ink).mean) / 3


def _ink(picture: Image.Image, ground: Rgb) -> Image.Image:
    """White where something is painted on the ground."""
    red, green, blue = ImageChops.difference(picture, Image.new("RGB", picture.size, ground)).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return strongest.point([0] * (_INK + 1) + [255] * (255 - _INK))


def _colour(painted: Image.Image, reference: Image.Image) -> float:
    """The largest difference of the means of one cell, in any channel."""
    cells = max(1, round(reference.width / _CELL)), max(1, round(reference.height / _CELL))
    box = Image.Resampling.BOX
    apart = ImageChops.difference(painted.resize(cells, box), reference.resize(cells, box))
    return max(ImageStat.Stat(apart).extrema[band][1] for band in range(3))
