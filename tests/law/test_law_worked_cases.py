"""Worked VAT cases: the law's outcome and the documented one, to the cent."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.law import Countries, expect
from harness.model.case import Case, CaseLine, CaseParty, Discount, Supply, ViesState
from harness.model.expectation import Outcome
from harness.model.facts import MentionKind

WORKED: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("worked_cases.toml").read_text(encoding="utf-8"))[
    "case"
]

DAY = date(2026, 11, 22)


def line_of(data: dict[str, str]) -> CaseLine:
    return CaseLine(
        "Work",
        quantity=Decimal(data.get("quantity", "1")),
        net_price=Decimal(data["net"]) if "net" in data else None,
        gross_price=Decimal(data["gross"]) if "gross" in data else None,
        category=data.get("category", "standard"),
        discounts=(Discount(Decimal(data["percent"])),) if "percent" in data else (),
    )


def case_of(data: dict[str, Any]) -> Case:
    buyer = CaseParty(
        "Buyer",
        data["buyer"],
        post_code=data.get("post_code", ""),
        vat_id=data.get("vat_id"),
        is_business=not data.get("consumer", False),
    )
    return Case(
        seller=CaseParty("Seller", data["seller"], is_taxable=not data.get("small_business", False)),
        buyer=buyer,
        lines=tuple(line_of(line) for line in data["lines"]),
        issue_date=data.get("issued", DAY),
        supply_date=data.get("supplied", DAY),
        currency=data.get("currency", "EUR"),
        supply=Supply(data.get("supply", "services")),
        vies=ViesState(data["vies"]) if "vies" in data else None,
        oss=data.get("oss", False),
    )


def amounts(outcome: Outcome) -> set[tuple[Decimal, Decimal]]:
    return {(totals.tax.amount, totals.gross.amount) for totals in outcome.totals}


@pytest.mark.parametrize("data", WORKED, ids=[data["id"] for data in WORKED])
def test_law_gives_the_worked_outcome(data: dict[str, Any], more_countries: Countries) -> None:
    law, worked = expect(case_of(data), more_countries).law, data["law"]
    assert law.transaction_type == worked.get("type")
    assert law.reverse_charge == worked.get("reverse_charge")
    assert law.vat_country == worked["country"]
    canonical = law.totals[0]
    rows = [(row.rate, row.base.amount, row.amount.amount) for row in canonical.breakdown]
    assert rows == [tuple(map(Decimal, row)) for row in worked["rows"]]
    assert (canonical.tax.amount, canonical.gross.amount) == (Decimal(worked["tax"]), Decimal(worked["gross"]))
    wanted = [MentionKind(worked["mention"])] if "mention" in worked else []
    assert [mention.kind for mention in law.mentions] == wanted
    assert not set(law.forbidden_mentions) & set(wanted)


@pytest.mark.parametrize("data", WORKED, ids=[data["id"] for data in WORKED])
def test_documentation_gives_the_worked_outcome(data: dict[str, Any], more_countries: Countries) -> None:
    expectation, worked = expect(case_of(data), more_countries), data["documented"]
    documented = expectation.documented
    assert documented.transaction_type == worked.get("type")
    assert documented.reverse_charge == worked.get("reverse_charge")
    if not worked:
        assert documented.left_to_caller
    elif "tax" in worked:
        assert {tax for tax, _ in amounts(documented)} == {Decimal(worked["tax"])}
    else:
        assert amounts(documented) == amounts(expectation.law)


@pytest.mark.parametrize("data", WORKED, ids=[data["id"] for data in WORKED])
def test_every_step_of_the_derivation_rests_on_a_source(data: dict[str, Any], more_countries: Countries) -> None:
    steps = expect(case_of(data), more_countries).derivation
    assert len(steps) >= 5
    assert all(step.statement and step.source for step in steps)
