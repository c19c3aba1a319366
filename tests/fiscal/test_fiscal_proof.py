from __future__ import annotations

from harness.fiscal import authority_id, hash_chain, zki, zoi
from harness.fiscal.errors import Fault
from harness.fiscal.proof import FormatOnly, Proof, Recomputed, compared

UUID = "b5f1c310-3dea-4331-82f8-d2dc72d9d018"


def test_a_right_format_is_never_verified():
    result = zoi.check_format("48c7d8888809f95edae149fa14e17a43")
    assert isinstance(result, FormatOnly)
    assert (result.holds, result.verified, result.proof) == (True, False, Proof.FORMAT_ONLY)
    assert result.words == "ZOI format ok, not verified"


def test_a_recomputed_code_is_verified_where_it_agrees():
    assert compared("ZOI", "ab", "ab").verified
    wrong = compared("ZOI", "AB", "ab")
    assert (wrong.holds, wrong.verified, wrong.proof) == (False, False, Proof.RECOMPUTED)
    assert wrong.words == "ZOI recomputed: 'AB' is stated, 'ab' is right"


def test_a_failed_signature_has_no_expected_value():
    result = Recomputed("document hash", "x", None, False)
    assert result.words.endswith("the signature is wrong")


def test_upper_case_and_short_codes_break_the_format():
    for wrong in ("48C7D8888809F95EDAE149FA14E17A43", "48c7", "48c7d8888809f95edae149fa14e17a43\n"):
        assert [fault.field for fault in zki.check_format(wrong).faults] == ["ZKI"]
        assert "32 lower-case" in zki.check_format(wrong).words


def test_identifiers_of_the_authority():
    assert authority_id.check_format("EOR", UUID).holds
    assert not authority_id.check_format("EOR", UUID).verified
    assert authority_id.check_format("JIR", UUID.upper()).holds
    assert not authority_id.check_format("JIR", UUID.replace("-", "")).holds
    assert not authority_id.check_format("JIR", "00000000-0000-0000-0000-000000000000").holds


def test_identifiers_must_differ_from_others_and_from_the_message():
    assert authority_id.check_format("EOR", UUID, others=["0" + UUID[1:]], message_id="1" + UUID[1:]).holds
    assert not authority_id.check_format("EOR", UUID, others=[UUID.upper()]).holds
    assert not authority_id.check_format("EOR", UUID, message_id=UUID).holds


def test_four_printed_characters_are_verified_against_the_full_hash_only():
    full = "wh0uUgI/fLTt9Kpb/hFwN6VIkjWZWI8R2TxtHUMyRL0a7hyQ"
    assert hash_chain.printed_characters(full) == "wTN8"
    assert hash_chain.recompute_printed("wTN8", full).verified
    assert not hash_chain.recompute_printed("wTN9", full).holds
    alone = hash_chain.check_printed("wTN8", in_record="wTN8")
    assert (alone.holds, alone.verified) == (True, False)
    assert not hash_chain.check_printed("wTN8", in_record="wTN9").holds


def test_a_fault_names_field_value_and_rule():
    assert str(Fault("izn", "1.00", "whole cents")) == "izn is '1.00', but the rule is: whole cents"
