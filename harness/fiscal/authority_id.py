"""The identifiers that an authority gives an invoice (EOR, JIR): a UUID that nobody else can derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.fiscal.errors import Fault
from harness.fiscal.proof import FormatOnly
from harness.fiscal.shapes import UUID, matches


def check_format(
    scheme: str, observed: str, *, others: Iterable[str] = (), message_id: str | None = None
) -> FormatOnly:
    """Whether ``observed`` can be the authority's identifier; never a verification.

    ``scheme`` is its name (``EOR``, ``JIR``), ``others`` are those of other invoices, which must differ, and
    ``message_id`` is the sender's own identifier of the message, which some systems print by mistake.
    """
    return FormatOnly(scheme, observed, tuple(_faults(scheme, observed, others, message_id)))


def _faults(scheme: str, observed: str, others: Iterable[str], message_id: str | None) -> Iterator[Fault]:
    yield from matches(scheme, observed, UUID, "a UUID: 36 characters, hexadecimal digits and four hyphens")
    if set(observed) <= set("0-"):
        yield Fault(scheme, observed, "not the UUID of zeros alone")
    if observed.lower() in {other.lower() for other in others}:
        yield Fault(scheme, observed, "not the identifier of another invoice")
    if message_id is not None and observed.lower() == message_id.lower():
        yield Fault(scheme, observed, "given by the authority, not the identifier of the sender's message")
