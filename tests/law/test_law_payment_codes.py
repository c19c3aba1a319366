"""Payment codes in country folders: which schemes there are, since when, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from harness.law import Countries, load_catalogue
from harness.law.inspection import inspect
from harness.law.records import BadValue, PaymentCode, PaymentScheme

TODAY = date(2026, 11, 23)


def test_every_country_in_euro_has_the_voluntary_standard_and_no_other_has_one(countries: Countries) -> None:
    with_epc = {code for code, country in countries.items() if PaymentScheme.EPC in _schemes(country)}
    in_euro = {code for code, country in countries.items() if country.identity.currency.code == "EUR"}
    assert with_epc == in_euro
    assert {code for code, country in countries.items() if _schemes(country)} == in_euro


def test_national_schemes_stand_in_one_folder_each(countries: Countries) -> None:
    owners = {scheme: [c for c in countries if scheme in _schemes(countries[c])] for scheme in PaymentScheme}
    assert (owners[PaymentScheme.UPN], owners[PaymentScheme.HUB3]) == (["SI"], ["HR"])


def test_none_is_called_a_duty_of_law(countries: Countries) -> None:
    said = [code for country in countries.values() for code in country.invoicing.payment_code]
    assert said
    assert all("no law" in code.text and code.in_force(TODAY) for code in said)


def test_each_scheme_is_claimed_by_a_requirement(countries: Countries, fixtures_dir: Path) -> None:
    catalogue = load_catalogue(fixtures_dir / "requirements")
    assert [c for c in catalogue.unclaimed(countries["HR"]) if isinstance(c, PaymentCode)] == []
    asked = {r.id for r in catalogue.values() if r.payment_codes and r.applies_to(countries["HR"])}
    assert asked == {"PAY-EPC", "PAY-HUB3", "PAY-PRINT", "PAY-ABSENT"}
    assert not any(r.payment_codes and r.applies_to(countries["NO"]) for r in catalogue.values())
    assert "Croatian Banking Association" in catalogue["PAY-HUB3"].source_in(countries["HR"])


def test_a_code_in_a_country_without_euro_is_an_error(countries: Countries) -> None:
    norway = countries["NO"]
    wrong = replace(norway.invoicing, payment_code=countries["DE"].invoicing.payment_code)
    remarks = inspect(replace(norway, invoicing=wrong), TODAY, None)
    assert [r.code for r in remarks if r.code == "payment-code-currency"] == ["payment-code-currency"]
    assert not [r for r in inspect(norway, TODAY, None) if r.code == "payment-code-currency"]


def test_validity_ends_with_its_last_day() -> None:
    code = PaymentCode(scheme=PaymentScheme.EPC, text="t", source="s", since=date(2020, 1, 1), until=date(2020, 12, 31))
    assert [code.in_force(day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), TODAY)] == [
        False, True, True, False,
    ]  # fmt: skip
    with pytest.raises(BadValue, match="lies before since"):
        replace(code, until=date(2019, 1, 1))


def _schemes(country: object) -> list[PaymentScheme]:
    return [code.scheme for code in country.invoicing.payment_code]  # type: ignore[attr-defined]
