"""A derivation is read by people: it begins with the parties, ends in the articles of its outcome, and then the API."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from harness.law import Countries, expect
from harness.law.case_file import case_of
from harness.law.supposition import suppose
from harness.model.expectation import Expectation

HERE = Path(__file__).parent

ENTRY: dict[str, Any] = {
    "id": "X", "title": "", "seller_country": "SI", "seller_is_taxable": True, "buyer_country": "DE",
    "buyer_type": "b2b", "buyer_vat_id": "DE245422874", "vies_status": "valid", "supply": "services",
    "date": "2026-11-22", "currency": "EUR", "lines": [{"net": "100.00", "qty": "1", "rate_category": "standard"}],
}  # fmt: skip

CONSUMER = {"buyer_type": "b2c", "buyer_vat_id": None, "vies_status": None}
AT_HOME = {"buyer_country": "SI", "buyer_vat_id": None, "vies_status": None}
EXEMPT = [{"net": "100.00", "qty": "1", "rate_category": "exempt"}]
MARGIN = [{"net": "100.00", "qty": "1", "rate_category": "margin"}]

# changes -> articles of the Directive that the law's last step cites
ENDS: list[tuple[dict[str, Any], str]] = [
    ({}, "226(3), (4), (11a)"),
    ({"supply": "goods"}, "138(1), 226(3), (4), (11)"),
    ({"supply": "goods", "buyer_country": "US", "buyer_vat_id": None}, "146(1), 226(11)"),
    ({"buyer_country": "US", "buyer_vat_id": None}, "219a"),
    (CONSUMER, "226(8), (9), (10)"),
    ({"vies_status": "unavailable"}, "226(8), (9), (10)"),
    ({"title": "triangular", "supply": "goods"}, "197(1)(c), 226(3), (4), (11a)"),
    (AT_HOME | {"title": "domestic RC"}, "226(3), (4), (11a)"),
    (AT_HOME | {"seller_scheme": "small_business", "seller_is_taxable": False}, "226(11), 284"),
    (AT_HOME | {"seller_scheme": "not_a_taxable_person", "seller_is_taxable": False}, "9(1), 203"),
    (AT_HOME | {"lines": EXEMPT}, "226(11)"),
    (AT_HOME | {"lines": MARGIN}, "226(13), (14)"),
    (AT_HOME | {"lines": EXEMPT + ENTRY["lines"]}, "226(8), (9), (10), (11)"),
]


def derived(changes: dict[str, Any], countries: Countries) -> Expectation:
    return expect(case_of(ENTRY | changes), countries)


@pytest.mark.parametrize(("changes", "articles"), ENDS, ids=[str(number) for number in range(len(ENDS))])
def test_the_law_ends_in_the_articles_of_its_outcome(
    changes: dict[str, Any], articles: str, countries: Countries
) -> None:
    *_, end, documented = derived(changes, countries).derivation
    assert end.source.split("; ")[0] == f"Directive 2006/112/EC Art. {articles}"
    assert end.statement.startswith("so the ")
    assert documented.source.startswith("API")


def test_the_end_states_the_amounts(countries: Countries) -> None:
    taxed, provisional = (derived(c, countries).derivation[-2].statement for c in (CONSUMER, ENDS[5][0]))
    assert taxed == "so the invoice shows VAT of 22.00 EUR on 100.00, together 122.00"
    assert provisional == "so the invoice shows provisionally VAT of 22.00 EUR on 100.00, together 122.00"


def test_a_derivation_goes_from_parties_to_place_to_liability_to_wording(countries: Countries) -> None:
    steps = derived({}, countries).derivation
    sources = [re.findall(r"Art\. (\d+)", step.source) for step in steps]
    assert [found[:1] for found in sources[:4]] == [["5"], ["18"], ["44"], ["196"]]
    assert "VIES confirms DE245422874" in steps[1].statement
    assert "Germany" in steps[2].statement


def test_a_seller_outside_the_union_follows_its_own_act(countries: Countries) -> None:
    swiss = derived(AT_HOME | {"seller_country": "CH", "buyer_country": "CH", "currency": "CHF"}, countries).derivation
    assert all(step.source.startswith("the VAT act of the seller's country") for step in swiss[:-1])
    irish_sea = derived({"seller_country": "XI", "supply": "goods", "currency": "GBP"}, countries).derivation
    assert irish_sea[0].source.startswith("Directive 2006/112/EC Art. 5 to 7")


@pytest.mark.parametrize(
    ("category", "article"),
    [("standard", "96"), ("reduced", "98"), ("super_reduced", "98, 114"), ("zero", "98, 110"), ("parking", "118")],
)
def test_a_rate_names_the_article_of_its_kind(category: str, article: str, countries: Countries) -> None:
    line = {"net": "100.00", "qty": "1", "rate_category": category}
    steps = derived(AT_HOME | {"seller_country": "IE", "buyer_country": "IE", "lines": [line]}, countries).derivation
    assert any(f"Art. 63 to 65, 93, {article}; " in step.source for step in steps)


def test_a_special_territory_brings_its_own_source(countries: Countries) -> None:
    first = derived(AT_HOME | {"seller_country": "ES", "buyer_country": "ES", "buyer_region": "Melilla"}, countries)
    assert "Art. 6(2)(d)" in first.derivation[0].source


CASES = [
    case
    for name in ("sample_cases.toml", "further_cases.toml")
    for case in tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_worked_case_ends_in_a_conclusion(case: dict[str, Any], countries: Countries) -> None:
    seller, buyer = case["route"].split(" to ")
    entry = ENTRY | {"seller_country": seller, "buyer_country": buyer, "supply": case["supply"]}
    entry |= {"buyer_vat_id": case.get("number"), "vies_status": case.get("vies"), "title": case.get("words", "")}
    entry |= {"buyer_type": "b2c" if case.get("consumer") else "b2b", "place_hint": case.get("hint")}
    supposed = suppose(case_of(entry), countries)
    *steps, end, _ = supposed.expectation.derivation
    taxed = bool(supposed.expectation.law.totals[0].tax.amount)
    assert ("226(8), (9), (10)" in end.source) is taxed
    assert len(steps) >= 4
    assert len({step.statement for step in steps}) == len(steps)
