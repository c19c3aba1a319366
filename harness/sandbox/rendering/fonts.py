"""Fonts as files: FiraGO (SIL OFL) and a symbol fall-back from the PyPI package ``pymupdf-fonts``.

Typst reads fonts from folders, the package holds them as bytes, so they are written once per process into a
temporary folder. Libertinus Serif comes inside typst. System fonts are never used: a page must
not depend on the machine.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pymupdf_fonts
import typst

_FACES = ("figo", "figbo", "figit", "figbi", "symbol2")


@cache
def work_folder() -> Path:
    """The process's own folder for fonts, templates and logos, removed when the process ends."""
    folder = Path(mkdtemp(prefix="sandbox-rendering-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def fonts() -> typst.Fonts:
    """The fonts for every compiler of this process."""
    folder = work_folder() / "fonts"
    folder.mkdir()
    for face in _FACES:
        (folder / f"{face}.ttf").write_bytes(pymupdf_fonts.fontbuffers[face]())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])
