"""How long reading a page takes beside plain text extraction of the same pages, in one process, side by side.

    python benchmarks/reading.py FOLDER [ROUNDS]

FOLDER is searched for PDF files (the ``evidence`` folder of a run, for one). Prints milliseconds per page as the median
of the rounds, and the ratios to pypdf and pypdfium2.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2

from harness.reading import load_labels, read_pdf
from harness.run.resources import fixtures


def _pypdf(data: bytes) -> None:
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text()


def _pdfium(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.get_textpage().get_text_bounded()


def _pages(files: list[bytes]) -> int:
    return sum(len(pypdf.PdfReader(io.BytesIO(data)).pages) for data in files)


def _milliseconds(job: Callable[[bytes], object], files: list[bytes], pages: int) -> float:
    started = time.perf_counter()
    for data in files:
        job(data)
    return (time.perf_counter() - started) / pages * 1000


def main(folder: str, rounds: str = "3") -> None:
    """Time the three readers in turn, round by round."""
    files = [path.read_bytes() for path in sorted(Path(folder).rglob("*.pdf"))[:60]]
    if not files:
        sys.exit(f"no PDF below {folder}")
    labels, pages = load_labels(fixtures("labels")), _pages(files)
    jobs: dict[str, Callable[[bytes], object]] = {
        "harness.reading": lambda data: read_pdf(data, labels), "pypdf": _pypdf, "pypdfium2": _pdfium,
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(int(rounds)):
        for name, job in jobs.items():
            times[name].append(_milliseconds(job, files, pages))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{len(files)} files, {pages} pages, {rounds} rounds")
    for name, value in medians.items():
        print(f"{name:16} {value:6.1f} ms a page   {medians['harness.reading'] / value:4.1f} x")


if __name__ == "__main__":
    main(*sys.argv[1:])
