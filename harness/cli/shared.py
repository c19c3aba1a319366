"""What several commands need: the harness's own data, and errors as exit codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from harness.law import Countries


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors of the harness into one message on stderr and the exit code that the README promises for it."""
    from harness.law import LawError
    from harness.run.errors import ExitCode, RunError

    try:
        yield
    except RunError as error:
        click.echo(f"harness: {error}", err=True)
        raise SystemExit(int(error.exit_code)) from error
    except LawError as error:
        click.echo(f"harness: {error}", err=True)
        raise SystemExit(int(ExitCode.USAGE)) from error


def codes_of(given: Sequence[str]) -> tuple[str, ...]:
    """Country codes as people give them, ``SI,de FR``: upper case, in the order given, each once."""
    codes = [code.strip().upper() for entry in given for code in entry.split(",")]
    return tuple(dict.fromkeys(code for code in codes if code))


def all_countries() -> Countries:
    """The bundled country folders. Raises ``LawDataError``."""
    from harness.law import load_countries
    from harness.run.resources import fixtures

    return load_countries(fixtures("countries"))


def console() -> Console:
    """Standard output: as wide as the terminal, or as COLUMNS says; 120 columns where neither is known."""
    import os
    import sys

    from rich.console import Console

    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else 120, highlight=False)
