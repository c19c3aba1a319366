"""What the checks of fiscal codes share: the readings of a document, what was registered, the codes of a scheme.

Expected values come from the case, the law and what the harness registered for the tenant. Only what nobody but the
target can know is taken from one of its witnesses and held against another: the second of issue, the running number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from harness.checks.base import Details, failed, page_place, passed, unverifiable
from harness.fiscal import zoi_record
from harness.fiscal.errors import CodeError
from harness.fiscal.recognise import Recognised, Scheme, recognise_all
from harness.model.case import Case
from harness.model.expectation import Expectation
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer, Verdict
from harness.model.fiscal import FiscalFacts
from harness.model.text import find_phrase

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
UNVERIFIED = "format only, not verified by the authority"
"""What is said of an identifier that nobody but the authority can check."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series that was registered for one type of document."""

    code: str
    validation_code: str
    types: tuple[str, ...]
    """Types of document that may stand before the series in a number."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What the harness registered for a tenant, and the keys that its codes can be checked with."""

    scheme: str
    tax_number: str
    """The tenant's own number, digits alone."""
    operator: str = ""
    """Label of the operator, as it is to be printed."""
    premise: str = ""
    devices: tuple[str, ...] = ()
    means: Mapping[str, str] | None = None
    """Type of payment to the letter that the authority wants; ``None`` where it wants none."""
    private_key: RSAPrivateKey | None = None
    """Of the certificate that was uploaded; ``None`` where none was."""
    certified: bool = True
    """Whether the authority can be expected to accept the certificate; only a simulated one takes one of our making."""
    public_key: RSAPublicKey | None = None
    """Of the target's own signatures; ``None`` where it does not publish one."""
    series: Mapping[DocumentKind, Series] | None = None
    rates: tuple[Decimal, ...] = ()
    """The rates in force above zero, highest first."""


@dataclass(frozen=True, slots=True)
class FiscalReadings:
    """One document of a tenant that issues under a scheme."""

    case: Case
    law: Expectation
    api: InvoiceFacts
    pdf: InvoiceFacts
    fiscal: FiscalFacts | None
    """What the answer states; ``None`` where the document has no fiscal block."""
    tenant: Registered
    device: str = ""
    """The device that the document was sent to."""
    payments: tuple[str, ...] = ()
    """Types of the payments that were sent with it."""

    @property
    def number(self) -> str:
        """Its number as answered; empty where there is none."""
        return self.api.number.value if self.api.number else ""

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The lawful totals with the sign that authorities want: negative for a credit note."""
        sign = -1 if self.case.kind is DocumentKind.CREDIT_NOTE else 1
        found = {sign * totals.gross.amount for totals in self.law.law.totals}
        return tuple(sorted(found))

    def stated(self, name: str) -> Fact[str] | None:
        """A fact of the fiscal block by its name in :class:`FiscalFacts`."""
        found: Fact[str] | None = getattr(self.fiscal, name) if self.fiscal else None
        return found


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codes of a scheme with cash registers are called, and the requirements about them."""

    code: str
    authority_id: str
    code_requirement: str
    authority_requirement: str
    symbol_requirement: str
    symbol: Scheme


CODES: Mapping[str, Codes] = {
    "furs": Codes("ZOI", "EOR", "FISC-ZOI", "FISC-EOR", "FISC-ZOI-QR", Scheme.ZOI_RECORD),
    "fina": Codes("ZKI", "JIR", "FISC-ZKI", "FISC-JIR", "FISC-ZKI-QR", Scheme.ZKI_ADDRESS),
}
"""The schemes in which the issuer signs and the authority answers."""
SYMBOLS: Mapping[str, tuple[str, Scheme]] = {
    **{name: (codes.symbol_requirement, codes.symbol) for name, codes in CODES.items()},
    "at": ("FISC-ATCUD-QR", Scheme.ATCUD_RECORD),
}
"""Scheme of a duty -> the requirement about its symbol, and what is in the symbol."""


def symbols_of(r: FiscalReadings) -> list[Recognised]:
    """The scheme's symbols on the pages, a record that is split over bar codes as one; other codes do not count."""
    wanted = SYMBOLS[r.tenant.scheme][1]
    return [one for one in recognise_all(r.pdf.symbols or ()) if one.scheme is wanted]


def symbol_of(r: FiscalReadings) -> Recognised | None:
    """The first of the scheme's symbols; ``None`` where there is none."""
    return next(iter(symbols_of(r)), None)


def content_of(found: Recognised) -> str:
    """What a symbol contains, joined where it is split over several."""
    texts = [symbol.text for symbol in found.symbols]
    if len(texts) == 1:
        return texts[0]
    try:
        return zoi_record.join(texts)
    except CodeError:
        return " ".join(texts)


def printed_times(pdf: InvoiceFacts) -> list[tuple[int, int, int | None]]:
    """Hours, minutes and, where they are printed, seconds of every time of day on the page."""
    times = [match for line in pdf.text for match in _CLOCK.finditer(line.text)]
    return [(int(hour), int(minute), int(second) if second else None) for hour, minute, second in map(_parts, times)]


def _parts(match: re.Match[str]) -> tuple[str, str, str | None]:
    return match[1], match[2], match[3]


def prints(requirement: str, what: str, value: str, r: FiscalReadings, *, missing: str = "not-printed") -> Judgement:
    """Whether the page prints a value; letters and digits count, the setting does not."""
    if r.pdf.unreadable:
        return not_readable(requirement, r)
    found = find_phrase(r.pdf.text, value)
    details: Details = {"expected": value, "observed": found.text if found else "", "seen": page(r, found)}
    if found is None:
        return failed(requirement, missing, f"{what}: the PDF does not print {value!r}", **details)
    return passed(requirement, f"{what}: the PDF prints {value!r}", **details)


def not_readable(requirement: str, r: FiscalReadings) -> Judgement:
    """What is to be said of a page from which nothing can be read."""
    return unverifiable(requirement, "unreadable", f"the page could not be read: {r.pdf.unreadable}")


def page(r: FiscalReadings, fact: Fact[str] | None = None) -> tuple[Pointer, ...]:
    """Where something stands on the page; its top where it is missing."""
    return (Pointer(Witness.PDF, fact.place if fact else page_place(r.pdf), fact.text if fact else ""),)


def answered(fact: Fact[str] | None) -> tuple[Pointer, ...]:
    """Where something stands in the answer."""
    return (Pointer(Witness.API, fact.place, fact.text),) if fact else ()


def within(minute: datetime, r: FiscalReadings) -> list[datetime]:
    """The moments of issue that a witness leaves open which states the minute alone: that second which the page prints
    with the same minute, else all sixty.
    """
    seconds = {
        s for hour, at, s in printed_times(r.pdf) if (hour, at) == (minute.hour, minute.minute) and s is not None
    }
    return [minute.replace(second=second) for second in sorted(seconds) or range(60)]


def not_in_force(requirements: Sequence[str], where: str, since: str) -> list[Judgement]:
    """What is to be said of a duty that begins after the date of the run; ``where`` names the scheme or the country."""
    message = f"{where}: asked for from {since} on"
    return [Judgement(one, Verdict.NOT_APPLICABLE, "not-in-force", message) for one in requirements]
