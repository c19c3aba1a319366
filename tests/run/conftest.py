"""Small records of a run, made by hand: requirements, planned items, results and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.law import Catalogue, Countries, Requirement, load_countries
from harness.law.catalogue import Scope
from harness.model.depth import Depth
from harness.model.finding import Fidelity, Severity, Verdict
from harness.run.context import RunContext
from harness.run.options import RunOptions
from harness.run.record.document import FindingRecord, ItemResult, PlannedItem
from harness.run.targets import Target
from harness.run.tenants.casting import load_cast
from harness.run.tenants.parties import Cast

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """The product's data."""
    return FIXTURES


@pytest.fixture(scope="session")
def countries() -> Countries:
    """The product's country folders."""
    return load_countries(FIXTURES / "countries")


@pytest.fixture(scope="session")
def cast() -> Cast:
    """The product's parties."""
    return load_cast(FIXTURES, None)


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """Makers of the records, as ``made.requirement(...)``, ``made.finding(...)`` and so on."""
    return SimpleNamespace(
        requirement=_requirement, catalogue=_catalogue, planned=_planned, result=_result, finding=_finding
    )


@pytest.fixture
def context(tmp_path: Path, countries: Countries, cast: Cast) -> Callable[..., RunContext]:
    """A prepared run in a folder of its own: ``context(catalogue, selected=...)``."""

    def build(catalogue: Catalogue, selected: Sequence[str] = ("SI",), **options: Any) -> RunContext:
        return RunContext(
            run_id="20260310T100000Z-abcdef",
            options=RunOptions(**options),
            folder=tmp_path,
            as_of=date(2026, 3, 10),
            started_at=datetime(2026, 3, 10, 10, 0, tzinfo=UTC),
            countries=countries,
            selected=tuple(selected),
            catalogue=catalogue,
            cast=cast,
            target=Target("http://user:hidden-pw@127.0.0.1:8000", "sk_sandbox_4fQ9aBc7", Fidelity.EMBEDDED),
        )

    return build


def _requirement(name: str = "VAT-226-1", **changes: Any) -> Requirement:
    values: dict[str, Any] = {
        "id": name,
        "title": name,
        "text": "what it asks",
        "source": "Directive 2006/112/EC Art. 226",
        "severity": Severity.BLOCKER,
        "group": name.partition("-")[0],
        "depth": Depth.SMOKE,
        "applies": Scope.ALL,
    }
    return Requirement(**{**values, **changes})


def _catalogue(*requirements: Requirement) -> Catalogue:
    return Catalogue({requirement.id: requirement for requirement in requirements})


def _planned(item: str = "m::test_a[SI]", country: str = "SI") -> PlannedItem:
    return PlannedItem(id=item, scenario="test_a", question="Is it so?", module="m", country=country)


def _result(item: str = "m::test_a[SI]", outcome: str = "passed", worker: str = "gw0") -> ItemResult:
    return ItemResult.model_validate({"item": item, "outcome": outcome, "seconds": 0.1, "worker": worker})


def _finding(requirement: str = "VAT-226-1", verdict: Verdict = Verdict.PASSED, **changes: Any) -> FindingRecord:
    values: dict[str, Any] = {
        "requirement": requirement,
        "verdict": verdict,
        "severity": Severity.BLOCKER,
        "code": "holds",
        "message": "",
        "expected": "",
        "observed": "",
        "supplied_by": "target",
        "country": "SI",
        "scenario": "test_a",
        "item": "m::test_a[SI]",
        "subject": "invoice 2026-00001",
        "case": "0123456789abcdef",
        "seen": [],
        "evidence": {},
        "exchanges": [],
    }
    return FindingRecord.model_validate({**values, **changes})
