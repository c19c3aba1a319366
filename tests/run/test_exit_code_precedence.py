"""Exit codes: their values, what each error means, and which one wins where several apply."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.run.errors import ExitCode, Incomplete, Refused, RunError, UsageError, decisive

WINS_FIRST = [4, 5, 2, 1, 3, 0]


def test_the_codes_have_their_published_values():
    assert {code.name: code.value for code in ExitCode} == {
        "PASSED": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "INCOMPLETE": 3,
        "REFUSED": 4,
        "INTERNAL": 5,
    }


@pytest.mark.parametrize(
    ("error", "code"), [(RunError, 5), (UsageError, 2), (Incomplete, 3), (Refused, 4)], ids=lambda value: str(value)
)
def test_each_error_knows_its_code(error, code):
    assert issubclass(error, RunError)
    assert error("why").exit_code == code


def test_nothing_wrong_is_passed():
    assert decisive([]) is ExitCode.PASSED
    assert decisive(iter([ExitCode.PASSED])) is ExitCode.PASSED


@pytest.mark.parametrize("pair", list(permutations(WINS_FIRST, 2)))
def test_of_two_codes_the_first_in_the_order_wins(pair):
    assert decisive(ExitCode(code) for code in pair) == min(pair, key=WINS_FIRST.index)


@given(codes=st.lists(st.sampled_from(ExitCode), min_size=1))
@settings(derandomize=True, deadline=None, max_examples=80)
def test_of_any_codes_the_first_in_the_order_wins(codes):
    assert decisive(codes) == next(code for code in WINS_FIRST if code in codes)
