"""Tenants that print payment codes: the settings of each scheme, where it applies, and what the checks are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from harness.api.models.document import DocumentCreate
from harness.checks.payment_codes import REQUIREMENTS
from harness.law.records import PaymentScheme
from harness.model.finding import Verdict
from harness.run.payment_codes import (
    PURPOSE,
    issue_paid,
    not_in_force,
    payee,
    payment_schemes,
    readings,
    settings,
    switched_off,
    with_payment_codes,
)

TODAY = date(2026, 11, 23)


class Entities:
    """Keeps what is patched."""

    def __init__(self) -> None:
        self.patched: list[tuple[str, dict[str, Any]]] = []

    def patch_settings(self, entity: str, given: Any) -> None:
        self.patched.append((entity, given.wire()))


@pytest.fixture
def entities() -> Entities:
    return Entities()


@pytest.fixture
def desk(entities: Entities, cast: Any) -> Any:
    """A desk that onboards nobody: only what the functions under test ask of it."""
    tenant = SimpleNamespace(entity_id="ent_1", prints_codes=False)

    def private_seller(code: str, label: str, *, set_up: Any) -> Any:
        seller = SimpleNamespace(tenant=tenant, label=label, code=code)
        set_up(seller)
        return seller

    return SimpleNamespace(
        client=SimpleNamespace(entities=entities),
        private_seller=private_seller,
        context=SimpleNamespace(cast=cast, as_of=TODAY),
    )


@pytest.mark.parametrize("scheme", PaymentScheme)
def test_each_scheme_has_a_setting_of_its_own_to_switch(scheme: PaymentScheme) -> None:
    on, off = settings(scheme, True).wire(), settings(scheme, False).wire()
    key = f"{scheme.value}_qr"
    assert set(on) == {key, "show_payment_amounts"}
    assert (on[key]["enabled"], off[key]["enabled"]) == (True, False)
    assert on[key].get("purpose_code") == (None if scheme is PaymentScheme.EPC else PURPOSE)


def test_the_folder_says_which_schemes_there_are(countries: Any) -> None:
    found = {code: payment_schemes(countries[code], SimpleNamespace()) for code in ("SI", "HR", "DE", "NO")}  # type: ignore[arg-type]
    assert found == {"SI": ["upn", "epc"], "HR": ["hub3", "epc"], "DE": ["epc"], "NO": []}
    assert [code for code in found if with_payment_codes(countries[code], SimpleNamespace())] == ["SI", "HR", "DE"]  # type: ignore[arg-type]


def test_a_scheme_of_another_day_is_not_applicable(countries: Any) -> None:
    croatia = countries["HR"]
    assert not_in_force(croatia, "hub3", TODAY) == []
    early = not_in_force(croatia, "hub3", date(2022, 12, 31))
    assert {one.requirement for one in early} == {"PAY-HUB3", "PAY-PRINT", "PAY-ABSENT"}
    assert {(one.verdict, one.code) for one in early} == {(Verdict.NOT_APPLICABLE, "not-in-force")}
    ended = replace(croatia.invoicing.payment_code[0], until=date(2025, 12, 31))
    over = replace(croatia, invoicing=replace(croatia.invoicing, payment_code=(ended,)))
    assert "until 2025-12-31" in not_in_force(over, "hub3", TODAY)[0].message


def test_every_scheme_is_judged_under_a_requirement() -> None:
    assert set(REQUIREMENTS) == set(PaymentScheme)


def test_a_payee_prints_codes_from_then_on(desk: Any, entities: Entities, countries: Any) -> None:
    seller: Any = payee(desk, countries["SI"], "upn")
    assert (seller.label, seller.tenant.prints_codes) == ("si-upn-code", True)
    assert entities.patched == [("ent_1", settings(PaymentScheme.UPN, True).wire())]


def test_what_is_switched_off_comes_on_again_whatever_happens(desk: Any, entities: Entities) -> None:
    seller: Any = SimpleNamespace(tenant=SimpleNamespace(entity_id="ent_1"))

    def interrupted() -> None:
        with switched_off(desk, seller, "epc"):
            assert entities.patched[-1][1]["epc_qr"] == {"enabled": False}
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()
    assert entities.patched[-1][1]["epc_qr"] == {"enabled": True}


@pytest.mark.parametrize(
    ("amount", "sent"),
    [(None, {"type": "bank_transfer"}), (Decimal(100), {"type": "bank_transfer", "amount": Decimal(100)})],
)
def test_a_paid_invoice_is_sent_with_its_payment(amount: Decimal | None, sent: dict[str, Any]) -> None:
    bodies: list[DocumentCreate] = []
    desk: Any = SimpleNamespace(
        issuer=SimpleNamespace(
            request=lambda tenant, case: DocumentCreate(items=()),
            read_back=lambda tenant, case, created: created,
        ),
        client=SimpleNamespace(invoices=SimpleNamespace(create=lambda entity, body: bodies.append(body))),
    )
    seller: Any = SimpleNamespace(tenant=SimpleNamespace(entity_id="ent_1"))
    issue_paid(desk, seller, SimpleNamespace(), amount)  # type: ignore[arg-type]
    assert [list(body.wire()["payments"]) for body in bodies] == [[sent]]
    assert set(bodies[0].wire()) == {"items", "payments"}


def test_the_checks_get_the_account_that_was_set(desk: Any, countries: Any) -> None:
    issued: Any = SimpleNamespace(
        case="case", law="law", declared="api", printed="pdf", tenant=SimpleNamespace(country=countries["HR"])
    )
    asked = readings(desk, issued, "hub3", Decimal(5))
    assert (asked.iban, asked.purpose, asked.paid) == ("HR1210010051863000160", PURPOSE, Decimal(5))
    assert (asked.scheme, readings(desk, issued, "epc").purpose) == (PaymentScheme.HUB3, "")
