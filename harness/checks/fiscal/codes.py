"""Protective codes (ZOI, ZKI) and the identifiers of the authority (EOR, JIR).

The first are signatures under the key of the certificate that the harness made and uploaded, so they are recomputed:
over the tenant's tax number, the premises and device that were asked for and the lawful total, at the time that the
symbol or the page states. The second only the authority can derive: their format and their consistency are judged, and
the message says so. Sources: the technical specifications that :mod:`harness.fiscal` names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import product

from harness.checks.base import Details, covers, failed, passed, unverifiable
from harness.checks.fiscal.readings import (
    CODES,
    UNVERIFIED,
    Codes,
    FiscalReadings,
    answered,
    printed_times,
    prints,
    symbol_of,
    within,
)
from harness.fiscal import authority_id, zki, zki_url, zoi, zoi_record
from harness.fiscal.errors import CodeError
from harness.fiscal.numbers import InvoiceNumber, parse_dashed, parse_slashed
from harness.fiscal.protection import ProtectedInvoice
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord
from harness.model.facts import Fact
from harness.model.finding import Judgement

_LIBRARY = {"furs": zoi, "fina": zki}
_NUMBERS = {"furs": parse_dashed, "fina": parse_slashed}


@covers("FISC-ZOI", "FISC-ZKI")
def protective_code(r: FiscalReadings) -> Iterator[Judgement]:
    """The protective code is the one that follows from the document under the uploaded key, and the page prints it."""
    codes, stated = CODES[r.tenant.scheme], r.stated("code")
    if stated is None:
        yield failed(codes.code_requirement, "not-stated", f"the API answers no {codes.code}")
        return
    yield _recomputed(codes, stated, r)
    yield prints(codes.code_requirement, codes.code, stated.value, r)


def _recomputed(codes: Codes, stated: Fact[str], r: FiscalReadings) -> Judgement:
    requirement, library = codes.code_requirement, _LIBRARY[r.tenant.scheme]
    shape = library.check_format(stated.value)
    if not shape.holds:
        return failed(requirement, "format", shape.words, observed=stated.value, seen=answered(stated))
    if r.tenant.private_key is None:
        message = f"{codes.code} {stated.value}: format ok, not verified without the key of the certificate"
        return unverifiable(requirement, "no-key", message, observed=stated.value, seen=answered(stated))
    number, moments = number_of(r), moments_of(r)
    if number is None or not moments:
        lacking = "number of three parts" if number is None else "time of issue"
        message = f"{codes.code} {stated.value} cannot be recomputed: no {lacking} is stated"
        return unverifiable(requirement, "nothing-to-recompute-from", message, seen=answered(stated))
    return _verdict(codes, stated, r, number, moments)


def _verdict(
    codes: Codes, stated: Fact[str], r: FiscalReadings, number: InvoiceNumber, moments: Sequence[datetime]
) -> Judgement:
    key, library = r.tenant.private_key, _LIBRARY[r.tenant.scheme]
    assert key is not None
    invoices = [_protected(r, number, moment, amount) for moment, amount in product(moments, r.amounts)]
    results = [library.recompute(stated.value, invoice, key) for invoice in invoices]
    expected = stated.value if any(one.agrees for one in results) else str(results[0].expected)
    details: Details = {"expected": expected, "observed": stated.value, "seen": answered(stated)}
    if expected != stated.value:
        message = f"{codes.code}: the API answers {stated.value}, but {expected} follows from the document"
        return failed(codes.code_requirement, "code-differs", message, **details)
    message = f"{codes.code} {stated.value}: recomputed with the key of the certificate, agrees"
    return passed(codes.code_requirement, message, **details)


def _protected(r: FiscalReadings, number: InvoiceNumber, moment: datetime, amount: Decimal) -> ProtectedInvoice:
    return ProtectedInvoice(
        tax_number=r.tenant.tax_number,
        issued=moment,
        number=str(number.sequence),
        premise=r.tenant.premise,
        device=r.device,
        amount=amount,
    )


def number_of(r: FiscalReadings) -> InvoiceNumber | None:
    """The parts of the document's number; ``None`` where it does not have them."""
    return number_parts(r.tenant.scheme, r.number)


def number_parts(scheme: str, number: str) -> InvoiceNumber | None:
    """The parts of a number under a scheme; ``None`` where it does not have them."""
    try:
        return _NUMBERS[scheme](number)
    except CodeError:
        return None


def moments_of(r: FiscalReadings) -> list[datetime]:
    """When the document may have been issued, by the symbol and the page; by the answer's date without a symbol."""
    found = symbol_of(r)
    if found is not None and isinstance(found.value, ZoiRecord):
        return [found.value.issued]
    if found is not None and isinstance(found.value, InvoiceLookup):
        return within(found.value.issued, r)
    if r.api.issue_date is None:
        return []
    day = r.api.issue_date.value
    times = [(hour, minute, s) for hour, minute, s in printed_times(r.pdf) if s is not None]
    return [datetime(day.year, day.month, day.day, hour, minute, s) for hour, minute, s in times]


@covers("FISC-EOR", "FISC-JIR")
def authority_identifier(r: FiscalReadings) -> Iterator[Judgement]:
    """The authority's identifier has the right format and is printed; nobody but the authority can verify it."""
    codes, stated = CODES[r.tenant.scheme], r.stated("authority_id")
    requirement, status, error = codes.authority_requirement, r.stated("status"), r.stated("error")
    if stated is None:
        state = f"{status.value if status else 'none'}" + (f" ({error.value})" if error else "")
        message = f"the API answers no {codes.authority_id}; the status is {state}"
        if r.tenant.certified:
            yield failed(requirement, "not-stated", message)
        else:
            ours = "the certificate is of the harness's making, which the authority may refuse"
            yield unverifiable(requirement, "not-certified", f"{message}; {ours}")
        return
    result = authority_id.check_format(codes.authority_id, stated.value)
    if result.holds:
        message = f"{codes.authority_id} {stated.value}: {UNVERIFIED}"
        yield passed(requirement, message, observed=stated.value, seen=answered(stated))
    else:
        yield failed(requirement, "format", result.words, observed=stated.value, seen=answered(stated))
    yield prints(requirement, codes.authority_id, stated.value, r)


@covers("FISC-ZOI", "FISC-ZKI", "FISC-EOR", "FISC-JIR")
def codes_are_never_repeated(documents: Sequence[FiscalReadings]) -> Iterator[Judgement]:
    """No two documents bear the same protective code, or the same identifier of the authority."""
    codes = CODES[documents[0].tenant.scheme]
    pairs = (("code", codes.code, codes.code_requirement), ("authority_id", codes.authority_id,
             codes.authority_requirement))  # fmt: skip
    for field, name, requirement in pairs:
        found = [stated.value.lower() for r in documents if (stated := r.stated(field)) is not None]
        twice = sorted(value for value, times in Counter(found).items() if times > 1)
        if twice:
            message = f"{name} {', '.join(twice)}: given to several of {len(found)} documents"
            yield failed(requirement, "repeated", message, observed=", ".join(twice))
        elif len(found) > 1:
            yield passed(requirement, f"{len(found)} documents bear {len(found)} different values of {name}")


def record_of(r: FiscalReadings, moment: datetime, amount: Decimal) -> str:
    """What the symbol must contain by the other witnesses. Raises ``CodeError`` where they do not allow one."""
    code, identifier = r.stated("code"), r.stated("authority_id")
    if r.tenant.scheme == "furs":
        return zoi_record.build(ZoiRecord(code.value if code else "", r.tenant.tax_number, moment))
    jir = identifier.value if identifier else None
    known = None if jir else code.value if code else ""
    return zki_url.build(InvoiceLookup(moment, amount, jir=jir, zki=known))
