"""Branding: the pages show the tenant's own logo, colour, name, footer and signature, and nobody else's.

Source: the vendor's guide for SaaS platforms ("each customer sees their logo and settings", "keep branding and
default settings part of onboarding so invoices do not start with placeholder business data").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checks.base import covers, failed, passed, unverifiable
from harness.checks.branding.images import places_the_logo, shows_the_logo, shows_the_signature
from harness.checks.branding.isolation import shows_no_other_brand
from harness.checks.branding.marks import COLOUR_STEPS, BrandMarks, colours_of, hex_colour, steps_apart
from harness.checks.branding.texts import (
    carries_the_footer,
    carries_the_name,
    carries_the_signature,
    has_no_placeholder,
)
from harness.model.facts import ColourSeen, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer

VISIBLE_AREA = 20.0
"""Square points that must be painted in the tenant's colour: a rule of half a point, two thirds of an inch long."""
_NEAR = 16
"""Steps within which another colour is reported as a near miss."""
_SHOWN_COLOURS = 6
_ALWAYS = ("BRAND-LOGO", "BRAND-COLOUR", "BRAND-NAME", "BRAND-FONTS", "BRAND-PLACEHOLDER")
"""What is judged on every page, whatever the tenant has set."""


def judge_brand(pdf: InvoiceFacts, own: BrandMarks, others: Sequence[BrandMarks]) -> Iterator[Judgement]:
    """Everything about the brand on the pages of one document; ``others`` are tenants whose marks must be absent.

    Of pages that are images, or could not be read, nothing is said: a mark may be there all the same.
    """
    if pdf.unreadable:
        yield from (_unread(requirement, pdf.unreadable) for requirement in _ALWAYS)
        yield from shows_no_other_brand(pdf, others)
        return
    sometimes = (places_the_logo(pdf, own), carries_the_signature(pdf, own), shows_the_signature(pdf, own))
    yield shows_the_logo(pdf, own)
    yield uses_the_colour(pdf, own)
    yield carries_the_name(pdf, own)
    yield from (judgement for judgement in sometimes if judgement is not None)
    yield from carries_the_footer(pdf, own)
    yield embeds_its_fonts(pdf)
    yield has_no_placeholder(pdf)
    yield from shows_no_other_brand(pdf, others)


def _unread(requirement: str, why: str) -> Judgement:
    return unverifiable(requirement, "unreadable", f"the page could not be read: {why}")


@covers("BRAND-COLOUR")
def uses_the_colour(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    """Text, a rule or a fill that shows is painted in the tenant's colour."""
    colours = colours_of(pdf)
    expected = hex_colour(brand.colour)
    if not colours:
        return unverifiable("BRAND-COLOUR", "no-colours", "no painted colour could be read", expected=expected)
    own = [colour for colour in colours if steps_apart(colour.rgb, brand.colour) <= COLOUR_STEPS]
    area = sum(colour.area for colour in own)
    if area < VISIBLE_AREA:
        return _without_the_colour(colours, own, brand)
    largest = max(own, key=lambda colour: colour.area)
    kinds = " and ".join(sorted({f"{colour.painted}s" if colour.painted != "text" else "text" for colour in own}))
    message = f"{kinds} are painted in {brand.name}'s {expected}, {area:.0f} square points"
    seen = (Pointer(Witness.PDF, largest.place, expected),)
    return passed("BRAND-COLOUR", message, expected=expected, observed=hex_colour(largest.rgb), seen=seen)


def _without_the_colour(colours: Sequence[ColourSeen], own: Sequence[ColourSeen], brand: BrandMarks) -> Judgement:
    expected = hex_colour(brand.colour)
    nearest = min(colours, key=lambda colour: steps_apart(colour.rgb, brand.colour))
    apart = steps_apart(nearest.rgb, brand.colour)
    largest = sorted(colours, key=lambda colour: -colour.area)
    observed = ", ".join(list(dict.fromkeys(hex_colour(colour.rgb) for colour in largest))[:_SHOWN_COLOURS])
    if own:
        code, why = "colour-hardly-used", f"only {sum(colour.area for colour in own):.1f} square points show it"
    elif apart <= _NEAR:
        code, why = "colour-off", f"{hex_colour(nearest.rgb)} comes closest, {apart} steps of 255 off"
    else:
        code, why = "colour-differs", f"the pages use {observed}"
    shown = nearest if code != "colour-differs" else _most_colourful(colours)
    seen = (Pointer(Witness.PDF, shown.place, hex_colour(shown.rgb)),)
    message = f"nothing that shows is painted in {brand.name}'s {expected}; {why}"
    return failed("BRAND-COLOUR", code, message, expected=expected, observed=observed, seen=seen)


def _most_colourful(colours: Sequence[ColourSeen]) -> ColourSeen:
    return max(colours, key=lambda colour: (max(colour.rgb) - min(colour.rgb), colour.area))


@covers("BRAND-FONTS")
def embeds_its_fonts(pdf: InvoiceFacts) -> Judgement:
    """The document holds every font that shows text (as ISO 19005 asks of archived documents)."""
    fonts = pdf.appearance.fonts if pdf.appearance else ()
    if not fonts:
        return unverifiable("BRAND-FONTS", "no-text", "no text is shown whose font could be looked up")
    missing = [font for font in fonts if not font.embedded]
    expected = "every font embedded"
    if missing:
        names = ", ".join(font.name or "a font without a name" for font in missing)
        seen = tuple(Pointer(Witness.PDF, font.place, font.name) for font in missing)
        message = (
            f"text is shown in {names}, which the document does not hold: it looks different from machine to machine"
        )
        return failed("BRAND-FONTS", "not-embedded", message, expected=expected, observed=names, seen=seen)
    names = ", ".join(font.name for font in fonts)
    return passed("BRAND-FONTS", f"the document holds its fonts: {names}", expected=expected, observed=names)
