"""What a validation finds: rules that a document breaks, each with where and by which version of which artefact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What the artefact says of a rule that does not hold (its ``flag``)."""

    FATAL = "fatal"
    """The document is not valid."""
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class ArtefactVersion:
    """What judged: printed beside every result, since rules and code lists change twice a year."""

    name: str
    """``EN 16931 CII``, ``Peppol BIS 3 UBL``, ``XRechnung (own checks)``, ..."""
    version: str


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One rule that one place of a document breaks."""

    rule: str
    """Id of the rule: ``BR-CO-15``, ``BR-DE-15``, ``PEPPOL-EN16931-R010``; ``XSD`` for the schema."""
    level: Level
    location: str
    """XPath into the document; for a PDF, what of it is meant."""
    text: str
    """What the rule asks, in the artefact's words."""
    artefact: ArtefactVersion


@dataclass(frozen=True, slots=True)
class Report:
    """All that was judged about one document, and what could not be."""

    findings: tuple[RuleFinding, ...]
    judged_by: tuple[ArtefactVersion, ...]
    not_judged: tuple[str, ...] = ()
    """Rule sets that ask something of this document and that no artefact here covers; in words for the report."""

    @property
    def fatal(self) -> tuple[RuleFinding, ...]:
        """The findings that make the document invalid."""
        return tuple(finding for finding in self.findings if finding.level is Level.FATAL)

    @property
    def passed(self) -> bool:
        """Whether something judged, and nothing fatal was found. What was not judged is not passed: see above."""
        return bool(self.judged_by) and not self.fatal
