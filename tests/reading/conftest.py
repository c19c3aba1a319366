from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from PIL import Image

from harness.reading import Labels, load_labels

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def labels() -> Labels:
    return load_labels(ROOT / "fixtures" / "labels")


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = ROOT.parent / "shared" / "samples"
    if not (folder / "truth.json").is_file():
        pytest.skip("the third-party sample invoices are not there (../shared/samples)")
    return folder


@pytest.fixture(scope="session")
def truth(samples: Path) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((samples / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture
def typeset(tmp_path: Path) -> Callable[..., bytes]:
    """A PDF of typst markup on a page of A4."""

    def compile_page(
        markup: str, page: str = 'paper: "a4", margin: 2cm', files: dict[str, bytes] | None = None
    ) -> bytes:
        for name, data in (files or {}).items():
            (tmp_path / name).write_bytes(data)
        source = tmp_path / "page.typ"
        source.write_text(f"#set page({page})\n#set text(size: 10pt)\n{markup}", encoding="utf-8")
        pdf = typst.compile(str(source), format="pdf", root=str(tmp_path), ignore_system_fonts=True)
        assert isinstance(pdf, bytes)
        return pdf

    return compile_page


@pytest.fixture
def logo() -> bytes:
    """A picture with two colours and a transparent corner."""
    picture = Image.new("RGBA", (64, 32), (26, 95, 180, 255))
    picture.paste((230, 97, 0, 255), (0, 0, 32, 32))
    picture.paste((0, 0, 0, 0), (48, 0, 64, 16))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
