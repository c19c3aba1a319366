"""Codes are decoded in the one pass over a page, and only where they are asked for."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import segno
from PIL import Image, ImageDraw

from harness.reading import Labels, pdf, read_pdf
from harness.reading.page.appearance import PageLook, look_at
from harness.reading.page.code_places import code_places, merged
from harness.reading.page.document import open_pdf
from harness.reading.page.painted import Sight

PAYLOAD = "https://example.org/lookup?number=2026-00001"


@pytest.fixture
def with_code(typeset: Callable[..., bytes]) -> bytes:
    """Two pages with an invoice number each and a QR code on the second."""
    symbol = segno.make_qr(PAYLOAD).svg_inline(border=4).encode()
    text = (
        '= Invoice\nInvoice number: 2026-00001\n#pagebreak()\nInvoice number: 2026-00001\n#image("qr.svg", width: 30mm)'
    )
    return typeset(text, files={"qr.svg": symbol})


def test_a_code_is_part_of_the_facts_with_its_page(with_code: bytes, labels: Labels) -> None:
    facts = read_pdf(with_code, labels, codes=True)
    assert facts.symbols is not None
    (symbol,) = facts.symbols
    assert (symbol.format, symbol.text, symbol.place.page) == ("QRCode", PAYLOAD, 2)
    assert facts.number is not None
    assert facts.number.value == "2026-00001"


def test_nobody_looked_is_not_none_there(
    with_code: bytes, typeset: Callable[..., bytes], labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = typeset("= Invoice\nInvoice number: 7")
    assert read_pdf(plain, labels, codes=True).symbols == ()
    monkeypatch.setattr(pdf, "codes_on", lambda *_: pytest.fail("a page was searched although nobody asked"))
    assert read_pdf(with_code, labels).symbols is None


def test_a_page_without_text_still_shows_its_code(typeset: Callable[..., bytes], labels: Labels) -> None:
    symbol = segno.make_qr(PAYLOAD).svg_inline(border=4).encode()
    facts = read_pdf(typeset('#image("qr.svg", width: 30mm)', files={"qr.svg": symbol}), labels, codes=True)
    assert facts.unreadable
    assert facts.symbols is not None
    assert [symbol.text for symbol in facts.symbols] == [PAYLOAD]


def test_the_same_facts_are_read_with_and_without_codes(with_code: bytes, labels: Labels) -> None:
    without, seen = read_pdf(with_code, labels), read_pdf(with_code, labels, codes=True)
    assert without.text == seen.text
    assert (without.number, without.lines, without.vat) == (seen.number, seen.lines, seen.vat)


IMAGE = '#image("qr.png", width: 30mm)'
PATH = '#image("qr.svg", width: 30mm)'
MARKS = "#place(dx: 100pt, dy: 300pt, grid(columns: {n} * (2pt,), rows: 2pt, {cells}))"


def as_marks(code: segno.QRCode) -> str:
    """The symbol as one small square of its own for each module."""
    square = "rect(width: 2pt, height: 2pt, fill: black)"
    cells = ", ".join(square if dark else "[]" for row in code.matrix for dark in row)
    return MARKS.format(n=len(code.matrix), cells=cells)


@pytest.mark.parametrize("how", ["image", "path", "marks"])
def test_a_likely_place_is_searched_and_measured_as_the_whole_page(
    how: str, typeset: Callable[..., bytes], labels: Labels
) -> None:
    code, picture = segno.make_qr(PAYLOAD, error="m", boost_error=False), io.BytesIO()
    code.save(picture, kind="png", scale=4, border=4)
    files = {"qr.svg": code.svg_inline(border=4).encode(), "qr.png": picture.getvalue()}
    drawn = {"image": IMAGE, "path": PATH, "marks": as_marks(code)}[how]
    data = typeset(f"= Invoice\nInvoice number: 7\n\n{drawn}", files=files)
    (whole,) = read_pdf(data, labels, codes=True).symbols or ()
    (part,) = read_pdf(data, labels, codes=None).symbols or ()
    assert (part.text, part.version, part.error_correction) == (whole.text, whole.version, whole.error_correction)
    assert part.place.box == pytest.approx(whole.place.box, abs=1.0)
    assert part.quiet_zone == pytest.approx(whole.quiet_zone, abs=0.6)


def test_bars_are_a_likely_place(typeset: Callable[..., bytes], labels: Labels) -> None:
    bars = "".join(f"#place(dx: {x}pt, rect(width: 1pt, height: 40pt, fill: black))" for x in range(0, 120, 3))
    rules = "#line(length: 100%)\n" * 20
    assert len(code_places(look(typeset(f"{rules}#v(3cm){bars}")))) == 1
    assert code_places(look(typeset(rules))) == ()


def test_a_page_without_a_likely_place_is_not_rendered(
    typeset: Callable[..., bytes], labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "codes_within", lambda *_: pytest.fail("nothing on the page looks like a code"))
    table = "#table(columns: 4, " + ", ".join(f"[{n}]" for n in range(80)) + ")"
    assert read_pdf(typeset(f"= Invoice\nInvoice number: 7\n{table}"), labels, codes=None).symbols == ()


def look(data: bytes) -> PageLook:
    with open_pdf(data) as document:
        page = document[0]
        return look_at(page, 1, Sight(page))


def test_boxes_that_touch_are_one() -> None:
    assert merged([(0, 0, 10, 10), (30, 0, 40, 10), (10, 5, 31, 8)]) == [(0, 0, 40, 10)]
    assert merged([(0, 0, 10, 10), (14, 0, 20, 10)]) == [(0, 0, 10, 10), (14, 0, 20, 10)]
    assert merged([(0, 0, 10, 10), (14, 0, 20, 10)], gap=4) == [(0, 0, 20, 10)]


def test_a_picture_with_letters_is_not_taken_for_a_code(typeset: Callable[..., bytes]) -> None:
    wordmark = Image.new("RGB", (320, 96), "white")
    pen = ImageDraw.Draw(wordmark)
    pen.ellipse((8, 8, 88, 88), fill=(26, 95, 180))
    pen.text((100, 34), "Northlight Software", fill="black", font_size=22)
    blank = Image.new("RGB", (100, 100), (26, 95, 180))
    for picture in (wordmark, blank):
        shown = look(typeset('#image("p.png", width: 50mm)', files={"p.png": png(picture)}))
        assert len(shown.images) == 1
        assert code_places(shown) == ()


@pytest.mark.parametrize(("scale", "border"), [(1, 4), (8, 4), (3, 10)])
def test_a_code_of_any_resolution_and_margin_is_taken_for_one(
    scale: int, border: int, typeset: Callable[..., bytes]
) -> None:
    picture = io.BytesIO()
    segno.make_qr(PAYLOAD).save(picture, kind="png", scale=scale, border=border)
    shown = look(typeset('#image("p.png", width: 30mm)', files={"p.png": picture.getvalue()}))
    assert len(code_places(shown)) == 1


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
