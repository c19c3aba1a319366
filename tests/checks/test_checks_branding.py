"""Branding: the page of one tenant, with one mark missing, wrong, or of another tenant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checks.branding import (
    carries_the_name,
    embeds_its_fonts,
    has_no_placeholder,
    judge_brand,
    shows_no_other_brand,
    uses_the_colour,
)
from harness.checks.branding.marks import COLOUR_STEPS, hex_colour
from harness.checks.branding.page import VISIBLE_AREA
from harness.model.facts import ColourSeen, FontSeen, InvoiceFacts, TextLine, Witness
from harness.model.place import Place


def said(judgement) -> str:
    return f"{judgement.requirement} {judgement.verdict.value} {judgement.code}"


def written(*lines: str) -> InvoiceFacts:
    return InvoiceFacts(Witness.PDF, text=tuple(TextLine(line, Place(page=1)) for line in lines))


def looking(page: InvoiceFacts, **parts) -> InvoiceFacts:
    return replace(page, appearance=replace(page.appearance, **parts))


def test_the_tenant_s_own_page_carries_its_brand(branded_page, brand, other_brand):
    judgements = list(judge_brand(branded_page, brand, [other_brand]))

    assert [said(j) for j in judgements] == [
        f"BRAND-{what} passed holds"
        for what in (
            "LOGO", "COLOUR", "NAME", "LOGO-PLACE", "SIGNATURE", "SIGNATURE", "FOOTER", "FONTS", "PLACEHOLDER",
            "ISOLATION",
        )
    ]  # fmt: skip


def test_a_page_without_colours_and_fonts(branded_page, brand):
    bare = looking(branded_page, colours=(), fonts=())

    assert said(uses_the_colour(bare, brand)) == "BRAND-COLOUR unverifiable no-colours"
    assert said(embeds_its_fonts(bare)) == "BRAND-FONTS unverifiable no-text"
    assert said(embeds_its_fonts(replace(bare, appearance=None))) == "BRAND-FONTS unverifiable no-text"


@pytest.mark.parametrize("painted", ["text", "rule", "fill"])
@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (0, "passed holds"),
        (COLOUR_STEPS, "passed holds"),
        (COLOUR_STEPS + 1, "failed colour-off"),
        (60, "failed colour-differs"),
    ],
)
def test_the_colour_may_differ_by_rounding_only(branded_page, brand, shift, expected, painted):
    red, green, blue = brand.colour
    own = ColourSeen((red, green + shift, blue), painted, 900.0, Place(page=1))
    page = looking(branded_page, colours=(own, branded_page.appearance.colours[1]))

    assert said(uses_the_colour(page, brand)) == f"BRAND-COLOUR {expected}"


def test_a_speck_of_the_colour_is_not_enough(branded_page, brand):
    def page(*areas: float) -> InvoiceFacts:
        return looking(branded_page, colours=[ColourSeen(brand.colour, "rule", area, Place(page=1)) for area in areas])

    assert said(uses_the_colour(page(VISIBLE_AREA / 2), brand)) == "BRAND-COLOUR failed colour-hardly-used"
    assert said(uses_the_colour(page(VISIBLE_AREA / 2, VISIBLE_AREA / 2), brand)) == "BRAND-COLOUR passed holds"


def test_every_font_that_shows_text_is_embedded(branded_page):
    place = Place(page=2, box=(1.0, 2.0, 3.0, 4.0))
    page = looking(branded_page, fonts=(*branded_page.appearance.fonts, FontSeen("Helvetica", False, place)))
    judgement = embeds_its_fonts(page)

    assert said(judgement) == "BRAND-FONTS failed not-embedded"
    assert (judgement.observed, judgement.seen[0].place) == ("Helvetica", place)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Vrelec Oprema d.o.o.", "passed holds"),
        ("VRELEC  OPREMA", "passed holds"),
        ("Vrelec Opremar", "failed name-missing"),
        ("Oprema", "failed name-missing"),
        ("", "failed name-missing"),
    ],
)
def test_the_name_stands_on_the_page(brand, line, expected):
    assert said(carries_the_name(written(line), brand)) == f"BRAND-NAME {expected}"


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize(("mark", "words"), [("name", None), ("footer", None), ("signature", "Approved by IVO MARSH.")])
def test_the_words_of_another_tenant_are_found(branded_page, other_brand, mark, words, page):
    line = TextLine(words or f"With {getattr(other_brand, mark)}.", Place(page=page))
    (judgement,) = shows_no_other_brand(replace(branded_page, text=(*branded_page.text, line)), [other_brand])

    assert said(judgement) == f"BRAND-ISOLATION failed other-{mark}"
    assert judgement.seen[0].place.page == page


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (0, "failed other-colour"),
        (COLOUR_STEPS, "failed other-colour"),
        (-COLOUR_STEPS, "failed other-colour"),
        (COLOUR_STEPS + 1, "passed holds"),
    ],
)
def test_the_colour_of_another_tenant_is_found(branded_page, brand, other_brand, shift, expected):
    red, green, blue = other_brand.colour
    place = Place(page=2)
    look = branded_page.appearance
    stray = ColourSeen((red, green, blue + shift), "rule", 3.0, place)
    page = replace(branded_page, appearance=replace(look, colours=(*look.colours, stray)))
    (judgement,) = shows_no_other_brand(page, [other_brand])

    assert said(judgement) == f"BRAND-ISOLATION {expected}"
    assert [p.place for p in judgement.seen] == ([place] if "failed" in expected else [])
    assert said(uses_the_colour(page, brand)) == "BRAND-COLOUR passed holds"


@pytest.mark.parametrize(
    "line",
    [
        "Lorem ipsum dolor sit amet",
        "ACME Inc.",
        "John Doe",
        "Your Company",
        "Company name",
        "billing@example.com",
        "www.example.org",
        "TODO: address",
        "Due: null",
        "Phone undefined",
        "Dear {customer_name},",
        "Pay within {days} days",
    ],
)
def test_a_placeholder_is_found(line):
    judgement = has_no_placeholder(written("Račun 2026-00012", line))

    assert said(judgement) == "BRAND-PLACEHOLDER failed placeholder"
    assert judgement.seen[0].text == line


@pytest.mark.parametrize(
    "line",
    [
        "Acmea Handel",
        "nullified",
        "examples.community",
        "{2026}",
        "Incluye todo el material",
        "Null Prozent Umsatzsteuer",
    ],
)
def test_an_ordinary_word_is_no_placeholder(line):
    """Neither a word that holds one, nor a word of another language ("todo" is Spanish for "all")."""
    assert said(has_no_placeholder(written(line))) == "BRAND-PLACEHOLDER passed holds"


def test_an_unreadable_page_proves_no_absence(other_brand):
    blank = InvoiceFacts(Witness.PDF, unreadable="encrypted")
    judgements = [has_no_placeholder(blank), *shows_no_other_brand(blank, [other_brand])]

    assert {j.verdict.value for j in judgements} == {"unverifiable"}


def test_a_tenant_without_footer_and_signature_has_nothing_to_show(branded_page, brand):
    bare = replace(brand, footer="", signature="", signed=None)
    judged = {judgement.requirement for judgement in judge_brand(branded_page, bare, [])}

    assert not judged & {"BRAND-FOOTER", "BRAND-SIGNATURE"}
    assert judged >= {"BRAND-LOGO", "BRAND-COLOUR", "BRAND-NAME", "BRAND-FONTS"}


def test_a_page_that_is_an_image_proves_neither_presence_nor_absence(branded_page, brand, other_brand):
    scanned = replace(branded_page, text=(), unreadable="the pages are images")
    found = {said(judgement) for judgement in judge_brand(scanned, brand, [other_brand])}

    asked = ("LOGO", "COLOUR", "NAME", "FONTS", "PLACEHOLDER", "ISOLATION")
    assert found == {f"BRAND-{what} unverifiable unreadable" for what in asked}


def test_colours_are_written_as_on_the_web():
    assert hex_colour((11, 110, 79)) == "#0b6e4f"
