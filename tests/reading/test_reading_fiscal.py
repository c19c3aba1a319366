"""The fiscal block of an answer, read with the place of each fact."""

from __future__ import annotations

import pytest

from harness.reading.fiscal import read_fiscal

FURS = {"status": "success", "error": None, "data": {"zoi": "a", "eor": "b", "qr_code": "c",
        "business_premise_name": "P1", "electronic_device_name": "E1"}}  # fmt: skip
FINA = {"status": "pending", "error": "down", "data": {"zki": "a", "jir": None, "qr_code_url": "c",
        "premise_id": "P1", "device_id": "1", "payment_type": "G"}}  # fmt: skip
PT = {"atcud": "X-1", "hash": "h", "hash_printed": "abcd", "qr_code": "A:1", "certificate_number": 9999,
      "system_entry_date": "2026-11-23T11:00:00"}  # fmt: skip


def test_cash_register_with_identifier():
    facts = read_fiscal({"furs": FURS}, "furs")
    assert (facts.code.value, facts.authority_id.value, facts.payload.value) == ("a", "b", "c")
    assert (facts.premise.value, facts.device.value, facts.status.value) == ("P1", "E1", "success")
    assert facts.code.place.pointer == "/furs/data/zoi"
    assert facts.error is None


def test_cash_register_that_waits():
    facts = read_fiscal({"fina": FINA}, "fina")
    assert (facts.status.value, facts.error.value, facts.authority_id, facts.means.value) == (
        "pending", "down", None, "G"
    )  # fmt: skip


def test_series():
    facts = read_fiscal({"pt": PT}, "at")
    assert (facts.atcud.value, facts.signature.value, facts.characters.value) == ("X-1", "h", "abcd")
    assert (facts.certificate.value, facts.entered.value) == ("9999", "2026-11-23T11:00:00")
    assert facts.signature.place.pointer == "/pt/hash"


@pytest.mark.parametrize("answer", [{}, {"furs": None}, {"furs": "none"}, {"fina": FINA}])
def test_no_block_of_the_scheme(answer):
    assert read_fiscal(answer, "furs") is None


def test_a_skipped_document_states_its_status_alone():
    facts = read_fiscal({"furs": {"status": "skipped", "data": None}}, "furs")
    assert (facts.status.value, facts.code, facts.payload) == ("skipped", None, None)


def test_an_unknown_scheme_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        read_fiscal({}, "unknown")
