"""Errors of the readers.

::

    ReadingError
    ├── UnreadablePdf   the bytes are no PDF that could be read at all
    │   └── TooCostly   reading them would take too long, too much memory, or the process with it
    └── LabelsError     a label file is missing, malformed or incomplete
"""

from __future__ import annotations


class ReadingError(Exception):
    """Something could not be read."""


class UnreadablePdf(ReadingError):
    """A document that gives no pages to read: empty, not a PDF, encrypted, without pages, too many pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """Why, in words for the report."""


class TooCostly(UnreadablePdf):
    """A document that was given up, so that it does not take the run with it."""


class LabelsError(ReadingError):
    """A label file that cannot be used; the message names the file, the key and what is expected."""
