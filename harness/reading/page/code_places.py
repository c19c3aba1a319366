"""Where on a page a machine-readable code may stand, by a cheap look at the objects that are painted.

A code is an image, a path with very many segments, or a crowd of small marks. What looks like one is then rendered and
decoded; a code set as text in a font of its own is not found this way, nor is one in an image of the whole page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from harness.model.picture import Picture
from harness.reading.page.appearance import PageLook
from harness.reading.page.glyphs import Box

LEAST_SIDE = 18.0
"""Points; 6 mm, below which a camera reads no symbol that an invoice could need."""
_MOST_OF_PAGE = 0.35
"""Part of the page above which an image is a background or a scan."""
_MARK = 5.0
"""Points that a mark of a crowd is wide or high at most: a module, a bar or a run of them."""
_CELL = 24.0
"""Points of a side of the squares in which marks are counted."""
_CROWD = 6
"""Marks in a square that make it crowded."""
_LINES = 15
"""Lines of an image that are looked at."""
_CHANGES = 8
"""Between dark and light on a line of a code: its finder patterns alone have ten."""
_BUSY = 0.6
"""Part of the lines between the light margins; a code that is turned has corners with fewer."""
_CONTRAST = 40
_LONGEST = 12.0
"""Times that a code may be longer than high: a bar code of one line."""


def code_places(look: PageLook) -> tuple[Box, ...]:
    """Boxes (points from the top left corner as displayed) in which a code may stand; none for most pages."""
    marks = [item.box for item in look.painted if item.kind != "image" and _thin(item.box)]
    images = [image.place.box for image in look.images if image.place.box and _alternates(image.painted)]
    page = look.size[0] * look.size[1]
    return tuple(merged([box for box in (*images, *look.intricate, *_crowds(marks)) if _may_hold(box, page)]))


def _thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _MARK


def _alternates(picture: Picture | None) -> bool:
    """Whether an image changes between dark and light as often as a code does, from its first line to its last.

    A logo does so where it has letters. An image of which there is no picture is not ruled out.
    """
    if picture is None:
        return True
    changes = [_changes(picture, picture.height * (2 * line + 1) // (2 * _LINES)) for line in range(_LINES)]
    printed = [line for line, count in enumerate(changes) if count]
    if not printed:
        return False
    band = changes[printed[0] : printed[-1] + 1]
    return sum(count >= _CHANGES for count in band) >= _BUSY * len(band)


def _changes(picture: Picture, height: int) -> int:
    """How often a line of a picture crosses the middle between its darkest and its lightest pixel."""
    step = 4 if picture.has_alpha else 3
    start = height * picture.width * step
    greens = picture.samples[start + 1 : start + picture.width * step : step]
    low, high = min(greens), max(greens)
    if high - low < _CONTRAST:
        return 0
    middle = (low + high) / 2
    dark = [green < middle for green in greens]
    return sum(one != other for one, other in pairwise(dark))


def _may_hold(box: Box, page: float) -> bool:
    """Whether a box has the size and the proportions of a code."""
    across, down = box[2] - box[0], box[3] - box[1]
    if min(across, down) < LEAST_SIDE / 2 or max(across, down) < LEAST_SIDE:
        return False
    return across * down <= _MOST_OF_PAGE * page and max(across, down) <= _LONGEST * min(across, down)


def _crowds(marks: Sequence[Box]) -> Iterable[Box]:
    """The boxes of marks that stand close together."""
    if len(marks) < _CROWD * 2:
        return []
    cells = Counter((int(box[0] // _CELL), int(box[1] // _CELL)) for box in marks)
    crowded = {cell for cell, count in cells.items() if count >= _CROWD}
    return merged([box for box in marks if (int(box[0] // _CELL), int(box[1] // _CELL)) in crowded], _MARK)


def merged(boxes: Sequence[Box], gap: float = 0.0) -> list[Box]:
    """The boxes with those joined that touch, or lie no further apart than ``gap``."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        whole, apart = box, joined
        while True:
            near = [other for other in apart if _near(whole, other, gap)]
            if not near:
                break
            apart = [other for other in apart if other not in near]
            whole = _around([whole, *near])
        joined = [*apart, whole]
    return joined


def _near(one: Box, other: Box, gap: float) -> bool:
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return across <= gap and down <= gap


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
