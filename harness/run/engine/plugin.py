"""The pytest plugin: countries and depths become items, items become findings, findings become a verdict.

It wakes only when scenarios are among the arguments, so the harness's own tests run beside it undisturbed. The
controlling process prepares the run and merges the ledgers; each worker (or the process itself, without xdist) has a
desk of its own. ``harness run`` imports it before pytest does: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

from harness.api import CallFailed, GuardRefused
from harness.reading import ReadingError
from harness.run import matrix
from harness.run.engine import activation, hooks
from harness.run.engine.stash import CONTEXT, DESK, DOCUMENT, INCOMPLETE, RECORDER
from harness.run.engine.watchdog import alarm
from harness.run.errors import ExitCode, Refused, RunError, decisive
from harness.run.record.document import RunDocument
from harness.run.record.merge import merge, planned_in
from harness.run.record.recorder import Recorder
from harness.run.verification import message

pytest_plugins = ["harness.run.engine.fixtures"]

_TOLD = (CallFailed, RunError, ReadingError)
"""Errors that say what is wrong in their own words; others are mistakes of ours, and shown with their traceback."""
REPORT_PROPERTY = "harness"
"""Name of the report property that carries country, outcome and verdict counts of an item to the controller."""
REFUSED = "the safety guard stopped the run"
_PLANNED = pytest.StashKey[bool]()
_EXIT_CODES = {
    0: ExitCode.PASSED,
    1: ExitCode.FINDINGS,
    2: ExitCode.INCOMPLETE,
    4: ExitCode.USAGE,
    5: ExitCode.INCOMPLETE,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ``pytest scenarios``; the same as those of ``harness run``."""
    activation.add_options(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make the harness's own hooks known."""
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    """Build the context: from the controller, from ``harness run``, or from the command line."""
    for mark in matrix.MARKS:
        config.addinivalue_line("markers", mark)
    context = activation.context_of(config)
    if context is None:
        return
    config.stash[CONTEXT] = context
    if not hasattr(config, "workerinput") and not activation.only_looks(config):
        config.pluginmanager.register(activation.Watch(config, context))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist, in the controller: hand the context to a worker."""
    if CONTEXT in node.config.stash:
        node.workerinput["harness"] = node.config.stash[CONTEXT].for_worker()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """xdist, in the controller: a worker that died makes the run incomplete."""
    if error and CONTEXT in node.config.stash:
        node.config.stash.setdefault(INCOMPLETE, f"worker {node.gateway.id} died: {error}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item per country (and value) for each scenario."""
    if CONTEXT in metafunc.config.stash:
        matrix.generate(metafunc, metafunc.config.stash[CONTEXT])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what depth and countries include; group what shares a tenant, before xdist reads the groups."""
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
    if CONTEXT not in config.stash or _is_controller(config) or activation.only_looks(config):
        return
    recorder = Recorder(config.stash[CONTEXT], matrix.worker_of(config))
    config.stash[RECORDER] = recorder
    plan = [matrix.planned(item) for item in session.items]
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Everything that happens from here on belongs to this item, and takes no longer than it may."""
    recorder = item.config.stash.get(RECORDER, None)
    if recorder is None:
        return (yield)
    recorder.begin(matrix.item_id(item))
    with alarm(item.config.stash[CONTEXT].time_limit):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What the safety guard refused to one worker, no other goes on with."""
    recorder = item.config.stash.get(RECORDER, None)
    if recorder is not None and recorder.is_refused:
        item.session.shouldstop = REFUSED
        raise Refused("not begun: the safety guard stopped the run")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """After the scenario said all it had to say: fail once, if a requirement failed."""
    result = yield
    recorder = pyfuncitem.config.stash.get(RECORDER, None)
    if recorder is not None and recorder.failures:
        pytest.fail(message(recorder.failures), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write the item's outcome down, and tell the controller what was found."""
    report = yield
    recorder = item.config.stash.get(RECORDER, None)
    if recorder is None:
        return report
    error = call.excinfo.value if call.excinfo is not None else None
    if isinstance(error, GuardRefused):
        recorder.refused(str(error))
        item.session.shouldstop = REFUSED
    if report.when == "call" or (report.when == "setup" and not report.passed):
        _ended(item, report, error, recorder)
    elif report.when == "teardown" and not report.passed:
        recorder.note(f"{matrix.item_id(item)}: cleaning up failed: {error}")
    return report


def _ended(item: pytest.Item, report: pytest.TestReport, error: BaseException | None, recorder: Recorder) -> None:
    if report.passed and not recorder.verdicts:
        report.outcome, report.longrepr = "failed", "the scenario judged nothing"
    outcome = _outcome(report, error)
    if outcome == "broken" and isinstance(error, _TOLD):
        report.longrepr = f"{type(error).__name__}: {error}"
    recorder.ended(matrix.item_id(item), outcome, report.duration, _words(report, error, outcome))
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
    if outcome == "broken" and error is not None and not isinstance(error, _TOLD):
        return report.longreprtext  # the traceback of a mistake of ours
    return str(error or report.longrepr)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In the controlling process: merge, judge, let the reports be written, and set the exit status."""
    config = session.config
    if CONTEXT not in config.stash or activation.only_looks(config):
        return
    if RECORDER in config.stash and DESK not in config.stash:
        config.stash[RECORDER].close()  # no scenario opened a desk, which would have closed it
    if hasattr(config, "workerinput"):
        return
    prepared = config.pluginmanager.has_plugin(activation.PreparedRun.NAME)  # `harness run` combines the codes itself
    try:
        document = _finish(config, exitstatus)
    except OSError as error:  # the disk is full, say; pytest would end with 1, which means findings
        why = f"the result cannot be written to {config.stash[CONTEXT].folder}: {error}"
        pytest.exit(why, returncode=int(pytest.ExitCode.INTERNAL_ERROR if prepared else ExitCode.INTERNAL))
    if not prepared:
        codes = (ExitCode(document.gate.exit_code), _EXIT_CODES.get(int(exitstatus), ExitCode.INTERNAL))
        session.exitstatus = int(decisive(codes))


def _finish(config: pytest.Config, exitstatus: int) -> RunDocument:
    context = config.stash[CONTEXT]
    document = merge(context, interrupted=_why_interrupted(config, exitstatus), workers=_workers(config))
    config.stash[DOCUMENT] = document
    config.hook.pytest_harness_finished(config=config, document=document, folder=context.folder)
    return document


def _why_interrupted(config: pytest.Config, exitstatus: int) -> str | None:
    stopped = "the run was stopped" if exitstatus == pytest.ExitCode.INTERRUPTED else None
    return config.stash.get(INCOMPLETE, stopped)


def _workers(config: pytest.Config) -> int:
    number = config.getoption("numprocesses", None)
    return int(number) if number else 1


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the embedded sandbox that this process started."""
    activation.release(config)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Where the run goes, for ``pytest scenarios``."""
    context = config.stash.get(CONTEXT, None)
    if context is None or activation.only_looks(config) or "PYTEST_XDIST_WORKER" in os.environ:
        return []
    return [f"harness: {context.target.fidelity.value} target {context.target.address}, run {context.run_id}"]
