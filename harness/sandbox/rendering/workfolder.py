"""The folder that typst reads from: fonts and templates as files, and a logo while its page is being set.

Typst takes fonts and images from folders only. The folder is the user's own and kept between processes, so that
a server that is killed does not leave a new one behind each time; its name carries a digest of what is in it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from uuid import uuid4

import pymupdf_fonts

_FACES = ("figo", "figbo", "figit", "figbi", "symbol2")
"""FiraGO (SIL OFL) in four styles and a symbol fall-back. Libertinus Serif comes inside typst."""


@cache
def work_folder() -> Path:
    """The folder with ``fonts/`` and ``root/`` (the templates) in it, complete; safe to ask for from many processes."""
    files = {f"root/{path.name}": path.read_bytes() for path in sorted(_templates().glob("*.typ"))}
    files |= {f"fonts/{face}.ttf": pymupdf_fonts.fontbuffers[face]() for face in _FACES}
    folder = _own_folder(sha256(b"".join(files.values())).hexdigest()[:16])
    for name, data in files.items():
        _place(folder / name, data)
    return folder


def _templates() -> Path:
    return Path(__file__).parent / "templates"


def _own_folder(digest: str) -> Path:
    """A folder that only this user can have written; a fresh one where the usual name is taken by someone else."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(gettempdir()) / f"sandbox-rendering-{user}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if _is_own(folder):
        return folder
    fresh = Path(mkdtemp(prefix="sandbox-rendering-"))
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    return fresh


def _is_own(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


def _place(path: Path, data: bytes) -> None:
    """Write ``data`` so that another process sees the whole file or none."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f"{uuid4().hex}.part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
