"""``harness sandbox``: the embedded sandbox on its own, with a command line of its own."""

from __future__ import annotations

import sys
from typing import NoReturn

import click


@click.command(
    short_help="The embedded sandbox on its own.",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def sandbox(arguments: tuple[str, ...]) -> NoReturn:
    """The embedded sandbox on its own: serve, defects, profile (see `harness sandbox --help`)."""
    from harness.sandbox.cli import main as sandbox_main

    sys.exit(sandbox_main(list(arguments)))
