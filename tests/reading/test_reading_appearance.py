"""What a page shows: colours by what they paint, fonts, sizes; nothing that cannot be seen."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject

from harness.model.facts import Appearance
from harness.reading import Labels, read_pdf

Typeset = Callable[..., bytes]
BLUE = (26, 95, 180)


def look_of(pdf: bytes, labels: Labels) -> Appearance:
    look = read_pdf(pdf, labels).appearance
    assert look
    return look


def areas(look: Appearance) -> dict[str, float]:
    """What is painted blue, by kind."""
    return {colour.painted: colour.area for colour in look.colours if colour.rgb == BLUE}


@pytest.mark.parametrize(
    ("markup", "kind", "area"),
    [
        ('#rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb4"))', "fill", 2000),
        ('#line(length: 100pt, stroke: 1pt + rgb("#1a5fb4"))', "rule", 100),
        ('#line(length: 100pt, stroke: 0.3pt + rgb("#1a5fb4"))', "rule", 30),
        ('#rect(width: 100pt, height: 20pt, stroke: 2pt + rgb("#1a5fb4"))', "rule", 480),
        ('#rotate(90deg, line(length: 80pt, stroke: 1pt + rgb("#1a5fb4")))', "rule", 80),
    ],
    ids=["fill", "line", "hairline", "frame", "upright"],
)
def test_colours_of_rules_and_fills(typeset: Typeset, labels: Labels, markup: str, kind: str, area: float) -> None:
    assert areas(look_of(typeset(f"Invoice {markup}"), labels)) == {kind: pytest.approx(area, rel=0.1)}


def test_a_fill_with_a_frame_paints_twice(typeset: Typeset, labels: Labels) -> None:
    markup = 'Invoice #rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb4"), stroke: 2pt + rgb("#c01c28"))'
    look = look_of(typeset(markup), labels)
    assert {(c.rgb, c.painted) for c in look.colours if c.painted != "text"} == {
        (BLUE, "fill"),
        ((192, 28, 40), "rule"),
    }


def test_coloured_text_and_its_font(typeset: Typeset, labels: Labels) -> None:
    look = look_of(typeset('#text(fill: rgb("#1a5fb4"))[Invoice]'), labels)
    assert areas(look)["text"] > 100
    assert [(font.name, font.embedded, font.place.page) for font in look.fonts] == [
        ("LibertinusSerif-Regular", True, 1)
    ]
    assert look.pages == (pytest.approx((595.28, 841.89), abs=0.1),)


@pytest.mark.parametrize(
    "markup",
    [
        '#place(dx: 700pt, rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb4")))',
        '#place(rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb4")))'
        "#place(dx: -1pt, dy: -1pt, rect(width: 120pt, height: 30pt, fill: white))",
        '#rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb401"))',
        '#rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb480"))',
        '#box(clip: true, width: 50pt, height: 20pt, place(dx: 60pt, rect(width: 9pt, fill: rgb("#1a5fb4"))))',
        '#place(dx: 700pt)[#text(fill: rgb("#1a5fb4"))[Blue]]',
        '#rect(fill: rgb("#1a5fb4"))[#text(fill: rgb("#1a5fb4"))[Blue]]',
        '#place(line(length: 9pt, stroke: 1pt + rgb("#1a5fb4")))#place(dy: -5pt, rect(width: 99pt, fill: white))',
    ],
    ids=[
        "off-page",
        "covered",
        "clear",
        "translucent",
        "clipped",
        "text-off-page",
        "text-on-its-colour",
        "rule-covered",
    ],
)
def test_what_nobody_sees_has_no_colour(typeset: Typeset, labels: Labels, markup: str) -> None:
    seen = areas(look_of(typeset(f"Invoice \\ {markup}"), labels))
    assert set(seen) <= ({"fill"} if "fill: rgb" in markup and "[Blue]" in markup and "#rect(" in markup else set())


def test_a_font_that_the_file_only_names_is_not_embedded(labels: Labels) -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = pypdf.generic.DictionaryObject(
        {
            NameObject(key): NameObject(value)
            for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica"))
        }
    )
    fonts = pypdf.generic.DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = pypdf.generic.DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 20 100 Td (Invoice) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    (seen,) = look_of(out.getvalue(), labels).fonts
    assert (seen.name, seen.embedded) == ("Helvetica", False)
