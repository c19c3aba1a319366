"""A derivation for a reader: what the law asks, what the API documents instead, and every step with its article."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.law.errors import LawError
from harness.model.expectation import Expectation, Outcome, Step, Totals
from harness.reporting.text import one_line, visible

_SILENT = "not documented"


def read_cases(file: Path) -> list[dict[str, Any]]:
    """The cases of a JSON file: a list, or an object with a list under ``cases``.

    Raises ``LawError`` where the file cannot be read or holds no list of cases.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise LawError(f"{file}: cannot be read as JSON: {error}") from error
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list) or not all(isinstance(case, dict) and "id" in case for case in cases):
        raise LawError(f"{file}: holds no list of cases: write [...] or {{'cases': [...]}}, each case with its id")
    return cases


def as_text(value: object) -> str:
    """JSON as it is printed; amounts are texts, never floats."""
    return json.dumps(value, indent=1, ensure_ascii=False, default=str)


def one_as_json(expectation: Expectation) -> dict[str, Any]:
    """One expectation as plain data."""
    return {
        "law": _outcome(expectation.law),
        "documented": _outcome(expectation.documented),
        "differs_in": differences(expectation),
        "derivation": [{"statement": step.statement, "source": step.source} for step in expectation.derivation],
    }


def differences(expectation: Expectation) -> list[str]:
    """What the documentation answers differently from the law; where it is silent, there is nothing to differ."""
    law, documented = expectation.law, expectation.documented
    if documented.transaction_type is None and not documented.totals:
        return ["undocumented"]
    names = ("transaction_type", "reverse_charge", "vat_country")
    found = [name for name in names if getattr(law, name) != getattr(documented, name)]
    lawful = {(totals.net, totals.tax, totals.gross) for totals in law.totals}
    told = {(totals.net, totals.tax, totals.gross) for totals in documented.totals}
    return [*found, *([] if lawful & told else ["tax"])]


def as_terminal(expectation: Expectation) -> RenderableType:
    """One expectation: both yardsticks side by side, then the steps."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("")
    table.add_column("The law asks", overflow="fold", style="bold")
    table.add_column("The API documents", overflow="fold")
    for name, law, documented in _rows(expectation):
        table.add_row(name, law, Text(documented, style="" if law == documented else "yellow"))
    differing = differences(expectation)
    verdict = f"They differ in: {', '.join(differing)}" if differing else "Both say the same."
    return Group(table, Text(verdict, style="yellow" if differing else "green"), Text(), steps(expectation.derivation))


def steps(derivation: Sequence[Step]) -> RenderableType:
    """The numbered steps of a derivation, each with the article that it rests on."""
    grid = Table.grid(padding=(0, 2))
    for number, step in enumerate(derivation, 1):
        grid.add_row(f"{number}.", Text(visible(step.statement)).append(f"  ({visible(step.source)})", style="dim"))
    return grid


def cases_as_terminal(explained: Sequence[Mapping[str, Any]]) -> RenderableType:
    """A file of cases, one under the other."""
    parts: list[RenderableType] = []
    for one in explained:
        parts += [Text(one_line(str(one["id"])), style="bold"), _explained(one), Text()]
    undecided = sum("error" in one for one in explained)
    return Group(*parts, Text(f"{len(explained)} cases, {undecided} not decided by the data"))


def _explained(one: Mapping[str, Any]) -> RenderableType:
    if "error" in one:
        return Text(f"  not decided: {one_line(str(one['error']), 600)}", style="red")
    grid = Table.grid(padding=(0, 2))
    for name in ("expected", "api_documented"):
        values = one.get(name) or {}
        words = ", ".join(f"{key} {_short(value)}" for key, value in values.items() if value not in (None, [], ""))
        grid.add_row(f"  {name}", Text(visible(words) or _SILENT))
    derivation = [_step(step) for step in one.get("derivation", ())]
    return Group(grid, *(Text(f"  {number}. {step}", style="dim") for number, step in enumerate(derivation, 1)))


def _step(step: object) -> str:
    if isinstance(step, Mapping):
        return visible(f"{step.get('statement', '')}  ({step.get('source', '')})")
    return visible(": ".join(map(str, step)) if isinstance(step, list | tuple) else str(step))


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return "/".join(str(part) for part in value.values())
    return " ".join(map(_short, value)) if isinstance(value, list | tuple) else str(value)


def _rows(expectation: Expectation) -> list[tuple[str, str, str]]:
    sides = _words(expectation.law), _words(expectation.documented)
    return [(name, law, documented) for (name, law), (_, documented) in zip(*sides, strict=True)]


def _words(outcome: Outcome) -> list[tuple[str, str]]:
    return [
        ("transaction type", outcome.transaction_type or _SILENT),
        ("reverse charge", _yes_no(outcome.reverse_charge)),
        ("VAT of", outcome.vat_country or _SILENT),
        ("totals", _amounts(outcome)),
        ("statement", _mentions(outcome)),
    ]


def _yes_no(value: bool | None) -> str:
    return "open" if value is None else "yes" if value else "no"


def _amounts(outcome: Outcome) -> str:
    """Each different result once, with the methods that give it."""
    if not outcome.totals:
        return _SILENT
    methods: dict[str, list[str]] = {}
    for totals in outcome.totals:
        methods.setdefault(_sums(totals), []).append(totals.method)
    return "\n".join(sums if len(methods) == 1 else f"{sums} ({', '.join(names)})" for sums, names in methods.items())


def _sums(totals: Totals) -> str:
    rates = " + ".join(f"{row.rate.normalize():f} %" for row in totals.breakdown)
    return f"net {totals.net}, VAT {totals.tax} at {rates}, gross {totals.gross}"


def _mentions(outcome: Outcome) -> str:
    said = [f"{mention.kind.value}: {mention.phrases[0][1][0]!r}" for mention in outcome.mentions]
    return "\n".join(said) or "none"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "transaction_type": outcome.transaction_type,
        "reverse_charge": outcome.reverse_charge,
        "vat_country": outcome.vat_country,
        "mentions": [mention.kind.value for mention in outcome.mentions],
        "totals": [_totals(totals) for totals in outcome.totals],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    rows = [{"rate": str(r.rate), "base": str(r.base.amount), "tax": str(r.amount.amount)} for r in totals.breakdown]
    sums = {"net": str(totals.net.amount), "tax": str(totals.tax.amount), "gross": str(totals.gross.amount)}
    return {"method": totals.method, **sums, "currency": totals.gross.currency, "breakdown": rows}
