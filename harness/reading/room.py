"""Reading a PDF in a process of its own, with limits of time and memory: a document that is made to hang or to exhaust
the machine costs that process, not the caller's.

The process is started with the first document and reads those that follow, so that each costs only what its bytes and
facts take to travel. It is ended and started again when a document takes too long or brings it down.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.model.facts import InvoiceFacts
from harness.reading.errors import ReadingError, TooCostly, UnreadablePdf
from harness.reading.labels import Labels
from harness.reading.pdf import read_pdf

if TYPE_CHECKING:
    from harness.reading.einvoice import HybridPdf

SECONDS = 5.0
"""Wall clock for one document; plain invoices take a hundredth of it."""
MEGABYTES = 1024
"""Address space that reading may take beyond what the process has when it starts, where the system can limit it."""
MOST_BYTES = 20 * 2**20
"""Larger files are refused unread."""
_FORKS = sys.platform == "linux"
"""A forked process shares the vocabulary; elsewhere it is sent once."""
_START_SECONDS = 60.0
_FIRST_OWN = 3
"""File descriptors below are the standard streams."""


class ReadingRoom:
    """One process that reads for this one. Use from one thread at a time; close it when done."""

    def __init__(self, labels: Labels, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.labels = labels
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    @property
    def process_id(self) -> int:
        """Id of the process that reads; 0 while there is none."""
        return (self._process.pid or 0) if self._process is not None else 0

    def read(self, data: bytes, codes: bool = False) -> InvoiceFacts:
        """As :func:`~harness.reading.pdf.read_pdf`.

        Raises :class:`UnreadablePdf` for what cannot be read at all, :class:`TooCostly` for what takes too long or too
        much memory or brings the process down.
        """
        found = self._asked("page", data, codes)
        assert isinstance(found, InvoiceFacts)
        return found

    def read_hybrid(self, data: bytes) -> HybridPdf:
        """As :func:`~harness.reading.einvoice.read_hybrid`; raises as :meth:`read`."""
        found: HybridPdf = self._asked("carrier", data, False)
        return found

    def _asked(self, what: str, data: bytes, codes: bool) -> Any:
        if len(data) > MOST_BYTES:
            raise TooCostly(f"the PDF has {len(data)} bytes, more than the {MOST_BYTES} that are read")
        pipe = self._open()
        try:
            return self._answered(pipe, what, data, codes)
        except BaseException as error:
            if isinstance(error, UnreadablePdf) and not isinstance(error, TooCostly):
                raise  # an answer: the process goes on
            self.close()  # also of an interrupted caller: the next document must not get this one's answer
            raise

    def _answered(self, pipe: Connection, what: str, data: bytes, codes: bool) -> Any:
        try:
            pipe.send((what, data, codes))
            if not pipe.poll(self._seconds):
                raise TooCostly(f"reading the PDF takes more than {self._seconds:g} seconds")
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            raise TooCostly("the process that read the PDF died: it is damaged, or asks for too much memory") from error
        if isinstance(answer, ReadingError):
            raise answer
        return answer

    def _open(self) -> Connection:
        if self._pipe is None:
            self._pipe, theirs = multiprocessing.Pipe()
            context = multiprocessing.get_context("fork" if _FORKS else "spawn")
            arguments = (theirs, self.labels, self._megabytes)
            self._process = context.Process(target=_work, args=arguments, daemon=True)  # type: ignore[attr-defined]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads: it only ever reads
                self._process.start()
            theirs.close()
            self._await_start(self._pipe)
        return self._pipe

    def _await_start(self, pipe: Connection) -> None:
        """The time for a document is not spent on the start, which takes long where processes cannot be forked."""
        with suppress(EOFError, OSError):  # it died: the same as not having started
            if pipe.poll(_START_SECONDS):
                pipe.recv_bytes()
                return
        self.close()
        raise TooCostly(f"the process that reads PDFs did not start within {_START_SECONDS:g} seconds")

    def close(self) -> None:
        """End the process; it holds nothing that it would have to give back."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None


_lock = threading.Lock()
_room: ReadingRoom | None = None
_owner = 0
"""Process that the room was made in: a fork of it needs one of its own."""


def read_apart(data: bytes, labels: Labels, codes: bool = False) -> InvoiceFacts:
    """As :meth:`ReadingRoom.read`, in the room that this process keeps for a vocabulary."""
    with _lock:
        return _kept_room(labels).read(data, codes)


def read_hybrid_apart(data: bytes, labels: Labels) -> HybridPdf:
    """As :meth:`ReadingRoom.read_hybrid`, in the same room as the pages."""
    with _lock:
        return _kept_room(labels).read_hybrid(data)


def _kept_room(labels: Labels) -> ReadingRoom:
    global _room, _owner
    if _room is None or _room.labels is not labels or _owner != os.getpid():
        if _room is not None and _owner == os.getpid():
            _room.close()
        _room, _owner = ReadingRoom(labels), os.getpid()
    return _room


def _work(pipe: Connection, labels: Labels, megabytes: int) -> None:
    """The loop of the process: a document in, facts or an error out, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides when it ends
    if _FORKS:
        _let_go(pipe)
    _limit_memory(megabytes)
    pipe.send_bytes(b"ready")
    while True:
        try:
            what, data, codes = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send_bytes(pickle.dumps(_read(what, data, labels, codes), pickle.HIGHEST_PROTOCOL))


def _read(what: str, data: bytes, labels: Labels, codes: bool) -> InvoiceFacts | HybridPdf | ReadingError:
    try:
        if what == "page":
            return read_pdf(data, labels, codes)
        from harness.reading.einvoice import read_hybrid  # only here: most runs read pages alone

        return read_hybrid(data)
    except UnreadablePdf as error:
        return UnreadablePdf(error.reason)
    except MemoryError:
        return TooCostly("reading the PDF takes too much memory")
    except Exception as error:  # noqa: BLE001 - a page that the reader stumbles over is a reading error like others
        return UnreadablePdf(f"the PDF cannot be read: {type(error).__name__}: {error}")


def _let_go(pipe: Connection) -> None:
    """Close what a fork has inherited: open pipes of the parent would not end with it."""
    own = pipe.fileno()
    os.closerange(_FIRST_OWN, own)
    os.closerange(own + 1, max(own + 1, _descriptors()))


def _descriptors() -> int:
    with suppress(OSError):
        return max(int(name.name) for name in Path("/proc/self/fd").iterdir()) + 1
    return 1024


def _limit_memory(megabytes: int) -> None:
    if _FORKS:
        import resource

        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        limit = now + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
