"""Cases that are kept as files and issued again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from harness.evidence import Redactor
from harness.model.case import Case, CaseLine, CaseParty, Discount, DiscountKind, Supply, ViesState
from harness.run import replay
from harness.run.context import from_controller, planning
from harness.run.errors import UsageError
from harness.run.options import RunOptions


@pytest.fixture
def case():
    seller = CaseParty("Seller", "SI", vat_id="SI15012557", is_taxable=False)
    line = CaseLine("Größe", Decimal("1.50"), gross_price=Decimal("1E+2"), category="reduced",
                    discounts=(Discount(Decimal("2.5"), DiscountKind.AMOUNT),))  # fmt: skip
    return Case(
        seller, CaseParty("Buyer", "DE"), (line,), date(2026, 3, 10), date(2026, 3, 9), "EUR",
        supply=Supply.DIGITAL, vies=ViesState.TIMEOUT,
    )  # fmt: skip


def test_a_kept_case_comes_back_as_it_was(tmp_path, case):
    path = replay.keep(case, tmp_path, Redactor())
    assert path == tmp_path / "cases" / f"{case.digest()}.json"
    assert replay.load([path]) == {case.digest(): case}
    assert replay.kept(tmp_path) == replay.kept(tmp_path, [case.digest()]) == (path,)


def test_secrets_are_not_kept(tmp_path, case):
    from dataclasses import replace

    path = replay.keep(replace(case, tax_clause="sk_sandbox_4fQ9aBc7"), tmp_path, Redactor())
    assert b"4fQ9aBc7" not in path.read_bytes()


def test_cases_belong_to_the_country_that_sells(case):
    assert replay.for_country({"a": case}, "SI") == ["a"]
    assert replay.for_country({"a": case}, "DE") == []


@pytest.mark.parametrize("ids", [[], ["0123456789abcdef"]])
def test_a_run_without_such_a_case(tmp_path, ids):
    (tmp_path / "run.json").touch()
    with pytest.raises(UsageError, match="there are none at all"):
        replay.kept(tmp_path, ids)


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(UsageError, match="is no folder of a run"):
        replay.kept(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file: Invalid JSON"),
        ("{}", "seller: Field required"),
        ('{"seller": {"name": "S"}}', r"seller\.country: Field required"),
    ],
)
def test_a_file_that_holds_no_case_is_named(tmp_path, content, said):
    path = tmp_path / "odd name.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=rf"odd name\.json holds no case: {said}"):
        replay.load([path])


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        replay.load([tmp_path / "gone.json"])


def test_the_countries_of_a_replay_are_those_of_its_cases(tmp_path, case):
    path = replay.keep(case, tmp_path, Redactor())
    prepared = planning(RunOptions(cases=(path,), countries=("FR",)))
    assert prepared.selected == ("SI",)
    assert prepared.cases == {case.digest(): case}
    worker = from_controller(prepared.for_worker())
    assert worker.cases == prepared.cases
    assert worker.options.cases == (path,)
