"""What ``harness validate`` found in a file, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from harness.reporting.validated import BrokenRule, Validated

_STYLES = {"fatal": "bold red", "warning": "yellow", "information": "dim"}


def as_terminal(entry: Validated) -> RenderableType:
    """The verdict, each broken rule once with the first place, differences, and who judged."""
    if entry.error:
        return Text(f"{entry.file}: {entry.error.code}: {entry.error.message}\n")
    return Group(_verdict(entry), *_broken(entry), *_differences(entry), *_judges(entry), Text())


def _verdict(entry: Validated) -> Text:
    words, style = {True: ("valid", "bold green"), False: ("not valid", "bold red"), None: ("not judged", "yellow")}[
        entry.valid
    ]
    attached = ", attached to a PDF" if entry.carrier == "pdf" else ""
    return Text.assemble(f"{entry.file}: ", (words, style), f"  ({entry.syntax}, {entry.profile}{attached})")


def _broken(entry: Validated) -> Iterator[Text]:
    times = Counter(one.rule for one in entry.broken)
    first: dict[str, BrokenRule] = {}
    for one in entry.broken:
        first.setdefault(one.rule, one)
    for one in sorted(first.values(), key=lambda rule: list(_STYLES).index(rule.level)):
        often = f" ({times[one.rule]} times)" if times[one.rule] > 1 else ""
        yield Text.assemble("  ", (f"{one.level} {one.rule}", _STYLES[one.level]), f"{often}: {one.text}")
        yield Text(f"    at {one.location}", style="dim")


def _differences(entry: Validated) -> Iterator[Text]:
    for one in entry.differences:
        yield Text.assemble("  ", ("differs", _STYLES["fatal"]), f": {one.message}")
    if entry.carrier == "pdf" and not entry.differences:
        yield Text(f"  page and e-invoice state {entry.compared} values alike", style="dim")


def _judges(entry: Validated) -> Iterator[Text]:
    names = ", ".join(f"{one.name} {one.version}" for one in entry.judged_by)
    yield Text(f"  judged by {names or 'nothing'}", style="dim")
    for gap in entry.not_judged:
        yield Text(f"  not judged: {gap}", style="yellow")
