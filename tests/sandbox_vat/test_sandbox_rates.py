"""The sandbox's own dated rates, and where a second public source differs from them."""

from datetime import date
from decimal import Decimal

import pytest

from harness.sandbox.vat.countries import all_countries
from harness.sandbox.vat.rates import default_taxes, rate_on, rate_table

REGIONAL = {
    "AT": {"19"},
    "FR": {"0.9", "1.05", "8.5", "13"},
    "GR": {"17"},
    "PT": {"16", "22"},
}
"""Rates of regions only, which the package lists and the sandbox leaves out."""

DISAGREEMENTS = {
    "NO": ({"11.11"}, set()),  # raw fish, which the package leaves out
    "IE": ({"4.8"}, set()),
}
"""Only in the sandbox's table, only in the package: reported, not made equal."""


def current(code: str, day: date) -> dict[str, Decimal]:
    rates = {tax.classification: rate_on(tax.tax_rates, day) for tax in default_taxes(code, day)}
    return {name: rate for name, rate in rates.items() if rate is not None}


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("SI", "2026-11-23", {"standard": "22", "reduced": "5", "reduced2": "9.5"}),
        ("DE", "2026-11-23", {"standard": "19", "reduced": "7", "zero": "0"}),
        ("DE", "2020-12-31", {"standard": "16", "reduced": "5"}),
        ("DE", "2020-06-30", {"standard": "19", "reduced": "7"}),
        ("FR", "2026-11-23", {"standard": "20", "reduced": "5.5", "reduced2": "10", "super_reduced": "2.1"}),
        ("AT", "2026-06-30", {"standard": "20", "reduced": "10", "reduced2": "13", "parking": "13", "zero": "0"}),
        ("AT", "2025-12-31", {"standard": "20", "reduced": "10", "reduced2": "13", "parking": "13"}),
        ("RO", "2025-07-31", {"standard": "19", "reduced": "5", "reduced2": "9"}),
        ("RO", "2025-08-01", {"standard": "21", "reduced": "11"}),
        ("FI", "2025-12-31", {"standard": "25.5", "reduced": "10", "reduced2": "14", "zero": "0"}),
        ("FI", "2026-01-01", {"standard": "25.5", "reduced": "10", "reduced2": "13.5", "zero": "0"}),
        ("EE", "2025-07-01", {"standard": "24", "reduced": "9", "reduced2": "13", "zero": "0"}),
        ("CY", "2026-11-23", {"standard": "19", "reduced": "5", "reduced2": "9", "super_reduced": "3", "zero": "0"}),
        ("MT", "2026-11-23", {"standard": "18", "reduced": "5", "reduced2": "7", "reduced3": "12", "zero": "0"}),
        ("NO", "2021-09-30", {"standard": "25", "reduced": "6", "reduced2": "15", "special": "11.11", "zero": "0"}),
        ("CH", "2023-12-31", {"standard": "7.7", "reduced": "2.5", "reduced2": "3.7", "zero": "0"}),
        ("LI", "2024-01-01", {"standard": "8.1", "reduced": "2.6", "reduced2": "3.8", "zero": "0"}),
        ("US", "2026-11-23", {}),
    ],
)
def test_rates_on_a_day(code, day, expected):
    assert current(code, date.fromisoformat(day)) == {name: Decimal(rate) for name, rate in expected.items()}


def test_ended_classifications_are_not_preloaded():
    assert [tax.classification for tax in default_taxes("ro")] == ["standard", "reduced"]
    assert default_taxes("RO")[1].tax_rates == (
        (Decimal(11), date(2025, 8, 1)),
        (Decimal(5), date(1970, 1, 1)),
    )


def test_rate_before_the_first_row_is_unknown():
    assert rate_on(((Decimal(9), date(2020, 1, 1)),), date(2019, 12, 31)) is None


def test_the_table_has_the_27_member_states_and_six_neighbours():
    members = {code for code, country in all_countries().items() if country.is_eu}
    assert rate_table().keys() == members | {"GB", "XI", "NO", "IS", "LI", "CH"}


def test_northern_ireland_has_the_rates_of_the_united_kingdom():
    assert default_taxes("XI") == default_taxes("GB")


def test_every_country_has_one_default_tax_and_newest_rates_first():
    for code in rate_table():
        taxes = default_taxes(code)
        assert [tax.classification for tax in taxes if tax.is_default] == ["standard"], code
        assert taxes[0].name == f"{taxes[0].tax_rates[0][0]}%"
        for tax in taxes:
            days = [day for _, day in tax.tax_rates]
            assert days == sorted(set(days), reverse=True), (code, tax.classification)


def test_reduced_is_the_lowest_main_reduced_rate():
    for code in rate_table():
        rates = current(code, date(2026, 11, 23))
        assert rates.get("reduced", Decimal(0)) <= rates.get("reduced2", rates["standard"]) <= rates["standard"], code


@pytest.mark.parametrize("code", sorted(rate_table()))
def test_differences_from_the_package_are_the_known_ones(code):
    package = pytest.importorskip("eu_vat_rates_data", reason="the second source of rates is not installed")
    row = package.get_rate(code)
    listed = [row["standard"], *row["reduced"], row["super_reduced"], row["parking"]]
    theirs = {Decimal(str(rate)) for rate in listed if rate is not None} - decimals(REGIONAL.get(code, set()))
    rates = current(code, date.fromisoformat(package.data_version))
    ours = {rate for name, rate in rates.items() if name != "zero"}
    only_ours, only_theirs = DISAGREEMENTS.get(code, (set(), set()))
    assert rates["standard"] == Decimal(str(row["standard"]))
    assert (ours - theirs, theirs - ours) == (decimals(only_ours), decimals(only_theirs))


def decimals(texts: set[str]) -> set[Decimal]:
    return {Decimal(text) for text in texts}
