"""``harness coverage``: what is covered where and how, and that nothing stands without a check or a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

import harness.run.coverage
from harness.checks.base import COVERED
from harness.cli import main
from harness.law import Catalogue, load_catalogue, load_countries
from harness.law.catalogue import Scope
from harness.law.records import NationalField
from harness.model.depth import Depth
from harness.model.finding import Fidelity
from harness.run.coverage import Setting, Status, coverage, how_verified, orphans, registered_checks
from harness.run.resources import fixtures

SETTING = Setting(depth=Depth.STANDARD, target=Fidelity.EMBEDDED, checks={"X-1": ("harness.checks.vat.rates_applied",)})


@pytest.fixture(scope="module")
def law():
    return load_countries(fixtures("countries"))


def only(made, law, code="SI", setting=SETTING, **changes):
    """Status and reason of one requirement in one country."""
    catalogue = Catalogue({"X-1": made.requirement("X-1", **changes)})
    row = coverage(catalogue, [law[code]], setting)[0]
    return row.status, row.reason


@pytest.mark.parametrize(
    ("code", "changes", "status"),
    [
        ("SI", {}, Status.COVERED),
        ("SI", {"not_checked": "no way to issue one"}, Status.GAP),
        ("SI", {"not_applicable": "binds Member States"}, Status.NOT_APPLICABLE),
        ("CH", {"applies": Scope.EU_VAT_TERRITORY}, Status.NOT_APPLICABLE),
        ("XI", {"applies": Scope.EU_VAT_TERRITORY}, Status.COVERED),
        ("XI", {"applies": Scope.MEMBER_STATE}, Status.NOT_APPLICABLE),
        ("SI", {"applies": Scope.NATIONAL, "fields": ("company_register",)}, Status.COVERED),
        ("LI", {"applies": Scope.NATIONAL, "fields": ("company_register",)}, Status.NOT_APPLICABLE),
        ("IT", {"applies": Scope.NATIONAL, "duties": ("e_invoicing",), "not_checked": "not read"}, Status.GAP),
        ("SI", {"applies": Scope.NATIONAL, "schemes": ("eslog",)}, Status.COVERED),
        ("LI", {"applies": Scope.NATIONAL, "duties": ("e_invoicing",), "not_checked": "not read"},
         Status.NOT_APPLICABLE),
        ("SI", {"depth": Depth.FULL}, Status.NOT_RUN),
        ("SI", {"targets": ("local",)}, Status.NOT_RUN),
    ],
)  # fmt: skip
def test_status_by_scope_reason_depth_and_target(made, law, code, changes, status):
    found, reason = only(made, law, code, **changes)

    assert found is status
    assert bool(reason) is (status is not Status.COVERED)


def test_neither_check_nor_reason_is_uncovered(made, law):
    assert only(made, law, setting=replace(SETTING, checks={}))[0] is Status.UNCOVERED


def test_a_national_fact_that_nothing_names_is_uncovered(made, law):
    odd = NationalField(id="odd", text="something", article="§ 1", source="test", since=date(2020, 1, 1))
    si = replace(law["SI"], invoicing=replace(law["SI"].invoicing, field=(odd,), duty=(), payment_code=()))
    rows = coverage(Catalogue({"X-1": made.requirement("X-1")}), [si], SETTING)

    assert [(row.requirement.id, row.status, row.asks) for row in rows if row.requirement.id != "X-1"] == [
        ("field odd", Status.UNCOVERED, "something")
    ]


def test_a_check_of_an_unknown_requirement_is_an_orphan(made):
    assert list(orphans(Catalogue({"X-2": made.requirement("X-2")}), SETTING.checks)) == ["X-1"]


def test_how_it_is_verified_is_what_the_check_says(made):
    (words,) = how_verified(("harness.checks.vat.rates_applied",))

    assert words.startswith("Art. 226 (9)")


def test_the_product_leaves_nothing_uncovered(law):
    catalogue, checks = load_catalogue(fixtures("requirements")), registered_checks()
    setting = replace(SETTING, checks=checks)
    rows = coverage(catalogue, list(law.values()), setting)

    assert [(row.country, row.requirement.id) for row in rows if row.status is Status.UNCOVERED] == []
    assert list(orphans(catalogue, checks)) == []
    assert {row.country for row in rows} == set(law)
    assert all(row.source and row.asks for row in rows)


def test_command_lists_each_requirement_with_source_scope_and_check():
    result = CliRunner().invoke(main, ["coverage", "SI", "XI", "--json"])
    answer = json.loads(result.output)
    rows = {(row["country"], row["requirement"]): row for row in answer["coverage"]}

    assert result.exit_code == 0
    assert answer["unknown_to_the_catalogue"] == []
    assert rows["SI", "NAT-REGISTER"]["status"] == "covered"
    assert "ZGD-1" in rows["SI", "NAT-REGISTER"]["source"]
    assert rows["XI", "NAT-REGISTER"]["status"] == "not applicable"
    assert rows["SI", "VAT-222"]["verified_by"]
    assert rows["SI", "VAT-222"]["severity"] == "major"
    assert rows["SI", "VAT-226b"]["status"] == "covered, not run"
    assert rows["SI", "VAT-226-15"]["status"] == "gap"
    assert rows["SI", "VAT-226-15"]["reason"]


def test_command_says_how_it_knows():
    output = " ".join(CliRunner().invoke(main, ["coverage", "SI"]).output.split())

    assert "a check judges it at depth standard on the target embedded" in output
    assert "every requirement has a check or a reason" in output


@pytest.mark.parametrize(("lacking", "shown"), [("VAT-222", "VAT-222 (SI)"), ("NAT-REGISTER", "NAT-REGISTER (SI)")])
def test_command_fails_without_check_and_reason(monkeypatch, lacking, shown):
    registered_checks()
    monkeypatch.setattr(harness.run.coverage, "COVERED", {k: v for k, v in COVERED.items() if k != lacking})
    result = CliRunner().invoke(main, ["coverage", "SI"])

    assert result.exit_code == 1
    assert f"neither a check nor a reason: {shown}" in " ".join(result.output.split())


def test_command_fails_for_a_check_that_judges_what_nobody_asks(monkeypatch):
    registered_checks()
    monkeypatch.setattr(harness.run.coverage, "COVERED", {**COVERED, "VAT-999": ["harness.checks.vat.rates_applied"]})
    result = CliRunner().invoke(main, ["coverage", "SI"])

    assert result.exit_code == 1
    assert "not in the catalogue: VAT-999" in result.output
