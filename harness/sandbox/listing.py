"""Lists: filter, search, order and cursors, the same for every resource (contract section 4).

The rows of one tenant are selected by the database; conditions on their JSON are applied here, because no SQL for
JSON is the same on every database. A tenant of a sandbox has hundreds of rows, not millions.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from harness.sandbox.call import Call, Reply
from harness.sandbox.errors import invalid
from harness.sandbox.filters import parse_query, value_at
from harness.sandbox.jsonio import dumps, loads

Json = dict[str, Any]
DEFAULT_LIMIT = 10
MAX_LIMIT = 100
_SEARCHED = ("number", "name", "reference", "email", "customer.name", "customer.email", "note")


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MAX_LIMIT:
        raise invalid(["limit"], f"limit must be a whole number from 1 to {MAX_LIMIT}")
    return int(text)


def _matches(body: Json, words: str) -> bool:
    texts = (value_at(body, path) for path in _SEARCHED)
    return any(isinstance(text, str) and words in text.lower() for text in texts)


def _sort_key(value: Any) -> tuple[int, Any]:
    """Missing values first, numbers before texts, so that any two values can be ordered."""
    if value is None:
        return 0, 0
    return (2, value) if isinstance(value, str) else (1, value)


def _ordered(rows: list[Json], order_by: str) -> list[Json]:
    field, backwards = order_by.removeprefix("-"), order_by.startswith("-")
    if rows and field not in rows[0]:
        raise invalid(["order_by"], f"{field} cannot be ordered by")
    if any(isinstance(row[field], dict | list) for row in rows):
        raise invalid(["order_by"], f"{field} cannot be ordered by")
    rows = sorted(rows, key=lambda row: str(row["id"]))
    return sorted(rows, key=lambda row: _sort_key(row[field]), reverse=backwards)


def _cursor(row: Json, order_by: str) -> str:
    return base64.urlsafe_b64encode(dumps([order_by, row["id"]]).encode()).decode()


def _position(text: str, name: str, rows: Sequence[Json], order_by: str) -> int:
    try:
        used_order, identity = loads(base64.urlsafe_b64decode(text))
    except (binascii.Error, ValueError, TypeError) as error:
        raise invalid([name], "This is not a cursor") from error
    if used_order != order_by:
        raise invalid([name], "A cursor is only valid with the order that it was made for")
    for position, row in enumerate(rows):
        if row["id"] == identity:
            return position
    raise invalid([name], "The row of this cursor is gone")


def _window(call: Call, rows: Sequence[Json], order_by: str, limit: int) -> tuple[int, int]:
    if text := call.query.get("next_cursor"):
        start = _position(text, "next_cursor", rows, order_by) + 1
        return start, min(start + limit, len(rows))
    if text := call.query.get("prev_cursor"):
        end = _position(text, "prev_cursor", rows, order_by)
        return max(end - limit, 0), end
    return 0, min(limit, len(rows))


def _selected(call: Call, rows: Sequence[Json]) -> list[Json]:
    fields = set(rows[0]) if rows else set()
    strict = call.server.profile.unknown_query_field_fails and bool(rows)
    conditions = parse_query(call.query.get("query"), fields, strict=strict)
    words = call.query.get("search", "").strip().lower()
    return [row for row in rows if all(holds(row) for holds in conditions) and (not words or _matches(row, words))]


def page(call: Call, rows: Sequence[Json]) -> tuple[list[Json], Json]:
    """One page of ``rows`` and its ``pagination``, as the query parameters ask."""
    limit, order_by = _limit(call.query.get("limit")), call.query.get("order_by") or "id"
    found = _ordered(_selected(call, rows), order_by)
    start, end = _window(call, found, order_by, limit)
    counted = call.query.get("include_total_count", "true").lower() != "false"
    pagination = {
        "total": len(found) if counted else -1,
        "next_cursor": _cursor(found[end - 1], order_by) if end < len(found) and end > start else None,
        "prev_cursor": _cursor(found[start], order_by) if 0 < start < end else None,
        "has_more": end < len(found),
    }
    return found[start:end], pagination


def list_reply(call: Call, rows: Sequence[Json]) -> Reply:
    """The reply of a list operation."""
    data, pagination = page(call, rows)
    return Reply({"data": data, "pagination": pagination})
