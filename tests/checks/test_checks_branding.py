"""Branding: the page of one tenant, with one mark missing, wrong, or of another tenant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.checks.branding import (
    COLOUR_STEPS,
    LOGO_DISTANCE,
    carries_the_name,
    distance,
    has_no_placeholder,
    hex_colour,
    shows_no_other_brand,
    shows_the_logo,
    uses_the_colour,
)
from harness.model.facts import Appearance, ColourSeen, InvoiceFacts, TextLine, Witness
from harness.model.place import Place


def said(judgement) -> str:
    return f"{judgement.requirement} {judgement.verdict.value} {judgement.code}"


def written(*lines: str) -> InvoiceFacts:
    return InvoiceFacts(Witness.PDF, text=tuple(TextLine(line, Place(page=1)) for line in lines))


def test_the_tenant_s_own_page_carries_its_brand(branded_page, brand, other_brand):
    judgements = [
        shows_the_logo(branded_page, brand),
        uses_the_colour(branded_page, brand),
        carries_the_name(branded_page, brand),
        *shows_no_other_brand(branded_page, [other_brand]),
        has_no_placeholder(branded_page),
    ]

    assert [said(j) for j in judgements] == [
        f"BRAND-{what} passed holds" for what in ("LOGO", "COLOUR", "NAME", "ISOLATION", "PLACEHOLDER")
    ]


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (0, "passed holds"),
        (int(LOGO_DISTANCE), "passed holds"),
        (int(LOGO_DISTANCE) + 1, "failed logo-differs"),
        (50, "failed logo-differs"),
    ],
)
def test_the_logo_is_compared_by_its_pixels(branded_page, brand, shift, expected):
    image = replace(branded_page.appearance.images[0], thumbnail=bytes([200 + shift]) * 768)
    page = replace(branded_page, appearance=replace(branded_page.appearance, images=(image,)))

    assert said(shows_the_logo(page, brand)) == f"BRAND-LOGO {expected}"


def test_the_closest_of_several_images_counts(branded_page, brand):
    image = branded_page.appearance.images[0]
    images = (replace(image, thumbnail=bytes(768)), image)

    page = replace(branded_page, appearance=replace(branded_page.appearance, images=images))
    assert said(shows_the_logo(page, brand)) == "BRAND-LOGO passed holds"


@pytest.mark.parametrize("look", [None, Appearance()])
def test_a_page_without_images_and_colours(branded_page, brand, look):
    bare = replace(branded_page, appearance=look)

    assert said(shows_the_logo(bare, brand)) == "BRAND-LOGO failed logo-missing"
    assert said(uses_the_colour(bare, brand)) == "BRAND-COLOUR unverifiable no-colours"


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(0, "passed holds"), (COLOUR_STEPS, "passed holds"), (COLOUR_STEPS + 1, "failed colour-differs")],
)
def test_the_colour_may_differ_by_rounding_only(branded_page, brand, shift, expected):
    red, green, blue = brand.colour
    painted = replace(branded_page.appearance.colours[0], rgb=(red, green + shift, blue))
    look = replace(branded_page.appearance, colours=(painted, branded_page.appearance.colours[1]))

    assert said(uses_the_colour(replace(branded_page, appearance=look), brand)) == f"BRAND-COLOUR {expected}"


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


def test_the_logo_of_another_tenant_is_found(branded_page, brand, other_brand):
    assert [said(j) for j in shows_no_other_brand(branded_page, [other_brand, brand])] == [
        "BRAND-ISOLATION passed holds",
        "BRAND-ISOLATION failed other-logo",
    ]


def test_the_name_of_another_tenant_is_found(branded_page, other_brand):
    line = TextLine("In cooperation with copperleaf studio.", Place(page=2))
    page = replace(branded_page, text=(*branded_page.text, line))
    (judgement,) = shows_no_other_brand(page, [other_brand])

    assert said(judgement) == "BRAND-ISOLATION failed other-name"
    assert judgement.seen[0].place.page == 2


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
    stray = ColourSeen((red, green, blue + shift), "path", 3.0, place)
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


@given(first=st.binary(min_size=48, max_size=48), second=st.binary(min_size=48, max_size=48))
@settings(derandomize=True, deadline=None, max_examples=50)
def test_distance_is_a_metric_of_at_most_255(first, second):
    assert distance(first, first) == 0
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)
    assert distance(first, second) <= 255


def test_the_extremes_of_distance_and_colour():
    assert distance(bytes(48), bytes([255]) * 48) == 255
    assert hex_colour((11, 110, 79)) == "#0b6e4f"
    with pytest.raises(ValueError, match="zip"):
        distance(bytes(48), bytes(47))
