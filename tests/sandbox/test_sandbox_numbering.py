"""Numbers: formats, starts, years, previews, concurrency."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from harness.sandbox.numbering import check_format, format_number
from harness.sandbox.profile import Profile


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{yyyy}-{nnnnn}", "2026-00042"),
        ("{n}", "42"),
        ("{nnnnnnnnn}", "000000042"),
        ("INV/{yy}/{nnn}", "INV/26/042"),
        ("{nn}.{yyyy}", "42.2026"),
    ],
)
def test_valid_formats(pattern: str, number: str) -> None:
    assert format_number(check_format(pattern), 2026, 42) == number


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "INV",
        "{yyyy}",
        "{n}{n}",
        "{yy}{yyyy}{n}",
        "{mm}-{n}",
        "{n",
        "n}",
        "{nnnnnnnnnn}",
        "{u}-{n}",
        "{}{n}",
        "{{n}}",
    ],
)
def test_invalid_formats(pattern: str) -> None:
    with pytest.raises(ValueError):
        check_format(pattern)


def test_a_counter_wider_than_its_format_is_not_cut() -> None:
    assert format_number("{nn}", 2026, 12345) == "12345"


def test_series_are_per_tenant_type_and_year(api: Any) -> None:
    one, two = api.entity(), api.entity()
    assert [one.issue()["number"], one.issue()["number"], two.issue()["number"]] == [
        "2026-00001", "2026-00002", "2026-00001",
    ]  # fmt: skip
    assert one.issue(date="2025-12-31")["number"] == "2025-00001"
    assert one.issue(to="/credit-notes")["number"] == "CN-2026-00001"
    assert one.issue()["number"] == "2026-00003"


@pytest.mark.parametrize(("restarts", "number"), [(False, "2"), (True, "1")])
def test_without_a_year_token_the_series_goes_on(make_api: Any, restarts: bool, number: str) -> None:
    profile = Profile(sequence_resets_without_year_token=restarts)
    tenant = make_api(profile=profile).entity(settings={"number_formats": {"invoice": "{n}"}})
    assert tenant.issue(date="2025-12-31")["number"] == "1"
    assert tenant.issue(date="2026-01-01")["number"] == number


def test_starts_only_move_forward(tenant: Any) -> None:
    path = f"/entities/{tenant.entity_id}"
    tenant.patch(path, {"settings": {"number_sequence_starts": {"invoice": 100}}})
    assert tenant.get("/documents/next-number?type=invoice").json()["number"] == "2026-00100"
    assert tenant.issue()["number"] == "2026-00100"
    tenant.patch(path, {"settings": {"number_sequence_starts": {"invoice": 5}}})
    assert tenant.issue()["number"] == "2026-00101"


def test_a_preview_takes_nothing(tenant: Any) -> None:
    numbers = [tenant.get("/documents/next-number?type=invoice").json()["number"] for _ in range(3)]
    assert numbers == ["2026-00001"] * 3
    assert tenant.get("/documents/next-number?type=nothing").status_code == 422


def test_fifty_parallel_issues_take_one_to_fifty(tenant: Any) -> None:
    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(lambda _: tenant.issue()["number"], range(50)))
    assert sorted(numbers) == [f"2026-{n:05d}" for n in range(1, 51)]
    listed = tenant.get("/invoices?limit=100").json()["data"]
    assert [row["number"] for row in listed] == sorted(numbers)


def test_parallel_finalizations_of_one_draft_take_one_number(tenant: Any) -> None:
    draft = tenant.issue(is_draft=True)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: tenant.post(f"/documents/{draft['id']}/finalize").status_code, range(8)))
    assert sorted(answers) == [200] + [409] * 7
    assert tenant.issue()["number"] == "2026-00002"
