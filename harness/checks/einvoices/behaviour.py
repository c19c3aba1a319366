"""What the API promises of e-invoices beyond their content: validation flags, and the states of a Peppol sending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.checks.base import Details, covers, failed, passed
from harness.model.finding import Judgement

VALID = "valid"
"""``validation_status`` of a document that may be exported."""
FLAGS, STATES = "EINV-FLAGS", "EINV-PEPPOL-STATES"
UNDER_WAY = ("pending", "delivered")
"""States of a sending that did not fail."""


@dataclass(frozen=True, slots=True)
class FlagsTried:
    """What became of an invoice without its buyer, of a draft, and of an invoice whose validation is switched off."""

    required: int
    """HTTP status where a valid e-invoice was required."""
    numbers: tuple[str, str]
    """The next number before and after that."""
    marked: str | None
    """The validation status where it was not required; ``None`` where the document says nothing of it."""
    invalid_export: int
    """HTTP status of its export."""
    draft_export: int | None
    """HTTP status of a draft's export; ``None`` where there are no drafts."""
    unvalidated: str | None
    """The validation status of the invoice whose validation was switched off."""
    unvalidated_export: int
    """HTTP status of its export."""


@covers(FLAGS)
def flags_are_obeyed(tried: FlagsTried) -> Iterator[Judgement]:
    """Invalid data blocks the save where that is asked for, is told where not, and nothing invalid is exported."""
    yield _refused(FLAGS, tried.required, "saving an invoice without its buyer, a valid e-invoice being required")
    before, after = tried.numbers
    kept: Details = {"expected": before, "observed": after}
    if before == after:
        yield passed(FLAGS, f"the refused invoice used up no number: the next is still {after}", **kept)
    else:
        message = f"the refused invoice used up a number: the next was {before}, and is {after}"
        yield failed(FLAGS, "number-used-up", message, **kept)
    yield _marked(tried.marked, "an invoice without its buyer is saved")
    yield _refused(FLAGS, tried.invalid_export, "exporting an invoice that is not valid")
    if tried.draft_export is not None:
        yield _refused(FLAGS, tried.draft_export, "exporting a draft")
    yield _marked(tried.unvalidated, "an invoice whose validation is off is saved")
    yield _refused(FLAGS, tried.unvalidated_export, "exporting an invoice whose validation is off")


def _marked(status: str | None, what: str) -> Judgement:
    shown = status or "no validation status"
    details: Details = {"expected": f"not {VALID}", "observed": shown}
    if status != VALID:
        return passed(FLAGS, f"{what}, and marked: {shown}", **details)
    return failed(FLAGS, "taken-as-valid", f"{what}, and marked as {VALID}", **details)


def _refused(requirement: str, status: int, what: str) -> Judgement:
    details: Details = {"expected": "refused (4xx)", "observed": f"HTTP {status}"}
    if 400 <= status < 500:
        return passed(requirement, f"{what} is refused with HTTP {status}", **details)
    return failed(requirement, "not-refused", f"{what} is answered with HTTP {status}", **details)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a document says of its sending."""

    status: str | None
    recipient: str | None
    message_id: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class PeppolTried:
    """What became of sending before and after the supplier was onboarded, and to a recipient whom nobody knows."""

    before_onboarding: int
    """HTTP status."""
    draft: int | None
    """HTTP status of sending a draft; ``None`` where there are no drafts."""
    recipient: str
    """To whom the document went."""
    found: bool
    """Whether the network knows them."""
    sent: Sent
    """As answered to the sending."""
    read_back: Sent
    """As the document says afterwards."""
    unknown_found: bool
    """Whether the network claims to know a recipient who does not exist."""
    unknown: Sent | int
    """What sending to them came to; the HTTP status where it was refused."""


@covers(STATES)
def peppol_states_are_told(tried: PeppolTried) -> Iterator[Judgement]:
    """Nothing goes out before it may, what goes out says where it stands, and an unknown recipient gets nothing."""
    yield _refused(STATES, tried.before_onboarding, "sending before the supplier is onboarded")
    if tried.draft is not None:
        yield _refused(STATES, tried.draft, "sending a draft")
    yield _found(tried.found, expected=True)
    yield from _is_under_way(tried.sent, tried.recipient)
    yield _stays(tried.sent, tried.read_back)
    yield _found(tried.unknown_found, expected=False)
    yield _did_not_arrive(tried.unknown)


def _found(found: bool, *, expected: bool) -> Judgement:
    who = "the recipient" if expected else "a recipient who does not exist"
    details: Details = {"expected": _known(expected), "observed": _known(found)}
    if found is expected:
        return passed(STATES, f"{who} is {_known(found)} to the network", **details)
    return failed(STATES, "recipient-check-wrong", f"{who} is {_known(found)} to the network", **details)


def _known(found: bool) -> str:
    return "known" if found else "unknown"


def _is_under_way(sent: Sent, recipient: str) -> Iterator[Judgement]:
    details: Details = {"expected": " or ".join(UNDER_WAY), "observed": sent.status or "no state"}
    if sent.status in UNDER_WAY:
        yield passed(STATES, f"the sent document is {sent.status}", **details)
    else:
        yield failed(
            STATES, "not-sent", f"the sent document is {sent.status or 'without state'}: {sent.error}", **details
        )
    for what, asked, stated in (("recipient", recipient, sent.recipient), ("message id", "one", sent.message_id)):
        holds = stated == asked if what == "recipient" else bool(stated)
        told: Details = {"expected": asked, "observed": stated or "none"}
        message = f"{what} of the sending: {stated or 'none'}"
        yield passed(STATES, message, **told) if holds else failed(STATES, "sending-untold", message, **told)


def _stays(sent: Sent, read_back: Sent) -> Judgement:
    details: Details = {"expected": str(sent.message_id), "observed": str(read_back.message_id)}
    if sent.message_id == read_back.message_id and read_back.status in UNDER_WAY:
        return passed(STATES, f"read back, the document is {read_back.status}, with its message id", **details)
    message = f"read back, the document is {read_back.status} with message id {read_back.message_id}"
    return failed(STATES, "sending-forgotten", message, **details)


def _did_not_arrive(unknown: Sent | int) -> Judgement:
    shown = f"HTTP {unknown}" if isinstance(unknown, int) else str(unknown.status)
    details: Details = {"expected": "refused or failed", "observed": shown}
    refused = isinstance(unknown, int) and 400 <= unknown < 500
    if refused or (isinstance(unknown, Sent) and unknown.status not in (None, *UNDER_WAY) and unknown.error):
        return passed(STATES, f"sending to a recipient who does not exist: {shown}", **details)
    message = f"sending to a recipient who does not exist: {shown}, instead of a failure with its reason"
    return failed(STATES, "unknown-recipient-served", message, **details)
