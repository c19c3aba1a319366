"""What a run would do, by pytest's own collection of the scenarios: nothing is executed, started or written."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from harness.run import matrix
from harness.run.context import RunContext
from harness.run.errors import Incomplete
from harness.run.record.document import PlannedItem
from harness.run.resources import root, scenarios


def planned_items(context: RunContext) -> tuple[PlannedItem, ...]:
    """The items of a run with this context, in the order of collection.

    Raises ``Incomplete`` where a scenario module cannot be collected: a plan without it would promise too little.
    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the user's other plugins have no business in here
    collector = _Collector(context)
    home = root()
    arguments = [str(scenarios()), "--rootdir", str(home), "-c", str(home / "pyproject.toml"), "--collect-only"]
    quiet = ["--noconftest", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "harness.run.engine.fixtures"]
    status = pytest.main([*arguments, *quiet], plugins=[collector])
    if collector.failures or status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        reasons = "; ".join(collector.failures) or f"pytest ended with status {int(status)}"
        raise Incomplete(f"the scenarios cannot be collected: {reasons}")
    return tuple(collector.plan)


class _Collector:
    """A pytest plugin: parametrizes and selects as the run's plugin does, and keeps the plan."""

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self.plan: Sequence[PlannedItem] = ()
        self.failures: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        """The marks that scenarios carry."""
        for mark in matrix.MARKS:
            config.addinivalue_line("markers", mark)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One item per country (and value) for each scenario."""
        matrix.generate(metafunc, self._context)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what depth and countries include."""
        items[:] = matrix.select(items, self._context)[0]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be collected must not vanish from the plan unnoticed."""
        if report.failed:
            self.failures.append(f"{report.nodeid}: {report.longreprtext.strip()[-300:]}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep the plan."""
        self.plan = [matrix.planned(item) for item in session.items]
