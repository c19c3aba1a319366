"""Numbers as a history: each rule is broken once, by the smallest change that breaks it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.checks.numbering import (
    Numbered,
    Series,
    counter,
    credit_notes_have_their_own_series,
    drafts_take_no_number,
    numbers_are_unique,
    numbers_follow_the_dates,
    numbers_follow_the_format,
    numbers_leave_no_gap,
    preview_is_what_comes,
    tenants_count_on_their_own,
)

DAY = date(2026, 3, 10)
FORMAT = "{yyyy}-{nnnnn}"


def series(*counters: int, start: int = 1, days: tuple[int, ...] = ()) -> Series:
    offsets = days or (0,) * len(counters)
    documents = (Numbered(f"2026-{n:05d}", DAY + timedelta(d)) for n, d in zip(counters, offsets, strict=True))
    return Series(FORMAT, start, tuple(documents))


def said(judgement) -> str:
    return f"{judgement.requirement} {judgement.verdict.value} {judgement.code}"


@pytest.mark.parametrize(
    ("number_format", "number", "expected"),
    [
        ("{yyyy}-{nnnnn}", "2026-00012", 12),
        ("{yyyy}-{nnnnn}", "2026-99999", 99999),
        ("{yyyy}-{nnnnn}", "2026-100000", 100000),
        ("{yyyy}-{nnnnn}", "2026-000012", None),
        ("{yyyy}-{nnnnn}", "2026-0012", None),
        ("{yyyy}-{nnnnn}", "2025-00012", None),
        ("{yyyy}-{nnnnn}", "2026-00012 ", None),
        ("{yyyy}-{nnnnn}", "X2026-00012", None),
        ("{yyyy}-{nnnnn}", "draft-1f", None),
        ("{yyyy}-{nnnnn}", "2026-٠٠٠١٢", None),
        ("F{yy}/{nnn}", "F26/007", 7),
        ("F{yy}/{nnn}", "F2026/007", None),
        ("A.{n}", "A.7", 7),
        ("A.{n}", "AB7", None),
        ("A.{n}", "A.07", None),
        ("{nnn}-{yyyy}-SI", "045-2026-SI", 45),
        ("(1+)[{nn}]", "(1+)[08]", 8),
    ],
)
def test_the_counter_inside_a_number(number_format, number, expected):
    assert counter(number_format, number, DAY) == expected


@given(
    width=st.integers(1, 9),
    value=st.integers(0, 10**10),
    prefix=st.sampled_from(["", "R-", "{yyyy}/", "a.b*"]),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_a_formatted_number_gives_its_counter_back(width, value, prefix, day):
    number = prefix.replace("{yyyy}", f"{day.year}") + f"{value:0{width}d}"

    assert counter(f"{prefix}{{{'n' * width}}}", number, day) == value


def test_every_number_is_held_against_the_format(objected):
    mixed = Series(FORMAT, 1, (Numbered("2026-00001", DAY), Numbered("INV-2", DAY), Numbered("2026-00003", DAY)))
    judgements = list(numbers_follow_the_format(mixed))

    assert [j.verdict.value for j in judgements] == ["passed", "failed", "passed"]
    assert objected(judgements) == {"NUM-FORMAT failed format-differs"}
    assert objected(numbers_follow_the_format(series(1, 2, 3))) == set()


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (series(1, 2, 3), "passed holds"),
        (series(3, 1, 2), "passed holds"),
        (series(7, 8, start=7), "passed holds"),
        (series(1, 3), "failed gap"),
        (series(2, 3), "failed gap"),
        (series(1, 2, start=7), "failed gap"),
        (series(1, 1, 2), "failed gap"),
        (Series(FORMAT, 1, (Numbered("2026-00001", DAY), Numbered("INV-2", DAY))), "failed gap"),
    ],
    ids=["1-2-3", "3-1-2", "from-7", "1-3", "from-2", "not-from-7", "1-1-2", "unformatted"],
)
def test_a_sequence_without_gaps(history, expected):
    assert said(numbers_leave_no_gap(history)) == f"NUM-SEQUENCE {expected}"


@pytest.mark.parametrize(
    ("history", "words"),
    [
        (series(1, 3), "carry 1, 3; never issued: 2"),
        (series(1, 5, 7), "carry 1, 5, 7; never issued: 2 to 4, 6"),
        (series(3, 1_000_000_000), "never issued: 1 to 2, 4 to 999999999"),
        (series(1, 2, start=7), "carry 1 to 2; the series asks for 7 to 8"),
        (series(1, 1, 2), "carry 1 to 2; the series asks for 1 to 3"),
    ],
)
def test_every_number_that_is_missing_is_named(history, words):
    assert words in numbers_leave_no_gap(history).message


@given(start=st.integers(1, 500), length=st.integers(2, 30), data=st.data())
@settings(derandomize=True, deadline=None, max_examples=40)
def test_any_lost_number_is_a_gap(start, length, data):
    whole = list(range(start, start + length + 1))
    lost = data.draw(st.integers(0, length - 1))
    issued = data.draw(st.permutations(whole[:lost] + whole[lost + 1 :]))

    assert said(numbers_leave_no_gap(series(*whole, start=start))) == "NUM-SEQUENCE passed holds"
    assert said(numbers_leave_no_gap(series(*issued, start=start))) == "NUM-SEQUENCE failed gap"


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (series(1, 2, 3), "passed holds"),
        (series(1, 2, 1), "failed duplicate"),
        (series(4, 4), "failed duplicate"),
    ],
    ids=["unique", "later-again", "at-once-again"],
)
def test_no_number_twice(history, expected):
    judgement = numbers_are_unique(history)

    assert said(judgement) == f"NUM-UNIQUE {expected}"
    assert len(judgement.seen) == (2 if "failed" in expected else 0)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (series(1, 2, 3, days=(0, 0, 1)), "passed holds"),
        (series(3, 1, 2, days=(2, 0, 1)), "passed holds"),
        (series(1, 2, 3, days=(0, 1, 0)), "failed out-of-order"),
        (series(2, 1, days=(0, 1)), "failed out-of-order"),
    ],
    ids=["in-order", "listed-otherwise", "back-in-time", "two-swapped"],
)
def test_numbers_in_the_order_of_their_dates(history, expected):
    assert said(numbers_follow_the_dates(history)) == f"NUM-CHRONOLOGY {expected}"


@pytest.mark.parametrize("check", [numbers_leave_no_gap, numbers_are_unique, numbers_follow_the_dates])
def test_a_series_without_documents_proves_nothing(check):
    assert check(series()).verdict.value == "unverifiable"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (series(1, 2), series(1, 2, 3), "passed holds"),
        (series(5, 6, start=5), series(1, 2), "passed holds"),
        (series(1, 3), series(2, 4), "failed not-independent"),
        (series(1, 2), series(3, 4), "failed not-independent"),
        (series(1, 2), series(2, 1), "failed not-independent"),
    ],
    ids=["both-from-1", "own-start", "one-counter", "goes-on", "out-of-turn"],
)
def test_two_tenants_count_alone(first, second, expected):
    assert said(tenants_count_on_their_own(first, second)) == f"NUM-TENANT {expected}"


@pytest.mark.parametrize(("first", "second"), [((), (1, 2)), ((1, 2), ()), ((), ())])
def test_a_tenant_without_documents_proves_no_series_of_its_own(first, second):
    judgement = tenants_count_on_their_own(series(*first), series(*second))

    assert said(judgement) == "NUM-TENANT unverifiable nothing-issued"


@pytest.mark.parametrize(
    ("previewed", "expected"),
    [
        (("2026-00004", "2026-00004"), "passed holds"),
        (("2026-00004", "2026-00005"), "failed preview-differs"),
        (("2026-00003",), "failed preview-differs"),
        ((), "failed preview-differs"),
    ],
)
def test_the_preview_is_what_comes(previewed, expected):
    assert said(preview_is_what_comes(previewed, "2026-00004")) == f"NUM-PREVIEW {expected}"


@pytest.mark.parametrize(
    ("number", "invoices", "expected"),
    [
        ("CN-2026-0001", series(1, 2), "passed holds"),
        ("2026-00003", series(1, 2), "failed format-differs"),
        ("CN-2025-0001", series(1, 2), "failed format-differs"),
        ("CN-2026-0001", series(1, 3), "failed gap"),
    ],
)
def test_credit_notes_have_a_series_of_their_own(number, invoices, expected):
    judgement = credit_notes_have_their_own_series(number, "CN-{yyyy}-{nnnn}", DAY, invoices)

    assert said(judgement) == f"NUM-CREDIT-NOTE {expected}"


@pytest.mark.parametrize(
    ("draft", "finalized", "invoices", "expected"),
    [
        ("draft-9f2c", "2026-00002", series(1, 2, 3), "passed holds"),
        ("2026-00002", "2026-00002", series(1, 2, 3), "failed draft-numbered"),
        ("draft-9f2c", "draft-9f2c", series(1, 2), "failed not-numbered"),
        ("draft-9f2c", "2026-00003", series(1, 3), "failed gap"),
    ],
)
def test_drafts_take_no_number(draft, finalized, invoices, expected):
    assert said(drafts_take_no_number(draft, finalized, invoices)) == f"API-DRAFT {expected}"
