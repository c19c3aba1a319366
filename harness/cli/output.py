"""Standard output and error that never end a command: a closed pipe, a full disk, a terminal without umlauts.

What a command means for the shell is its exit code, and none of these may change it: ``harness run | head`` still
tells whether the gate passed.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from harness.run.errors import ExitCode


class _Sink(io.FileIO):
    """A file descriptor whose reader may go away."""

    lost: str = ""
    """Why something could not be written, unless nobody wanted it."""

    def write(self, data: object, /) -> int:
        whole = memoryview(data).nbytes  # type: ignore[arg-type]
        try:
            return super().write(data) or 0  # type: ignore[arg-type]
        except BrokenPipeError:
            return whole
        except OSError as error:
            self.lost = error.strerror or str(error)
            return whole


@contextmanager
def forgiving_output() -> Iterator[None]:
    """Inside the block, nothing that is printed raises. Raises ``SystemExit`` 5 after it if output was lost."""
    sys.stderr = sys.stderr or _nowhere()
    before: TextIO = sys.stdout or _nowhere()
    sys.stdout = before
    if before is not sys.__stdout__ or not isinstance(before, io.TextIOWrapper):
        yield  # there is none, or somebody has put a stream of theirs in place
        return
    sink = _Sink(before.fileno(), "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(sink), before.encoding, "replace", line_buffering=before.line_buffering
    )
    try:
        yield
    except SystemExit as end:
        sys.stdout.flush()
        if not sink.lost or end.code not in (None, 0):
            raise
    finally:
        sys.stdout.flush()
        sys.stdout = before
    if sink.lost:
        print(f"harness: standard output cannot be written: {sink.lost}", file=sys.stderr)
        raise SystemExit(int(ExitCode.INTERNAL))


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it stands in for a stream
