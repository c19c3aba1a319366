"""``harness replay``: issue failed cases of an earlier run again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from harness.cli.run import execute
from harness.cli.shared import reported

if TYPE_CHECKING:
    from datetime import date

    from harness.run.errors import ExitCode
    from harness.run.record.document import RunDocument


@click.command()
@click.argument("run", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="RUN")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--target", metavar="URL", help="API under test; without it the embedded sandbox is started.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The folder [default: reports/RUN].")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the embedded sandbox.")
@click.option("--defect", "defects", multiple=True, metavar="NAME", help="Switch on a fault of the embedded sandbox.")
@click.option("--vies-numbers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="VAT numbers and what VIES says about each; needed on the vendor's sandbox.")  # fmt: skip
def replay(
    run: Path,
    cases: tuple[str, ...],
    target: str | None,
    out: Path | None,
    seed: int,
    defects: tuple[str, ...],
    vies_numbers: Path | None,
) -> NoReturn:
    """Issue the failed cases of the run in the folder RUN again: those of the ids CASE, or all of them.

    Exit code 0 means that every case holds now (and nothing more), 1 that one fails; the others are as for `harness
    run`. The embedded sandbox is set to the latest date in the cases.
    """
    from harness.model.depth import Depth
    from harness.run.options import RunOptions
    from harness.run.replay import kept

    with reported():
        files = kept(run, cases)
        as_of = None if target else _last_day(files)
    options = RunOptions(
        depth=Depth.SMOKE,
        target=target,
        out=out,
        as_of=as_of,
        seed=seed,
        defects=defects,
        cases=files,
        vies_numbers=vies_numbers,
        command=" ".join(["harness", *sys.argv[1:]]),
    )
    sys.exit(execute(options, 1, [], _by_the_cases))


def _last_day(files: tuple[Path, ...]) -> date:
    """The latest day that the cases name: the sandbox refuses what lies in the future."""
    from harness.run.replay import load

    return max(max(case.issue_date, case.supply_date) for case in load(files).values())


def _by_the_cases(document: RunDocument) -> ExitCode:
    """Whether the cases hold; that a replay proves no country is no fault of the target."""
    from harness.run.errors import ExitCode

    ended = {result.item: result.outcome for result in document.results}
    outcomes = [ended.get(item.id, "broken") for item in document.plan]
    for item, outcome in zip(document.plan, outcomes, strict=True):
        click.echo(f"{item.id}: {'holds' if outcome == 'passed' else outcome}")
    if outcomes and all(outcome == "passed" for outcome in outcomes) and not document.run.interrupted:
        click.echo("What failed holds now; a replay proves no country.")
        return ExitCode.PASSED
    return ExitCode(document.gate.exit_code)
