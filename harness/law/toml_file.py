"""A data file of the law side, read strictly: its size, its characters, its TOML; problems carry file and line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.law.errors import LawDataError, Problem
from harness.law.locator import KeyPath, Locator, dotted

MAX_BYTES = 256 * 1024
"""A country's facts fit into a few kilobytes; a larger file is a mistake or an attack."""

_BOM = b"\xef\xbb\xbf"
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file that can still say where a key stands."""

    path: Path
    data: dict[str, Any]
    text: str

    def problem(self, path: KeyPath, value: object, way_out: str) -> Problem:
        """A problem at ``path``; ``value`` is shown as written, ``None`` where it is missing."""
        shown = "" if value is None else str(value)
        return Problem(self.path, Locator(self.text).line(path), dotted(path), shown[:80], way_out)


def read_toml(path: Path) -> TomlFile:
    """Read one file.

    Raises ``LawDataError`` where the file is missing, larger than 256 KiB, not UTF-8, starts with a byte order mark,
    contains tabs, or is not TOML.
    """
    raw = _bytes_of(path)
    text = _text_of(path, raw)
    try:
        return TomlFile(path, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        written = text.splitlines()[line - 1].strip() if text else ""
        raise LawDataError([Problem(path, line, "", written, f"not valid TOML: {error}")]) from error


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LawDataError(
                [Problem(path, 1, "", f"{size} bytes", f"larger than {MAX_BYTES} bytes: split the file")]
            )
        return path.read_bytes()
    except OSError as error:
        raise LawDataError([Problem(path, 1, "", "", f"cannot be read ({error.strerror}): create the file")]) from error


def _text_of(path: Path, raw: bytes) -> str:
    if raw.startswith(_BOM):
        raise LawDataError([Problem(path, 1, "", "", "starts with a byte order mark: save as UTF-8 without BOM")])
    if b"\t" in raw:
        line = raw[: raw.index(b"\t")].count(b"\n") + 1
        raise LawDataError([Problem(path, line, "", "", "contains a tab: indent with blanks")])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LawDataError([Problem(path, line, "", repr(raw[error.start]), "is not UTF-8: save as UTF-8")]) from error
