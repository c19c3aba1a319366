"""A command group whose members are modules: nothing is imported before it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from harness.cli.output import forgiving_output


class LazyGroup(click.Group):
    """Finds the command ``name`` as the attribute ``name`` of the module ``harness.cli.<name>``."""

    def __init__(self, *, members: Sequence[str], **settings: Any) -> None:
        super().__init__(**settings)
        self._members = tuple(members)
        click.version_option(package_name="space-invoices-harness", prog_name="harness")(self)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; whatever becomes of the output, its exit code stands."""
        with forgiving_output():
            return super().main(*args, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order in which a newcomer needs them."""
        return list(self._members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name; ``None`` where there is none."""
        if cmd_name not in self._members:
            return None
        command: click.Command = getattr(import_module(f"harness.cli.{cmd_name}"), cmd_name)
        return command
