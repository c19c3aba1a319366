"""The end of a run on the terminal: readiness per country, what failed, open gaps, the gate, where the report is.

Nothing here interprets markup in the data: every value becomes a ``rich.text.Text`` after control codes are escaped.
"""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.model.finding import Fidelity, Verdict
from harness.reporting.grouping import Concern, breakages, concerns, fidelity_words, not_run, steps_words
from harness.reporting.situations import Situation, situations
from harness.reporting.text import one_line, plural
from harness.run.record.document import FactsKnown, Gate, Readiness, RunDocument

STYLES = {"READY": "bold green", "REHEARSED": "bold cyan", "BLOCKED": "bold red", "INCOMPLETE": "bold yellow"}
SHOWN = 12
"""Groups of failures (or gaps) that are shown in full; the rest is counted."""
STEPS = 480
"""Letters of a derivation that are shown; the report has all of it."""
_GAPS = "Open gaps, for a reviewer to accept"
_CODES = 26
"""Columns for the codes of countries that share their reasons."""
REASONS = 5
"""Reasons that are shown for a country."""


def print_result(document: RunDocument, report: Path | None, console: Console) -> None:
    """Print everything that a person at the terminal needs once the run is over; last, where ``report`` is."""
    console.print(result(document))
    if report is not None:  # in one piece however narrow the terminal, so that it can be clicked and copied
        console.print(Text.assemble("\nReport: ", (one_line(str(report), 4000), "bold")), soft_wrap=True)


def result(document: RunDocument) -> RenderableType:
    """All blocks in the order in which they are read."""
    parts: list[RenderableType] = [Text(), readiness_table(document), fidelity_line(document)]
    blocks = (interruption(document), broken(document), failures(document), gaps(document))
    return Group(*parts, *(block for block in blocks if block), Text(), gate_line(document.gate))


def readiness_table(document: RunDocument) -> RenderableType:
    """One row per country with verdict and counts (gaps are open ones; recalled and single-source are facts of law),
    and the reasons of each verdict below."""
    broken = any(readiness.broken for readiness in document.readiness)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")
    table.add_column("Country", overflow="fold")
    table.add_column("Verdict", no_wrap=True)
    for name in ("Passed", "Failed", *(["Broken"] if broken else []), "Gaps", "Unverifiable", "Invoices"):
        table.add_column(name, justify="right")
    for name in ("Recalled", "Single-source") if any(readiness.facts for readiness in document.readiness) else ():
        table.add_column(name, justify="right", style="dim")
    for readiness in document.readiness:
        table.add_row(*_row(readiness, broken), *_known(readiness.facts))
    return Group(table, _reasons(document))


def fidelity_line(document: RunDocument) -> Text:
    """Where the results were seen, and which deliberate faults were on."""
    vendor = document.run.target.fidelity is Fidelity.VENDOR_SANDBOX
    line = Text(f"{fidelity_words(document)}.", style="" if vendor else "yellow")
    if document.run.defects:
        line.append(f"\nDefects switched on: {one_line(', '.join(document.run.defects))}.", style="bold magenta")
    return line


def interruption(document: RunDocument) -> Text | None:
    """Why the run is not complete; ``None`` when it is."""
    missing = not_run(document)
    lines = []
    if document.run.interrupted:
        lines.append(f"Interrupted: {one_line(document.run.interrupted)}.")
    if missing:
        lines.append(f"{plural(len(missing), 'planned item')} did not run, among them {one_line(missing[0].id)}.")
    return Text("\n" + "\n".join(lines), style="bold red") if lines else None


def broken(document: RunDocument) -> RenderableType | None:
    """Items that harness or target broke, by reason; ``None`` when there are none."""
    found = breakages(document)
    if not found:
        return None
    parts = [Text(), Text(f"What broke ({len(found)})", style="bold red")]
    for breakage in found[:REASONS]:
        where = one_line(breakage.example) + (f" and {breakage.count - 1} more" if breakage.count > 1 else "")
        parts += [Text(f"  {where}", style="dim"), Text(f"    {one_line(breakage.message)}")]
    if len(found) > REASONS:
        parts.append(Text(f"  and {len(found) - REASONS} more reasons: the report has all of them", style="dim"))
    return Group(*parts)


def failures(document: RunDocument) -> RenderableType | None:
    """Failed and broken requirements, grouped; ``None`` when there are none."""
    found = concerns(document, Verdict.FAILED, Verdict.BROKEN)
    return _block("What failed", "red", found, document) if found else None


def gaps(document: RunDocument) -> RenderableType | None:
    """Open gaps: the target does what it documents, and the law asks for something else."""
    found = situations(document)
    if not found:
        return None
    parts: list[RenderableType] = [Text(), Text(f"{_GAPS} ({len(found)})", style="bold yellow")]
    told: set[str] = set()
    parts += [Padding(_situation(one, document, told), (0, 0, 0, 2)) for one in found[:SHOWN]]
    return Group(*parts, *_more(len(found)))


def gate_line(gate: Gate) -> Text:
    """The decision and its rules, those that hold included: an empty gate would look like no gate."""
    line = Text.assemble("Gate ", ("passed", "bold green") if gate.passed else ("not passed", "bold red"))
    line.append(f" (exit code {gate.exit_code})")
    for rule in gate.rules:
        mark, style = ("✓", "green") if rule.holds else ("✗", "red")
        line.append("\n  ").append(f"{mark} {one_line(rule.name)}", style=style)
        line.append(f": {one_line(rule.detail)}" if rule.detail else "")
    return line


def _row(readiness: Readiness, broken: bool) -> list[Text]:
    counts = [
        Text(f"{readiness.passed:,}"),
        _count(readiness.failed, "bold red"),
        *([_count(readiness.broken, "bold red")] if broken else []),
        _count(readiness.gaps, "yellow"),
        _count(readiness.unverifiable, "yellow"),
        Text(f"{readiness.invoices:,}"),
    ]
    return [_name(readiness), Text(readiness.verdict, style=STYLES[readiness.verdict]), *counts]


def _known(facts: FactsKnown | None) -> list[str]:
    return [f"{facts.recalled} of {facts.facts}", str(facts.single_source)] if facts else []


def _reasons(document: RunDocument) -> Table:
    """The reasons of each verdict; countries with the same ones share them."""
    shared: dict[tuple[str, ...], list[Readiness]] = {}
    for readiness in document.readiness:
        shared.setdefault((readiness.verdict, *_shown_reasons(readiness)), []).append(readiness)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=_CODES)
    for (verdict, *shown), countries in shared.items():
        if shown:
            codes = " ".join(readiness.country for readiness in countries)
            grid.add_row(Text(codes, style=STYLES[verdict]), Text("\n".join(shown)))
    grid.add_row()
    return grid


def _shown_reasons(readiness: Readiness) -> list[str]:
    shown = [one_line(reason) for reason in readiness.reasons[:REASONS]]
    if len(readiness.reasons) > REASONS:
        shown.append(f"and {len(readiness.reasons) - REASONS} more reasons")
    if not readiness.complete and readiness.verdict != "INCOMPLETE":
        shown.append("also incomplete: not everything ran, or could be verified")
    return shown


def _name(readiness: Readiness) -> Text:
    return Text(f"{readiness.country} {one_line(readiness.name)}")


def _count(number: int, style: str) -> Text:
    return Text(f"{number:,}", style=style if number else "dim")


def _block(title: str, style: str, found: list[Concern], document: RunDocument) -> RenderableType:
    parts: list[RenderableType] = [Text(), Text(f"{title} ({len(found)})", style=f"bold {style}")]
    told: set[str] = set()
    for concern in found[:SHOWN]:
        head = Text.assemble(
            (concern.requirement, f"bold {style}"), f"  {one_line(concern.title)}  ", (_where(concern), "dim")
        )
        body = Group(_words(concern), *_why(document, concern.case, told))
        parts.append(Padding(Group(head, Padding(body, (0, 0, 0, 2))), (0, 0, 0, 2)))
    return Group(*parts, *_more(len(found)))


def _more(number: int) -> list[Text]:
    if number <= SHOWN:
        return []
    return [Text(f"  and {number - SHOWN} more: the report has all of them", style="dim")]


def _why(document: RunDocument, case: str, told: set[str]) -> list[Text]:
    """The numbered steps, for whoever does not believe the expectation; each once, ``told`` remembers them."""
    steps = one_line(steps_words(document, case), STEPS)
    if not steps or steps in told:
        return []
    told.add(steps)
    return [Text(f"why: {steps}", style="dim")]


def _situation(one: Situation, document: RunDocument, told: set[str]) -> RenderableType:
    kind = f"{one.kind}: {one.words}" if one.kind else one.words
    where = f"{one.severity} in {', '.join(one.countries)}, {plural(one.documents, 'document')}"
    head = Text.assemble((one_line(kind), "bold yellow"), "  ", (where, "dim"))
    example = Text.assemble((f"{one_line(one.example.subject)}: ", "dim"), one_line(one.example.message))
    shows = Text(f"shows on {', '.join(map(one_line, one.requirements))}", style="dim")
    return Group(head, Padding(Group(example, shows, *_why(document, one.example.case, told)), (0, 0, 0, 2)))


def _words(concern: Concern) -> Text:
    return Text.assemble((f"{one_line(concern.subject)}: ", "dim"), one_line(concern.message))


def _where(concern: Concern) -> str:
    times = f", {concern.count} times" if concern.count > 1 else ""
    broken = ", broken" if concern.verdict is Verdict.BROKEN else ""
    return f"{concern.severity} in {', '.join(concern.countries)}{times}{broken}"
