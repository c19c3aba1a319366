"""Logo and signature: altered in one way at a time, as a page would show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from harness.checks.branding import places_the_logo, shows_no_other_brand, shows_the_logo, shows_the_signature
from harness.model.facts import Appearance, ImageSeen, InvoiceFacts
from harness.model.picture import Picture
from harness.model.place import Place

Change = Callable[[Image.Image], Image.Image]


def said(judgement) -> str:
    return f"{judgement.requirement} {judgement.verdict.value} {judgement.code}"


def changed(image: ImageSeen, change: Change) -> ImageSeen:
    painted = image.painted
    picture = change(Image.frombytes("RGB", (painted.width, painted.height), painted.samples))
    return replace(image, painted=Picture(picture.width, picture.height, picture.tobytes()))


def with_logo(page: InvoiceFacts, logo: ImageSeen | None) -> InvoiceFacts:
    images = (*([logo] if logo else []), *page.appearance.images[1:])
    return replace(page, appearance=replace(page.appearance, images=images))


def turn(how: Image.Transpose) -> Change:
    return lambda image: image.transpose(how)


def brighter(steps: int) -> Change:
    return lambda image: image.point(lambda value: min(value + steps, 255))


def greener(steps: int) -> Change:
    def change(image: Image.Image) -> Image.Image:
        red, green, blue = image.split()
        return Image.merge("RGB", (red, green.point(lambda value: min(value + steps, 255)), blue))

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda image: image, "passed holds"),
        (lambda image: image.resize((60, 20)), "passed holds"),
        (lambda image: image.resize((480, 160)), "passed holds"),
        (brighter(3), "passed holds"),
        (greener(20), "failed logo-recoloured"),
        (turn(Image.Transpose.FLIP_LEFT_RIGHT), "failed logo-turned"),
        (turn(Image.Transpose.FLIP_TOP_BOTTOM), "failed logo-turned"),
        (turn(Image.Transpose.ROTATE_180), "failed logo-turned"),
        (lambda image: image.crop((12, 4, 120, 40)), "failed logo-differs"),
        (lambda image: Image.new("RGB", image.size, "white"), "failed logo-differs"),
    ],
    ids=["same", "half", "fourfold", "shade", "hue", "mirrored", "flipped", "rotated", "cut", "blank"],
)
def test_the_logo_is_compared_by_its_pixels(branded_page, brand, change, expected):
    logo = changed(branded_page.appearance.images[0], change)

    assert said(shows_the_logo(with_logo(branded_page, logo), brand)) == f"BRAND-LOGO {expected}"


@pytest.mark.parametrize(
    ("wider", "code"), [(1.0, "holds"), (1.015, "holds"), (1.025, "logo-distorted"), (0.9, "logo-distorted")]
)
def test_the_proportions_are_kept_within_two_percent(branded_page, brand, wider, code):
    logo = replace(branded_page.appearance.images[0], place=Place(page=1, box=(40.0, 40.0, 40 + 120 * wider, 80.0)))

    assert shows_the_logo(with_logo(branded_page, logo), brand).code == code


@pytest.mark.parametrize(
    ("place", "words", "code"),
    [
        (Place(page=1, box=(40, 40, 160, 80)), "", "holds"),
        (Place(page=1, box=(40, 240, 160, 280)), "", "holds"),
        (Place(page=2, box=(40, 40, 160, 80)), "", "not-on-first-page"),
        (Place(page=1, box=(500, 40, 620, 80)), "", "off-the-page"),
        (Place(page=1, box=(40, 700, 160, 740)), "", "not-in-head"),
        (Place(page=1, box=(40, 40, 61, 47)), "", "too-small"),
        (Place(page=1, box=(40, 40, 160, 80)), "Invoice", "text-over-it"),
    ],
    ids=["head", "upper-third", "page-2", "off", "foot", "tiny", "text"],
)
def test_the_logo_stands_at_the_head_of_the_first_page(branded_page, brand, place, words, code):
    logo = replace(branded_page.appearance.images[0], place=place, words_over=words)
    page = with_logo(branded_page, logo)
    page = replace(page, appearance=replace(page.appearance, pages=((595.0, 842.0),) * 2))

    assert places_the_logo(page, brand).code == code


def test_a_logo_that_is_not_there_has_no_place(branded_page, brand):
    assert places_the_logo(with_logo(branded_page, None), brand) is None


@pytest.mark.parametrize("look", [None, Appearance()])
def test_a_page_without_images(branded_page, brand, look):
    bare = replace(branded_page, appearance=look)

    assert said(shows_the_logo(bare, brand)) == "BRAND-LOGO failed logo-missing"
    assert said(shows_the_signature(bare, brand)) == "BRAND-SIGNATURE failed signature-missing"


def test_what_nobody_looked_at_is_not_verified(branded_page, brand):
    images = tuple(replace(image, painted=None) for image in branded_page.appearance.images)
    page = replace(branded_page, appearance=replace(branded_page.appearance, images=images))

    assert said(shows_the_logo(page, brand)) == "BRAND-LOGO unverifiable not-looked-at"


def test_the_logo_is_no_signature(branded_page, brand):
    page = replace(branded_page, appearance=replace(branded_page.appearance, images=branded_page.appearance.images[:1]))

    assert said(shows_the_signature(page, brand)) == "BRAND-SIGNATURE failed signature-differs"
    assert shows_the_signature(page, replace(brand, signed=None)) is None


@pytest.mark.parametrize(
    "change", [lambda image: image, turn(Image.Transpose.FLIP_LEFT_RIGHT)], ids=["plain", "mirrored"]
)
@pytest.mark.parametrize("mark", ["logo", "signature"])
def test_the_image_of_another_tenant_is_found_on_any_page(branded_page, brand, other_brand, change, mark):
    stray = changed(branded_page.appearance.images[0 if mark == "logo" else 1], change)
    stray = replace(stray, place=replace(stray.place, page=2))
    page = replace(branded_page, appearance=replace(branded_page.appearance, images=(stray,)))
    foreign = replace(brand, name="Somebody else", footer="none of it", signature="nobody", colour=(1, 2, 3))
    foreign = foreign if mark == "signature" else replace(foreign, signed=None)
    foreign = replace(foreign, logo=other_brand.logo) if mark == "signature" else foreign

    (judgement,) = shows_no_other_brand(page, [foreign])
    assert said(judgement) == f"BRAND-ISOLATION failed other-{mark}"
    assert judgement.seen[0].place.page == 2
    (clean,) = shows_no_other_brand(branded_page, [other_brand])
    assert said(clean) == "BRAND-ISOLATION passed holds"
