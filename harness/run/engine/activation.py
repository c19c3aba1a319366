"""Decides whether a pytest session is a run, and prepares it: the options, the context, what makes it incomplete."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from harness.api import GuardRefused
from harness.evidence import Redactor
from harness.model.depth import Depth
from harness.run import matrix, resources
from harness.run.context import Preparation, RunContext, from_controller, planning
from harness.run.engine.stash import INCOMPLETE
from harness.run.engine.watchdog import GRACE, Watchdog, end_this_process, end_workers
from harness.run.errors import ExitCode, RunError
from harness.run.options import RunOptions
from harness.run.record import ledger
from harness.run.record.document import ItemResult, RunDocument

_LOOKING = ("collectonly", "help", "version", "markers", "showfixtures", "show_fixtures_per_test")
_PREPARATION = pytest.StashKey[Preparation]()


class PreparedRun:
    """What ``harness run`` hands to the plugin, and gets back from it. Registered as a plugin under its name."""

    NAME = "harness-prepared-run"

    def __init__(self, context: RunContext) -> None:
        self.__name__ = self.NAME  # the name under which pluggy registers an object
        self.context = context
        self.document: RunDocument | None = None
        """The merged run, once it has ended."""

    def pytest_harness_finished(self, document: RunDocument) -> None:
        """Keep the result for the caller."""
        self.document = document


def add_options(parser: pytest.Parser) -> None:
    """Declare the options of ``pytest scenarios``; the same as those of ``harness run``."""
    group = parser.getgroup("harness", "sandbox compliance runs (pytest scenarios ...)")
    group.addoption("--country", action="append", default=[], metavar="CODE", help="country folder; repeatable")
    group.addoption("--depth", choices=[d.value for d in Depth], default=Depth.STANDARD.value)
    group.addoption("--target", metavar="URL", help="API under test; without it the embedded sandbox is started")
    group.addoption("--out", type=Path, metavar="DIR", help="the run's folder (default: reports/<run id>)")
    group.addoption("--date", type=date.fromisoformat, dest="as_of", metavar="YYYY-MM-DD", help="issue on this date")
    group.addoption("--seed", type=int, default=1, help="seed of the embedded sandbox")
    group.addoption("--defect", action="append", default=[], metavar="NAME", help="switch on a sandbox defect")
    group.addoption("--gaps-block", action="store_true", help="open compliance gaps fail the gate")
    group.addoption("--case", action="append", default=[], type=Path, metavar="FILE", help="issue a kept case again")
    group.addoption("--time-limit", type=float, metavar="SECONDS", help="longest that one scenario may take")
    group.addoption("--vies-numbers", type=Path, metavar="FILE", help="VAT numbers and their VIES states")


def context_of(config: pytest.Config) -> RunContext | None:
    """The context of this session: from the controller, from ``harness run``, or from the command line.

    ``None`` for a session that is no run. A run that cannot be prepared ends the session with its exit code.
    """
    handed = getattr(config, "workerinput", {}).get("harness")
    prepared = config.pluginmanager.get_plugin(PreparedRun.NAME)
    if handed is not None:
        return from_controller(handed)
    if isinstance(prepared, PreparedRun):
        return prepared.context
    if not _asks_for_scenarios(config):
        return None
    return _only_planned(config) if only_looks(config) else _prepare(config)


def only_looks(config: pytest.Config) -> bool:
    """Whether the session shows what there is (``--collect-only``, ``--help``, ...) and runs nothing."""
    return any(config.getoption(name, False) for name in _LOOKING)


def release(config: pytest.Config) -> None:
    """Stop the embedded sandbox, if this session started one."""
    preparation = config.stash.get(_PREPARATION, None)
    if preparation is not None:
        preparation.close()


def _asks_for_scenarios(config: pytest.Config) -> bool:
    home = resources.scenarios().resolve()
    paths = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    return any(path == home or home in path.parents for path in paths)


def _prepare(config: pytest.Config) -> RunContext:
    preparation = Preparation(_options(config))
    config.stash[_PREPARATION] = preparation
    try:
        return preparation.__enter__()
    except KeyboardInterrupt:
        preparation.discard()
        raise
    except (RunError, GuardRefused) as error:
        preparation.close()
        code = error.exit_code if isinstance(error, RunError) else ExitCode.REFUSED
        pytest.exit(str(error), returncode=int(code))


def _only_planned(config: pytest.Config) -> RunContext:
    try:
        return planning(_options(config))
    except RunError as error:
        pytest.exit(str(error), returncode=int(error.exit_code))


def _options(config: pytest.Config) -> RunOptions:
    given = config.option
    return RunOptions(
        countries=tuple(code for entry in given.country for code in entry.split(",")),
        depth=Depth(given.depth),
        target=given.target,
        out=given.out,
        as_of=given.as_of,
        seed=given.seed,
        defects=tuple(given.defect),
        gaps_block=given.gaps_block,
        cases=tuple(given.case),
        vies_numbers=given.vies_numbers,
        time_limit=given.time_limit,
        command="pytest " + " ".join(map(str, config.invocation_params.args)),
    )


class Watch:
    """Notices what makes a run incomplete, in the controlling process; these hooks are not told the config."""

    def __init__(self, config: pytest.Config, context: RunContext) -> None:
        self._config = config
        self._context = context
        self._limit = context.time_limit
        self._watchdog = Watchdog(self._limit + GRACE, self._end)

    def _end(self) -> None:
        if self._config.getoption("dist", "no") == "no":
            capture = self._config.pluginmanager.get_plugin("capturemanager")
            if capture is not None:
                capture.suspend_global_capture()  # or nobody would read the last words
            end_this_process(self._limit)
        at = end_workers(self._context.folder)
        self._incomplete(f"a worker did not answer and was ended, at {' and '.join(at) or 'no scenario'}")

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport) -> None:
        """xdist: a worker died at this item; nobody else writes down what came of it."""
        item = matrix.id_of(crashitem)
        why = f"{self._config.stash.get(INCOMPLETE, 'its worker died')} (time limit {self._limit:g} s)"
        record = ItemResult(item=item, outcome="broken", seconds=0, message=why, worker="controller")
        kept = ledger.Ledger(self._context.folder, "controller", Redactor())
        kept.append("result", record)
        kept.close()
        report.longrepr = why

    def pytest_runtest_logstart(self) -> None:
        """A scenario began."""
        self._watchdog.alive()

    def pytest_runtest_logreport(self) -> None:
        """A scenario went on."""
        self._watchdog.alive()

    def pytest_harness_finished(self) -> None:
        """The run is over."""
        self._watchdog.close()

    def pytest_unconfigure(self) -> None:
        """The run is over, whatever came of it."""
        self._watchdog.close()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A scenario module that cannot be collected must not vanish from the plan unnoticed."""
        if report.failed:
            self._incomplete(f"{report.nodeid} could not be collected: {report.longreprtext.strip()[-300:]}")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Somebody, or the system, stopped the run."""
        why = str(excinfo.value) or type(excinfo.value).__name__
        self._incomplete(f"the run was interrupted ({why})")

    def pytest_internalerror(self, excrepr: object) -> None:
        """Pytest itself, or a plugin, failed."""
        self._incomplete(f"internal error: {str(excrepr).strip()[-300:]}")

    def _incomplete(self, why: str) -> None:
        self._config.stash.setdefault(INCOMPLETE, why)
