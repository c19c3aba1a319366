"""What reading costs beside plain text extraction of the same pages, measured side by side.

    python -m benchmarks.reading [FOLDER ...] [--rounds N] [--layouts N] [--most RATIO]

Without FOLDER, the pages are those that the sandbox prints in each of its templates (two countries are run for them)
and the invented layouts of ``benchmarks.layouts``. Prints one table: milliseconds of processor time for a page, as the
median of the rounds, and the ratio to each of the two plain extractions. Readers take turns round by round, so that a
busy machine slows all of them. "Under limits" is what a run does: in a process of its own. The command is timed by the
clock, over all files in one call, its start included. Exit code 1 where facts take more than ``--most`` times pypdf.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pypdfium2

from benchmarks.layouts.__main__ import invented
from harness.cli.inspecting import INSPECT
from harness.cli.processes import Job
from harness.reading import load_labels, read_pdf
from harness.reading.room import ReadingRoom
from harness.run.resources import fixtures

COUNTRIES = ("SI", "DE")
"""Whose invoices the sandbox prints."""
OURS = "harness: facts"
Reader = Callable[[bytes, str], object]


def _pypdf(data: bytes, _: str) -> None:
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text()


def _pdfium(data: bytes, _: str) -> None:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.get_textpage().get_text_bounded()


def _readers(room: ReadingRoom) -> dict[str, Reader]:
    """What is compared: each is given a file's bytes and its path."""
    return {
        "pypdf: plain text": _pypdf,
        "pypdfium2: plain text": _pdfium,
        OURS: lambda data, _: read_pdf(data, room.labels),
        "harness: facts, with codes": lambda data, _: read_pdf(data, room.labels, codes=True),
        "harness inspect, in process": lambda _, path: INSPECT.one(Job(0, path), room.labels).model_dump_json(),
    }


def _processor(job: Reader, files: Mapping[str, bytes]) -> float:
    started = time.process_time()
    for path, data in files.items():
        job(data, path)
    return time.process_time() - started


def _under_limits(room: ReadingRoom, files: Mapping[str, bytes]) -> float:
    """Processor time of both processes, the second being warm."""
    for data in list(files.values())[:3]:
        room.read(data)
    before = _used_by(room.process_id)
    started = time.process_time()
    for data in files.values():
        room.read(data)
    return time.process_time() - started + _used_by(room.process_id) - before


def _used_by(process: int) -> float:
    """Seconds that a process was on a processor (Linux)."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _clock(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _command(files: Mapping[str, bytes]) -> None:
    command = [sys.executable, "-m", "harness", "inspect", "--json", "--jobs", "1", *files]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _pages(files: Mapping[str, bytes]) -> int:
    return sum(len(pypdf.PdfReader(io.BytesIO(data)).pages) for data in files.values())


def measured(files: Mapping[str, bytes], rounds: int) -> dict[str, float]:
    """Milliseconds for a page, by reader."""
    room, pages = ReadingRoom(load_labels(fixtures("labels"))), _pages(files)
    readers = _readers(room)
    for job in readers.values():
        _processor(job, dict(list(files.items())[:3]))  # what is imported and cached with the first document
    times: dict[str, list[float]] = {name: [] for name in readers}
    apart: list[float] = []
    command: list[float] = []
    for _ in range(rounds):
        for name, job in readers.items():
            times[name].append(_processor(job, files))
        apart.append(_under_limits(room, files))
        command.append(_clock(lambda: _command(files)))
    room.close()
    medians = {name: statistics.median(values) for name, values in times.items()}
    medians["harness: facts, under limits"] = statistics.median(apart)
    medians["harness inspect, as a command"] = statistics.median(command)
    return {name: 1000 * seconds / pages for name, seconds in medians.items()}


def _of_sandbox(folder: Path) -> dict[str, bytes]:
    """What the sandbox prints in each template."""
    command = [
        sys.executable,
        "-m",
        "harness",
        "run",
        *COUNTRIES,
        "-n",
        "1",
        "-k",
        "each_template",
        "--out",
        str(folder),
    ]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return _below(folder)


def _of_layouts(folder: Path, count: int) -> dict[str, bytes]:
    """Invented layouts, on disk for the command."""
    folder.mkdir()
    for name, pdf, _ in invented(count, seed=1):
        (folder / f"{name}.pdf").write_bytes(pdf)
    return _below(folder)


def _below(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*.pdf"))}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--layouts", type=int, default=40)
    parser.add_argument("--most", type=float, default=0)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        if given.folders:
            sets = {path.name: _below(path) for path in given.folders}
        else:
            sets = {
                "sandbox": _of_sandbox(Path(folder) / "run"),
                "layouts": _of_layouts(Path(folder) / "layouts", given.layouts),
            }
        if not all(sets.values()):
            sys.exit("no PDF there")
        results = {name: measured(files, given.rounds) for name, files in sets.items()}
        sizes = {name: f"{len(files)} files, {_pages(files)} pages" for name, files in sets.items()}
    _print(results, sizes)
    if given.most and any(row[OURS] > given.most * row["pypdf: plain text"] for row in results.values()):
        sys.exit(1)


def _print(results: Mapping[str, Mapping[str, float]], sizes: Mapping[str, str]) -> None:
    print(f"{'ms of a page':32}" + "".join(f"{name + ' (' + sizes[name] + ')':>36}" for name in results))
    for reader in next(iter(results.values())):
        cells = []
        for row in results.values():
            plain = (row["pypdf: plain text"], row["pypdfium2: plain text"])
            cells.append(
                f"{row[reader]:8.1f}  {row[reader] / plain[0]:5.2f} x pypdf {row[reader] / plain[1]:5.2f} x pdfium"
            )
        print(f"{reader:32}" + "".join(f"{cell:>36}" for cell in cells))


if __name__ == "__main__":
    main()
