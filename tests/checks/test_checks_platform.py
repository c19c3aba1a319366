"""What the platform relies on: every check passes on what was asked, and fails on the smallest difference."""

from __future__ import annotations

from decimal import Decimal

import pytest

from harness.checks.platform import (
    TransactionAnswer,
    answers_follow_the_contract,
    entity_is_what_was_asked,
    entity_key_opens_one_entity,
    found_by_tenant_id,
    key_ends_and_is_hidden,
    metadata_comes_back,
    other_tenants_see_nothing,
    preloaded_taxes_equal_the_law,
    repeated_request_is_replayed,
    settings_are_kept,
    taxes_are_not_shared,
    usage_is_what_was_issued,
    user_has_the_role,
    vies_outcome_is_three_valued,
)
from harness.model.case import ViesState

ASKED = {"name": "Vrelec Oprema", "country_code": "SI", "currency_code": "EUR", "environment": "sandbox"}
LAWFUL = {"standard": Decimal("22"), "reduced2": Decimal("9.5"), "reduced": Decimal("5")}


def said(judgement) -> str:
    return f"{judgement.requirement} {judgement.verdict.value} {judgement.code}"


def decimals(*rates: str) -> list[Decimal]:
    return [Decimal(rate) for rate in rates]


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ({**ASKED, "id": "ent_1"}, set()),
        ({**ASKED, "environment": "live"}, {"API-ENTITY failed environment-differs"}),
        ({**ASKED, "name": None}, {"API-ENTITY failed name-differs"}),
        (
            {"name": "Vrelec Oprema", "country_code": "DE", "environment": "sandbox"},
            {"API-ENTITY failed country_code-differs", "API-ENTITY failed currency_code-differs"},
        ),
    ],
    ids=["as-asked", "live", "no-name", "two-differ"],
)
def test_an_entity_is_what_was_asked(objected, answered, expected):
    judgements = list(entity_is_what_was_asked(ASKED, answered))

    assert len(judgements) == len(ASKED)
    assert objected(judgements) == expected


@pytest.mark.parametrize(
    ("preloaded", "expected"),
    [
        (decimals("22", "9.5", "5"), "passed holds"),
        (decimals("5.00", "22.0", "9.50", "0", "22"), "passed holds"),
        (decimals("22", "9.5"), "failed rates-differ"),
        (decimals("20", "9.5", "5"), "failed rates-differ"),
        (decimals("22", "9.5", "5", "8.5"), "failed rates-differ"),
        (decimals("0"), "failed rates-differ"),
        ([], "not_applicable none-preloaded"),
    ],
)
def test_preloaded_taxes_equal_the_law(preloaded, expected):
    assert said(preloaded_taxes_equal_the_law(LAWFUL, preloaded)) == f"VAT-PRELOADED-TAXES {expected}"


@pytest.mark.parametrize(
    ("drift", "expected"),
    [((), "passed holds"), (("invoice.colour is unknown",), "failed drift"), (tuple("abcdefghijkl"), "failed drift")],
)
def test_answers_follow_the_contract(drift, expected):
    assert said(answers_follow_the_contract(drift)) == f"API-CONTRACT {expected}"


@pytest.mark.parametrize(
    ("second", "issued", "expected"),
    [
        ("inv_1", 1, "passed holds"),
        ("inv_2", 1, "failed issued-twice"),
        ("inv_1", 2, "failed issued-twice"),
        ("inv_1", 0, "failed issued-twice"),
    ],
)
def test_a_repeated_request_is_replayed(second, issued, expected):
    assert said(repeated_request_is_replayed("inv_1", second, issued)) == f"API-IDEMPOTENCY {expected}"


@pytest.mark.parametrize("status", [200, 201, 204, 301, 401, 403, 410, 500])
def test_anything_but_not_found_reveals_a_tenant(objected, status):
    attempts = {"read": 404, "list": status}

    assert objected(other_tenants_see_nothing(attempts)) == {"TEN-ISOLATION failed not-isolated"}
    assert objected(other_tenants_see_nothing({"read": 404, "list": 404})) == set()


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ({"tenant_id": "t-7", "run": "r"}, "passed holds"),
        ({"tenant_id": "t-7", "run": "r", "more": 1}, "passed holds"),
        ({"tenant_id": "t-8", "run": "r"}, "failed metadata-lost"),
        ({"tenant_id": "t-7"}, "failed metadata-lost"),
        ({}, "failed metadata-lost"),
    ],
)
def test_metadata_comes_back(answered, expected):
    assert said(metadata_comes_back({"tenant_id": "t-7", "run": "r"}, answered)) == f"TEN-METADATA {expected}"


@pytest.mark.parametrize("answered", [{}, {"tenant_id": "t-7"}])
def test_metadata_that_was_not_sent_proves_nothing(answered):
    assert said(metadata_comes_back({}, answered)) == "TEN-METADATA unverifiable nothing-sent"


@pytest.mark.parametrize(
    ("own", "foreign", "expected"),
    [
        (200, 403, "passed holds"),
        (200, 404, "passed holds"),
        (200, 200, "failed key-too-wide"),
        (200, 500, "failed key-too-wide"),
        (200, 401, "failed key-too-wide"),
        (401, 401, "failed key-too-wide"),
        (404, 404, "failed key-too-wide"),
    ],
)
def test_an_entity_key_opens_one_entity(own, foreign, expected):
    assert said(entity_key_opens_one_entity(own, foreign)) == f"ACCESS-ENTITY-KEY {expected}"


@pytest.mark.parametrize(
    ("answered", "expected"),
    [("admin", "passed holds"), ("owner", "failed role-differs"), (None, "failed role-differs")],
)
def test_a_user_has_the_role(answered, expected):
    assert said(user_has_the_role("admin", answered)) == f"ACCESS-USER {expected}"


CONFIRMED = (ViesState.VALID, ViesState.UNDISCLOSED, ViesState.NAME_MISMATCH, ViesState.SLOW)
UNKNOWN = (ViesState.UNREACHABLE, ViesState.TIMEOUT, ViesState.THROTTLED)


def test_every_state_of_vies_has_its_meaning():
    assert {state: state.confirms for state in ViesState} == {
        **dict.fromkeys(CONFIRMED, True),
        **dict.fromkeys(UNKNOWN, None),
        ViesState.INVALID: False,
    }


@pytest.mark.parametrize("state", CONFIRMED)
@pytest.mark.parametrize(
    ("vies_valid", "reverse_charge", "codes"),
    [
        (True, True, ()),
        (True, None, ()),
        (True, False, ("not-treated-as-business",)),
        (False, True, ("taken-as-invalid",)),
        (False, False, ("taken-as-invalid", "not-treated-as-business")),
        (None, None, ("taken-as-unknown",)),
        (None, False, ("taken-as-unknown", "not-treated-as-business")),
    ],
)
def test_a_confirmed_number_is_answered_as_valid_and_used(objected, state, vies_valid, reverse_charge, codes):
    answer = TransactionAnswer(vies_valid, reverse_charge, warning=None)
    expected = {f"VIES-VALID failed {code}" for code in codes}

    assert objected(vies_outcome_is_three_valued(state, answer)) == expected


@pytest.mark.parametrize(
    ("vies_valid", "expected"),
    [
        (False, set()),
        (True, {"VIES-INVALID failed taken-as-valid"}),
        (None, {"VIES-INVALID failed taken-as-unknown"}),
    ],
)
def test_a_denied_number_is_answered_as_invalid(objected, vies_valid, expected):
    answer = TransactionAnswer(vies_valid, reverse_charge=False, warning=None)

    assert objected(vies_outcome_is_three_valued(ViesState.INVALID, answer)) == expected


def test_a_denied_number_never_gives_reverse_charge(objected):
    """The catalogue: "the API reports it as not valid and the seller's VAT is charged"."""
    answer = TransactionAnswer(vies_valid=False, reverse_charge=True, warning=None)
    found = objected(vies_outcome_is_three_valued(ViesState.INVALID, answer))

    assert [one for one in found if one.startswith("VIES-INVALID failed ")]


@pytest.mark.parametrize("state", UNKNOWN)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (TransactionAnswer(None, False, "VIES is down"), set()),
        (TransactionAnswer(None, None, "VIES is down"), set()),
        (TransactionAnswer(False, False, "VIES is down"), {"VIES-UNREACHABLE failed taken-as-invalid"}),
        (TransactionAnswer(True, False, "VIES is down"), {"VIES-UNREACHABLE failed taken-as-valid"}),
        (TransactionAnswer(None, True, "VIES is down"), {"VIES-UNREACHABLE failed reverse-charge-unconfirmed"}),
        (TransactionAnswer(None, False, None), {"VIES-UNREACHABLE failed no-warning"}),
        (TransactionAnswer(None, False, ""), {"VIES-UNREACHABLE failed no-warning"}),
        (
            TransactionAnswer(False, False, None),
            {"VIES-UNREACHABLE failed taken-as-invalid", "VIES-UNREACHABLE failed no-warning"},
        ),
    ],
)
def test_an_outage_is_neither_and_never_silent(objected, state, answer, expected):
    assert objected(vies_outcome_is_three_valued(state, answer)) == expected


SET = {"pdf_template": "modern", "number_formats": {"invoice": "{yyyy}-{nnnnn}"}, "bank_accounts": ({"iban": "SI56"},)}
KEPT = {**SET, "bank_accounts": [{"iban": "SI56", "type": "iban"}], "document_footer": None}


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        (KEPT, set()),
        ({**KEPT, "number_formats": {"invoice": "{yyyy}-{nnnnn}", "estimate": "{yyyy}-{nnn}"}}, set()),
        ({**KEPT, "pdf_template": "classic"}, {"TEN-SETTINGS failed setting-differs"}),
        ({**KEPT, "number_formats": {"invoice": "{nnnnn}"}}, {"TEN-SETTINGS failed setting-differs"}),
        ({**KEPT, "bank_accounts": []}, {"TEN-SETTINGS failed setting-differs"}),
        ({**KEPT, "bank_accounts": [{"iban": "SI57"}]}, {"TEN-SETTINGS failed setting-differs"}),
        ({**KEPT, "number_formats": None}, {"TEN-SETTINGS failed setting-differs"}),
        ({**KEPT, "document_footer": "Thank you"}, {"TEN-SETTINGS failed others-changed"}),
    ],
)
def test_settings_come_back_and_leave_the_others_alone(objected, answered, expected):
    before = {"document_footer": None, "pdf_template": None}

    assert objected(settings_are_kept(SET, answered, before)) == expected


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (["tax_1", "tax_2"], ["tax_3"], "TEN-CATALOGUE passed holds"),
        (["tax_1", "tax_2"], ["tax_2", "tax_3"], "TEN-CATALOGUE failed shared-record"),
        (["tax_1"], [], "TEN-CATALOGUE unverifiable no-taxes"),
    ],
)
def test_taxes_of_two_tenants(own, others, expected):
    assert said(taxes_are_not_shared(own, others)) == expected


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (1, "USAGE-COUNT passed holds"),
        (0, "USAGE-COUNT failed count-differs"),
        (2, "USAGE-COUNT failed count-differs"),
        (None, "USAGE-COUNT unverifiable not-counted"),
    ],
)
def test_usage_of_a_tenant(counted, expected):
    assert said(usage_is_what_was_issued(1, counted)) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["inv_2", "inv_1"], "TEN-RECONCILE passed holds"),
        (["inv_1"], "TEN-RECONCILE failed documents-differ"),
        (["inv_1", "inv_2", "inv_3"], "TEN-RECONCILE failed documents-differ"),
        ([], "TEN-RECONCILE failed documents-differ"),
    ],
)
def test_documents_by_the_tenant_id(found, expected):
    assert said(found_by_tenant_id(["inv_1", "inv_2"], found)) == expected


@pytest.mark.parametrize(
    ("expires_at", "listed", "expected"),
    [
        ("2026-03-10T10:10:00Z", ["ek_sandbox_12...9f"], set()),
        (None, ["ek_sandbox_12...9f"], {"ACCESS-KEY-EXPIRY failed never-ends"}),
        ("2026-03-10T10:10:00Z", ["ek_sandbox_129f"], {"ACCESS-KEY-EXPIRY gap given-away"}),
        (None, ["ek_sandbox_129f"], {"ACCESS-KEY-EXPIRY failed never-ends", "ACCESS-KEY-EXPIRY gap given-away"}),
    ],
)
def test_keys_end_and_are_hidden(objected, expires_at, listed, expected):
    assert objected(key_ends_and_is_hidden("ek_sandbox_129f", expires_at, listed)) == expected
