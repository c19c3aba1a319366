"""The ledger: one append-only JSONL file per worker, merged into ``run.json`` when the run ends.

Each line is ``{"type": ..., "record": {...}}`` and is flushed at once, so that a crash loses nothing that was
already known. Everything passes the redactor before it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from harness.evidence import Redactor

FOLDER = "ledger"
REFUSED = "refused"
"""Name of the empty file by which a worker tells the others that the safety guard stopped it."""


class Ledger:
    """Appends records for one worker."""

    def __init__(self, folder: Path, worker: str, redactor: Redactor) -> None:
        path = folder / FOLDER / f"{worker}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        torn = path.exists() and not path.read_bytes().endswith(b"\n")
        self._file = path.open("a", encoding="utf-8", newline="\n")
        self._file.write("\n" if torn else "")
        self._redactor = redactor

    def append(self, kind: str, record: BaseModel | dict[str, Any]) -> None:
        """Write one record and flush it."""
        payload = record.model_dump(mode="json") if isinstance(record, BaseModel) else record
        line = json.dumps({"type": kind, "record": payload}, ensure_ascii=False, sort_keys=True)
        self._file.write(self._redactor.redact_text(line) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file; further appends are an error."""
        self._file.close()


def read(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """All records of all workers, in name order. A line torn by a killed worker is reported as type ``torn``."""
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        for number, line in enumerate(_lines(path), 1):
            yield _parsed(line, f"{path.name}:{number}")


def _lines(path: Path) -> list[str]:
    """The lines as they were written; ``splitlines`` would cut at U+2028 too, which JSON leaves as it is."""
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    return lines if lines[-1] else lines[:-1]


def _parsed(line: str, where: str) -> tuple[str, dict[str, Any]]:
    try:
        entry = json.loads(line)
    except ValueError:
        return "torn", {"where": where}
    return entry["type"], entry["record"]
