"""What tells one tenant's brand from another's, and how the checks of brands speak of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.model.facts import ColourSeen, ImageSeen, InvoiceFacts, TextLine
from harness.model.picture import Picture, Rgb

COLOUR_STEPS = 2
"""Steps of 255 by which a painted colour may differ: printing programs round colours to three decimals."""


@dataclass(frozen=True, slots=True)
class BrandMarks:
    """The marks of one tenant, as they were given to the target."""

    name: str
    logo: Picture
    """The pixels of the uploaded file."""
    colour: Rgb
    footer: str = ""
    """Text at the foot of every page; empty where the tenant has none."""
    signature: str = ""
    """Text of the signature; empty where the tenant has none."""
    signed: Picture | None = None
    """The pixels of the uploaded signature; ``None`` where the tenant has none."""


def images_of(pdf: InvoiceFacts) -> tuple[ImageSeen, ...]:
    """The images on the pages."""
    return pdf.appearance.images if pdf.appearance else ()


def colours_of(pdf: InvoiceFacts) -> tuple[ColourSeen, ...]:
    """The colours that show on the pages."""
    return pdf.appearance.colours if pdf.appearance else ()


def page_sizes(pdf: InvoiceFacts) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points."""
    return pdf.appearance.pages if pdf.appearance else ()


def lines_of(pdf: InvoiceFacts, page: int) -> Sequence[TextLine]:
    """The visible text of one page, from 1."""
    return [line for line in pdf.text if line.place.page == page]


def steps_apart(one: Rgb, other: Rgb) -> int:
    """The largest difference of two colours in a channel."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def hex_colour(rgb: Rgb) -> str:
    """``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)
