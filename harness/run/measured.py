"""What scenarios cost on the wire: requests and documents per item, measured on finished runs, never guessed.

The committed table (``measured.json``, written by ``benchmarks/wire_costs.py``) is from runs of every country against
the embedded sandbox; the first scenario of a country carries the requests that onboard its shared tenant.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.run.errors import UsageError
from harness.run.record.document import RunDocument

TABLE = "measured.json"
_ISSUED = ("/invoices", "/credit-notes")


@dataclass(frozen=True, slots=True)
class Cost:
    """What the items of one scenario took together."""

    items: int
    requests: int
    documents: int
    """Invoices and credit notes issued, also those that are looked up again later."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Costs by scenario, and where they were measured."""

    run: str
    """Id of the run."""
    seen_on: str
    """UTC date (ISO 8601)."""
    depth: str
    countries: tuple[str, ...]
    scenarios: Mapping[str, Cost]
    """By the scenario function's name."""
    outside: int
    """Requests that belong to no scenario, such as cleaning up at the end."""

    @property
    def mean(self) -> Cost:
        """All scenarios taken together: what stands in for one that was never measured."""
        costs = self.scenarios.values()
        return Cost(sum(c.items for c in costs), sum(c.requests for c in costs), sum(c.documents for c in costs))


def measure(document: RunDocument) -> Measurement:
    """The costs of a finished run. Raises ``UsageError`` for one that was interrupted: it would promise too little."""
    if document.run.interrupted:
        raise UsageError(
            f"run {document.run.id} did not come to its end ({document.run.interrupted}): take another one"
        )
    scenario_of = {item.id: item.scenario for item in document.plan}
    items = Counter(scenario_of.values())
    requests = Counter(scenario_of.get(exchange.item, "") for exchange in document.exchanges)
    documents = Counter(scenario_of.get(e.item, "") for e in document.exchanges if _issues(e.method, e.status, e.url))
    return Measurement(
        run=document.run.id,
        seen_on=document.run.target.seen_on,
        depth=document.run.depth,
        countries=tuple(document.run.countries),
        scenarios={name: Cost(items[name], requests[name], documents[name]) for name in sorted(items)},
        outside=requests[""],
    )


def measured_run(path: Path) -> Measurement:
    """The costs of the run in ``path`` (its folder or its ``run.json``). Raises ``UsageError``."""
    return measure(read_run(path))


def read_run(path: Path) -> RunDocument:
    """``run.json`` of a run's folder, or the file itself. Raises ``UsageError`` where it is none."""
    file = path / "run.json" if path.is_dir() else path
    try:
        return RunDocument.model_validate_json(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} is no run: {file} cannot be read ({error.strerror})") from error
    except ValidationError as error:
        raise UsageError(f"{file} is no run of this version: {str(error).splitlines()[0]}") from error


def committed(depth: str) -> Measurement | None:
    """The committed table for a depth, or of the depth that most was measured at; ``None`` without any.

    What a case costs hardly depends on the depth: that decides how many there are. The measurement names its own.
    """
    text = resources.files("harness.run").joinpath(TABLE).read_text(encoding="utf-8")
    measured = [_from_json(entry) for entry in json.loads(text)]
    most = max(measured, key=lambda m: m.mean.items, default=None)
    return next((m for m in measured if m.depth == depth), most)


def as_json(measurement: Measurement) -> dict[str, Any]:
    """One entry of the committed table."""
    costs = {name: [cost.items, cost.requests, cost.documents] for name, cost in measurement.scenarios.items()}
    return {
        "run": measurement.run,
        "seen_on": measurement.seen_on,
        "depth": measurement.depth,
        "countries": list(measurement.countries),
        "outside": measurement.outside,
        "items_requests_documents": costs,
    }


def _from_json(entry: dict[str, Any]) -> Measurement:
    return Measurement(
        run=entry["run"],
        seen_on=entry["seen_on"],
        depth=entry["depth"],
        countries=tuple(entry["countries"]),
        scenarios={name: Cost(*numbers) for name, numbers in entry["items_requests_documents"].items()},
        outside=entry["outside"],
    )


def _issues(method: str, status: int | None, url: str) -> bool:
    return method == "POST" and status in (200, 201) and url.endswith(_ISSUED)
