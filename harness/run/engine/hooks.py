"""Hooks that the run's plugin calls; other plugins of the harness implement them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from harness.run.record.document import PlannedItem, RunDocument


@pytest.hookspec
def pytest_harness_planned(config: pytest.Config, plan: Sequence[PlannedItem]) -> None:
    """The items are known and begin to run. Called once, in the controlling process."""


@pytest.hookspec
def pytest_harness_finished(config: pytest.Config, document: RunDocument, folder: Path) -> None:
    """The run is merged and judged: write the reports. Called once, in the controlling process."""
