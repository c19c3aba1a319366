"""Validation flags and the states of a Peppol sending: each broken promise is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checks.einvoices.behaviour import FlagsTried, PeppolTried, Sent, flags_are_obeyed, peppol_states_are_told

FLAGS = FlagsTried(
    required=422, numbers=("2026-00001", "2026-00001"), marked="invalid", invalid_export=422, draft_export=422,
    unvalidated=None, unvalidated_export=422,
)  # fmt: skip
SENT = Sent("pending", "7300010000001", "m-1", None)
FAILED = Sent("failed", "nobody", "m-2", "The recipient could not be reached")
PEPPOL = PeppolTried(
    before_onboarding=422, draft=409, recipient="7300010000001", found=True, sent=SENT,
    read_back=replace(SENT, status="delivered"), unknown_found=False, unknown=FAILED,
)  # fmt: skip


@pytest.mark.parametrize("tried", [FLAGS, replace(FLAGS, draft_export=None, marked=None)])
def test_flags_that_are_obeyed(objected, tried):
    assert objected(flags_are_obeyed(tried)) == set()


@pytest.mark.parametrize(("change", "code"), [
    ({"required": 201}, "not-refused"),
    ({"required": 500}, "not-refused"),
    ({"numbers": ("2026-00001", "2026-00002")}, "number-used-up"),
    ({"marked": "valid"}, "taken-as-valid"),
    ({"invalid_export": 200}, "not-refused"),
    ({"draft_export": 200}, "not-refused"),
    ({"unvalidated": "valid"}, "taken-as-valid"),
    ({"unvalidated_export": 200}, "not-refused"),
])  # fmt: skip
def test_flags_that_are_not(objected, change, code):
    assert objected(flags_are_obeyed(replace(FLAGS, **change))) == {f"EINV-FLAGS failed {code}"}


@pytest.mark.parametrize("tried", [PEPPOL, replace(PEPPOL, draft=None), replace(PEPPOL, unknown=422)])
def test_states_that_are_told(objected, tried):
    assert objected(peppol_states_are_told(tried)) == set()


@pytest.mark.parametrize(("change", "code"), [
    ({"before_onboarding": 200}, "not-refused"),
    ({"draft": 200}, "not-refused"),
    ({"found": False}, "recipient-check-wrong"),
    ({"unknown_found": True}, "recipient-check-wrong"),
    ({"sent": replace(SENT, status="failed")}, "not-sent"),
    ({"sent": replace(SENT, status=None)}, "not-sent"),
    ({"sent": replace(SENT, recipient="other")}, "sending-untold"),
    ({"sent": replace(SENT, message_id=None), "read_back": replace(SENT, message_id=None)}, "sending-untold"),
    ({"read_back": replace(SENT, message_id="m-9")}, "sending-forgotten"),
    ({"read_back": replace(SENT, status=None)}, "sending-forgotten"),
    ({"unknown": replace(FAILED, status="delivered")}, "unknown-recipient-served"),
    ({"unknown": replace(FAILED, error=None)}, "unknown-recipient-served"),
    ({"unknown": replace(FAILED, status=None)}, "unknown-recipient-served"),
    ({"unknown": 500}, "unknown-recipient-served"),
])  # fmt: skip
def test_states_that_are_not(objected, change, code):
    assert objected(peppol_states_are_told(replace(PEPPOL, **change))) == {f"EINV-PEPPOL-STATES failed {code}"}
