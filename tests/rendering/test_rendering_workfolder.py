from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from harness.sandbox.rendering import pdf, render_pdf, workfolder


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Path]]:
    """``work_folder`` as a new process would call it, below an empty temporary folder."""
    monkeypatch.setattr(workfolder, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return workfolder.work_folder.__wrapped__


def test_folder_is_complete_and_reused(fresh: Callable[[], Path]) -> None:
    folder = fresh()
    assert len(list((folder / "fonts").glob("*.ttf"))) == 5
    assert (folder / "root" / "modern.typ").is_file()
    assert fresh() == folder


def test_damaged_file_is_repaired(fresh: Callable[[], Path]) -> None:
    template = fresh() / "root" / "modern.typ"
    whole = template.read_bytes()
    template.write_bytes(b"cut")
    fresh()
    assert template.read_bytes() == whole


def test_folder_open_to_others_is_not_trusted(fresh: Callable[[], Path]) -> None:
    usual = fresh()
    usual.chmod(0o777)
    other = fresh()
    assert other != usual
    assert (other / "root" / "modern.typ").is_file()


def test_logo_leaves_no_file(
    document: Any, entity: Any, image: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = uuid4()
    monkeypatch.setattr(pdf, "uuid4", lambda: name)
    assert render_pdf(document, entity, logo=image()) != render_pdf(document, entity)
    assert not list((workfolder.work_folder() / "root").glob(f"*{name.hex}*"))
