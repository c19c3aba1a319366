"""Content-addressed files: the name of a file is the SHA-256 of what it holds, so equal evidence is kept once."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from harness.evidence.redaction import Redactor

_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/json": ".json",
    "image/png": ".png",
    "text/html": ".html.txt",  # never opened as live HTML
    "text/plain": ".txt",
    "application/xml": ".xml.txt",  # nor as XML, which may name a stylesheet
    "message/http": ".http",
}


@dataclass(frozen=True, slots=True)
class Artefact:
    """One stored file."""

    digest: str
    """SHA-256 of the stored (redacted) bytes, hex."""
    path: str
    """Relative to the run's folder, with forward slashes."""
    media_type: str
    size: int
    """Bytes."""


class ArtefactStore:
    """Writes evidence below ``<run folder>/evidence``; safe for several processes at once."""

    def __init__(self, folder: Path, redactor: Redactor) -> None:
        self._folder = folder
        self._redactor = redactor

    def put(self, data: bytes, media_type: str) -> Artefact:
        """Redact and store ``data``; a file that is already there is not written again."""
        clean = self._redactor.redact(data)
        digest = hashlib.sha256(clean).hexdigest()
        base = media_type.partition(";")[0].strip().lower()
        relative = f"evidence/{digest[:2]}/{digest}{_SUFFIXES.get(base, '.bin')}"
        target = self._folder / relative
        if not target.exists():
            _write_atomically(target, clean)
        return Artefact(digest, relative, base, len(clean))


def _write_atomically(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.partial")
    partial.write_bytes(data)
    partial.replace(target)
