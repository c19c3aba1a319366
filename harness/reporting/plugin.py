"""Writes every view when a run has ended, and shows it while it runs: the other half of the pytest plugin.

``harness run`` imports it before pytest does: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from harness.reporting import allure, html, junit, summary, terminal
from harness.reporting.progress import Progress
from harness.run.engine.plugin import REPORT_PROPERTY
from harness.run.engine.stash import CONTEXT, DOCUMENT
from harness.run.record.document import PlannedItem, RunDocument


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--alluredir``, unless allure-pytest is installed and has it already."""
    try:
        parser.getgroup("harness").addoption("--alluredir", metavar="DIR", help="write Allure results into DIR")
    except ValueError:
        return  # allure-pytest's own option of that name serves as well


def pytest_harness_finished(config: pytest.Config, document: RunDocument, folder: Path) -> None:
    """Write the reports; each is derived from the document and the run's folder alone."""
    html.write(document, folder)
    junit.write(document, folder)
    step_summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if step_summary:
        summary.append(document, Path(step_summary))
    results = config.getoption("alluredir", None)
    if results:
        allure.write(document, folder, Path(results))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The readiness of each country, below pytest's own summary."""
    document = config.stash.get(DOCUMENT, None)
    if document is not None:
        terminalreporter.section("readiness")
        console = Console(file=terminalreporter._tw._file, force_terminal=terminalreporter.hasmarkup)
        terminal.print_result(document, config.stash[CONTEXT].folder / "index.html", console)


class LiveProgress:
    """Shows the run while it goes on; registered by ``harness run`` in place of pytest's own output."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(console)

    def pytest_harness_planned(self, plan: Sequence[PlannedItem]) -> None:
        """The bars appear."""
        self._progress.start(plan)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """An item ended: its country's bar moves on."""
        for name, told in report.user_properties:
            if name == REPORT_PROPERTY and report.when != "teardown" and isinstance(told, dict):
                for verdict, count in told["verdicts"].items():
                    for _ in range(count):
                        self._progress.finding(told["country"], verdict)
                self._progress.item_finished(told["country"], told["outcome"])

    def pytest_harness_finished(self) -> None:
        """The bars go; the result follows."""
        self._progress.stop()

    def pytest_unconfigure(self) -> None:
        """Take the bars away after a crash, too."""
        self._progress.stop()
