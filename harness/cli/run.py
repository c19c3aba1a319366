"""``harness run``: prove countries against a target."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import click

from harness.cli.shared import console

if TYPE_CHECKING:
    from harness.run.context import RunContext
    from harness.run.engine.interruption import Interruption
    from harness.run.errors import ExitCode
    from harness.run.options import RunOptions
    from harness.run.record.document import RunDocument

Conclude: TypeAlias = "Callable[[RunDocument], ExitCode]"
"""What a finished run means for the shell."""
_DEPTHS = ("smoke", "standard", "full")


@click.command()
@click.argument("countries", nargs=-1, metavar="[COUNTRY]...")
@click.option("--depth", type=click.Choice(_DEPTHS), default="standard", show_default=True, help="How far to go.")
@click.option(
    "-n", "workers", type=click.IntRange(1, 64), help="Worker processes [default: one per core, 1 if remote]."
)
@click.option("--target", metavar="URL", help="API under test; without it the embedded sandbox is started.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The run's folder [default: reports/RUN].")
@click.option("--date", "as_of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Issue on this date.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the embedded sandbox.")
@click.option("--defect", "defects", multiple=True, metavar="NAME", help="Switch on a fault of the embedded sandbox.")
@click.option("--gaps-block", is_flag=True, help="Open compliance gaps fail the gate.")
@click.option("--vies-numbers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="VAT numbers and what VIES says about each; needed on the vendor's sandbox.")  # fmt: skip
@click.option(
    "--alluredir", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write Allure results."
)
@click.option("--time-limit", type=click.FloatRange(min=1), metavar="SECONDS",
              help="Longest that one scenario may take [default: 300, 3600 if remote].")  # fmt: skip
@click.option("-k", "expression", metavar="EXPRESSION", help="Only scenarios that match, as in pytest -k.")
def run(
    countries: tuple[str, ...],
    depth: str,
    workers: int | None,
    target: str | None,
    out: Path | None,
    as_of: datetime | None,
    seed: int,
    defects: tuple[str, ...],
    gaps_block: bool,
    vies_numbers: Path | None,
    alluredir: Path | None,
    time_limit: float | None,
    expression: str | None,
) -> NoReturn:
    """Prove the given country folders, or all of them.

    With --target, the key is read from the environment variable SPACE_INVOICES_API_KEY and must be a sandbox key.
    """
    from harness.model.depth import Depth
    from harness.run.options import RunOptions

    if alluredir:
        _make(alluredir)
    options = RunOptions(
        countries=tuple(code for entry in countries for code in entry.split(",")),
        depth=Depth(depth),
        target=target,
        out=out,
        as_of=_day(as_of),
        seed=seed,
        defects=defects,
        gaps_block=gaps_block,
        vies_numbers=vies_numbers,
        time_limit=time_limit,
        command=" ".join(["harness", *sys.argv[1:]]),
    )
    extra = [*(["--alluredir", str(alluredir)] if alluredir else []), *(["-k", expression] if expression else [])]
    sys.exit(execute(options, workers, extra, _by_the_gate))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{folder} cannot be created: {error.strerror}", param_hint="--alluredir") from error


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def execute(options: RunOptions, workers: int | None, extra: Sequence[str], conclude: Conclude) -> int:
    """Prepare, run pytest on the scenarios, show the result and let ``conclude`` judge it; the exit code."""
    from harness.api import GuardRefused
    from harness.run.context import Preparation
    from harness.run.engine.interruption import Interruption
    from harness.run.errors import ExitCode, RunError

    interruption = Interruption()
    interruption.watch()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the user's other plugins have no business in here
    preparation = Preparation(options)
    try:
        _check_expression(extra)
        with preparation as context:
            return _scenarios(context, workers, extra, interruption, conclude)
    except RunError as error:
        click.echo(f"harness: {error}", err=True)
        return int(error.exit_code)
    except GuardRefused as error:
        click.echo(f"harness: {error}", err=True)
        return int(ExitCode.REFUSED)
    except KeyboardInterrupt:
        preparation.discard()
        click.echo("harness: interrupted before the run began", err=True)
        return int(ExitCode.INCOMPLETE)
    except Exception:  # left to Python it would end as 1, which means findings
        logging.getLogger("harness").exception("internal error")
        return int(ExitCode.INTERNAL)
    finally:
        preparation.close()


def _check_expression(extra: Sequence[str]) -> None:
    """Refuse a malformed ``-k`` before anything starts; in xdist's workers it would be an internal error each."""
    if "-k" not in extra:
        return
    import pytest

    from harness.run.errors import UsageError

    with TemporaryDirectory() as empty:
        silent = ["--rootdir", empty, "-c", os.devnull, "-p", "no:terminal", "-p", "no:cacheprovider"]
        complaint = io.StringIO()
        with redirect_stderr(complaint):
            status = pytest.main([empty, *silent, *extra[extra.index("-k") :]])
    if status == pytest.ExitCode.USAGE_ERROR:
        raise UsageError(complaint.getvalue().strip().removeprefix("ERROR: "))


def _by_the_gate(document: RunDocument) -> ExitCode:
    """The gate decides."""
    from harness.run.errors import ExitCode

    return ExitCode(document.gate.exit_code)


def _scenarios(
    context: RunContext, workers: int | None, extra: Sequence[str], interruption: Interruption, conclude: Conclude
) -> int:
    interruption.hold()
    import pytest
    from rich.console import Console

    from harness.reporting.plugin import LiveProgress
    from harness.reporting.terminal import print_result
    from harness.run.engine.activation import PreparedRun
    from harness.run.errors import ExitCode, decisive

    prepared = PreparedRun(context)
    plugins = [prepared, interruption, LiveProgress(Console(stderr=True))]
    status = pytest.main(_pytest_arguments(context, workers, extra), plugins=plugins)
    document = prepared.document
    if document is None:
        return int(ExitCode.USAGE if status == pytest.ExitCode.USAGE_ERROR else ExitCode.INTERNAL)
    print_result(document, context.folder / "index.html", console())
    internal = [ExitCode.INTERNAL] if status == pytest.ExitCode.INTERNAL_ERROR else []
    return int(decisive([conclude(document), *internal]))


def _pytest_arguments(context: RunContext, workers: int | None, extra: Sequence[str]) -> list[str]:
    """Pytest on the bundled scenarios with the bundled settings, silent: the harness has a display of its own."""
    from harness.run.resources import root, scenarios

    number = workers or (1 if context.target.is_remote else os.cpu_count() or 1)
    home = root()
    parallel = ["-p", "xdist.plugin", "-n", str(number), "--dist", "loadgroup", "--max-worker-restart", "0"]
    return [
        *(str(scenarios()), "--rootdir", str(home), "-c", str(home / "pyproject.toml")),
        *("-p", "no:terminal", "-p", "no:cacheprovider"),
        *(parallel if number > 1 else []),
        *extra,
    ]
