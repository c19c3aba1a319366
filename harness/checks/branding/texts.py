"""The tenant's own words: its name, the footer at the foot of every page, the text of the signature; no placeholders.

Source: the vendor's guide for SaaS platforms and the API's settings ``document_footer`` and
``default_document_signature``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.checks.base import covers, failed, page_place, passed, pointer, unverifiable
from harness.checks.branding.marks import BrandMarks, lines_of, page_sizes
from harness.model.facts import Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.place import Place
from harness.model.text import find_phrase

FOOT = 0.25
"""Part of the page's height, from below, that is its foot."""
_PLACEHOLDERS = re.compile(
    r"(?i:lorem ipsum|\bacme\b|\bjohn doe\b|your company|company name|\bexample\.(?:com|org)\b|\{[a-z_]+\})"
    r"|\bTODO\b|\bnull\b|\bundefined\b"  # as programs write them: "todo" and "Null" are words of other languages
)


@covers("BRAND-NAME")
def carries_the_name(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    """The tenant's own name stands on the page."""
    return _stands("BRAND-NAME", "name", brand.name, pdf, brand)


@covers("BRAND-SIGNATURE")
def carries_the_signature(pdf: InvoiceFacts, brand: BrandMarks) -> Judgement | None:
    """The text of the tenant's signature stands on the page; nothing to say where it has none."""
    return _stands("BRAND-SIGNATURE", "signature", brand.signature, pdf, brand) if brand.signature else None


def _stands(requirement: str, what: str, words: str, pdf: InvoiceFacts, brand: BrandMarks) -> Judgement:
    found = find_phrase(pdf.text, words)
    if found is None:
        seen: tuple[Pointer, ...] = (Pointer(Witness.PDF, page_place(pdf)),)
        message = f"the page does not state the {what} of {brand.name}"
        return failed(requirement, f"{what}-missing", message, expected=words, seen=seen)
    message = f"the page states the {what} of {brand.name}"
    return passed(requirement, message, expected=words, observed=found.value, seen=pointer(Witness.PDF, found))


@covers("BRAND-FOOTER")
def carries_the_footer(pdf: InvoiceFacts, brand: BrandMarks) -> Iterator[Judgement]:
    """The tenant's footer stands at the foot of every page; nothing to say where it has none."""
    if not brand.footer:
        return
    if not page_sizes(pdf):
        why = f"the pages could not be read: {pdf.unreadable}" if pdf.unreadable else "no page could be looked at"
        yield unverifiable("BRAND-FOOTER", "unreadable", why, expected=brand.footer)
    for number, (_, height) in enumerate(page_sizes(pdf), start=1):
        yield _footer_of(pdf, brand, number, height)


def _footer_of(pdf: InvoiceFacts, brand: BrandMarks, page: int, height: float) -> Judgement:
    lines = lines_of(pdf, page)
    low = [line for line in lines if line.place.box and line.place.box[1] >= (1 - FOOT) * height]
    found, expected = find_phrase(low, brand.footer), brand.footer
    if found is not None:
        message = f"page {page} ends with the footer of {brand.name}"
        seen = pointer(Witness.PDF, found)
        return passed("BRAND-FOOTER", message, expected=expected, observed=found.value, seen=seen)
    elsewhere: Fact[str] | None = find_phrase(lines, brand.footer)
    if elsewhere is not None:
        message = f"page {page} states the footer of {brand.name}, but not at its foot"
        seen = pointer(Witness.PDF, elsewhere)
        return failed("BRAND-FOOTER", "footer-misplaced", message, expected=expected, seen=seen)
    seen = (Pointer(Witness.PDF, Place(page=page, box=(0.0, (1 - FOOT) * height, 0.0, height))),)
    message = f"page {page} lacks the footer of {brand.name}"
    return failed("BRAND-FOOTER", "footer-missing", message, expected=expected, seen=seen)


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
