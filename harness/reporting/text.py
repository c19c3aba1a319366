"""Making text of unknown origin safe to show: tenant names may hold control codes, markup or megabytes.

Names come from the target and from the scenarios, so every format escapes them at its own border. What all formats
share is here: control characters and bidirectional overrides become visible escapes instead of taking effect.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """``text`` with control characters, bidi overrides and lone surrogates as escapes (``\\x1b``); keeps tab and
    line feed, turns CR LF into line feed."""
    return _UNSAFE.sub(_escape, text.replace("\r\n", "\n"))


def one_line(text: str, limit: int = 300) -> str:
    """``text`` made visible, on one line, at most ``limit`` characters long."""
    flat = " ".join(visible(text).split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def plural(count: int, noun: str) -> str:
    """``1 gap``, ``2 gaps``, ``2 entities``; thousands are separated by a comma."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("y") else f"{count:,} {noun}s"


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
