"""Numbers of fiscal documents, their date and time, the operator, and the means of payment.

Sources: the technical specifications that :mod:`harness.fiscal.zoi` and :mod:`harness.fiscal.zki` name; for registered
series Portaria 195/2020.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checks.base import Details, covers, failed, passed, unverifiable
from harness.checks.fiscal.codes import number_of
from harness.checks.fiscal.readings import FiscalReadings, answered, not_readable, page, printed_times, prints
from harness.fiscal.code_list import CodeList
from harness.fiscal.numbers import InvoiceNumber, sequence_faults
from harness.model.finding import Judgement


@covers("FISC-NUMBER")
def number_names_its_place(r: FiscalReadings) -> Judgement:
    """The number is made of premises, device and running number, or of the registered series and running number."""
    if r.tenant.series is not None:
        return _in_series(r)
    number = number_of(r)
    asked = InvoiceNumber(r.tenant.premise, r.device, number.sequence if number else 0)
    details: Details = {"expected": f"{asked.premise}, {asked.device}", "observed": r.number}
    if number is None:
        return failed("FISC-NUMBER", "format", f"{r.number!r} is not made of premises, device and number", **details)
    if number != asked:
        message = f"{r.number} names another place than {asked.premise}, {asked.device}, where it was issued"
        return failed("FISC-NUMBER", "place-differs", message, **details)
    return passed("FISC-NUMBER", f"{r.number} names premises, device and running number", **details)


def _in_series(r: FiscalReadings) -> Judgement:
    series = (r.tenant.series or {})[r.case.kind]
    _, _, rest = r.number.partition(" ")
    code, slash, running = rest.rpartition("/")
    details: Details = {"expected": series.code, "observed": r.number}
    if not slash or code != series.code or not running.isdigit():
        return failed("FISC-NUMBER", "format", f"{r.number!r} is not type, series {series.code} and number", **details)
    return passed("FISC-NUMBER", f"{r.number} names type, series and running number", **details)


@covers("FISC-NUMBER")
def numbers_count_by_strategy(numbers: Sequence[str | None], parsed: Sequence[InvoiceNumber | None], *,
                              per_device: bool) -> Iterator[Judgement]:  # fmt: skip
    """The running numbers leave no gap and repeat nothing: per device, or across the devices of the premises."""
    scope = "device" if per_device else "premises"
    known = [number for number in parsed if number is not None]
    shown = ", ".join(number or "none" for number in numbers)
    faults = sequence_faults(known, per_device=per_device)
    if len(known) < len(parsed):
        yield failed("FISC-NUMBER", "format", f"not all numbers have three parts: {shown}", observed=shown)
    for fault in faults:
        yield failed("FISC-NUMBER", "sequence", f"one sequence per {scope}: {fault}", observed=shown)
    if not faults and len(known) == len(parsed):
        yield passed("FISC-NUMBER", f"one sequence per {scope}, without a gap: {shown}", observed=shown)


@covers("FISC-NUMBER")
def series_count_on(documents: Sequence[FiscalReadings]) -> Judgement:
    """The running numbers of a registered series follow each other, in the order of issue."""
    numbers = [r.number.rpartition("/")[2] for r in documents]
    shown = ", ".join(r.number for r in documents)
    counted = [int(number) for number in numbers if number.isdigit()]
    if len(counted) < len(numbers) or counted != list(range(counted[0], counted[0] + len(counted))):
        return failed("FISC-NUMBER", "sequence", f"the series does not count on: {shown}", observed=shown)
    return passed("FISC-NUMBER", f"the series counts on: {shown}", observed=shown)


@covers("FISC-DATE")
def dated_when_issued(r: FiscalReadings) -> Iterator[Judgement]:
    """The document bears the day of its issue, and prints the time of issue in hours and minutes."""
    fact, day = r.api.issue_date, r.case.issue_date
    details: Details = {"expected": str(day), "observed": str(fact.value) if fact else ""}
    if fact is None or fact.value != day:
        shown = details["observed"] or "no date"
        yield failed("FISC-DATE", "date-differs", f"issued on {day}, but dated {shown}", **details)
    else:
        yield passed("FISC-DATE", f"dated {day}, the day of its issue", **details)
    times = printed_times(r.pdf)
    if r.pdf.unreadable:
        yield not_readable("FISC-DATE", r)
    elif not times:
        yield failed("FISC-DATE", "time-not-printed", "the PDF prints no time of issue", seen=page(r))
    else:
        shown = ", ".join(f"{hour:02}:{minute:02}" for hour, minute, _ in times)
        yield passed("FISC-DATE", f"the PDF prints the time {shown}", observed=shown, seen=page(r))


@covers("FISC-OPERATOR")
def operator_is_printed(r: FiscalReadings) -> Judgement:
    """The page prints the label of the operator who issued the document."""
    return prints("FISC-OPERATOR", "the operator", r.tenant.operator, r)


@covers("FISC-PAYMENT-TYPE")
def means_of_payment_is_reported(r: FiscalReadings, table: CodeList) -> Judgement:
    """The means of payment is reported by the letter that belongs to it, one that is in use on that day."""
    stated, letters = r.stated("means"), r.tenant.means or {}
    found = {letters.get(payment, letters.get("other", "")) for payment in r.payments} or {letters["unpaid"]}
    expected = found.pop() if len(found) == 1 else letters["several"]
    if stated is None:
        return unverifiable("FISC-PAYMENT-TYPE", "not-answered", "the API does not answer the means of payment")
    sent = " and ".join(r.payments) or "no payment"
    details: Details = {"expected": expected, "observed": stated.value, "seen": answered(stated)}
    faults = list(table.faults("means of payment", stated.value, r.case.issue_date))
    if faults or stated.value != expected:
        message = f"{sent}: reported as {stated.value}, asked is {expected}" + "".join(f"; {fault}" for fault in faults)
        return failed("FISC-PAYMENT-TYPE", "means-differ", message, **details)
    return passed("FISC-PAYMENT-TYPE", f"{sent}: reported as {stated.value}", **details)
