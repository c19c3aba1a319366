"""The symbol on the page: what it contains, and how it is printed.

It is decoded from the rendered page and held against the answer, the page's own text and the law: protective code,
tax number, time, amount, or the fields of the record of a registered series.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from harness.checks.base import Details, covers, failed, page_place, passed, unverifiable
from harness.checks.fiscal.codes import record_of
from harness.checks.fiscal.readings import (
    SYMBOLS,
    FiscalReadings,
    answered,
    content_of,
    printed_times,
    symbol_of,
    symbols_of,
)
from harness.checks.fiscal.series import record_faults
from harness.fiscal.atcud_record import AtcudRecord
from harness.fiscal.errors import CodeError, Fault
from harness.fiscal.recognise import Recognised, rule_for
from harness.fiscal.symbols import unmeasured
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord
from harness.model.facts import Witness
from harness.model.finding import Judgement, Pointer


@covers("FISC-ZOI-QR", "FISC-ZKI-QR", "FISC-ATCUD-QR")
def symbol_states_the_document(r: FiscalReadings) -> Iterator[Judgement]:
    """The symbol is on the page, and states this document: code, seller, time, amount, and what the API says of it."""
    requirement, _ = SYMBOLS[r.tenant.scheme]
    if r.pdf.symbols is None:
        yield unverifiable(requirement, "nobody-looked", "the page was not searched for codes")
        return
    all_found = symbols_of(r)
    contents = list(dict.fromkeys(map(content_of, all_found)))
    if not all_found:
        others = ", ".join(sorted({symbol.format for symbol in r.pdf.symbols})) or "none at all"
        message = f"the PDF prints no symbol of the scheme; codes on the page: {others}"
        yield failed(requirement, "symbol-missing", message, seen=(Pointer(Witness.PDF, page_place(r.pdf)),))
        return
    found = all_found[0]
    if len(contents) > 1:
        message = f"the page bears {len(contents)} symbols of the scheme that contain different things"
        yield failed(requirement, "several-symbols", message, observed="; ".join(contents), seen=_seen(found))
    faults = list(_faults(found, r))
    for fault in faults:
        yield failed(requirement, "content-differs", f"the symbol: {fault}", **_details(found, fault))
    if not faults:
        yield passed(requirement, "the symbol states this document, field by field", **_details(found, None))
    yield _as_answered(requirement, found, r)


def _details(found: Recognised, fault: Fault | None) -> Details:
    if fault is None:
        return {"observed": content_of(found), "seen": _seen(found)}
    return {"expected": fault.rule, "observed": fault.value, "seen": _seen(found)}


def _seen(found: Recognised) -> tuple[Pointer, ...]:
    return tuple(Pointer(Witness.PDF, symbol.place, symbol.text) for symbol in found.symbols)


def _as_answered(requirement: str, found: Recognised, r: FiscalReadings) -> Judgement:
    stated, text = r.stated("payload"), content_of(found)
    if stated is None:
        return unverifiable(requirement, "not-answered", "the API does not answer what the symbol contains")
    details: Details = {"expected": stated.value, "observed": text, "seen": answered(stated)}
    if stated.value != text:
        return failed(
            requirement, "answer-differs", "the symbol contains something else than the API answers", **details
        )
    return passed(requirement, "the symbol contains what the API answers", **details)


def _faults(found: Recognised, r: FiscalReadings) -> Iterator[Fault]:
    yield from found.faults
    if isinstance(found.value, AtcudRecord):
        yield from record_faults(found.value, r)
    elif isinstance(found.value, ZoiRecord | InvoiceLookup):
        yield from _moment_faults(found.value.issued, r)
        yield from _content_faults(content_of(found), found.value.issued, r)


def _moment_faults(moment: datetime, r: FiscalReadings) -> Iterator[Fault]:
    """The time in the symbol is that which the page prints, on the day of the document."""
    day = r.case.issue_date
    if moment.date() != day:
        yield Fault("date", str(moment.date()), f"the date of issue, {day}")
    times = printed_times(r.pdf)
    if r.pdf.unreadable:
        return  # FISC-DATE says that the page cannot be read
    if (moment.hour, moment.minute) not in [(hour, minute) for hour, minute, _ in times]:
        printed = ", ".join(f"{hour:02}:{minute:02}" for hour, minute, _ in times) or "none"
        yield Fault("time", f"{moment:%H:%M}", f"the time that the page prints ({printed})")


def _content_faults(text: str, moment: datetime, r: FiscalReadings) -> Iterator[Fault]:
    try:
        expected = [record_of(r, moment, amount) for amount in r.amounts]
    except CodeError as error:
        yield from error.faults
        return
    if text not in expected:
        yield Fault("content", text, expected[0])


@covers("FISC-PRINT")
def symbol_is_printed_as_asked(r: FiscalReadings) -> Judgement:
    """Format, version, error correction, size and quiet zone of the symbol are those of its specification."""
    found = symbol_of(r)
    if found is None:
        return unverifiable("FISC-PRINT", "no-symbol", "there is no symbol on the page whose print could be judged")
    symbol = found.symbols[0]
    rule = rule_for(found.scheme, symbol.format)
    seen = (Pointer(Witness.PDF, symbol.place, symbol.text),)
    faults = [fault for fault in found.print_faults() if fault.field not in rule.recalled]
    if faults:
        message = f"the symbol ({rule.source}): " + "; ".join(map(str, faults))
        first = faults[0]
        return failed("FISC-PRINT", first.field, message, expected=first.rule, observed=first.value, seen=seen)
    if open_ := unmeasured(symbol, rule):
        return unverifiable("FISC-PRINT", "not-measured", f"the symbol: {', '.join(open_)} not measured", seen=seen)
    return passed("FISC-PRINT", f"the symbol is printed as {rule.source} asks", seen=seen)
