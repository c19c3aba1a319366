"""Logo and signature: painted as uploaded, undistorted, where they belong.

Source: the vendor's guide for SaaS platforms ("each customer sees their logo and settings"); where a logo stands is a
custom that all templates follow: at the head of the first page.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.checks.base import Details, covers, failed, page_place, passed, unverifiable
from harness.checks.branding.marks import BrandMarks, images_of, page_sizes
from harness.model.facts import ImageSeen, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.picture import Picture
from harness.model.place import Place
from harness.reading.likeness import Likeness, likeness, turned

RATIO_TOLERANCE = 0.02
"""Part by which the ratio of width to height may differ from the upload's: what rounding to pixels and points does."""
HEADER = 1 / 3
"""Part of the page's height, from the top, that is its head."""
LEGIBLE = (28.0, 7.0)
"""Points of the longer and the shorter side, 10 and 2.5 mm: below, the name in a logo cannot be read."""
_BEYOND = 1.0
"""Points that an image may reach out of its page: rounding."""


@covers("BRAND-LOGO")
def shows_the_logo(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    """The uploaded logo is painted, compared by its pixels, with its proportions."""
    return _shows("BRAND-LOGO", "logo", brand.logo, pdf, brand)


@covers("BRAND-SIGNATURE")
def shows_the_signature(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement | None:
    """The uploaded signature is painted; nothing to say where the tenant uploaded none."""
    return _shows("BRAND-SIGNATURE", "signature", brand.signed, pdf, brand) if brand.signed else None


def _shows(requirement: str, what: str, upload: Picture, pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    images = images_of(pdf)
    if not images:
        seen = (Pointer(Witness.PDF, page_place(pdf)),)
        return failed(requirement, f"{what}-missing", f"the page of {brand.name} shows no image at all", seen=seen)
    found = closest(pdf, upload)
    if found is None:
        why = f"none of the {len(images)} images on the pages could be looked at: they are too many, too large or tiny"
        return unverifiable(requirement, "not-looked-at", why, expected=f"the {what} uploaded for {brand.name}")
    return _judged(requirement, what, upload, brand, *found)


def closest(pdf: InvoiceFacts, upload: Picture) -> tuple[ImageSeen, Likeness] | None:
    """The image that is most like an upload, or is it in a turned form; ``None`` where none could be looked at."""
    compared = [(image, like) for image in images_of(pdf) if (like := likeness(image, upload)) is not None]
    best = min(compared, key=lambda pair: pair[1].distance, default=None)
    if best is None or best[1].same_shape:
        return best
    return next((pair for pair in compared if turned(pair[0], upload)), best)


def _judged(
    requirement: str, what: str, upload: Picture, brand: BrandMarks, image: ImageSeen, like: Likeness
) -> Judgement:
    measured = f"shape differs by {like.shape:.1f}, colour by {like.colour:.0f} of 255"
    details: Details = {
        "expected": f"the {what} uploaded for {brand.name}, {upload.width} x {upload.height} pixels",
        "observed": f"{measured}; ratio {_ratio(image):.3f} for {upload.ratio:.3f}",
        "seen": (Pointer(Witness.PDF, image.place, what),),
    }
    wrong = _what_is_wrong(image, upload, like)
    if wrong is not None:
        code, words = wrong
        return failed(requirement, f"{what}-{code}", f"the {what} of {brand.name} is {words}; {measured}", **details)
    return passed(requirement, f"the page shows the {what} of {brand.name}", **details)


def _what_is_wrong(image: ImageSeen, upload: Picture, like: Likeness) -> tuple[str, str] | None:
    """Code and words for the difference; ``None`` for the same picture in the same proportions."""
    if not like.same_shape:
        turn = turned(image, upload)
        return ("turned", turn) if turn else ("differs", "none of the images on the page")
    if not like.same_colour:
        return "recoloured", "painted in other colours"
    if abs(_ratio(image) / upload.ratio - 1) > RATIO_TOLERANCE:
        return "distorted", f"stretched: {_ratio(image):.3f} wide for one high, uploaded {upload.ratio:.3f}"
    return None


def is_shown(pdf: InvoiceFacts, upload: Picture) -> ImageSeen | None:
    """An image that is the upload, however turned and stretched; ``None`` where there is none."""
    for image in images_of(pdf):
        like = likeness(image, upload)
        if like is not None and (like.same or turned(image, upload)):
            return image
    return None


@covers("BRAND-LOGO-PLACE")
def places_the_logo(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement | None:
    """At the head of the first page, whole, legible, not run over by text; nothing to say where no logo is shown."""
    found = closest(pdf, brand.logo)
    if found is None or not found[1].same_shape:
        return None
    image = found[0]
    details: Details = {
        "expected": "at the head of the first page, whole and legible",
        "observed": _whereabouts(image.place),
        "seen": (Pointer(Witness.PDF, image.place, "logo"),),
    }
    for code, words, is_wrong in _PLACES:
        if is_wrong(image, pdf):
            message = f"the logo of {brand.name} {words}: {_whereabouts(image.place)}"
            return failed("BRAND-LOGO-PLACE", code, message, **details)
    return passed("BRAND-LOGO-PLACE", f"the logo of {brand.name} stands at the head of the first page", **details)


def _ratio(image: ImageSeen) -> float:
    """Width for height as painted."""
    left, top, right, bottom = _box(image)
    return (right - left) / max(bottom - top, 0.01)


def _box(image: ImageSeen) -> tuple[float, float, float, float]:
    if image.place.box is None:
        raise ValueError("an image on a page has a box")
    return image.place.box


def _size(image: ImageSeen, pdf: InvoiceFacts) -> tuple[float, float]:
    return page_sizes(pdf)[(image.place.page or 1) - 1]


def _leaves_the_page(image: ImageSeen, pdf: InvoiceFacts) -> bool:
    (left, top, right, bottom), (width, height) = _box(image), _size(image, pdf)
    return min(left, top) < -_BEYOND or right > width + _BEYOND or bottom > height + _BEYOND


def _is_illegible(image: ImageSeen, _pdf: InvoiceFacts) -> bool:
    left, top, right, bottom = _box(image)
    sides = right - left, bottom - top
    return max(sides) < LEGIBLE[0] or min(sides) < LEGIBLE[1]


def _is_low(image: ImageSeen, pdf: InvoiceFacts) -> bool:
    _, top, _, bottom = _box(image)
    return (top + bottom) / 2 > HEADER * _size(image, pdf)[1]


_PLACES: tuple[tuple[str, str, Callable[[ImageSeen, InvoiceFacts], bool]], ...] = (
    ("not-on-first-page", "is missing on the first page", lambda image, _: image.place.page != 1),
    ("off-the-page", "leaves the page", _leaves_the_page),
    ("not-in-head", "stands below the head of the page", _is_low),
    ("too-small", "is too small to be read", _is_illegible),
    ("text-over-it", "is run over by text", lambda image, _: bool(image.words_over)),
)


def _whereabouts(place: Place) -> str:
    left, top, right, bottom = place.box or (0.0, 0.0, 0.0, 0.0)
    return f"page {place.page}, {right - left:.0f} x {bottom - top:.0f} points at {left:.0f}, {top:.0f}"
