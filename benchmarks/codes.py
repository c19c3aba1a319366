"""What looking for codes costs, and what the cheap look at a page's objects misses, on the PDFs of a folder.

    python benchmarks/codes.py FOLDER [ROUNDS]

FOLDER is searched for PDF files (the ``evidence`` folder of a run, for one). Prints how many symbols are found on whole
pages and how many of them where the objects of a page suggest one, and the processor time of reading a page without
looking, with the cheap look, and with whole pages searched.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from harness.model.symbol import SymbolSeen
from harness.reading import Labels, ReadingError, load_labels, read_pdf
from harness.reading.page.document import open_pdf
from harness.run.resources import fixtures

WAYS = {"without": False, "where likely": None, "whole pages": True}


def _readable(files: Sequence[bytes], labels: Labels) -> list[bytes]:
    """The files without those that no reader opens."""
    kept = []
    for data in dict.fromkeys(files):
        try:
            read_pdf(data, labels)
        except ReadingError:
            continue
        kept.append(data)
    return kept


def _symbols(data: bytes, labels: Labels, way: bool | None) -> set[tuple[str, str]]:
    seen: Sequence[SymbolSeen] = read_pdf(data, labels, way).symbols or ()
    return {(symbol.format, symbol.text) for symbol in seen}


def _milliseconds(files: Sequence[bytes], labels: Labels, way: bool | None) -> float:
    started = time.process_time()
    for data in files:
        read_pdf(data, labels, way)
    return (time.process_time() - started) * 1000


def _pages(data: bytes) -> int:
    with open_pdf(data) as document:
        return len(document)


def main(folder: str, rounds: str = "3") -> None:
    """Count and time, round by round."""
    labels = load_labels(fixtures("labels"))
    files = _readable([path.read_bytes() for path in sorted(Path(folder).rglob("*.pdf"))[:200]], labels)
    if not files:
        sys.exit(f"no PDF below {folder}")
    whole = [_symbols(data, labels, True) for data in files]
    likely = [_symbols(data, labels, None) for data in files]
    there = sum(len(symbols) for symbols in whole)
    found = sum(len(one & other) for one, other in zip(whole, likely, strict=True))
    pages = sum(_pages(data) for data in files)
    print(f"{len(files)} files, {pages} pages: {there} symbols on whole pages, {found} of them where likely")
    for name, way in WAYS.items():
        best = min(_milliseconds(files, labels, way) for _ in range(int(rounds)))
        print(f"{name:14}{best / pages:8.2f} ms per page")


if __name__ == "__main__":
    main(*sys.argv[1:3])
