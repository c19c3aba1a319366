"""Country folders on the terminal: the list with the readiness of their data, and the report of a check."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.law.inspection import Weight
from harness.law.inventory import inventory, tally
from harness.law.shelf import Examined
from harness.reporting.country_page import remark_lines
from harness.reporting.text import one_line, plural


def list_table(examined: Sequence[Examined]) -> RenderableType:
    """One row per country: readiness of the data, how well it is known, where another source differs."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", collapse_padding=True)
    table.add_column("Code", no_wrap=True)
    table.add_column("Country", no_wrap=True, overflow="ellipsis")
    table.add_column("Data", no_wrap=True)
    for name in ("Facts", "Verified", "Recalled", "Single-\nsource", "Differs", "Errors"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Cur-\nrency", no_wrap=True)
    table.add_column("Docu-\nments", no_wrap=True)
    for one in examined:
        table.add_row(*_row(one))
    return Group(table, _result(examined))


def check_report(examined: Sequence[Examined]) -> RenderableType:
    """Every problem and remark, country by country, and the result in one line."""
    parts: list[RenderableType] = []
    for one in examined:
        if one.problems:
            parts.append(Text(f"{one.code} does not load: {plural(len(one.problems), 'problem')}", style="bold red"))
            parts += [Text(f"  {one_line(str(problem), 600)}") for problem in one.problems]
    remarks = [remark for one in examined for remark in one.remarks]
    return Group(*parts, remark_lines(remarks), Text(), _result(examined))


def _row(one: Examined) -> tuple[str | Text, ...]:
    if one.country is None:
        return (one.code, "", Text("not loaded", style="bold red"), *[""] * 5, str(len(one.problems)), "", "")
    count = tally(inventory(one.country))
    numbers = (count.facts, count.verified, count.recalled, count.single_source)
    others = (len(one.of(Weight.DIFFERENCE)), len(one.of(Weight.ERROR)))
    sound = Text("complete", style="green") if one.is_sound else Text("incomplete", style="bold yellow")
    identity = one.country.identity
    return (
        one.code,
        one.country.name,
        sound,
        *map(str, (*numbers, *others)),
        identity.currency.code,
        identity.languages.locale,
    )


def _result(examined: Sequence[Examined]) -> Text:
    bad = [one.code for one in examined if not one.is_sound]
    differing = sum(len(one.of(Weight.DIFFERENCE)) for one in examined)
    words = f"{plural(len(examined), 'country')} checked, {plural(differing, 'difference')} from the second source"
    if bad:
        return Text(f"✕ {words}; to be mended: {', '.join(bad)}", style="bold red")
    return Text(f"✓ {words}; every folder is complete", style="bold green")
