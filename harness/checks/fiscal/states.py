"""What becomes of a document when the authority does not answer, which ones it need not see, and that they stay.

Sources: contract sections 11.6, 21 and 22 (status, late submission, skip rules), and the technical specifications
(subsequent submission: the protective code stays, the symbol states it in the meantime).
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.checks.base import Details, covers, failed, passed
from harness.checks.fiscal.readings import CODES, FiscalReadings, answered
from harness.model.finding import Judgement

REFUSALS = (400, 409, 422)
"""HTTP statuses of a request that is understood and refused; a route that does not exist refuses nothing."""


@covers("FISC-LATE")
def waits_for_the_authority(r: FiscalReadings) -> Iterator[Judgement]:
    """While the authority does not answer, the document has its protective code and no identifier."""
    codes, status, identifier = CODES[r.tenant.scheme], r.stated("status"), r.stated("authority_id")
    observed = status.value if status else "none"
    details: Details = {"expected": "pending", "observed": observed, "seen": answered(status)}
    if observed != "pending":
        yield failed(
            "FISC-LATE", "not-pending", f"the authority did not answer, but the status is {observed}", **details
        )
    else:
        yield passed("FISC-LATE", "issued, and waiting for the authority", **details)
    if identifier is not None:
        message = f"the authority did not answer, but the document bears the {codes.authority_id} {identifier.value}"
        yield failed("FISC-LATE", "identifier-invented", message, seen=answered(identifier))
    else:
        yield passed("FISC-LATE", f"no {codes.authority_id} before the authority has answered")
    if r.stated("code") is None:
        yield failed("FISC-LATE", "code-missing", f"issued without its {codes.code}")


@covers("FISC-LATE")
def submitted_late(before: FiscalReadings, after: FiscalReadings) -> Iterator[Judgement]:
    """After the late submission the document has the authority's identifier, and its own code as before."""
    codes, status = CODES[before.tenant.scheme], after.stated("status")
    old, new = before.stated("code"), after.stated("code")
    was, now = old.value if old else "none", new.value if new else "none"
    details: Details = {"expected": was, "observed": now, "seen": answered(new)}
    if was != now:
        yield failed("FISC-LATE", "code-changed", f"{codes.code} {was} became {now} by the late submission", **details)
    else:
        yield passed("FISC-LATE", f"the late submission keeps the {codes.code} {now}", **details)
    state, identifier = status.value if status else "none", after.stated("authority_id")
    if state != "success" or identifier is None:
        message = f"submitted late: the status is {state}, the {codes.authority_id} {identifier and identifier.value}"
        yield failed("FISC-LATE", "not-confirmed", message, expected="success", observed=state, seen=answered(status))
    else:
        yield passed(
            "FISC-LATE", f"submitted late: the document has its {codes.authority_id}", seen=answered(identifier)
        )


@covers("FISC-LATE")
def keeps_its_number(before: str, after: str) -> Judgement:
    """The late submission gives the document no other number."""
    if before != after:
        return failed("FISC-LATE", "number-changed", f"{before} became {after}", expected=before, observed=after)
    return passed("FISC-LATE", f"the document keeps its number {before}", expected=before, observed=after)


@covers("FISC-SKIP")
def left_out_at_wish(r: FiscalReadings, why: str) -> Judgement:
    """A document that is paid by transfer, or not yet, may be left out: it has no codes and an ordinary number."""
    status = r.stated("status")
    observed = status.value if status else "none"
    details: Details = {"expected": "skipped", "observed": observed, "seen": answered(status)}
    if observed != "skipped" or r.stated("code") or r.stated("authority_id"):
        return failed("FISC-SKIP", "not-left-out", f"{why}: to be left out, but the status is {observed}", **details)
    return passed("FISC-SKIP", f"{why}: left out as asked for, number {r.number}", **details)


@covers("FISC-SKIP")
def not_concerned(r: FiscalReadings, why: str) -> Judgement:
    """A sale that the scheme does not concern has no codes."""
    code = r.stated("code")
    if code is not None:
        message = f"{why}: the scheme does not concern it, but it bears {code.value}"
        return failed("FISC-SKIP", "codes-without-duty", message, seen=answered(code))
    return passed("FISC-SKIP", f"{why}: no codes, number {r.number}")


@covers("FISC-SKIP")
def cash_is_never_left_out(status: int, why: str) -> Judgement:
    """Leaving out a document that is paid in cash or by card is refused."""
    details: Details = {"expected": "refused", "observed": str(status)}
    if status not in REFUSALS:
        return failed(
            "FISC-SKIP", "cash-left-out", f"{why}: asked to be left out, and answered HTTP {status}", **details
        )
    return passed("FISC-SKIP", f"{why}: leaving it out is refused with HTTP {status}", **details)


@covers("FISC-FINAL")
def draft_bears_no_codes(r: FiscalReadings) -> Judgement:
    """A draft has neither a number nor codes before it is made final."""
    code, identifier = r.stated("code"), r.stated("authority_id")
    if code is not None or identifier is not None:
        return failed("FISC-FINAL", "draft-with-codes", f"the draft {r.number} bears codes", seen=answered(code))
    return passed("FISC-FINAL", f"the draft {r.number} bears no codes")


@covers("FISC-FINAL")
def change_is_refused(attempt: str, status: int) -> Judgement:
    """Whoever tries to change or withdraw a document that an authority knows is refused."""
    details: Details = {"expected": "refused", "observed": str(status)}
    if status not in REFUSALS:
        return failed("FISC-FINAL", "changed", f"{attempt}: answered HTTP {status}, instead of refused", **details)
    return passed("FISC-FINAL", f"{attempt}: refused with HTTP {status}", **details)


@covers("FISC-FINAL")
def void_keeps_the_codes(before: FiscalReadings, after: FiscalReadings) -> Iterator[Judgement]:
    """A void document keeps its number and its codes, so that the authority's record of it can be found."""
    codes = CODES[before.tenant.scheme]
    for name, what in (("code", codes.code), ("authority_id", codes.authority_id)):
        old, new = before.stated(name), after.stated(name)
        was, now = old.value if old else "none", new.value if new else "none"
        details: Details = {"expected": was, "observed": now, "seen": answered(new)}
        if was != now:
            yield failed("FISC-FINAL", "codes-lost", f"{what} {was} became {now} by voiding the document", **details)
        else:
            yield passed("FISC-FINAL", f"the void document keeps its {what} {now}", **details)
    if before.number != after.number:
        yield failed("FISC-FINAL", "number-changed", f"{before.number} became {after.number} by voiding it")
