"""Every country folder of the product, by the same inspection as `harness country check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from harness.law.country import Country
from harness.law.inspection import Weight, inspect
from harness.law.loader import load_folder
from harness.law.second_source import second_source
from harness.model.facts import MentionKind

FOLDERS = sorted(path for path in (Path(__file__).parents[2] / "fixtures" / "countries").iterdir() if path.is_dir())
TODAY = date(2026, 11, 23)
SIX_YEARS_AGO = date(2020, 11, 23)


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name.upper())
def country(request: pytest.FixtureRequest) -> Country:
    """One folder after the other."""
    folder: Path = request.param
    return load_folder(folder)


def test_every_country_of_the_issue_has_a_folder() -> None:
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert {path.name.upper() for path in FOLDERS} >= {*union.split(), "GB", "XI", "NO", "IS", "LI", "CH"}


def test_the_folder_is_complete(country: Country) -> None:
    wrong = [r.message for r in inspect(country, TODAY, second_source()) if r.weight is Weight.ERROR]
    assert wrong == []


@pytest.mark.parametrize("day", [TODAY, SIX_YEARS_AGO])
def test_one_standard_rate_is_in_force(country: Country, day: date) -> None:
    assert [r.category for r in country.rates_on(day)].count("standard") == 1


def test_reduced_rates_say_what_they_apply_to(country: Country) -> None:
    silent = {r.category for r in country.rates_on(TODAY) if r.category != "standard" and not r.scope}
    assert silent <= {"parking"}


def test_self_billing_and_margin_schemes_are_worded_or_known_to_have_no_words(country: Country) -> None:
    if not country.in_eu_vat_territory:
        pytest.skip("the Directive asks Member States alone for these statements")
    for kind in (MentionKind.SELF_BILLING, MentionKind.MARGIN_SCHEME, MentionKind.CASH_ACCOUNTING):
        worded = any(w.kind is kind for w in country.wording)
        assert worded or any(none.kind is kind for none in country.no_wording)
