"""Number formats and gapless sequences (contract section 18).

The number of a document is taken in the transaction that stores the document: a request that fails takes none with
it.
"""

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from harness.sandbox.defects.seams import Seams
from harness.sandbox.profile import Profile
from harness.sandbox.tables import Entity, Sequence, ensure_row

if TYPE_CHECKING:
    from harness.sandbox.call import Call

DEFAULT_FORMATS = {
    "invoice": "{yyyy}-{nnnnn}",
    "estimate": "{yyyy}-{nnnnn}",
    "credit_note": "CN-{yyyy}-{nnnnn}",
    "advance_invoice": "{yyyy}-{nnnnn}",
    "delivery_note": "DN-{yyyy}-{nnnnn}",
}
_TOKEN = re.compile(r"\{(yyyy|yy|n{1,9})\}")
_BRACED = re.compile(r"\{[^{}]*\}")


def check_format(text: str) -> str:
    """``text`` when it is a valid main format; ``ValueError`` that says which rule it breaks."""
    tokens = _BRACED.findall(text)
    if unknown := [token for token in tokens if not _TOKEN.fullmatch(token)]:
        raise ValueError(f"Unknown token {unknown[0]}; use {{yyyy}}, {{yy}} or one to nine n in braces")
    if any(brace in _BRACED.sub("", text) for brace in "{}"):
        raise ValueError("A number format may not hold braces outside of its tokens")
    if sum(token.startswith("{n") for token in tokens) != 1:
        raise ValueError("A number format needs exactly one counter such as {nnnnn}")
    if sum(token.startswith("{y") for token in tokens) > 1:
        raise ValueError("A number format may hold only one year token")
    return text


def format_number(pattern: str, year: int, value: int) -> str:
    """The number that ``value`` has in ``year`` under ``pattern``; wider values are never cut."""

    def fill(match: re.Match[str]) -> str:
        token = match.group(1)
        if token.startswith("n"):
            return str(value).zfill(len(token))
        return f"{year:04d}" if token == "yyyy" else f"{year % 100:02d}"

    return _TOKEN.sub(fill, pattern)


def pattern_for(settings: dict[str, Any], kind: str) -> str:
    """The entity's format for a document type, or the default one."""
    formats = settings.get("number_formats") or {}
    pattern: str = formats.get(kind) or DEFAULT_FORMATS[kind]
    return pattern


def _series(pattern: str, year: int, profile: Profile) -> str:
    restarts = "{y" in pattern or profile.sequence_resets_without_year_token
    return str(year) if restarts else ""


def _following(settings: dict[str, Any], kind: str, last: int, seams: Seams) -> int:
    start: int = (settings.get("number_sequence_starts") or {}).get(kind) or 1
    return seams.next_sequence_value(max(last, start - 1))


def preview(session: Session, entity: Entity, kind: str, year: int, profile: Profile, seams: Seams) -> str:
    """The number that the next document of that type and year would get; takes nothing."""
    settings = entity.body["settings"]
    pattern = pattern_for(settings, kind)
    row = session.get(Sequence, (entity.id, kind, _series(pattern, year, profile)))
    return format_number(pattern, year, _following(settings, kind, row.last if row else 0, seams))


def take(session: Session, entity: Entity, kind: str, year: int, profile: Profile, seams: Seams) -> str:
    """The next number of the series, taken within the caller's transaction under a lock on the series."""
    settings = entity.body["settings"]
    pattern = pattern_for(settings, kind)
    key = {"entity_id": entity.id, "type": kind, "series": _series(pattern, year, profile)}
    ensure_row(session, Sequence, key, {"last": 0})
    row = session.execute(select(Sequence).filter_by(**key).with_for_update()).scalar_one()
    row.last = _following(settings, kind, row.last, seams)
    return format_number(pattern, year, row.last)


def _after(row: Sequence | None, start: int, seams: Seams) -> int:
    return seams.next_sequence_value(max(row.last if row else 0, start - 1))


def preview_value(call: "Call", kind: str, series: str, start: int) -> int:
    """The value that ``take_value`` would give."""
    return _after(call.session.get(Sequence, (call.entity.id, kind, series)), start, call.seams)


def take_value(call: "Call", kind: str, series: str, start: int) -> int:
    """The next value of a fiscal series, taken within the caller's transaction under a lock; never below ``start``."""
    key = {"entity_id": call.entity.id, "type": kind, "series": series}
    ensure_row(call.session, Sequence, key, {"last": 0})
    row = call.session.execute(select(Sequence).filter_by(**key).with_for_update()).scalar_one()
    row.last = _after(row, start, call.seams)
    return row.last
