"""Merges the workers' ledgers into ``run.json``, the record from which every report is derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.law import Country
from harness.law.inventory import inventory, tally
from harness.run.context import RunContext
from harness.run.record import ledger
from harness.run.record.document import (
    ArtefactRecord,
    ExchangeRecord,
    FactsKnown,
    FindingRecord,
    ItemResult,
    PlannedItem,
    RunDocument,
    RunRecord,
    TargetRecord,
)
from harness.run.record.verdicts import Evidence, gate, readiness, requirement_record
from harness.run.targets import display_address

FILE_NAME = "run.json"
_ISSUED = ("/invoices", "/credit-notes")


@dataclass(slots=True)
class _Collected:
    """What the ledgers hold, without duplicates."""

    plan: dict[str, PlannedItem] = field(default_factory=dict)
    results: dict[str, ItemResult] = field(default_factory=dict)
    findings: list[FindingRecord] = field(default_factory=list)
    derivations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    exchanges: list[ExchangeRecord] = field(default_factory=list)
    artefacts: dict[str, ArtefactRecord] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    left_behind: list[str] = field(default_factory=list)
    refused: str | None = None
    torn: str | None = None
    """Where records may be lost: what they said is unknown, so the run is incomplete."""

    def add(self, kind: str, record: Mapping[str, Any]) -> None:
        """Take up one line of a ledger."""
        match kind:
            case "plan":
                items = [PlannedItem.model_validate(item) for item in record["items"]]
                self.plan.update({item.id: item for item in items})
            case "result":
                result = ItemResult.model_validate(record)
                kept = self.results.setdefault(result.item, result)
                if kept.outcome == "passed":  # a rerun never erases a failure, whichever ledger is read first
                    self.results[result.item] = result
            case "finding":
                self.findings.append(FindingRecord.model_validate(record))
            case "derivation":
                self.derivations[record["case"]] = [(statement, source) for statement, source in record["steps"]]
            case "exchange":
                self.exchanges.append(ExchangeRecord.model_validate(record))
            case "artefact":
                values = {key: value for key, value in record.items() if key != "digest"}
                self.artefacts[record["digest"]] = ArtefactRecord.model_validate(values)
            case "begun":
                pass  # for the watchdog
            case "note":
                self.notes[record["text"]] = None
            case "torn":
                self.torn = f"a worker was killed while it wrote its ledger ({record['where']})"
                self.notes[self.torn] = None
            case "left_behind":
                self.left_behind.append(record["what"])
            case "refused":
                self.refused = self.refused or record["why"]
            case _:
                raise ValueError(f"the ledger holds a record of unknown type {kind!r}")


def merge(context: RunContext, *, interrupted: str | None, workers: int) -> RunDocument:
    """Read all ledgers of the run, judge the whole, and write ``run.json`` (atomically)."""
    collected = _Collected()
    for kind, record in ledger.read(context.folder):
        collected.add(kind, record)
    document = _document(context, collected, interrupted or collected.torn, workers)
    write(document, context.folder)
    return document


def planned_in(folder: Path) -> list[PlannedItem]:
    """The plan as far as the ledgers hold it."""
    collected = _Collected()
    for kind, record in ledger.read(folder):
        if kind == "plan":
            collected.add(kind, record)
    return list(collected.plan.values())


def write(document: RunDocument, folder: Path) -> Path:
    """Write ``run.json``, whole or not at all."""
    target = folder / FILE_NAME
    partial = target.with_suffix(".partial")
    partial.write_text(document.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return partial.replace(target)


def _document(context: RunContext, collected: _Collected, interrupted: str | None, workers: int) -> RunDocument:
    depth, fidelity = context.options.depth, context.target.fidelity
    plan = sorted(collected.plan.values(), key=lambda item: (item.country, item.id))
    order = {item.id: position for position, item in enumerate(plan)}
    findings = sorted(collected.findings, key=lambda f: order.get(f.item, len(order)))
    results = sorted(collected.results.values(), key=lambda r: order.get(r.item, len(order)))
    evidence = Evidence(plan, results, findings, interrupted, collected.refused)
    issued, requests = _traffic(plan, collected.exchanges)
    countries = [
        readiness(
            context.countries[code],
            context.catalogue,
            evidence,
            depth=depth,
            fidelity=fidelity,
            invoices=issued[code],
            requests=requests[code],
        ).model_copy(update={"facts": _facts(context.countries[code])})
        for code in context.selected
    ]
    return RunDocument(
        run=_run_record(context, interrupted, workers),
        gate=gate(evidence, countries, gaps_block=context.options.gaps_block),
        readiness=countries,
        requirements={r.id: requirement_record(r, depth, fidelity) for r in context.catalogue.values()},
        plan=plan,
        results=results,
        findings=findings,
        derivations=dict(sorted(collected.derivations.items())),
        exchanges=collected.exchanges,
        artefacts=dict(sorted(collected.artefacts.items())),
        notes=list(collected.notes),
        left_behind=collected.left_behind,
    )


def _facts(country: Country) -> FactsKnown:
    """How well the country folder is known."""
    count = tally(inventory(country))
    return FactsKnown(facts=count.facts, recalled=count.recalled, single_source=count.single_source)


def _traffic(plan: list[PlannedItem], exchanges: list[ExchangeRecord]) -> tuple[Counter[str], Counter[str]]:
    """Documents issued and requests sent, per country."""
    country_of = {item.id: item.country for item in plan}
    issued: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    for exchange in exchanges:
        country = country_of.get(exchange.item, "")
        requests[country] += 1
        created = exchange.method == "POST" and exchange.status in (200, 201) and exchange.url.endswith(_ISSUED)
        issued[country] += created
    return issued, requests


def _run_record(context: RunContext, interrupted: str | None, workers: int) -> RunRecord:
    finished = datetime.now(UTC)
    options = context.options
    return RunRecord(
        id=context.run_id,
        started_at=context.started_at.isoformat(timespec="seconds"),
        finished_at=finished.isoformat(timespec="seconds"),
        seconds=round((finished - context.started_at).total_seconds(), 2),
        command=options.command,
        harness_version=version("space-invoices-harness"),
        target=TargetRecord(
            address=display_address(context.target.address),
            fidelity=context.target.fidelity,
            seen_on=context.started_at.date().isoformat(),
        ),
        depth=options.depth.value,
        countries=list(context.selected),
        as_of=context.as_of.isoformat(),
        workers=workers,
        defects=list(options.defects),
        interrupted=interrupted,
    )
