"""The address in the QR code of an invoice with ZKI, where the customer looks the invoice up.

``https://porezna.gov.hr/rn?jir=..|zki=..&datv=YYYYMMDD_HHMM&izn=<cents>``. Source: technical specification for users,
version 2.6, chapter 2.7. Parameters are read by name; their order is a fault of its own only in :func:`recompute`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.proof import Recomputed, compared
from harness.fiscal.shapes import HEX32, UUID, cents, from_cents, matches, parameters, whole_cents

SCHEME = "invoice lookup address"
ADDRESS = "https://porezna.gov.hr/rn"
_NAMES = ("jir", "zki", "datv", "izn")


@dataclass(frozen=True, slots=True)
class InvoiceLookup:
    """What the address states; exactly one of ``jir`` and ``zki`` is set."""

    issued: datetime
    """Local time of issue, to the minute."""
    amount: Decimal
    """Total in euro, two decimals; negative for a reversal."""
    jir: str | None = None
    """The authority's identifier, where it was obtained."""
    zki: str | None = None
    """The protective code, where the authority could not be reached."""


def build(lookup: InvoiceLookup) -> str:
    """The address; raises :class:`CodeError`."""
    require(SCHEME, _faults(lookup))
    code = f"jir={lookup.jir}" if lookup.jir is not None else f"zki={lookup.zki}"
    return f"{ADDRESS}?{code}&datv={lookup.issued:%Y%m%d_%H%M}&izn={cents(lookup.amount, SCHEME)}"


def parse(url: str) -> InvoiceLookup:
    """What the address states, its parameters in any order; raises :class:`CodeError`."""
    given = parameters(SCHEME, url, ADDRESS)
    values = dict(given)
    require(SCHEME, _parameter_faults(given, values))
    lookup = InvoiceLookup(
        _time(values["datv"]), from_cents(values["izn"]), jir=values.get("jir"), zki=values.get("zki")
    )
    require(SCHEME, _faults(lookup))
    return lookup


def recompute(observed: str, lookup: InvoiceLookup) -> Recomputed:
    """Whether the address in a symbol is, to the letter, the one that follows from the document."""
    return compared(SCHEME, observed, build(lookup))


def _parameter_faults(given: list[tuple[str, str]], values: dict[str, str]) -> Iterator[Fault]:
    for name, value in given:
        if name not in _NAMES:
            yield Fault(name, value, f"only the parameters {', '.join(_NAMES)}")
    if len(values) != len(given):
        yield Fault("parameters", ", ".join(name for name, _ in given), "every parameter once")
    for name in ("datv", "izn"):
        if name not in values:
            yield Fault(name, "", "must be given")
    yield from matches("datv", values.get("datv", "00000000_0000"), "[0-9]{8}_[0-9]{4}", "a time as YYYYMMDD_HHMM")
    yield from matches(
        "izn",
        values.get("izn", "0"),
        "0|-?[1-9][0-9]{0,16}",
        "whole cents, no separators, no leading zero, up to 17 digits",
    )


def _faults(lookup: InvoiceLookup) -> Iterator[Fault]:
    if (lookup.jir is None) == (lookup.zki is None):
        yield Fault("jir, zki", f"{lookup.jir}, {lookup.zki}", "exactly one of the two")
    if lookup.jir is not None:
        yield from matches("jir", lookup.jir, UUID, "a UUID of 36 characters")
    if lookup.zki is not None:
        yield from matches("zki", lookup.zki, HEX32, "32 lower-case hexadecimal digits")
    yield from whole_cents("amount", lookup.amount)


def _time(digits: str) -> datetime:
    try:
        return datetime.strptime(digits, "%Y%m%d_%H%M")
    except ValueError as error:
        raise CodeError(SCHEME, [Fault("datv", digits, "a time as YYYYMMDD_HHMM")]) from error
