"""What the HTML report shows, put in order: groups of requirements, and a dossier per requirement and country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from harness.model.finding import Severity, Verdict
from harness.reporting.pages import Gallery, Mark, Sheet
from harness.run.document import (
    ExchangeRecord,
    FindingRecord,
    Readiness,
    RequirementRecord,
    RequirementStanding,
    RunDocument,
)

GROUPS = {
    "VAT": "VAT on the invoice",
    "VIES": "VAT numbers and VIES",
    "NUM": "Numbering",
    "BRAND": "Branding",
    "TEN": "Tenants and access",
    "ACC": "Access",
}
"""Headings for the groups of the catalogue; a group without one is shown by its own name."""

LOOKED_AT = (Verdict.BROKEN, Verdict.FAILED, Verdict.GAP, Verdict.UNVERIFIABLE, Verdict.WAIVED)
"""Verdicts that are shown as cards, in the order in which they matter."""

CARDS = 4
"""Cards in full per requirement and country; further findings are listed compactly."""


@dataclass(frozen=True, slots=True)
class Card:
    """A finding that a reviewer has to look at, with its evidence."""

    finding: FindingRecord
    sheets: tuple[Sheet, ...]
    exchanges: tuple[ExchangeRecord, ...]
    problem: str
    """Why there is no page image, if there should be one."""


@dataclass(frozen=True, slots=True)
class Row:
    """Equal findings, listed compactly."""

    finding: FindingRecord
    count: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one requirement in one country."""

    anchor: str
    country: str
    name: str
    verdict: str
    """As the run counted it, ``not_applicable`` where it did not."""
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]
    example: FindingRecord | None
    """A finding that held and says how its expected value was derived."""

    @property
    def counts(self) -> Counter[str]:
        """Findings by verdict."""
        counts = Counter(card.finding.verdict.value for card in self.cards)
        for row in self.rows:
            counts[row.finding.verdict.value] += row.count
        return counts


@dataclass(frozen=True, slots=True)
class Chapter:
    """One requirement over all countries."""

    id: str
    anchor: str
    record: RequirementRecord
    dossiers: tuple[Dossier, ...]


@dataclass(frozen=True, slots=True)
class Specimen:
    """One invoice of a country, with every place that was read and held marked on it."""

    readiness: Readiness
    subject: str
    sheet: Sheet
    requirements: tuple[str, ...]
    exchanges: tuple[ExchangeRecord, ...]


class Binder:
    """Puts the findings of a run into chapters."""

    def __init__(self, document: RunDocument, gallery: Gallery) -> None:
        self._document = document
        self._gallery = gallery
        self._exchanges = {exchange.id: exchange for exchange in document.exchanges}
        self._findings: dict[tuple[str, str], list[FindingRecord]] = {}
        for finding in document.findings:
            self._findings.setdefault((finding.requirement, finding.country), []).append(finding)

    def groups(self) -> list[tuple[str, list[Chapter]]]:
        """Chapters by group, in the catalogue's order."""
        found: dict[str, list[Chapter]] = {}
        for identity, record in self._catalogue().items():
            found.setdefault(record.group, []).append(self._chapter(identity, record))
        return [(GROUPS.get(group, group), chapters) for group, chapters in found.items()]

    def specimens(self) -> list[Specimen]:
        """For each country the invoice on which most places were seen."""
        found = (self._specimen(readiness) for readiness in self._document.readiness)
        return [specimen for specimen in found if specimen]

    def _catalogue(self) -> dict[str, RequirementRecord]:
        """The catalogue, with ids that findings name and it does not hold: nothing found is left out."""
        known = self._document.requirements
        unknown = {f.requirement: f for f in self._document.findings if f.requirement not in known}
        return known | {identity: _unknown(f) for identity, f in sorted(unknown.items())}

    def _chapter(self, identity: str, record: RequirementRecord) -> Chapter:
        dossiers = tuple(self._dossier(identity, readiness) for readiness in self._document.readiness)
        return Chapter(identity, anchor("r", identity), record, dossiers)

    def _dossier(self, identity: str, readiness: Readiness) -> Dossier:
        findings = self._findings.get((identity, readiness.country), [])
        ordered = [f for verdict in LOOKED_AT for f in findings if f.verdict is verdict]
        rest = ordered[CARDS:] + [f for f in findings if f.verdict not in LOOKED_AT]
        return Dossier(
            anchor=anchor("r", identity, readiness.country),
            country=readiness.country,
            name=readiness.name,
            verdict=_standing(readiness.standings, identity),
            cards=tuple(self._card(finding) for finding in ordered[:CARDS]),
            rows=_rows(rest),
            example=next((f for f in rest if f.case in self._document.derivations), None),
        )

    def _card(self, finding: FindingRecord) -> Card:
        sheets = tuple(self._gallery.sheets(finding)) if finding.verdict is not Verdict.WAIVED else ()
        problem = self._gallery.problems.get(finding.evidence.get("pdf", ""), "") if not sheets else ""
        return Card(finding, sheets, self._known(finding.exchanges), problem)

    def _known(self, ids: Iterable[str]) -> tuple[ExchangeRecord, ...]:
        return tuple(self._exchanges[identity] for identity in ids if identity in self._exchanges)

    def _specimen(self, readiness: Readiness) -> Specimen | None:
        seen: dict[str, list[FindingRecord]] = {}
        for finding in self._document.findings:
            if finding.country == readiness.country and finding.verdict is Verdict.PASSED and "pdf" in finding.evidence:
                seen.setdefault(finding.evidence["pdf"], []).append(finding)
        best = max(seen, key=lambda digest: len(_first_page_marks(seen[digest])), default=None)
        marks = _first_page_marks(seen[best]) if best else []
        sheet = self._gallery.sheet(best, 1, marks) if best else None
        if best is None or sheet is None:
            return None
        requirements = tuple(sorted({f.requirement for f in seen[best]}))
        exchanges = self._known(seen[best][0].exchanges)
        return Specimen(readiness, seen[best][0].subject, sheet, requirements, exchanges)


def anchor(*parts: str) -> str:
    """Id of an element of the page, made of ``parts``."""
    return "-".join(re.sub(r"[^A-Za-z0-9_-]+", "-", part) for part in parts)


def _first_page_marks(findings: Iterable[FindingRecord]) -> list[Mark]:
    """One mark per place, titled with the requirements that looked at it."""
    titles: dict[tuple[float, float, float, float], list[str]] = {}
    for finding in findings:
        for place in finding.seen:
            if place.page == 1 and place.box:
                names = titles.setdefault(place.box, [])
                names += [] if finding.requirement in names else [finding.requirement]
    return [Mark(box, ", ".join(names)) for box, names in titles.items()]


def _rows(findings: Iterable[FindingRecord]) -> tuple[Row, ...]:
    groups: dict[tuple[str, ...], list[FindingRecord]] = {}
    for f in findings:
        key = (f.verdict.value, f.subject, f.code, f.message, f.expected, f.observed, f.supplied_by)
        groups.setdefault(key, []).append(f)
    return tuple(Row(group[0], len(group)) for group in groups.values())


def _standing(standings: Iterable[RequirementStanding], identity: str) -> str:
    found = next((s.verdict for s in standings if s.requirement == identity), None)
    return str(found) if found else Verdict.NOT_APPLICABLE.value


def _unknown(finding: FindingRecord) -> RequirementRecord:
    return RequirementRecord(
        title="Not in the catalogue",
        text="A finding names this requirement, and the catalogue does not hold it.",
        source="",
        severity=Severity(finding.severity),
        group="Unknown",
        depth="standard",
        assurance="recalled",
        required=False,
    )
