"""Where a key stands in a TOML file: ``tomllib`` gives values without lines, and an error must name the line."""

from __future__ import annotations

import re
from collections import defaultdict

KeyPath = tuple[str | int, ...]
"""Keys and array positions from the root, e.g. ``("rate", 2, "since")``."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\-\s]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w\-]+)\s*=")


class Locator:
    """Lines of the tables and keys of one file; good for the plain style that the fixtures are written in."""

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {(): 1}
        self._counts: dict[KeyPath, int] = defaultdict(int)
        table: KeyPath = ()
        inside_string = False
        for number, line in enumerate(text.splitlines(), start=1):
            if not inside_string:
                table = self._note(line, number, table)
            if line.count('"""') % 2:
                inside_string = not inside_string

    def line(self, path: KeyPath) -> int:
        """The line of ``path``, or of the nearest table around it."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _note(self, line: str, number: int, table: KeyPath) -> KeyPath:
        if header := _HEADER.match(line):
            table = self._enter(tuple(header[2].split(".")), is_array=header[1] == "[[")
            self._lines[table] = number
        elif key := _KEY.match(line):
            self._lines[(*table, key[1])] = number
        return table

    def _enter(self, name: tuple[str, ...], *, is_array: bool) -> KeyPath:
        path: KeyPath = tuple(part.strip() for part in name)
        if not is_array:
            return path
        index = self._counts[path]
        self._counts[path] += 1
        return (*path, index)


def dotted(path: KeyPath) -> str:
    """The path as a reader writes it: ``rate[2].since``."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.lstrip(".")
