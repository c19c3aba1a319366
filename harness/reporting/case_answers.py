"""A file of worked cases: reading it, and its answers on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.law.errors import LawError
from harness.reporting.text import one_line, plural, visible

_ARTICLES = ("legal_basis", "basis")
"""Parts of an answer that the derivation says again, step by step."""


def read_cases(file: Path) -> list[Any]:
    """The cases of a JSON file: a list, or an object with a list under ``cases``.

    Raises ``LawError`` where the file cannot be read or holds no list. What the entries are is judged one by one.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LawError(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise LawError(f"{file} is no JSON: {error}") from error
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list):
        raise LawError(f'{file} holds no list of cases: write [...] or {{"cases": [...]}}, each case with its id')
    return cases


def as_terminal(explained: Sequence[Mapping[str, Any]]) -> RenderableType:
    """The answers, one under the other, and how many could not be given."""
    parts: list[RenderableType] = []
    for one in explained:
        parts += [Text(one_line(str(one["id"])), style="bold"), _answer(one), Text()]
    failed = [one_line(str(one["id"]), 40) for one in explained if "error" in one]
    words = f"{plural(len(explained), 'case')}, {len(failed)} not judged"
    result = Text(f"{words}: {', '.join(failed)}" if failed else words, style="bold red" if failed else "bold green")
    return Group(*parts, result)


def _answer(one: Mapping[str, Any]) -> RenderableType:
    if "error" in one:
        return Text(f"  not judged: {one_line(str(one['error']), 600)}", style="red")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    for name in ("expected", "api_documented"):
        said = {key: value for key, value in one[name].items() if value not in (None, [], "") and key not in _ARTICLES}
        grid.add_row(f"  {name}", Text(visible(", ".join(f"{key} {_short(value)}" for key, value in said.items()))))
    steps = Table.grid(padding=(0, 2))
    for step in one["derivation"]:
        steps.add_row(f"  {step['step']}.", Text(visible(f"{step['statement']}  ({step['source']})"), style="dim"))
    return Group(grid, steps)


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return "/".join(str(part) for part in value.values())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(_short, value)) if isinstance(value, list | tuple) else str(value)
