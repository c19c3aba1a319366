"""The pytest plugin: countries and depths become items, items become findings, findings become a verdict.

It wakes only when scenarios are among the arguments, so the harness's own tests run beside it undisturbed. The
controlling process prepares the run and merges the ledgers; each worker (or the process itself, without xdist) has a
desk of its own. ``harness run`` imports it before pytest does: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness.api import CallFailed, GuardRefused
from harness.model.depth import Depth
from harness.run import hooks, matrix, resources
from harness.run.context import Preparation, RunContext, from_controller
from harness.run.desk import Desk, Issue, Seller
from harness.run.document import PlannedItem, RunDocument
from harness.run.errors import ExitCode, RunError, UsageError, decisive
from harness.run.merge import merge, planned_in
from harness.run.options import RunOptions
from harness.run.recorder import Recorder
from harness.run.verification import Verifier, message

CONTEXT = pytest.StashKey[RunContext]()
DOCUMENT = pytest.StashKey[RunDocument]()
"""The merged run, in the controlling process, once the session has ended."""
REPORT_PROPERTY = "harness"
"""Name of the report property that carries country, outcome and verdict counts of an item to the controller."""
_RECORDER = pytest.StashKey[Recorder]()
_DESK = pytest.StashKey[Desk]()
_PREPARATION = pytest.StashKey[Preparation]()
_PLANNED = pytest.StashKey[bool]()
_INTERRUPTED = pytest.StashKey[str]()
_EXIT_CODES = {
    0: ExitCode.PASSED,
    1: ExitCode.FINDINGS,
    2: ExitCode.INCOMPLETE,
    4: ExitCode.USAGE,
    5: ExitCode.INCOMPLETE,
}


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


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ``pytest scenarios``; the same as those of ``harness run``."""
    group = parser.getgroup("harness", "sandbox compliance runs (pytest scenarios ...)")
    group.addoption("--country", action="append", default=[], metavar="CODE", help="country folder; repeatable")
    group.addoption("--depth", choices=[d.value for d in Depth], default=Depth.STANDARD.value)
    group.addoption("--target", metavar="URL", help="API under test; without it the embedded sandbox is started")
    group.addoption("--out", type=Path, metavar="DIR", help="the run's folder (default: reports/<run id>)")
    group.addoption("--date", type=date.fromisoformat, dest="as_of", metavar="YYYY-MM-DD", help="issue on this date")
    group.addoption("--seed", type=int, default=1, help="seed of the embedded sandbox")
    group.addoption("--defect", action="append", default=[], metavar="NAME", help="switch on a sandbox defect")
    group.addoption("--gaps-block", action="store_true", help="open compliance gaps fail the gate")
    group.addoption("--vies-numbers", type=Path, metavar="FILE", help="VAT numbers and their VIES states")


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make the harness's own hooks known."""
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    """Build the context: from the controller, from ``harness run``, or from the command line."""
    for mark in matrix.MARKS:
        config.addinivalue_line("markers", mark)
    handed = getattr(config, "workerinput", {}).get("harness")
    prepared = config.pluginmanager.get_plugin(PreparedRun.NAME)
    if handed is not None:
        config.stash[CONTEXT] = from_controller(handed)
    elif isinstance(prepared, PreparedRun):
        config.stash[CONTEXT] = prepared.context
    elif _asks_for_scenarios(config):
        _prepare(config)
    if CONTEXT in config.stash and handed is None:
        config.pluginmanager.register(_Watch(config))


def _asks_for_scenarios(config: pytest.Config) -> bool:
    home = resources.scenarios().resolve()
    paths = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    return any(path == home or home in path.parents for path in paths)


def _prepare(config: pytest.Config) -> None:
    preparation = Preparation(_options(config))
    config.stash[_PREPARATION] = preparation
    try:
        config.stash[CONTEXT] = preparation.__enter__()
    except (RunError, GuardRefused) as error:
        preparation.close()
        code = error.exit_code if isinstance(error, RunError) else ExitCode.REFUSED
        pytest.exit(str(error), returncode=int(code))


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
        vies_numbers=given.vies_numbers,
        command="pytest " + " ".join(map(str, config.invocation_params.args)),
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist, in the controller: hand the context to a worker."""
    if CONTEXT in node.config.stash:
        node.workerinput["harness"] = node.config.stash[CONTEXT].for_worker()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """xdist, in the controller: a worker that died makes the run incomplete."""
    if error and CONTEXT in node.config.stash:
        node.config.stash[_INTERRUPTED] = f"worker {node.gateway.id} died: {error}"


class _Watch:
    """Notices what makes a run incomplete, in the controlling process; these hooks are not told the config."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A scenario module that cannot be collected must not vanish from the plan unnoticed."""
        if report.failed:
            self._incomplete(f"{report.nodeid} could not be collected: {report.longreprtext.strip()[-300:]}")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Somebody, or the system, stopped the run."""
        self._incomplete(f"the run was interrupted ({type(excinfo.value).__name__})")

    def pytest_internalerror(self, excrepr: object) -> None:
        """Pytest itself, or a plugin, failed."""
        self._incomplete(f"internal error: {str(excrepr).strip()[-300:]}")

    def _incomplete(self, why: str) -> None:
        self._config.stash.setdefault(_INTERRUPTED, why)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item per country (and value) for each scenario."""
    if CONTEXT in metafunc.config.stash:
        matrix.generate(metafunc, metafunc.config.stash[CONTEXT])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what depth and countries include; group what shares a tenant."""
    if CONTEXT not in config.stash:
        return
    kept, dropped = matrix.select(items, config.stash[CONTEXT])
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = kept


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Write down the plan, in every process that runs items; before xdist tells the controller of it."""
    config = session.config
    if CONTEXT not in config.stash or _is_controller(config):
        return
    recorder = Recorder(config.stash[CONTEXT], _worker(config))
    config.stash[_RECORDER] = recorder
    plan = [_planned(item) for item in session.items]
    recorder.planned(plan)
    if not hasattr(config, "workerinput"):
        config.hook.pytest_harness_planned(config=config, plan=plan)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any) -> None:
    """xdist, in the controller: the first worker to have collected tells the plan (all collect the same)."""
    config = node.config
    if CONTEXT in config.stash and _PLANNED not in config.stash:
        config.stash[_PLANNED] = True
        config.hook.pytest_harness_planned(config=config, plan=planned_in(config.stash[CONTEXT].folder))


def _is_controller(config: pytest.Config) -> bool:
    """Whether xdist runs the items in other processes."""
    return bool(config.getoption("dist", "no") != "no") and not hasattr(config, "workerinput")


def _worker(config: pytest.Config) -> str:
    name = getattr(config, "workerinput", {}).get("workerid", "main")
    return str(name)


def _planned(item: pytest.Item) -> PlannedItem:
    function = getattr(item, "function", None)
    words = (getattr(function, "__doc__", None) or item.name).strip().splitlines()[0]
    return PlannedItem(
        id=_id(item),
        scenario=getattr(item, "originalname", None) or item.name,
        question=words,
        module=item.path.stem,
        country=matrix.country_of(item) or "",
    )


def _id(item: pytest.Item) -> str:
    """Module, function and parameters: the same in every process, whatever xdist appends."""
    return f"{item.path.stem}::{item.name.partition('@')[0]}"


@pytest.fixture(scope="session")
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """This process's desk, opened with the first scenario and closed after the last."""
    config = request.config
    if CONTEXT not in config.stash:
        raise UsageError("scenarios run through `harness run` or `pytest scenarios`")
    opened = Desk(config.stash[CONTEXT], config.stash[_RECORDER], _worker(config))
    config.stash[_DESK] = opened
    yield opened
    opened.close()


@pytest.fixture
def seller(request: pytest.FixtureRequest, desk: Desk) -> Seller:
    """The country's shared tenant: for scenarios that only issue and read."""
    return desk.shared_seller(request.param)


@pytest.fixture
def neighbour(seller: Seller, desk: Desk) -> Seller:
    """Another tenant of the same country, with a brand of its own, beside ``seller``."""
    return desk.neighbour(seller.country.code)


@pytest.fixture
def fresh_seller(request: pytest.FixtureRequest, desk: Desk) -> Seller:
    """A tenant of the scenario's own: where sequence, settings or lifecycle matter."""
    return desk.seller(request.param, _id(request.node))


@pytest.fixture
def issue(desk: Desk) -> Issue:
    """Issues cases on the target."""
    return Issue(desk)


@pytest.fixture
def verify(request: pytest.FixtureRequest, desk: Desk) -> Verifier:
    """Collects findings; the test fails once, at its end."""
    planned = _planned(request.node)
    return Verifier(desk.recorder, country=planned.country, scenario=planned.scenario, item=planned.id)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Everything that happens from here on belongs to this item."""
    if _RECORDER in item.config.stash:
        item.config.stash[_RECORDER].begin(_id(item))
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """After the scenario said all it had to say: fail once, if a requirement failed."""
    result = yield
    recorder = pyfuncitem.config.stash.get(_RECORDER, None)
    if recorder is not None and recorder.failures:
        pytest.fail(message(recorder.failures), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write the item's outcome down, and tell the controller what was found."""
    report = yield
    recorder = item.config.stash.get(_RECORDER, None)
    if recorder is None:
        return report
    error = call.excinfo.value if call.excinfo is not None else None
    if isinstance(error, GuardRefused):
        recorder.refused(str(error))
    if report.when == "call" or (report.when == "setup" and not report.passed):
        _ended(item, report, error, recorder)
    elif report.when == "teardown" and not report.passed:
        recorder.note(f"{_id(item)}: cleaning up failed: {error}")
    return report


def _ended(item: pytest.Item, report: pytest.TestReport, error: BaseException | None, recorder: Recorder) -> None:
    outcome = _outcome(report, error)
    if outcome == "broken" and isinstance(error, CallFailed | RunError):
        report.longrepr = f"{type(error).__name__}: {error}"
    recorder.ended(_id(item), outcome, report.duration, _words(report, error, outcome))
    counts = {str(verdict): count for verdict, count in recorder.verdicts.items()}
    told = {"country": matrix.country_of(item) or "", "outcome": outcome, "verdicts": counts}
    report.user_properties.append((REPORT_PROPERTY, told))


def _outcome(report: pytest.TestReport, error: BaseException | None) -> str:
    if report.passed:
        return "passed"
    if report.skipped:
        return "skipped"
    return "failed" if isinstance(error, pytest.fail.Exception) else "broken"


def _words(report: pytest.TestReport, error: BaseException | None, outcome: str) -> str:
    if outcome == "passed":
        return ""
    if outcome == "broken" and not isinstance(error, CallFailed | RunError):
        return report.longreprtext  # the traceback of a mistake of ours
    return str(error)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In the controlling process: merge, judge, let the reports be written, and set the exit status."""
    config = session.config
    if CONTEXT not in config.stash:
        return
    if _RECORDER in config.stash and _DESK not in config.stash:
        config.stash[_RECORDER].close()  # no scenario opened a desk, which would have closed it
    if hasattr(config, "workerinput"):
        return
    document = merge(config.stash[CONTEXT], interrupted=_why_interrupted(config, exitstatus), workers=_workers(config))
    config.stash[DOCUMENT] = document
    config.hook.pytest_harness_finished(config=config, document=document, folder=config.stash[CONTEXT].folder)
    if not config.pluginmanager.has_plugin(PreparedRun.NAME):  # `harness run` combines the codes itself
        codes = (ExitCode(document.gate.exit_code), _EXIT_CODES.get(int(exitstatus), ExitCode.INTERNAL))
        session.exitstatus = int(decisive(codes))


def _why_interrupted(config: pytest.Config, exitstatus: int) -> str | None:
    stopped = "the run was stopped" if exitstatus == pytest.ExitCode.INTERRUPTED else None
    return config.stash.get(_INTERRUPTED, stopped)


def _workers(config: pytest.Config) -> int:
    number = config.getoption("numprocesses", None)
    return int(number) if number else 1


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the embedded sandbox that this process started."""
    preparation = config.stash.get(_PREPARATION, None)
    if preparation is not None:
        preparation.close()


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Where the run goes, for ``pytest scenarios``."""
    context = config.stash.get(CONTEXT, None)
    if context is None or "PYTEST_XDIST_WORKER" in os.environ:
        return []
    return [f"harness: {context.target.fidelity.value} target {context.target.address}, run {context.run_id}"]
