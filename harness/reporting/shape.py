"""What two messages have in common: the same fault on another invoice differs in its numbers and its witness only."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"(?:(?: or )?(?<!\w)(['\"]).*?\1(?!\w)(?: \(\w\w\))?)+")
_WITNESS = re.compile(r"\bthe (?:PDF|API) (?:prints|answers|states)\b")
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Z])[\w-]+\b")
_NUMBER = re.compile(r"\d[\d.,'’  ]*\d|\d")
_CURRENCY = re.compile(r"(?<=[#0] )[A-Z]{3}\b")


def shape(message: str) -> str:
    """``message`` without what differs from invoice to invoice; nothing stays apart from something.

    ``VAT: the PDF prints 15.36 DKK, the law asks 15.00 ISK`` is ``VAT: it says # ¤, the law asks # ¤``.
    """
    text = _WITNESS.sub("it says", _QUOTED.sub("…", message))
    text = _CODE.sub("#", text)
    text = _NUMBER.sub(_something, text)
    return _CURRENCY.sub("¤", text)


def _something(match: re.Match[str]) -> str:
    return "#" if re.search("[1-9]", match.group()) else "0"
