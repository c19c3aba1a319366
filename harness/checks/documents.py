"""Everything that is judged about a single document."""

from __future__ import annotations

from collections.abc import Iterator

from harness.checks import agreement, articles, mentions, particulars, vat
from harness.checks.base import DOCUMENT_CHECKS, Readings
from harness.model.finding import Judgement

SUBJECTS = (particulars, vat, articles, mentions, agreement)
"""The modules whose checks apply to every document; importing them registers the checks."""


def judge_document(readings: Readings) -> Iterator[Judgement]:
    """Run every document check; each says nothing where it does not apply."""
    for check in DOCUMENT_CHECKS:
        yield from check(readings)
