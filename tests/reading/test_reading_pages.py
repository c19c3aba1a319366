from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image

from harness.reading import Labels, ReadingError, UnreadablePdf, images_alike, page_image, read_pdf, thumbnail
from harness.reading.document import MOST_PAGES
from harness.reading.pdf import IMAGE_ONLY

Typeset = Callable[..., bytes]


def blank(pages: int, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"<html>not found</html>", "not a PDF"),
        (b"%PDF-1.7\nhello", "damaged"),
        (blank(3)[:200], "damaged"),
        (blank(1, "secret"), "encrypted"),
        (blank(0), "pages"),
        (blank(MOST_PAGES + 1), str(MOST_PAGES + 1)),
    ],
    ids=["empty", "html", "rubbish", "truncated", "encrypted", "no-pages", "too-many-pages"],
)
def test_unreadable_documents_say_why(data: bytes, word: str, labels: Labels) -> None:
    with pytest.raises(UnreadablePdf) as error:
        read_pdf(data, labels)
    assert word in error.value.reason


def test_pages_without_text_are_unreadable(typeset: Typeset, logo: bytes, labels: Labels) -> None:
    facts = read_pdf(typeset('#image("logo.png", width: 300pt)', files={"logo.png": logo}), labels)
    assert facts.unreadable == IMAGE_ONLY
    assert (facts.number, facts.text) == (None, ())


def test_logo_is_seen_where_it_stands(typeset: Typeset, logo: bytes, labels: Labels) -> None:
    markup = 'Invoice #place(top + left, dx: 40pt, dy: 30pt, image("logo.png", width: 128pt))'
    facts = read_pdf(typeset(markup, "width: 400pt, height: 300pt, margin: 0pt", {"logo.png": logo}), labels)
    assert facts.appearance
    (image,) = facts.appearance.images
    assert (image.width, image.height) == (64, 32)
    assert image.place.box == pytest.approx((40, 30, 168, 94), abs=0.5)
    assert images_alike(image.thumbnail, thumbnail(logo)) < 0.04


def test_colours_and_fonts(typeset: Typeset, labels: Labels) -> None:
    markup = '#rect(width: 100pt, height: 20pt, fill: rgb("#1a5fb4")) #text(fill: rgb("#c01c28"))[Invoice]'
    look = read_pdf(typeset(markup), labels).appearance
    assert look
    seen = {(colour.rgb, colour.painted): colour.area for colour in look.colours}
    assert seen[(26, 95, 180), "path"] == pytest.approx(2000, abs=20)
    assert seen[(192, 28, 40), "text"] > 100
    assert look.fonts == ("LibertinusSerif-Regular",)


def test_thumbnails_survive_scaling_and_tell_pictures_apart(logo: bytes) -> None:
    picture = Image.open(io.BytesIO(logo)).convert("RGBA")
    flat = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    out = io.BytesIO()
    flat.resize((200, 100)).save(out, "JPEG", quality=80)
    other = io.BytesIO()
    Image.new("RGB", (64, 32), (0, 120, 40)).save(other, "PNG")
    assert len(thumbnail(logo)) == 768
    assert images_alike(thumbnail(logo), thumbnail(out.getvalue())) < 0.04
    assert images_alike(thumbnail(logo), thumbnail(other.getvalue())) > 0.2
    with pytest.raises(ReadingError):
        thumbnail(b"no image")


def test_page_image_outlines_the_boxes(typeset: Typeset) -> None:
    pdf = typeset("", "width: 100pt, height: 50pt, margin: 0pt")
    marked = Image.open(io.BytesIO(page_image(pdf, 1, [(20, 10, 60, 30)], dpi=144)))
    assert marked.size == (200, 100)
    assert marked.getpixel((36, 40)) == (214, 40, 57)
    assert marked.getpixel((80, 40)) == (255, 255, 255)
    with pytest.raises(ReadingError):
        page_image(pdf, 2)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_rotated_pages_are_read_as_displayed(angle: int, typeset: Typeset, labels: Labels) -> None:
    inner = f"#rotate({-angle}deg, reflow: true)[#box(width: 300pt, height: 200pt)[Invoice number: R-{angle}]]"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(typeset(inner, "width: auto, height: auto, margin: 0pt")))
    writer.pages[0].rotate(angle)
    out = io.BytesIO()
    writer.write(out)
    facts = read_pdf(out.getvalue(), labels)
    assert facts.number
    assert facts.number.value == f"R-{angle}"
    assert facts.number.place.box
    assert facts.number.place.box[3] < 30
