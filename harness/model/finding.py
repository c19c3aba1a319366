"""Verdicts, judgements (what a check says) and findings (a judgement with its context)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.model.expectation import SuppliedBy
from harness.model.facts import Witness
from harness.model.place import Place


class Verdict(StrEnum):
    """What came of one requirement in one case."""

    PASSED = "passed"
    FAILED = "failed"
    GAP = "gap"
    """The target does what it documents, and the law asks for something else."""
    UNVERIFIABLE = "unverifiable"
    """The witness does not say; never counted as passed."""
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"
    BROKEN = "broken"
    """The harness or the target failed, not the rule."""


class Severity(StrEnum):
    """What a failure stops."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"


class Fidelity(StrEnum):
    """Where a result was seen."""

    EMBEDDED = "embedded"
    """On the sandbox that ships with this project: a rehearsal."""
    LOCAL = "local"
    """On some other server of this machine: a rehearsal, too."""
    VENDOR_SANDBOX = "vendor-sandbox"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where in the evidence a statement was seen."""

    witness: Witness
    place: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a check concludes: a comparison of two readings. Says nothing of severity; the catalogue does."""

    requirement: str
    """Id in the requirement catalogue, e.g. ``VAT-226-11a``."""
    verdict: Verdict
    code: str
    """Short stable name of the outcome, e.g. ``rate-differs``; tests assert it, never the prose."""
    message: str
    """In words that a reviewer understands: "printed VAT 21.00 EUR, law asks 22.00 EUR"."""
    expected: str = ""
    observed: str = ""
    seen: tuple[Pointer, ...] = ()
    supplied_by: SuppliedBy = SuppliedBy.TARGET


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement in its context, as the ledger keeps it."""

    judgement: Judgement
    severity: Severity
    country: str
    scenario: str
    """Name of the test function without its parameters."""
    item: str
    """Id of the planned item (test id) that produced it."""
    subject: str
    """What was judged, in a few words: "invoice 2026-00003 (services to a business in DE)"."""
    case: str
    """Digest of the case, or empty where no single case is judged."""
    evidence: tuple[tuple[str, str], ...] = ()
    """Pairs of role (``request``, ``response``, ``pdf``, ...) and digest of the stored file."""
