"""Reading many files in processes of their own: each file has a time and a memory limit, none stops the others."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from harness.reading import Labels, load_labels
from harness.reporting.inspection import Inspected, failed, inspected

SECONDS = 20.0
"""Wall clock for one file; plain invoices take well under a tenth of a second."""
MEGABYTES = 2048
"""Address space of a process, where the system can limit it."""
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; larger files are refused unread."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read."""

    at: int
    file: str
    image: Path | None = None
    """Where the marked page goes, if wanted."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: Job | None = None
    until: float = 0.0


def inspect_one(job: Job, labels: Labels) -> Inspected:
    """Read one file in this process; every failure becomes the entry's error."""
    from harness.reading.errors import ReadingError
    from harness.reading.files import UnknownFile, read_file

    try:
        data = _load(Path(job.file))
        entry = inspected(job.file, read_file(data, labels))
        if job.image and not entry.error:
            _draw(entry, data, job.image)
        return entry
    except OSError as error:
        return failed(job.file, "not_found", error.strerror or str(error))
    except UnknownFile as error:
        return failed(job.file, "not_a_document", str(error))
    except ReadingError as error:
        return failed(job.file, "unreadable", str(error))
    except MemoryError:
        return failed(job.file, "crashed", f"reading it takes more than {MEGABYTES} MB")
    except Exception as error:  # noqa: BLE001 - one file must not stop the others; the entry says what happened
        return failed(job.file, "internal", f"{type(error).__name__}: {error}")


def _load(path: Path) -> bytes:
    from harness.reading.errors import ReadingError

    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ReadingError(f"the file has more than {LARGEST_FILE} bytes")
    return data


def _draw(entry: Inspected, data: bytes, out: Path) -> None:
    from harness.reading.files import FileKind, kind_of
    from harness.reporting.inspection_views import write_images

    if kind_of(data) is FileKind.PDF:
        write_images(entry, data, out)


def inspect_files(jobs: Sequence[Job], folder: Path, processes: int, seconds: float = SECONDS) -> Iterator[Inspected]:
    """The entries of all files, in their order, each as soon as it and those before it are there."""
    labels = load_labels(folder)
    done: dict[int, Inspected] = {}
    waiting = list(reversed(jobs))
    workers = [_start(folder, labels) for _ in range(max(1, min(processes, len(jobs))))]
    following = 0
    try:
        while following < len(jobs):
            workers = [_feed(worker, waiting, seconds) for worker in workers]
            workers = [_collected(worker, done, folder, labels, seconds) for worker in _ready(workers)]
            while following in done:
                yield done.pop(following)
                following += 1
    finally:
        for worker in workers:
            _stop(worker)


def _start(folder: Path, labels: Labels) -> _Worker:
    """A new process; a fork shares the vocabulary, where there are forks."""
    forks = sys.platform == "linux"
    ours, theirs = multiprocessing.Pipe()
    arguments = (theirs, folder, labels if forks else None)
    process: BaseProcess = (
        multiprocessing.get_context("fork").Process(target=_work, args=arguments, daemon=True)
        if forks
        else multiprocessing.get_context("spawn").Process(target=_work, args=arguments, daemon=True)
    )
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(pipe: Connection, folder: Path, labels: Labels | None) -> None:
    """The loop of a process: a job in, an entry out."""
    _limit_memory()
    labels = labels or load_labels(folder)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(inspect_one(job, labels).model_dump_json().encode())


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def _feed(worker: _Worker, waiting: list[Job], seconds: float) -> _Worker:
    if worker.job is None and waiting:
        worker.job = waiting.pop()
        worker.until = time.monotonic() + seconds
        worker.pipe.send(worker.job)
    return worker


def _ready(workers: list[_Worker]) -> list[_Worker]:
    """Waits until a busy worker has something to say, or the first of them is out of time."""
    busy = [worker for worker in workers if worker.job]
    soonest = min((worker.until for worker in busy), default=0.0)
    wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
    return workers


def _collected(worker: _Worker, done: dict[int, Inspected], folder: Path, labels: Labels, seconds: float) -> _Worker:
    """Takes the worker's entry, if it is there; a dead or late worker is replaced and its file has an error."""
    job = worker.job
    if job is None:
        return worker
    if worker.pipe.poll():
        try:
            done[job.at] = Inspected.model_validate_json(worker.pipe.recv_bytes())
        except EOFError:
            done[job.at] = failed(job.file, "crashed", "the process that read it died")
            _stop(worker)
            return _start(folder, labels)
        worker.job = None
        return worker
    if time.monotonic() < worker.until:
        return worker
    done[job.at] = failed(job.file, "time_limit", f"reading it takes more than {seconds:g} seconds")
    _stop(worker)
    return _start(folder, labels)


def _stop(worker: _Worker) -> None:
    """Ends a process of ours; it holds nothing that it would have to give back."""
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
