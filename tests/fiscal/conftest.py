from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    path = ROOT.parent / "shared" / "fiscal" / "vectors.json"
    if not path.is_file():
        pytest.skip("the published vectors are not there (../shared/fiscal); the essential ones are in the other tests")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def private_key():
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.fixture(scope="session")
def page_of() -> Callable[..., bytes]:
    """A PDF with one A4 page on which pictures stand at millimetres from the top left corner, at 600 dpi."""

    def make(*placed: tuple[Image.Image, float, float]) -> bytes:
        dpi = 600
        sheet = Image.new("L", (round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)), 255)
        for picture, left, top in placed:
            sheet.paste(picture.convert("L"), (round(left / 25.4 * dpi), round(top / 25.4 * dpi)))
        out = io.BytesIO()
        sheet.save(out, "PDF", resolution=dpi)
        return out.getvalue()

    return make
