"""The folders against a second source, and the engine against country codes."""

from __future__ import annotations

import ast
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import eu_vat_rates_data
import pytest

from harness import law
from harness.law import Countries, load_catalogue, load_countries

PACKAGE_ONLY: dict[str, set[str]] = {
    "SI": set(),
    "DE": set(),
    "FR": {"0.9", "1.05", "8.5", "13"},
}
"""Rates of the package that the folder does not have for the whole country: Corsica and the overseas departments."""

FOLDER_ONLY: dict[str, set[str]] = {"SI": set(), "DE": {"0"}, "FR": set()}
"""Rates of the folder that the package lacks: the zero rate for photovoltaics."""


def rates_of_package(code: str) -> set[Decimal]:
    data = eu_vat_rates_data.get_rate(code)
    assert data is not None
    single = [data["standard"], data["super_reduced"], data["parking"]]
    return {Decimal(str(rate)).normalize() for rate in [*single, *data["reduced"]] if rate is not None}


@pytest.mark.parametrize("code", ["SI", "DE", "FR"])
def test_differences_from_the_second_source_are_these(code: str, countries: Countries) -> None:
    ours = {rate.rate.normalize() for rate in countries[code].rates_on(date.today())}
    theirs = rates_of_package(code)
    assert {str(rate) for rate in theirs - ours} == PACKAGE_ONLY[code]
    assert {str(rate) for rate in ours - theirs} == FOLDER_ONLY[code]


@pytest.mark.parametrize("code", ["SI", "DE", "FR"])
def test_second_source_agrees_on_standard_rate_and_currency(code: str, countries: Countries) -> None:
    data = eu_vat_rates_data.get_rate(code)
    assert data is not None
    (standard,) = [rate for rate in countries[code].rates_on(date.today()) if rate.category == "standard"]
    assert standard.rate == Decimal(str(data["standard"]))
    assert countries[code].identity.currency.code == data["currency"]


def test_engine_contains_no_country_code(countries: Countries) -> None:
    codes = set(countries.territories) | {t.prefix for t in countries.territories.values()}
    languages = {"no"}  # ISO 639-1 of Norwegian, of which nb and nn are the written forms
    found = [
        f"{path.name}:{node.lineno} {node.value!r}"
        for path in sorted(Path(law.__path__[0]).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.upper() in codes
        and node.value not in languages
    ]
    assert found == []


def test_loading_all_folders_takes_less_than_half_a_second(fixtures_dir: Path) -> None:
    def once() -> float:
        start = time.process_time()
        load_countries(fixtures_dir / "countries")
        load_catalogue(fixtures_dir / "requirements")
        return time.process_time() - start

    assert min(once() for _ in range(3)) < 0.5
