"""What a run shows while it runs: a bar per country, findings so far, time left.

On a terminal the bars are live. Elsewhere (CI) each country leaves one line when its last item has finished.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from harness.model.finding import Verdict
from harness.reporting.text import one_line, plural
from harness.run.record.document import PlannedItem

_SHOWN = (
    (Verdict.PASSED, "passed", "green"),
    (Verdict.FAILED, "failed", "bold red"),
    (Verdict.BROKEN, "broken", "bold red"),
    (Verdict.GAP, "gaps", "yellow"),
    (Verdict.UNVERIFIABLE, "unverifiable", "yellow"),
)


@dataclass
class _Country:
    planned: int = 0
    finished: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: Counter[Verdict] = field(default_factory=Counter)


class Progress:
    """Live progress of one run. Call ``start`` once, then the events in any order, then ``stop`` (safe to repeat)."""

    def __init__(self, console: Console | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console or Console(stderr=True)
        self._clock = clock
        self._countries: dict[str, _Country] = {}
        self._started = clock()
        self._live: Live | None = None

    def start(self, plan: Sequence[PlannedItem]) -> None:
        """Show what was planned, country by country in the order of ``plan``."""
        self._started = self._clock()
        for item in plan:
            self._of(item.country).planned += 1
        if self._console.is_terminal:
            self._live = Live(get_renderable=self.render, console=self._console, refresh_per_second=8, transient=True)
            self._live.start()
        else:
            self._console.print(Text(f"{plural(len(plan), 'item')} in {', '.join(self._countries) or 'no country'}"))

    def item_finished(self, country: str, outcome: str) -> None:
        """An item of ``country`` came to its end with ``outcome`` (passed, failed, broken, skipped)."""
        state = self._of(country)
        state.finished += 1
        state.outcomes[outcome] += 1
        if not self._console.is_terminal and state.finished == state.planned:
            self._console.print(self._line(country, state), soft_wrap=True)

    def finding(self, country: str, verdict: Verdict | str) -> None:
        """A finding about ``country`` was recorded."""
        self._of(country).findings[Verdict(verdict)] += 1

    def stop(self) -> None:
        """Take the display away; what the run came to is printed by ``terminal``."""
        if self._live:
            self._live.stop()
            self._live = None

    def seconds_left(self) -> float | None:
        """Estimate from the pace so far; ``None`` before the first item has finished."""
        planned = sum(state.planned for state in self._countries.values())
        finished = min(planned, sum(state.finished for state in self._countries.values()))
        if not finished:
            return None
        return (self._clock() - self._started) / finished * (planned - finished)

    def render(self) -> Group:
        """The display as it stands now."""
        table = Table.grid(padding=(0, 2))
        for country, state in self._countries.items():
            style = "red" if state.findings[Verdict.FAILED] + state.findings[Verdict.BROKEN] else "green"
            done = min(state.finished, state.planned)
            bar = ProgressBar(max(1, state.planned), done, width=32, complete_style=style, finished_style=style)
            count = Text(f"{state.finished}/{state.planned}", justify="right")
            table.add_row(Text(one_line(country), style="bold"), bar, count, _findings(state.findings))
        return Group(table, Text(self._time(), style="dim"))

    def _time(self) -> str:
        left = self.seconds_left()
        ahead = "estimating the time left" if left is None else f"about {_clock_face(left)} left"
        return f"{_clock_face(self._clock() - self._started)} so far, {ahead}"

    def _line(self, country: str, state: _Country) -> Text:
        outcomes = ", ".join(f"{count} {one_line(name)}" for name, count in sorted(state.outcomes.items()))
        head = f"{one_line(country)}: {plural(state.finished, 'item')} ({outcomes}); findings: "
        seconds = f" after {_clock_face(self._clock() - self._started)}"
        return Text.assemble(head, _findings(state.findings), seconds)

    def _of(self, country: str) -> _Country:
        return self._countries.setdefault(country, _Country())


def _findings(counts: Counter[Verdict]) -> Text:
    parts = [Text(f"{counts[verdict]} {word}", style=style) for verdict, word, style in _SHOWN if counts[verdict]]
    return Text(", ").join(parts) if parts else Text("none yet", style="dim")


def _clock_face(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
