"""By when an invoice must be issued (Directive 2006/112/EC Art. 222, as it stands until 30 June 2030)."""

from __future__ import annotations

from datetime import date, timedelta

from harness.model.case import Case
from harness.model.expectation import NoteKind
from harness.model.facts import DocumentKind

_LIMITED = (NoteKind.INTRA_EU_GOODS_EXEMPT, NoteKind.REVERSE_CHARGE)
"""Goods exempt by Art. 138, services for which Art. 196 makes the customer liable; for others each state decides."""
SHORT_FROM = date(2030, 7, 1)
"""From then on ten days after the chargeable event (Directive (EU) 2025/516 Art. 5)."""


def issue_deadline(case: Case, note: NoteKind) -> date | None:
    """Last day on which the invoice may be dated; ``None`` where the Directive sets no limit.

    A credit note has none: it amends an invoice that was issued before.
    """
    if note not in _LIMITED or case.kind is DocumentKind.CREDIT_NOTE:
        return None
    supplied = case.supply_date
    if supplied >= SHORT_FROM:
        return supplied + timedelta(days=10)
    months = supplied.year * 12 + supplied.month  # counted from 0, this is the month that follows
    return date(months // 12, months % 12 + 1, 15)
