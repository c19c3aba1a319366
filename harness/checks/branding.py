"""Branding: the page shows the tenant's own logo, colour and name, and nobody else's.

Source: the vendor's guide for SaaS platforms ("each customer sees their logo and settings", "keep branding and
default settings part of onboarding so invoices do not start with placeholder business data").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checks.base import Details, covers, failed, page_place, passed, pointer, unverifiable
from harness.model.facts import ColourSeen, ImageSeen, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.text import find_phrase

LOGO_DISTANCE = 12.0
"""Mean difference per channel (of 255) up to which two thumbnails show the same logo."""
COLOUR_STEPS = 2
"""Steps of 255 by which a painted colour may differ: printing programs round colours to three decimals."""

_PLACEHOLDERS = re.compile(
    r"(?i:lorem ipsum|\bacme\b|\bjohn doe\b|your company|company name|\bexample\.(?:com|org)\b|\{[a-z_]+\})"
    r"|\bTODO\b|\bnull\b|\bundefined\b"  # as programs write them: "todo" and "Null" are words of other languages
)


@dataclass(frozen=True, slots=True)
class BrandMarks:
    """What tells one tenant's brand from another's."""

    name: str
    logo: bytes
    """16 x 16 RGB thumbnail of the uploaded logo."""
    colour: tuple[int, int, int]
    """sRGB."""


@covers("BRAND-LOGO")
def shows_the_logo(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    """The uploaded logo is painted on the page, compared by its pixels."""
    images = _images(pdf)
    if not images:
        seen = (Pointer(Witness.PDF, page_place(pdf)),)
        return failed("BRAND-LOGO", "logo-missing", f"the page of {brand.name} shows no image at all", seen=seen)
    closest = min(images, key=lambda image: distance(image.thumbnail, brand.logo))
    gap = distance(closest.thumbnail, brand.logo)
    details: Details = {
        "expected": f"the logo uploaded for {brand.name}",
        "observed": f"closest image differs by {gap:.1f} of 255",
        "seen": (Pointer(Witness.PDF, closest.place, "logo"),),
    }
    if gap > LOGO_DISTANCE:
        message = f"no image on the page is the logo of {brand.name}; the closest differs by {gap:.1f} of 255"
        return failed("BRAND-LOGO", "logo-differs", message, **details)
    return passed("BRAND-LOGO", f"the page shows the logo of {brand.name}", **details)


@covers("BRAND-COLOUR")
def uses_the_colour(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    """Something on the page is painted in the tenant's colour."""
    colours = _colours(pdf)
    expected = hex_colour(brand.colour)
    match = next((c for c in colours if _close(c.rgb, brand.colour)), None)
    observed = ", ".join(dict.fromkeys(hex_colour(c.rgb) for c in sorted(colours, key=lambda c: -c.area)[:6]))
    if not colours:
        return unverifiable("BRAND-COLOUR", "no-colours", "no painted colour could be read", expected=expected)
    if match is None:
        message = f"nothing on the page is painted in {brand.name}'s {expected}; it uses {observed}"
        seen = (Pointer(Witness.PDF, _most_colourful(colours).place, "painted in another colour"),)
        return failed("BRAND-COLOUR", "colour-differs", message, expected=expected, observed=observed, seen=seen)
    message = f"the page paints {match.painted} in {brand.name}'s {expected}"
    seen = (Pointer(Witness.PDF, match.place, expected),)
    return passed("BRAND-COLOUR", message, expected=expected, observed=hex_colour(match.rgb), seen=seen)


@covers("BRAND-NAME")
def carries_the_name(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    """The tenant's own name stands on the page."""
    name = find_phrase(pdf.text, brand.name)
    if name is None:
        seen = (Pointer(Witness.PDF, page_place(pdf)),)
        return failed(
            "BRAND-NAME", "name-missing", f"the page does not name {brand.name}", expected=brand.name, seen=seen
        )
    return passed(
        "BRAND-NAME",
        f"the page names {brand.name}",
        expected=brand.name,
        observed=name.value,
        seen=pointer(Witness.PDF, name),
    )


@covers("BRAND-ISOLATION")
def shows_no_other_brand(pdf: InvoiceFacts, others: Sequence[BrandMarks]) -> Iterator[Judgement]:
    """Neither logo nor name nor colour of another tenant is on the page."""
    for other in others:
        if pdf.unreadable:
            message = f"the page could not be read: {pdf.unreadable}"
            yield unverifiable("BRAND-ISOLATION", "unreadable", message, expected=f"nothing of {other.name}")
            continue
        yield _free_of(pdf, other)


def _free_of(pdf: InvoiceFacts, other: BrandMarks) -> Judgement:
    logo = next((i for i in _images(pdf) if distance(i.thumbnail, other.logo) <= LOGO_DISTANCE), None)
    colour = next((c for c in _colours(pdf) if _close(c.rgb, other.colour)), None)
    name = find_phrase(pdf.text, other.name)
    expected = f"nothing of {other.name}"
    if logo is not None:
        seen: tuple[Pointer, ...] = (Pointer(Witness.PDF, logo.place, "logo"),)
        message = f"the page shows the logo of another tenant, {other.name}"
        return failed("BRAND-ISOLATION", "other-logo", message, expected=expected, observed="its logo", seen=seen)
    if name is not None:
        seen = pointer(Witness.PDF, name)
        message = f"the page names another tenant, {other.name}"
        return failed("BRAND-ISOLATION", "other-name", message, expected=expected, observed=name.value, seen=seen)
    if colour is not None:
        seen = (Pointer(Witness.PDF, colour.place, hex_colour(colour.rgb)),)
        message = f"the page is painted in the colour of another tenant, {other.name}: {hex_colour(other.colour)}"
        return failed("BRAND-ISOLATION", "other-colour", message, expected=expected, observed="its colour", seen=seen)
    message = f"the page shows neither logo nor name nor colour of {other.name}"
    return passed("BRAND-ISOLATION", message, expected=expected)


@covers("BRAND-PLACEHOLDER")
def has_no_placeholder(pdf: InvoiceFacts) -> Judgement:
    """No sample text, no unfilled template variable, no programmer's null."""
    if pdf.unreadable:
        return unverifiable("BRAND-PLACEHOLDER", "unreadable", f"the page could not be read: {pdf.unreadable}")
    for line in pdf.text:
        found = _PLACEHOLDERS.search(line.text)
        if found:
            message = f"the page prints the placeholder {found[0]!r} in {line.text!r}"
            seen = (Pointer(Witness.PDF, line.place, line.text),)
            return failed("BRAND-PLACEHOLDER", "placeholder", message, observed=found[0], seen=seen)
    return passed("BRAND-PLACEHOLDER", "no placeholder text on the page")


def distance(first: bytes, second: bytes) -> float:
    """Mean absolute difference per channel of two thumbnails, 0 to 255."""
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


def hex_colour(rgb: tuple[int, int, int]) -> str:
    """``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _images(pdf: InvoiceFacts) -> tuple[ImageSeen, ...]:
    return pdf.appearance.images if pdf.appearance else ()


def _colours(pdf: InvoiceFacts) -> tuple[ColourSeen, ...]:
    return pdf.appearance.colours if pdf.appearance else ()


def _close(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    return all(abs(x - y) <= COLOUR_STEPS for x, y in zip(a, b, strict=True))


def _most_colourful(colours: Sequence[ColourSeen]) -> ColourSeen:
    return max(colours, key=lambda c: (max(c.rgb) - min(c.rgb), c.area))
