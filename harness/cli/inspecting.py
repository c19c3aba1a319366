"""What ``harness inspect`` does with one file."""

from __future__ import annotations

from functools import partial

from harness.cli.processes import Job, Task
from harness.reading import Labels
from harness.reporting.inspection import Inspected, failed, inspected

SECONDS = 5.0
"""Wall clock for one file; plain invoices take a hundredth of it."""


def _inspect(job: Job, data: bytes, labels: Labels, codes: bool | None = None) -> Inspected:
    """Read a file, and draw its pages where that is wanted."""
    from harness.reading.files import FileKind, kind_of, read_file
    from harness.reporting.inspection_views import write_images

    entry = inspected(job.file, read_file(data, labels, codes))
    if job.image and not entry.error and kind_of(data) is FileKind.PDF:
        write_images(entry, data, job.image)
    return entry


INSPECT = Task(Inspected, _inspect, failed)
"""Say what the readers see; codes where the objects of a page suggest one."""


def inspecting(codes: bool | None) -> Task[Inspected]:
    """The task with another search for codes: on whole pages, or nowhere."""
    return INSPECT if codes is None else Task(Inspected, partial(_inspect, codes=codes), failed)
