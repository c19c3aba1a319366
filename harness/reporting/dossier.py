"""What the HTML report shows, put in order: groups of requirements, and a dossier per requirement and country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from harness.model.finding import Severity, Verdict
from harness.reporting.pages import Gallery, Mark, Sheet
from harness.run.record.document import (
    ExchangeRecord,
    FindingRecord,
    Readiness,
    RequirementRecord,
    RunDocument,
)

GROUPS = {
    "VAT": "VAT on the invoice",
    "VIES": "VAT numbers and VIES",
    "TOTALS": "Totals",
    "NAT": "National particulars",
    "NUM": "Numbering",
    "FISC": "Fiscal codes",
    "EINV": "E-invoices",
    "PAY": "Payment codes",
    "DOC": "The document",
    "BRAND": "Branding",
    "TEN": "Tenants",
    "ACCESS": "Access",
    "USAGE": "Usage",
    "API": "The API's own promises",
}
"""Headings for the groups of the catalogue; a group without one is shown by its own name."""

LOOKED_AT = (Verdict.BROKEN, Verdict.FAILED, Verdict.GAP, Verdict.UNVERIFIABLE, Verdict.WAIVED)
"""Verdicts that are shown as cards, in the order in which they matter."""

CARDS = 4
"""Cards in full per requirement and country; further findings are listed compactly."""

NOT_CHECKED = "not_checked"
"""Shown for a requirement that the run does not ask for anywhere: its record says why."""

HELD = 10_000
"""Rows of findings that held, over the whole report; with many countries each shows a choice of them."""

Derivation = tuple[tuple[str, str], ...]
"""Statements with their sources, in order."""


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
    why: str
    """Anchor of the derivation of what was expected; empty where no single case is judged."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one requirement in one country."""

    anchor: str
    country: str
    name: str
    verdict: str
    """As the run counted it; ``not_applicable`` or ``not_checked`` where it did not."""
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]
    counts: Counter[str]
    """All findings by verdict."""
    unlisted: int
    """Findings that held and are not listed: the run's own record has them."""


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
        self._printed: dict[str, dict[str, list[FindingRecord]]] = {}
        for finding in document.findings:
            self._findings.setdefault((finding.requirement, finding.country), []).append(finding)
            if finding.verdict is Verdict.PASSED and "pdf" in finding.evidence:
                page = self._printed.setdefault(finding.country, {})
                page.setdefault(finding.evidence["pdf"], []).append(finding)
        self._held = max(4, HELD // max(1, len(self._findings)))
        self._derivations: dict[Derivation, str] = {}

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

    @property
    def derivations(self) -> dict[str, Derivation]:
        """Every derivation that a row of the groups built so far refers to, by its anchor; equal ones are one."""
        return {name: steps for steps, name in self._derivations.items()}

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
        held = [f for f in findings if f.verdict not in LOOKED_AT]
        rows = self._rows([*_equal(ordered[CARDS:]), *_equal(held)[: self._held]])
        counts = Counter(finding.verdict.value for finding in findings)
        return Dossier(
            anchor=anchor("r", identity, readiness.country),
            country=readiness.country,
            name=readiness.name,
            verdict=self._standing(readiness, identity),
            cards=tuple(self._card(finding) for finding in ordered[:CARDS]),
            rows=tuple(rows),
            counts=counts,
            unlisted=counts.total() - min(CARDS, len(ordered)) - sum(row.count for row in rows),
        )

    def _standing(self, readiness: Readiness, identity: str) -> str:
        found = next((s.verdict for s in readiness.standings if s.requirement == identity), None)
        if found:
            return str(found)
        known = self._document.requirements.get(identity)
        return NOT_CHECKED if known and not known.required else Verdict.NOT_APPLICABLE.value

    def _rows(self, groups: Iterable[list[FindingRecord]]) -> list[Row]:
        return [Row(group[0], len(group), self._why(group[0])) for group in groups]

    def _why(self, finding: FindingRecord) -> str:
        steps = tuple((statement, source) for statement, source in self._document.derivations.get(finding.case, ()))
        return self._derivations.setdefault(steps, f"d-{len(self._derivations) + 1}") if steps else ""

    def _card(self, finding: FindingRecord) -> Card:
        sheets = tuple(self._gallery.sheets(finding)) if finding.verdict is not Verdict.WAIVED else ()
        problem = self._gallery.problems.get(finding.evidence.get("pdf", ""), "") if not sheets else ""
        return Card(finding, sheets, self._known(finding.exchanges), problem)

    def _known(self, ids: Iterable[str]) -> tuple[ExchangeRecord, ...]:
        return tuple(self._exchanges[identity] for identity in ids if identity in self._exchanges)

    def _specimen(self, readiness: Readiness) -> Specimen | None:
        seen = self._printed.get(readiness.country, {})
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


def _equal(findings: Iterable[FindingRecord]) -> list[list[FindingRecord]]:
    """Equal findings together; of each scenario one before a second of any."""
    groups: dict[tuple[str, ...], list[FindingRecord]] = {}
    for f in findings:
        key = (f.verdict.value, f.subject, f.code, f.message, f.expected, f.observed, f.supplied_by)
        groups.setdefault(key, []).append(f)
    seen: Counter[str] = Counter()
    turn: list[int] = []
    for group in groups.values():
        turn.append(seen[group[0].scenario])
        seen[group[0].scenario] += 1
    return [group for _, group in sorted(zip(turn, groups.values(), strict=True), key=lambda pair: pair[0])]


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
