"""``harness coverage``: requirements by country, and why one is not covered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from harness.cli.shared import codes_of, console, reported

if TYPE_CHECKING:
    from harness.run.coverage import Coverage, Setting


@click.command(short_help="Requirements by country: covered, or why not.")
@click.argument("countries", nargs=-1, metavar="[COUNTRY]...")
@click.option("--depth", type=click.Choice(("smoke", "standard", "full")), help="[default: standard, or the run's]")
@click.option("--on", "target", type=click.Choice(("embedded", "local", "vendor-sandbox")),
              help="Kind of target [default: embedded, or the run's].")  # fmt: skip
@click.option("--from", "run", type=click.Path(path_type=Path), metavar="RUN",
              help="A finished run: what did it judge? Its folder or its run.json.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def coverage(
    countries: tuple[str, ...], depth: str | None, target: str | None, run: Path | None, as_json: bool
) -> NoReturn:
    """Show for each country which requirements are covered by a check, and why the others are not.

    Exit code 1 if a requirement, or a national field or duty of a country folder, has neither a check nor a reason,
    or a check judges what the catalogue does not know.
    """
    from harness.reporting.coverage_table import as_terminal, rows
    from harness.run.errors import ExitCode

    with reported():
        found, unknown, setting = _coverage(codes_of(countries), depth, target, run)
    if as_json:
        answer = {
            "run": setting.run.run.id if setting.run else None,
            "depth": setting.depth.value,
            "target": setting.target.value,
            "coverage": rows(found, setting.checks),
            "unknown_to_the_catalogue": unknown,
        }
        click.echo(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        console().print(as_terminal(found, unknown, setting))
    uncovered = any(one.status.name == "UNCOVERED" for one in found)
    raise SystemExit(int(ExitCode.FINDINGS if uncovered or unknown else ExitCode.PASSED))


def _coverage(
    codes: tuple[str, ...], depth: str | None, target: str | None, run: Path | None
) -> tuple[tuple[Coverage, ...], list[str], Setting]:
    from harness.model.depth import Depth
    from harness.model.finding import Fidelity
    from harness.run.context import planning
    from harness.run.coverage import Setting, coverage, orphans, registered_checks
    from harness.run.measured import read_run
    from harness.run.options import RunOptions

    document = read_run(run) if run else None
    asked = codes or (tuple(document.run.countries) if document else ())
    context = planning(RunOptions(countries=asked))
    setting = Setting(
        depth=Depth(depth or (document.run.depth if document else Depth.STANDARD)),
        target=Fidelity(target or (document.run.target.fidelity if document else Fidelity.EMBEDDED)),
        checks=registered_checks(),
        run=document,
    )
    selected = [context.countries[code] for code in context.selected]
    found = coverage(context.catalogue, selected, setting)
    return found, list(orphans(context.catalogue, setting.checks)), setting
