"""Whom a country's tenants sell to abroad: a Member State for goods and services alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.run.context import RunContext, planning
from harness.run.errors import UsageError
from harness.run.options import RunOptions


@pytest.fixture(scope="module")
def context() -> RunContext:
    return planning(RunOptions())


@pytest.mark.parametrize(("code", "neighbour"), [("AT", "BE"), ("GB", "GR"), ("SK", "AT"), ("XI", "AT"), ("CH", "CY")])
def test_the_neighbour_is_the_next_member_state(context: RunContext, code: str, neighbour: str) -> None:
    assert context.neighbour(code) == neighbour


def test_nobody_sells_to_northern_ireland_as_to_a_member_state(context: RunContext) -> None:
    assert "XI" in context.countries
    assert "XI" not in {context.neighbour(code) for code in context.countries}


def test_without_another_member_state_there_is_no_neighbour(context: RunContext) -> None:
    folders = {code: context.countries[code] for code in ("SI", "XI", "CH")}
    alone = replace(context, countries=replace(context.countries, folders=folders))
    with pytest.raises(UsageError, match="SI has no buyer abroad"):
        alone.neighbour("SI")
