"""Commands are called in this process, on the bundled country folders; none of them starts a sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness.cli import main

Command = Callable[..., Result]


@pytest.fixture(scope="session")
def command() -> Command:
    """Call ``harness`` with arguments; an exception that is no exit fails the test."""

    def call(*arguments: object) -> Result:
        result = CliRunner(env={"COLUMNS": None}).invoke(main, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture(scope="session")
def refused(command: Command) -> Callable[..., str]:
    """Call ``harness`` with bad input: exit code 2, nothing on stdout, and one line of complaint, which is returned."""

    def call(*arguments: object) -> str:
        result = command(*arguments)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        complaint = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
        assert len(complaint) == 1, result.stderr
        return complaint[0]

    return call


@pytest.fixture(scope="session")
def json_of(command: Command) -> Callable[..., Any]:
    """Call ``harness`` and read what it prints as JSON."""

    def call(*arguments: object, code: int = 0) -> Any:
        result = command(*arguments)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    return call
