"""Everything that can stop a run, and the exit code that each means.

    RunError
    ├── UsageError          2  the command line or a file of ours or yours is wrong
    ├── Incomplete          3  the target or the machine failed; nothing is known about the rule
    └── Refused             4  the safety guard said no

Exit codes (frozen by ``tests/run/test_exit_codes.py``, which reads the table in the README):
0 gate passed, 1 findings, 2 usage or configuration, 3 incomplete or infrastructure, 4 refused by the safety guard,
5 internal error. Where several apply, the first of 4, 5, 2, 1, 3 wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What ``harness run`` tells the shell."""

    PASSED = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    REFUSED = 4
    INTERNAL = 5


_PRECEDENCE = (
    ExitCode.REFUSED,
    ExitCode.INTERNAL,
    ExitCode.USAGE,
    ExitCode.FINDINGS,
    ExitCode.INCOMPLETE,
    ExitCode.PASSED,
)


def decisive(codes: Iterable[ExitCode]) -> ExitCode:
    """The one that wins where several apply; ``PASSED`` for none."""
    return min(codes, key=_PRECEDENCE.index, default=ExitCode.PASSED)


class RunError(Exception):
    """A run cannot start or go on. The message is complete: what happened and what to do."""

    exit_code = ExitCode.INTERNAL


class UsageError(RunError):
    """The command line, the environment or a data file is wrong."""

    exit_code = ExitCode.USAGE


class Incomplete(RunError):
    """The target or the machine failed, so nothing is known about the rule."""

    exit_code = ExitCode.INCOMPLETE


class Refused(RunError):
    """The safety guard refused to go on."""

    exit_code = ExitCode.REFUSED
