"""Keeps what a worker sees: exchanges and files as evidence, findings and results in the ledger."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

from harness.api import Exchange
from harness.evidence import Artefact, ArtefactStore, Redactor, store_exchange
from harness.model.case import Case
from harness.model.finding import Finding, Pointer, Severity, Verdict
from harness.run import replay
from harness.run.context import RunContext
from harness.run.record import ledger
from harness.run.record.document import (
    ArtefactRecord,
    ExchangeRecord,
    FindingRecord,
    GapKind,
    ItemResult,
    PlaceRecord,
    PlannedItem,
)
from harness.run.record.ledger import Ledger


class Recorder:
    """Writes the ledger and the evidence of one worker. Knows which item is running."""

    def __init__(self, context: RunContext, worker: str) -> None:
        self._redactor = Redactor((context.target.key,))
        self._folder = context.folder
        self._store = ArtefactStore(context.folder, self._redactor)
        self._ledger = Ledger(context.folder, worker, self._redactor)
        self._catalogue = context.catalogue
        self._worker = worker
        self._artefacts: set[str] = set()
        self._derived: set[str] = set()
        self._bodies: dict[str, str] = {}
        self.item = ""
        """Id of the running item; empty between items."""
        self.verdicts: Counter[Verdict] = Counter()
        """Verdicts of the running item."""
        self.failures: list[FindingRecord] = []
        """Failed findings of the running item."""

    def begin(self, item: str) -> None:
        """From now on everything belongs to this item."""
        self.item, self.verdicts, self.failures = item, Counter(), []
        self._ledger.append("begun", {"item": item, "pid": os.getpid()})

    def learn_secret(self, secret: str) -> None:
        """Mask a secret that came up during the run, such as a new entity key."""
        self._redactor.learn(secret)

    def exchanged(self, exchange: Exchange) -> None:
        """Observer of the API client: keep one attempt."""
        stored = store_exchange(self._store, exchange)
        for artefact in stored.artefacts:
            self._keep(artefact)
        if stored.body is not None:
            self._bodies[exchange.id] = stored.body.digest
        self._ledger.append(
            "exchange",
            ExchangeRecord(
                id=exchange.id,
                item=self.item,
                method=exchange.method,
                url=exchange.url,
                status=exchange.status,
                error=exchange.error,
                attempt=exchange.attempt,
                started_at=exchange.started_at.isoformat(timespec="milliseconds"),
                milliseconds=round(exchange.seconds * 1000, 1),
                request=stored.request.digest,
                response=stored.response.digest if stored.response else None,
            ),
        )

    def attached(self, data: bytes, media_type: str) -> str:
        """Keep a file that is evidence by itself, such as the XML inside a PDF; its digest."""
        artefact = self._store.put(data, media_type)
        self._keep(artefact)
        return artefact.digest

    def body_of(self, exchange_id: str) -> str | None:
        """Digest of the binary body (PDF) that an exchange brought."""
        return self._bodies.get(exchange_id)

    def derived(self, case: str, steps: Sequence[tuple[str, str]]) -> None:
        """Keep how the expected values of a case follow; once per case."""
        if case not in self._derived:
            self._derived.add(case)
            self._ledger.append("derivation", {"case": case, "steps": list(steps)})

    def kept(self, case: Case) -> None:
        """Keep a case that failed, so that it can be issued again."""
        replay.keep(case, self._folder, self._redactor)
        self.note(f"Failed cases are kept in {replay.FOLDER}/: `harness replay FOLDER [CASE]` issues them again")

    def found(self, finding: Finding, exchanges: Sequence[str] = (), gap: GapKind = "") -> FindingRecord:
        """Keep a finding; count it for the running item. ``gap`` says what an open gap does to the invoice."""
        judgement = finding.judgement
        record = FindingRecord(
            requirement=judgement.requirement,
            verdict=judgement.verdict,
            severity=finding.severity,
            code=judgement.code,
            message=judgement.message,
            expected=judgement.expected,
            observed=judgement.observed,
            supplied_by=judgement.supplied_by.value,
            country=finding.country,
            scenario=finding.scenario,
            item=finding.item,
            subject=finding.subject,
            case=finding.case,
            seen=[_place(pointer) for pointer in judgement.seen],
            evidence=dict(finding.evidence),
            exchanges=list(exchanges),
            gap=gap if judgement.verdict is Verdict.GAP else "",
        )
        self._ledger.append("finding", record)
        self.verdicts[judgement.verdict] += 1
        if judgement.verdict is Verdict.FAILED:
            self.failures.append(record)
        return record

    def severity(self, requirement: str) -> Severity:
        """Severity by the catalogue. Raises ``KeyError`` for an id that the catalogue does not know."""
        return self._catalogue[requirement].severity

    def planned(self, items: Sequence[PlannedItem]) -> None:
        """Keep the plan: the verdict is computed from what was planned, not from what was found."""
        self._ledger.append("plan", {"items": [item.model_dump(mode="json") for item in items]})

    def ended(self, item: str, outcome: str, seconds: float, message: str) -> None:
        """Keep what came of an item."""
        result: dict[str, Any] = {"item": item, "outcome": outcome, "seconds": round(seconds, 3), "message": message}
        self._ledger.append("result", ItemResult(worker=self._worker, **result))

    def note(self, text: str) -> None:
        """Keep something that a reader of the report should know."""
        self._ledger.append("note", {"text": text})

    def refused(self, why: str) -> None:
        """Keep that the safety guard stopped the run."""
        self._ledger.append("refused", {"why": why})
        (self._folder / ledger.FOLDER / ledger.REFUSED).touch()

    @property
    def is_refused(self) -> bool:
        """Whether the safety guard stopped this worker, or another one."""
        return (self._folder / ledger.FOLDER / ledger.REFUSED).exists()

    def left_behind(self, what: str) -> None:
        """Keep something that the run created on the target and could not remove."""
        self._ledger.append("left_behind", {"what": what})

    def close(self) -> None:
        """Close the ledger."""
        self._ledger.close()

    def _keep(self, artefact: Artefact) -> None:
        if artefact.digest in self._artefacts:
            return
        self._artefacts.add(artefact.digest)
        record = ArtefactRecord(path=artefact.path, media_type=artefact.media_type, size=artefact.size)
        self._ledger.append("artefact", {"digest": artefact.digest, **record.model_dump(mode="json")})


def _place(pointer: Pointer) -> PlaceRecord:
    place = pointer.place
    return PlaceRecord(
        witness=pointer.witness.value, text=pointer.text, pointer=place.pointer, page=place.page, box=place.box
    )
