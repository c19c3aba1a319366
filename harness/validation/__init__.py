"""Validation of e-invoices by the official artefacts, and by own checks where none can be had."""

from harness.validation.errors import ArtefactBroken, ArtefactMissing, ArtefactStopped, TooLarge, ValidationError
from harness.validation.findings import ArtefactVersion, Level, Report, RuleFinding
from harness.validation.hybrid import judge_hybrid
from harness.validation.validate import validate

__all__ = [
    "ArtefactBroken",
    "ArtefactMissing",
    "ArtefactStopped",
    "ArtefactVersion",
    "Level",
    "Report",
    "RuleFinding",
    "TooLarge",
    "ValidationError",
    "judge_hybrid",
    "validate",
]
