"""Free texts: control characters, line breaks inside long words, template variables and light markdown.

Markdown (bold, italic, lists) is parsed here into plain data, and both writers set that data as text. Variables are
replaced after parsing, so that a value such as a customer's name can never become markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

LONG_WORD = 26
PIECE = 10
_BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = "\u200d\ufe0e\ufe0f"
_EMPHASIS = re.compile(
    r"\*\*(?P<b>(?!\s)(?:[^*]|\*(?!\*))+)(?<!\s)\*\*"
    r"|(?<![\w*])\*(?P<i>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<u>[^_\s](?:[^_]*[^_\s])?)_(?!\w)"
)
_LIST_ITEM = re.compile(r"(?P<marker>[-*•]|\d{1,3}[.)])[ ]+(?P<text>\S.*)")
_VARIABLE = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")
_LONG_WORDS = re.compile(rf"\S{{{LONG_WORD},}}")


def clean(value: Any) -> Any:
    """A copy of JSON data whose texts hold no control characters, bidirectional overrides or lone surrogates."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list | tuple) else value


def _clean_text(text: str) -> str:
    unified = re.sub("\r\n|[\r\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(char for char in unified if char == "\n" or _is_printed(char))


def _is_printed(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in _BIDI_CONTROLS


def breakable(value: Any) -> Any:
    """A copy of page content in which a text with an overlong word is a list of pieces that may part."""
    if isinstance(value, str):
        return _pieces(value) if _LONG_WORDS.search(value) else value
    if isinstance(value, Mapping):
        return {key: breakable(item) for key, item in value.items()}
    return [breakable(item) for item in value] if isinstance(value, list) else value


def _pieces(text: str) -> list[str]:
    pieces, end = [], 0
    for word in _LONG_WORDS.finditer(text):
        pieces += [text[end : word.start()], *_cut(word.group())]
        end = word.end()
    return [piece for piece in [*pieces, text[end:]] if piece]


def _cut(word: str) -> list[str]:
    pieces, start = [], 0
    while start < len(word):
        end = start + PIECE
        while end < len(word) and _belongs_to_previous(word, end):
            end += 1
        pieces.append(word[start:end])
        start = end
    return pieces


def _belongs_to_previous(word: str, at: int) -> bool:
    return bool(unicodedata.combining(word[at])) or word[at] in _JOINERS or word[at - 1] == _JOINERS[0]


def blocks(text: str | None, variables: Mapping[str, str]) -> list[dict[str, Any]]:
    """Paragraphs and lists of a text with light markdown; ``{variables}`` are replaced, unknown ones stay."""
    found: list[dict[str, Any]] = []
    for line in (text or "").split("\n"):
        _add_line(found, line.strip(), variables)
    return [block for block in found if block["lines"]]


def _add_line(found: list[dict[str, Any]], line: str, variables: Mapping[str, str]) -> None:
    item = _LIST_ITEM.fullmatch(line)
    kind = "list" if item else "paragraph"
    if not line or not found or found[-1]["kind"] != kind:
        found.append({"kind": kind, "lines": []})
    if not line:
        return
    marker = (item["marker"] if item["marker"][0].isdigit() else "•") if item else ""
    found[-1]["lines"].append({"marker": marker, "runs": _runs(item["text"] if item else line, variables)})


def _runs(line: str, variables: Mapping[str, str], bold: bool = False, italic: bool = False) -> list[dict[str, Any]]:
    runs, end = [], 0
    for match in _EMPHASIS.finditer(line):
        runs += _plain(line[end : match.start()], variables, bold, italic)
        inner = match["b"] or match["i"] or match["u"]
        runs += _runs(inner, variables, bold or bool(match["b"]), italic or not match["b"])
        end = match.end()
    return runs + _plain(line[end:], variables, bold, italic)


def _plain(text: str, variables: Mapping[str, str], bold: bool, italic: bool) -> list[dict[str, Any]]:
    filled = _VARIABLE.sub(lambda match: variables.get(match[1], match[0]), text)
    return [{"text": filled, "bold": bold, "italic": italic}] if filled else []
