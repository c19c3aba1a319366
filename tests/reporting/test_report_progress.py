import io

import pytest
from rich.console import Console

from harness.model.finding import Verdict
from harness.reporting.progress import Progress


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def progress(clock, terminal):
    console = Console(file=io.StringIO(), width=120, force_terminal=terminal, color_system=None)
    return Progress(console, clock=clock), console.file


def run_country(shown, plan, country):
    for item in plan:
        if item.country == country:
            shown.finding(country, Verdict.PASSED)
            shown.item_finished(country, "passed")


def test_without_a_terminal_each_country_leaves_one_line(document, clock):
    shown, out = progress(clock, terminal=False)
    shown.start(document.plan)
    clock.now = 75.0
    shown.finding("DE", "gap")
    run_country(shown, document.plan, "DE")
    shown.stop()
    lines = out.getvalue().splitlines()
    assert lines[0] == f"{len(document.plan)} items in DE, FR, SI"
    assert lines[1:] == ["DE: 10 items (10 passed); findings: 10 passed, 1 gaps after 1 min 15 s"]


def test_on_a_terminal_the_display_comes_and_goes(document, clock):
    shown, out = progress(clock, terminal=True)
    shown.start(document.plan)
    run_country(shown, document.plan, "SI")
    shown.stop()
    shown.stop()
    assert "\x1b[?25h" in out.getvalue()


def test_time_left_follows_the_pace(document, clock):
    shown, _ = progress(clock, terminal=False)
    shown.start(document.plan)
    assert shown.seconds_left() is None
    clock.now = 20.0
    run_country(shown, document.plan, "DE")
    assert shown.seconds_left() == pytest.approx(40.0)
    run_country(shown, document.plan, "FR")
    run_country(shown, document.plan, "SI")
    assert shown.seconds_left() == 0


def test_display_shows_counts_by_country_and_escapes_names(clock):
    shown, _ = progress(clock, terminal=False)
    shown.start([])
    shown.finding("S\x1b[31m", Verdict.FAILED)
    console = Console(file=io.StringIO(), width=120)
    console.print(shown.render())
    text = console.file.getvalue()
    assert "S\\x1b[31m" in text
    assert "1 failed" in text
    assert "estimating the time left" in text
