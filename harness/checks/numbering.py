"""Numbers as a history: format, gapless sequence, uniqueness, order in time, independence of tenants.

Sources: Directive 2006/112/EC Art. 226 (2) ("a sequential number, based on one or more series, which uniquely
identifies the invoice") and the API's documented number formats (one ``{n+}`` token, at most one year token).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from harness.checks.base import Details, covers, failed, passed, unverifiable
from harness.model.facts import Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.place import Place

_TOKEN = re.compile(r"\{(yyyy|yy|n{1,9})\}")


@dataclass(frozen=True, slots=True)
class Numbered:
    """One issued document, in the order in which it was issued."""

    number: str
    issue_date: date


@dataclass(frozen=True, slots=True)
class Series:
    """A series of one tenant and document type, as far as this run issued it."""

    format: str
    """The tenant's configured format, e.g. ``{yyyy}-{nnnnn}``."""
    start: int
    """The counter that the first document of the series must carry."""
    documents: tuple[Numbered, ...]

    @property
    def counters(self) -> tuple[int | None, ...]:
        """The counter inside each number; ``None`` where the number does not follow the format."""
        return tuple(counter(self.format, d.number, d.issue_date) for d in self.documents)


def counter(number_format: str, number: str, issued: date) -> int | None:
    """The running counter of a number by its format, or ``None`` if the number does not follow it."""
    match = re.fullmatch(_pattern(number_format, issued), number)
    return int(match["n"]) if match else None


def _pattern(number_format: str, issued: date) -> str:
    parts, position = [], 0
    for token in _TOKEN.finditer(number_format):
        parts += [re.escape(number_format[position : token.start()]), _token_pattern(token[1], issued)]
        position = token.end()
    return "".join(parts) + re.escape(number_format[position:])


def _token_pattern(token: str, issued: date) -> str:
    if token == "yyyy":
        return f"{issued.year:04d}"
    if token == "yy":
        return f"{issued.year % 100:02d}"
    width = len(token)
    return rf"(?P<n>[0-9]{{{width}}}|[1-9][0-9]{{{width},}})"


@covers("NUM-FORMAT")
def numbers_follow_the_format(series: Series) -> Iterator[Judgement]:
    """Every number follows the format that the tenant configured."""
    for document, value in zip(series.documents, series.counters, strict=True):
        details: Details = {"expected": series.format, "observed": document.number, "seen": _seen(document)}
        if value is None:
            message = f"{document.number!r} does not follow the tenant's format {series.format!r}"
            yield failed("NUM-FORMAT", "format-differs", message, **details)
        else:
            yield passed("NUM-FORMAT", f"{document.number!r} follows {series.format!r}", **details)


@covers("NUM-SEQUENCE")
def numbers_leave_no_gap(series: Series) -> Judgement:
    """The counters run from the start without a gap."""
    if not series.documents:
        return _nothing_issued("NUM-SEQUENCE")
    expected = list(range(series.start, series.start + len(series.documents)))
    observed = [c for c in series.counters if c is not None]
    details: Details = {
        "expected": _shown(expected),
        "observed": _shown(observed),
        "seen": tuple(p for d in series.documents for p in _seen(d)),
    }
    if sorted(observed) != expected:
        gaps = _gaps(series.start, observed)
        absent = f"never issued: {gaps}" if gaps else f"the series asks for {_shown(expected)}"
        message = f"{len(series.documents)} documents carry {_shown(observed)}; {absent}"
        return failed("NUM-SEQUENCE", "gap", message, **details)
    return passed(
        "NUM-SEQUENCE", f"{len(series.documents)} documents carry {_shown(observed)} without a gap", **details
    )


@covers("NUM-UNIQUE")
def numbers_are_unique(series: Series) -> Judgement:
    """No number is given twice."""
    if not series.documents:
        return _nothing_issued("NUM-UNIQUE")
    counts = Counter(d.number for d in series.documents)
    twice = sorted(number for number, count in counts.items() if count > 1)
    if twice:
        seen = tuple(p for d in series.documents if d.number in twice for p in _seen(d))
        message = f"given more than once: {', '.join(twice)}"
        return failed("NUM-UNIQUE", "duplicate", message, expected="each number once", observed=message, seen=seen)
    return passed("NUM-UNIQUE", f"{len(counts)} numbers, each given once", expected="each number once")


@covers("NUM-CHRONOLOGY")
def numbers_follow_the_dates(series: Series) -> Judgement:
    """A later number never carries an earlier date."""
    if not series.documents:
        return _nothing_issued("NUM-CHRONOLOGY")
    ordered = [d for _, d in sorted(zip(series.counters, series.documents, strict=True), key=lambda pair: pair[0] or 0)]
    for before, after in pairwise(ordered):
        if after.issue_date < before.issue_date:
            message = f"{after.number} is dated {after.issue_date}, before {before.number} of {before.issue_date}"
            return failed("NUM-CHRONOLOGY", "out-of-order", message, seen=_seen(before) + _seen(after))
    return passed("NUM-CHRONOLOGY", f"{len(ordered)} numbers in the order of their dates")


@covers("NUM-TENANT")
def tenants_count_on_their_own(first: Series, second: Series) -> Judgement:
    """What one tenant issues does not move the numbers of another."""
    if not first.documents or not second.documents:
        return _nothing_issued("NUM-TENANT")
    for series in (first, second):
        expected = list(range(series.start, series.start + len(series.documents)))
        observed = [c for c in series.counters if c is not None]
        if observed != expected:
            message = f"a tenant that issued {len(expected)} documents beside another carries {_shown(observed)}"
            return failed(
                "NUM-TENANT", "not-independent", message, expected=_shown(expected), observed=_shown(observed)
            )
    message = f"two tenants issued in turn: {_shown_numbers(first)} and {_shown_numbers(second)}"
    return passed("NUM-TENANT", message, expected="each from its own start", observed=message)


@covers("NUM-PREVIEW")
def preview_is_what_comes(previewed: Sequence[str], issued: str) -> Judgement:
    """The next-number preview names the number that the next document gets, and consumes nothing when asked twice."""
    details: Details = {"expected": ", ".join(previewed), "observed": issued}
    if set(previewed) == {issued}:
        return passed("NUM-PREVIEW", f"previewed {len(previewed)} times as {issued}, and issued so", **details)
    message = f"previewed as {', '.join(previewed)}, issued as {issued}"
    return failed("NUM-PREVIEW", "preview-differs", message, **details)


@covers("NUM-CREDIT-NOTE")
def credit_notes_have_their_own_series(
    credit_note: str, credit_format: str, issued: date, invoices: Series
) -> Judgement:
    """A credit note is numbered by its own format, and uses up no invoice number."""
    details: Details = {"expected": credit_format, "observed": credit_note}
    if counter(credit_format, credit_note, issued) is None:
        message = f"the credit note {credit_note!r} does not follow {credit_format!r}"
        return failed("NUM-CREDIT-NOTE", "format-differs", message, **details)
    gapless = numbers_leave_no_gap(invoices)
    if gapless.code == "gap":
        return failed("NUM-CREDIT-NOTE", "gap", f"beside the credit note, {gapless.message}", **details)
    return passed(
        "NUM-CREDIT-NOTE", f"{credit_note} follows {credit_format!r}; the invoices go on without a gap", **details
    )


@covers("API-DRAFT")
def drafts_take_no_number(draft: str, finalized: str, invoices: Series) -> Judgement:
    """A draft carries a placeholder; only finalizing assigns the number, and the series has no gap."""
    details: Details = {"expected": "a placeholder that starts with 'draft-'", "observed": draft}
    if not draft.startswith("draft-"):
        return failed("API-DRAFT", "draft-numbered", f"the draft already carries {draft!r}", **details)
    if finalized not in [d.number for d in invoices.documents]:
        return failed("API-DRAFT", "not-numbered", f"finalizing gave {finalized!r}, outside the series", **details)
    gapless = numbers_leave_no_gap(invoices)
    if gapless.code == "gap":
        return failed("API-DRAFT", "gap", f"with a draft in between, {gapless.message}", **details)
    return passed("API-DRAFT", f"the draft carried {draft}, finalizing gave {finalized}, without a gap", **details)


@covers("API-DRAFT")
def drafts_do_not_exist() -> Judgement:
    """Where the API documents that a country has no drafts, there is nothing that could take a number."""
    message = "the API documents that it offers no drafts in this country"
    return Judgement("API-DRAFT", Verdict.NOT_APPLICABLE, "no-drafts", message)


def _nothing_issued(requirement: str) -> Judgement:
    return unverifiable(requirement, "nothing-issued", "no document was issued, so nothing is known of their numbers")


def _seen(document: Numbered) -> tuple[Pointer, ...]:
    return (Pointer(Witness.API, Place(pointer="/number"), document.number),)


def _gaps(start: int, observed: Sequence[int]) -> str:
    """The numbers from the start to the last one issued that no document carries: ``2 to 4, 6``."""
    issued = [start - 1, *sorted({value for value in observed if value >= start})]
    runs = [(before + 1, after - 1) for before, after in pairwise(issued) if after > before + 1]
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)


def _shown(counters: Sequence[int]) -> str:
    """``1 to 5, 7``: runs are joined."""
    runs: list[list[int]] = []
    for value in sorted(counters):
        if runs and value in (runs[-1][1], runs[-1][1] + 1):
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs) or "nothing"


def _shown_numbers(series: Series) -> str:
    return ", ".join(d.number for d in series.documents)
