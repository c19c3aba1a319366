"""``harness plan``: what a run would do, and how long it takes at the target's rate limit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.shared import codes_of, console, reported

if TYPE_CHECKING:
    from harness.reporting.plan_table import Plan


@click.command(short_help="List what a run would do, and its minutes at the rate limit.")
@click.argument("countries", nargs=-1, metavar="[COUNTRY]...")
@click.option("--depth", type=click.Choice(("smoke", "standard", "full")), default="standard", show_default=True)
@click.option("--from", "run", type=click.Path(path_type=Path), metavar="RUN",
              help="Count requests as in this finished run [default: the committed table].")  # fmt: skip
@click.option("--minutes-a-day", type=click.IntRange(1, 1440), default=60, show_default=True, metavar="N",
              help="Minutes of a day that a rotation may use.")  # fmt: skip
@click.option("--vies-numbers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="VAT numbers and what VIES says about each; decides which VIES answers are tried.")  # fmt: skip
@click.option("--list", "scenarios", is_flag=True, help="List every scenario, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def plan(
    countries: tuple[str, ...],
    depth: str,
    run: Path | None,
    minutes_a_day: int,
    vies_numbers: Path | None,
    scenarios: bool,
    as_json: bool,
) -> None:
    """List what `harness run` would do: scenarios, cases, documents, requests, minutes at the rate limit; and how to
    rotate the countries over days. Nothing is sent, and no sandbox is started.
    """
    import json

    from harness.reporting.plan_table import as_json as to_json
    from harness.reporting.plan_table import as_terminal

    with reported():
        made = _plan(codes_of(countries), depth, run, minutes_a_day, vies_numbers)
    if as_json:
        click.echo(json.dumps(to_json(made), indent=1))
    else:
        console().print(as_terminal(made, scenarios=scenarios))


def _plan(codes: tuple[str, ...], depth: str, run: Path | None, minutes_a_day: int, numbers: Path | None) -> Plan:
    from harness.model.depth import Depth
    from harness.reporting.plan_table import Plan
    from harness.run.context import planning
    from harness.run.engine.collecting import planned_items
    from harness.run.errors import UsageError
    from harness.run.forecast import by_country, rotation
    from harness.run.measured import committed, measured_run

    from harness.run.options import RunOptions  # isort: skip

    context = planning(RunOptions(countries=codes, depth=Depth(depth), vies_numbers=numbers))
    measurement = measured_run(run) if run else committed(depth)
    if measurement is None:
        raise UsageError("nothing was measured yet: name a finished run with --from")
    items = planned_items(context)
    countries = by_country(items, measurement)
    return Plan(depth, items, measurement, bool(run), countries, rotation(countries, minutes_a_day), minutes_a_day)
