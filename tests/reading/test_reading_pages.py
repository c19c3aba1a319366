from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject

from harness.reading import Labels, ReadingError, UnreadablePdf, page_image, read_pdf
from harness.reading.page.document import MOST_PAGES
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


def test_a_page_that_inherits_its_size_has_its_words_where_they_are_shown(typeset: Typeset, labels: Labels) -> None:
    data = typeset("= Invoice\nInvoice number: 2026-00001", "width: 500pt, height: 700pt, margin: 2cm")
    document = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    page = document.pages[0]
    tree = document.root_object["/Pages"].get_object()
    assert isinstance(tree, DictionaryObject)
    tree[NameObject("/MediaBox")] = page["/MediaBox"]
    for box in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        page.pop(box, None)
    out = io.BytesIO()
    document.write(out)
    own, inherited = read_pdf(data, labels).number, read_pdf(out.getvalue(), labels).number
    assert own is not None
    assert own == inherited
