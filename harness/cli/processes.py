"""Working on many files in processes of their own: each file has a time and a memory limit, none stops the others."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from harness.reading import Labels, load_labels

E = TypeVar("E", bound=BaseModel)

SECONDS = 20.0
"""Wall clock for one file; plain invoices take well under a tenth of a second."""
MEGABYTES = 2048
"""Memory that a process may write to, where the system can limit it (Saxon reserves more address space)."""
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; larger files are refused unread."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to work on."""

    at: int
    file: str
    image: Path | None = None
    """Where the marked page goes, if wanted."""


@dataclass(frozen=True, slots=True)
class Task(Generic[E]):
    """What is done with each file."""

    entry: type[E]
    read: Callable[[Job, bytes, Labels], E]
    """What is found in the bytes of a file; may raise."""
    failed: Callable[[str, str, str], E]
    """The entry of a file for which it came to nothing: path, code, message."""

    def one(self, job: Job, labels: Labels) -> E:
        """Work on one file in this process; every failure becomes the entry's error."""
        from harness.reading.errors import ReadingError
        from harness.reading.files import UnknownFile

        try:
            return self.read(job, _load(Path(job.file)), labels)
        except OSError as error:
            return self.failed(job.file, "not_found", error.strerror or str(error))
        except UnknownFile as error:
            return self.failed(job.file, "not_a_document", str(error))
        except ReadingError as error:
            return self.failed(job.file, "unreadable", str(error))
        except MemoryError:
            return self.failed(job.file, "crashed", f"reading it takes more than {MEGABYTES} MB")
        except Exception as error:  # noqa: BLE001 - one file must not stop the others; the entry says what happened
            return self.failed(job.file, "internal", f"{type(error).__name__}: {error}")


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: Job | None = None
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class _Crew(Generic[E]):
    """The processes of one call, and what they share."""

    task: Task[E]
    folder: Path
    labels: Labels
    seconds: float

    def start(self) -> _Worker:
        """A new process; a fork shares the vocabulary, where there are forks."""
        forks = sys.platform == "linux"
        ours, theirs = multiprocessing.Pipe()
        arguments = (theirs, self.task, self.folder, self.labels if forks else None)
        process: BaseProcess = (
            multiprocessing.get_context("fork").Process(target=_work, args=arguments, daemon=True)
            if forks
            else multiprocessing.get_context("spawn").Process(target=_work, args=arguments, daemon=True)
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def feed(self, worker: _Worker, waiting: list[Job]) -> _Worker:
        """Gives an idle worker the next file."""
        if worker.job is None and waiting:
            worker.job = waiting.pop()
            worker.until = time.monotonic() + self.seconds
            worker.pipe.send(worker.job)
        return worker

    def collected(self, worker: _Worker, done: dict[int, E]) -> _Worker:
        """Takes the worker's entry, if it is there; a dead or late worker is replaced and its file has an error."""
        job = worker.job
        if job is None:
            return worker
        if worker.pipe.poll():
            try:
                done[job.at] = self.task.entry.model_validate_json(worker.pipe.recv_bytes())
            except EOFError:
                return self._replaced(worker, done, "crashed", "the process that read it died")
            worker.job = None
            return worker
        if time.monotonic() < worker.until:
            return worker
        return self._replaced(worker, done, "time_limit", f"reading it takes more than {self.seconds:g} seconds")

    def _replaced(self, worker: _Worker, done: dict[int, E], code: str, message: str) -> _Worker:
        if worker.job is not None:
            done[worker.job.at] = self.task.failed(worker.job.file, code, message)
        _stop(worker)
        return self.start()


def in_processes(
    task: Task[E], jobs: Sequence[Job], folder: Path, processes: int, seconds: float = SECONDS
) -> Iterator[E]:
    """The entries of all files, in their order, each as soon as it and those before it are there.

    ``folder`` holds the vocabulary of the readers, ``seconds`` is the time for one file.
    """
    crew = _Crew(task, folder, load_labels(folder), seconds)
    done: dict[int, E] = {}
    waiting = list(reversed(jobs))
    workers = [crew.start() for _ in range(max(1, min(processes, len(jobs))))]
    following = 0
    try:
        while following < len(jobs):
            workers = [crew.feed(worker, waiting) for worker in workers]
            workers = [crew.collected(worker, done) for worker in _ready(workers)]
            while following in done:
                yield done.pop(following)
                following += 1
    finally:
        for worker in workers:
            _stop(worker)


def _work(pipe: Connection, task: Task[E], folder: Path, labels: Labels | None) -> None:
    """The loop of a process: a job in, an entry out. Native libraries write to stderr; what counts is in the entry."""
    _limit_memory()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    labels = labels or load_labels(folder)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(task.one(job, labels).model_dump_json().encode())


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def _load(path: Path) -> bytes:
    from harness.reading.errors import ReadingError

    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ReadingError(f"the file has more than {LARGEST_FILE} bytes")
    return data


def _ready(workers: list[_Worker]) -> list[_Worker]:
    """Waits until a busy worker has something to say, or the first of them is out of time."""
    busy = [worker for worker in workers if worker.job]
    soonest = min((worker.until for worker in busy), default=0.0)
    wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
    return workers


def _stop(worker: _Worker) -> None:
    """Ends a process of ours; it holds nothing that it would have to give back."""
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
