"""Errors of the validation.

::

    ValidationError
    ├── ArtefactMissing    a schema or schematron is not installed
    ├── ArtefactBroken     an artefact could not be compiled: the harness failed, not the document
    ├── ArtefactStopped    an artefact stopped in the middle of the document
    └── TooLarge           the document has more elements than are judged
"""

from __future__ import annotations


class ValidationError(Exception):
    """A document could not be judged."""


class ArtefactMissing(ValidationError):
    """An artefact's file is not there; the message names the package that brings it."""


class ArtefactBroken(ValidationError):
    """An artefact could not be compiled, or gave no report."""


class ArtefactStopped(ValidationError):
    """A schematron gave up on a value, such as letters for an amount; expected where the schema is broken already."""


class TooLarge(ValidationError):
    """A document with so many elements that the schematrons, whose time grows with the square, would take minutes."""
