"""How often the comparison of logos accepts what it must reject, and rejects what it must accept.

    python -m benchmarks.logos

Logos are placed on a page, scaled and encoded again in many ways, and read with the harness; so are mirrored, cut,
recoloured and stretched ones, and other logos. Prints how many are judged wrong; exit code 1 above 2 % of those to be
accepted and 5 % of those to be rejected.
"""

from __future__ import annotations

import colorsys
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from PIL import Image, ImageDraw, ImageFont

from harness.checks.branding.images import RATIO_TOLERANCE
from harness.model.picture import Picture
from harness.reading import load_labels, read_pdf
from harness.reading.labels import Labels
from harness.reading.likeness import likeness
from harness.run.resources import fixtures

SCALES = (0.1, 0.15, 0.25, 0.5, 1, 2, 4)
QUALITIES = (40, 60, 80, 95)
GROUNDS = ("#ffffff", "#fff4d6", "#20304f")
SMALLEST = 6
"""Pixels of the shorter side of an image that is still a picture."""
Transpose = Image.Transpose


def logos() -> dict[str, Image.Image]:
    """The brands of the harness, and drawn ones: round, opaque, lettering alone, and one in a brand's own colours."""
    found = {path.stem: Image.open(path).convert("RGBA") for path in sorted(fixtures("brands").glob("*.png"))}
    brands = {name: image for name, image in found.items() if not name.endswith("-signature")}
    return {**brands, "round": _round(), "opaque": _opaque(), "lettering": _lettering(), "twin": _twin()}


def _drawn(width: int, height: int, draw: Callable[[ImageDraw.ImageDraw, int, int], None], ground: str) -> Image.Image:
    image = Image.new("RGBA", (width * 4, height * 4), ground)
    draw(ImageDraw.Draw(image), width * 4, height * 4)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _round() -> Image.Image:
    def draw(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
        pen.ellipse((10, 10, width - 10, height - 10), fill="#c01c28")
        pen.text((width * 0.3, height * 0.25), "Q", font=ImageFont.load_default(height // 2), fill="white")

    return _drawn(200, 200, draw, "#00000000")


def _opaque() -> Image.Image:
    def draw(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
        pen.rectangle((0, 0, width, height // 3), fill="#143c8c")
        pen.text((40, height * 0.4), "Harbour", font=ImageFont.load_default(height // 2), fill="#f0c83c")

    return _drawn(300, 90, draw, "#ebebf0")


def _lettering() -> Image.Image:
    def draw(pen: ImageDraw.ImageDraw, _: int, height: int) -> None:
        pen.text((20, 10), "Quarry & Sons Ltd", font=ImageFont.load_default(int(height * 0.7)), fill="#285a3c")

    return _drawn(400, 60, draw, "#00000000")


def _twin() -> Image.Image:
    def draw(pen: ImageDraw.ImageDraw, _: int, height: int) -> None:
        pen.polygon([(20, height - 20), (height / 2, 20), (height - 20, height - 20)], fill="#0b6e4f")
        pen.text((height + 20, height * 0.2), "Southdark", font=ImageFont.load_default(height // 2), fill="#181c24")

    return _drawn(451, 120, draw, "#00000000")


def encoded(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """The image as it may come back: with transparency, with a palette, on white at several qualities."""
    white = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    yield "png", _saved(image, "PNG")
    yield "palette", _saved(image.quantize(64, method=Image.Quantize.FASTOCTREE), "PNG")
    for quality in QUALITIES:
        yield f"jpeg {quality}", _saved(white, "JPEG", quality=quality)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def spoilt(name: str, known: dict[str, Image.Image]) -> Iterator[tuple[str, Image.Image]]:
    """What must not pass for the logo."""
    image = known[name]
    width, height = image.size
    yield "mirrored", image.transpose(Transpose.FLIP_LEFT_RIGHT)
    yield "upside down", image.transpose(Transpose.FLIP_TOP_BOTTOM)
    yield "hue +12 degrees", _other_hue(image, 12)
    yield "hue -12 degrees", _other_hue(image, -12)
    yield "cut 10 % at one side", image.crop((0, 0, width * 9 // 10, height))
    yield "cut 10 % all round", image.crop((width // 20, height // 20, width * 19 // 20, height * 19 // 20))
    yield "stretched 10 %", image.resize((width * 11 // 10, height))
    for other, stranger in known.items():
        if other != name:
            yield "another logo", stranger


def _other_hue(image: Image.Image, degrees: int) -> Image.Image:
    samples = image.convert("RGB").tobytes()
    turned = bytearray()
    for at in range(0, len(samples), 3):
        hue, lightness, saturation = colorsys.rgb_to_hls(*(value / 255 for value in samples[at : at + 3]))
        turned += bytes(round(part * 255) for part in colorsys.hls_to_rgb(hue + degrees / 360, lightness, saturation))
    coloured = Image.frombytes("RGB", image.size, bytes(turned))
    coloured.putalpha(image.getchannel("A"))
    return coloured


class Bench:
    """Places images on pages and compares what is read."""

    def __init__(self, folder: Path, labels: Labels) -> None:
        self._folder = folder
        self._labels = labels

    def accepts(self, data: bytes, ratio: float, upload: Image.Image, ground: str = GROUNDS[0]) -> bool:
        """Whether the image on a page passes for the upload."""
        suffix = "jpg" if data.startswith(b"\xff\xd8") else "png"
        (self._folder / f"logo.{suffix}").write_bytes(data)
        width, height = 150, 150 / ratio
        source = self._folder / "page.typ"
        source.write_text(
            f'#set page(width: 400pt, height: 300pt, margin: 0pt, fill: rgb("{ground}"))\n#place(top + left, '
            f'dx: 33.3pt, dy: 21.7pt, image("logo.{suffix}", width: {width}pt, height: {height}pt, fit: "stretch"))',
            encoding="utf-8",
        )
        look = read_pdf(typst.compile(str(source), format="pdf"), self._labels).appearance
        assert look
        found = likeness(look.images[0], Picture(upload.width, upload.height, upload.tobytes(), has_alpha=True))
        kept = abs(ratio / (upload.width / upload.height) - 1) <= RATIO_TOLERANCE
        return found is not None and found.same and kept


def main() -> None:
    """Measure and print."""
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), load_labels(fixtures("labels")))
        for name, image in (known := logos()).items():
            for what, accepted, must in _trials(bench, name, image, known):
                tried[f"{'accept' if must else 'reject'} {what}"] += 1
                wrong[f"{'accept' if must else 'reject'} {what}"] += accepted is not must
    _report(tried, wrong)


def _trials(
    bench: Bench, name: str, image: Image.Image, known: dict[str, Image.Image]
) -> Iterator[tuple[str, bool, bool]]:
    """What was tried, whether it was accepted, whether it must be."""
    ratio = image.width / image.height
    for scale in SCALES:
        scaled = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
        if min(scaled.size) < SMALLEST:
            continue
        for kind, data in encoded(scaled):
            yield f"{kind}", bench.accepts(data, ratio, image), True
        if name != "lettering":  # dark green letters on the dark ground could not be read
            for ground in GROUNDS[1:]:
                yield "png on a coloured page", bench.accepts(_saved(scaled, "PNG"), ratio, image, ground), True
    for what, other in spoilt(name, known):
        own = ratio if "hue" in what or "mirrored" in what or "upside" in what else other.width / other.height
        for _, data in encoded(other):
            yield what, bench.accepts(data, own, image), False


def _report(tried: Counter[str], wrong: Counter[str]) -> None:
    for what, count in tried.items():
        print(f"{what:32} {count:4d} tried  {wrong[what]:3d} wrong  {100 * wrong[what] / count:5.1f} %")
    shares = {}
    for must in ("accept", "reject"):
        total, bad = (sum(n for what, n in counts.items() if what.startswith(must)) for counts in (tried, wrong))
        shares[must] = bad / total
        print(f"{'must ' + must:32} {total:4d} tried  {bad:3d} wrong  {100 * bad / total:5.1f} %")
    if shares["accept"] > 0.02 or shares["reject"] > 0.05:
        sys.exit(1)


if __name__ == "__main__":
    main()
