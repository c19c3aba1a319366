"""The plan collects scenarios with pytest, so these commands run as processes of their own."""

import json
import os
import subprocess
import sys

import pytest

from harness.run.errors import UsageError
from harness.run.forecast import BUDGET, CountryPlan, by_country, rotation
from harness.run.measured import Cost, Measurement, as_json, committed, read_run
from harness.run.record.document import PlannedItem


def harness(*arguments):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "harness", *map(str, arguments)], capture_output=True, text=True, env=clean, timeout=60
    )


def test_plan_of_every_country_names_cases_requests_minutes_and_a_rotation():
    result = harness("plan", "--json")
    assert result.returncode == 0, result.stderr
    plan = json.loads(result.stdout)
    codes = [entry["country"] for entry in plan["countries"]]
    assert len(codes) == 33
    assert all(0 < entry["items"] <= entry["requests"] < 600 for entry in plan["countries"])
    assert all(entry["minutes"]["at_budget"] == -(-entry["requests"] // BUDGET) for entry in plan["countries"])
    assert [code for day in plan["rotation"] for code in day["countries"]] == codes
    assert all(day["fits"] and day["minutes"] <= 60 for day in plan["rotation"])
    assert plan["measured"]["depth"] == "standard"


@pytest.mark.parametrize("depth", ["smoke", "full"])
def test_every_depth_can_be_planned_and_says_where_it_was_measured(depth):
    result = harness("plan", "si", "--depth", depth)
    assert result.returncode == 0, result.stderr
    words = " ".join(result.stdout.split())
    assert "from the committed table: run" in words
    assert f"planned is {depth}" in words or f"depth {depth}" in words


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("plan", "QQ"), "QQ"),
        (("plan", "SI", "--from", "/nowhere"), "/nowhere"),
        (("plan", "SI", "--depth", "deep"), "'deep'"),
        (("plan", "SI", "--minutes-a-day", "0"), "0"),
    ],
)
def test_bad_input_is_one_line_that_names_it(refused, arguments, named):
    assert named in refused(*arguments)


def item(country, scenario, number):
    return PlannedItem(id=f"{country}-{number}", scenario=scenario, question="?", module="m", country=country)


MEASURED = Measurement("r", "2026-11-23", "standard", ("SI",), {"known": Cost(2, 20, 4)}, 3)


def test_scenarios_that_were_never_measured_cost_the_mean_and_are_counted():
    items = [item("SI", "known", 1), item("SI", "known", 2), item("SI", "new", 3)]
    (plan,) = by_country(items, MEASURED)
    assert plan == CountryPlan("SI", scenarios=2, items=3, documents=6, requests=33, estimated=1)


def test_a_country_that_is_longer_than_a_day_has_a_day_of_its_own():
    countries = [CountryPlan(code, 1, 1, 1, requests, 0) for code, requests in (("AA", 100), ("BB", 5000), ("CC", 50))]
    days = rotation(countries, 60)
    assert [(day.countries, day.fits) for day in days] == [(("AA",), True), (("BB",), False), (("CC",), True)]


def test_the_committed_table_is_what_measuring_writes():
    table = committed("standard")
    assert table is not None
    assert table.mean.requests > table.mean.documents > 0
    assert as_json(table)["items_requests_documents"]
    assert committed("full") is not None


def test_a_file_that_is_no_run_is_refused(tmp_path):
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(UsageError, match=r"run\.json"):
        read_run(tmp_path)
