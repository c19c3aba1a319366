"""The stored files of a run, read back for showing: bytes, readable text, links that work from the run's folder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

from harness.reporting.text import plural, visible
from harness.run.record.document import RunDocument

SHOWN = 24_000
"""Characters of a request or answer that are shown; the stored file has the rest."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:,\s"]+')
_EMPTY = re.compile(r"([\[{])\n\s*([\]}])")


class Stored:
    """Reads artefacts of one run. Never leaves the run's folder, whatever a path says."""

    def __init__(self, document: RunDocument, folder: Path) -> None:
        self._artefacts = document.artefacts
        self._folder = folder.resolve()

    def bytes(self, digest: str | None) -> bytes | None:
        """Content of a stored file; ``None`` where the run has none with that digest, or it is gone."""
        path = self._path(digest)
        return path.read_bytes() if path and path.is_file() else None

    def link(self, digest: str) -> str | None:
        """Relative address of a stored file, safe to use as a link from ``index.html``."""
        path = self._path(digest)
        return quote(path.relative_to(self._folder).as_posix()) if path else None

    def text(self, digest: str | None) -> str:
        """A stored request or answer as text: JSON indented, anything that is no text described."""
        data = self.bytes(digest)
        if data is None:
            return "(not stored)"
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return _described(data)
        shown = visible(_readable(text))
        if len(shown) <= SHOWN:
            return shown
        return f"{shown[:SHOWN]}\n… {plural(len(shown) - SHOWN, 'more character')} in the stored file"

    def _path(self, digest: str | None) -> Path | None:
        record = self._artefacts.get(digest or "")
        path = (self._folder / record.path).resolve() if record else None
        return path if path and path.is_relative_to(self._folder) else None


def _described(data: bytes) -> str:
    """The text head of an answer, and what kind of bytes follow."""
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        head, blank, body = data.partition(b"\n\n")
    if not blank or b"\x00" in head or b"%PDF" in head:
        return f"({plural(len(data), 'byte')} that are no text)"
    return visible(f"{head.decode(errors='replace')}\n\n({plural(len(body), 'byte')} that are no text)")


def _readable(text: str) -> str:
    """``text`` with a JSON body indented, if that is what it is or what follows its head."""
    text = text.replace("\r\n", "\n")
    head, blank, body = text.partition("\n\n")
    return f"{head}\n\n{_indented(body)}" if blank and not text.startswith(("{", "[")) else _indented(text)


def _indented(body: str) -> str:
    """JSON with line breaks and indentation, token by token: a reader must see 1.10 where 1.10 was sent."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return body
    out, depth = [], 0
    for token in _TOKEN.findall(body):
        if token in ("}", "]"):
            depth -= 1
            out.append(f"\n{'  ' * depth}")
        out.append({":": ": ", ",": f",\n{'  ' * depth}"}.get(token, token))
        if token in ("{", "["):
            depth += 1
            out.append(f"\n{'  ' * depth}")
    return _EMPTY.sub(r"\1\2", "".join(out))
