"""No mark of another tenant on any page.

Source: the vendor's guide for SaaS platforms ("Data never mixes between customers").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from harness.checks.base import covers, failed, passed, pointer, unverifiable
from harness.checks.branding.images import is_shown
from harness.checks.branding.marks import COLOUR_STEPS, BrandMarks, colours_of, hex_colour, steps_apart
from harness.model.facts import InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.picture import Picture
from harness.model.text import PhraseFinder

_Found = tuple[str, str, tuple[Pointer, ...]]
"""Code, what was found in words, and where."""


@covers("BRAND-ISOLATION")
def shows_no_other_brand(pdf: InvoiceFacts, others: Sequence[BrandMarks]) -> Iterator[Judgement]:
    """Neither logo, name, colour, footer nor signature of another tenant is on any page."""
    for other in others:
        if pdf.unreadable:
            message = f"the page could not be read: {pdf.unreadable}"
            yield unverifiable("BRAND-ISOLATION", "unreadable", message, expected=f"nothing of {other.name}")
            continue
        yield _free_of(pdf, other)


def _free_of(pdf: InvoiceFacts, other: BrandMarks) -> Judgement:
    expected = f"nothing of {other.name}"
    found = next(chain(_images(pdf, other), _texts(pdf, other), _colours(pdf, other)), None)
    if found is None:
        message = f"no page shows logo, name, colour, footer or signature of {other.name}"
        return passed("BRAND-ISOLATION", message, expected=expected)
    code, what, seen = found
    where = seen[0].place.page if seen else None
    message = f"page {where} shows the {what} of another tenant, {other.name}"
    return failed("BRAND-ISOLATION", code, message, expected=expected, observed=f"its {what}", seen=seen)


def _images(pdf: InvoiceFacts, other: BrandMarks) -> Iterator[_Found]:
    uploads: tuple[tuple[str, Picture | None], ...] = (("logo", other.logo), ("signature", other.signed))
    for what, upload in uploads:
        image = is_shown(pdf, upload) if upload else None
        if image is not None:
            yield f"other-{what}", what, (Pointer(Witness.PDF, image.place, what),)


def _texts(pdf: InvoiceFacts, other: BrandMarks) -> Iterator[_Found]:
    finder = PhraseFinder(pdf.text)
    for what, words in (("name", other.name), ("footer", other.footer), ("signature", other.signature)):
        fact = finder.find(words)
        if fact is not None:
            yield f"other-{what}", what, pointer(Witness.PDF, fact)


def _colours(pdf: InvoiceFacts, other: BrandMarks) -> Iterator[_Found]:
    for colour in colours_of(pdf):
        if steps_apart(colour.rgb, other.colour) <= COLOUR_STEPS:
            yield "other-colour", "colour", (Pointer(Witness.PDF, colour.place, hex_colour(colour.rgb)),)
            return
