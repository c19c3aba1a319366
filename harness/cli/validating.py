"""What ``harness validate`` does with one file."""

from __future__ import annotations

from harness.cli.processes import Job, Task
from harness.reading import Labels
from harness.reporting.validated import Validated, not_validated, validated
from harness.validation import ValidationError


def _validate(job: Job, data: bytes, labels: Labels) -> Validated:
    """Judge a file by the rules of its format."""
    try:
        return validated(job.file, data, labels)
    except ValidationError as error:
        return not_validated(job.file, "not_judged", str(error))


VALIDATE = Task(Validated, _validate, not_validated)
"""Judge e-invoices."""
