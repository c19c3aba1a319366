"""Images as a page shows them, held against the file that was uploaded."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from harness.model.facts import ImageSeen
from harness.reading import Labels, ReadingError, picture_of, read_pdf
from harness.reading.likeness import likeness, turned

Typeset = Callable[..., bytes]
PAGE = "width: 400pt, height: 300pt, margin: 0pt"


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def drawing() -> Image.Image:
    """A logo: a triangle, a bar and a ring, on nothing."""
    image = Image.new("RGBA", (480, 160), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.polygon([(10, 150), (80, 10), (150, 150)], fill=(11, 110, 79, 255))
    pen.rectangle((190, 40, 460, 70), fill=(24, 28, 36, 255))
    pen.ellipse((200, 90, 250, 140), outline=(180, 83, 31, 255), width=12)
    return image


@pytest.fixture
def shown(typeset: Typeset, labels: Labels) -> Callable[..., ImageSeen]:
    """An image on a page, as the reader sees it."""

    def place(data: bytes, how: str = 'image("logo.png", width: 150pt)', around: str = "") -> ImageSeen:
        suffix = "jpg" if data.startswith(b"\xff\xd8") else "png"
        markup = f"{around}#place(top + left, dx: 33.3pt, dy: 21.7pt, {how})".replace("logo.png", f"logo.{suffix}")
        facts = read_pdf(typeset(f"{markup}\nInvoice", PAGE, {f"logo.{suffix}": data}), labels)
        assert facts.appearance
        return facts.appearance.images[0]

    return place


@pytest.mark.parametrize("factor", [0.15, 0.5, 1, 3])
@pytest.mark.parametrize("kind", ["PNG", "JPEG-60", "JPEG-90", "palette"])
def test_scaled_and_encoded_again_it_is_the_same(shown, drawing, factor: float, kind: str) -> None:
    scaled = drawing.resize((round(480 * factor), round(160 * factor)), Image.Resampling.LANCZOS)
    white = Image.alpha_composite(Image.new("RGBA", scaled.size, "white"), scaled).convert("RGB")
    data = {
        "PNG": lambda: saved(scaled),
        "JPEG-60": lambda: saved(white, "JPEG", quality=60),
        "JPEG-90": lambda: saved(white, "JPEG", quality=90),
        "palette": lambda: saved(scaled.quantize(64, method=Image.Quantize.FASTOCTREE)),
    }[kind]()
    found = likeness(shown(data), picture_of(saved(drawing)))
    assert found
    assert found.same, found


@pytest.mark.parametrize(
    ("how", "same", "turn"),
    [
        ('image("logo.png", width: 150pt)', True, ""),
        ('scale(x: -100%, image("logo.png", width: 150pt))', False, "mirrored"),
        ('scale(y: -100%, image("logo.png", width: 150pt))', False, "upside down"),
        ('rotate(180deg, image("logo.png", width: 150pt))', False, "rotated by half a turn"),
        ('box(clip: true, width: 130pt, image("logo.png", width: 150pt))', False, ""),
        (
            '{ image("logo.png", width: 150pt); place(top, dy: 5pt, rect(width: 60pt, height: 40pt, fill: white)) }',
            False,
            "",
        ),
    ],
    ids=["plain", "mirrored", "flipped", "rotated", "clipped", "covered"],
)
def test_what_is_painted_counts_not_what_is_embedded(shown, drawing, how: str, same: bool, turn: str) -> None:
    upload = picture_of(saved(drawing))
    seen = shown(saved(drawing), how)
    found = likeness(seen, upload)
    assert found
    assert (found.same, turned(seen, upload)) == (same, turn)


@pytest.mark.parametrize("ground", ["#ffffff", "#fff4d6", "#20304f"])
def test_the_ground_shows_through(shown, drawing, ground: str) -> None:
    around = f'#place(top + left, rect(width: 300pt, height: 200pt, fill: rgb("{ground}")))'
    seen = shown(saved(drawing), around=around)
    found = likeness(seen, picture_of(saved(drawing)))
    assert found
    assert found.same
    assert seen.ground == tuple(bytes.fromhex(ground[1:]))


def test_the_place_and_the_text_across_it(shown, drawing) -> None:
    plain = shown(saved(drawing))
    assert plain.place.box == pytest.approx((33.3, 21.7, 183.3, 71.7), abs=0.3)
    assert (plain.width, plain.height, plain.words_over) == (480, 160, "")
    assert (
        shown(saved(drawing), '{ image("logo.png", width: 150pt); place(top, dy: 20pt)[Paid twice] }').words_over
        == "Paid twice"
    )


def test_the_pixels_of_a_file(drawing) -> None:
    picture = picture_of(saved(drawing))
    assert (picture.width, picture.height, picture.has_alpha) == (480, 160, True)
    assert picture.pixel(80, 100) == (11, 110, 79)
    assert not picture_of(saved(drawing.convert("RGB"), "JPEG")).has_alpha


@pytest.mark.parametrize("data", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + bytes(40), b"%PDF-1.7"])
def test_no_image_at_all(data: bytes) -> None:
    with pytest.raises(ReadingError):
        picture_of(data)
