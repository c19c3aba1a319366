"""The command line of the sandbox: ``serve``, ``defects``, ``profile``. The server is imported when it is needed."""

import ipaddress
import json
import sys
from collections.abc import Sequence
from typing import Any

import click

USAGE_ERROR = 2


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The embedded sandbox: a local server that behaves as the published Space Invoices API."""


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; loopback unless allowed.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
@click.option("--db", "url", metavar="URL", help="SQLAlchemy URL; a temporary SQLite file by default.")
@click.option("--seed", default=0, type=int, help="What all ids and keys derive from.")
@click.option("--clock", "moment", metavar="ISO", help="Stop the clock at this moment, e.g. 2026-11-22T10:00:00Z.")
@click.option(
    "--profile", "switches", multiple=True, metavar="NAME=VALUE", help="Change a switch of the behaviour profile."
)
@click.option("--defect", "defects", multiple=True, metavar="NAME", help="Switch a named defect on for all requests.")
@click.option("--vies-url", metavar="URL", help="A VIES to ask instead of the simulated one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line when ready.")
@click.option("--exit-with-parent", is_flag=True, help="Stop when standard input closes.")
@click.option("--allow-remote-bind", is_flag=True, help="Allow an address that other machines can reach.")
def serve(host: str, allow_remote_bind: bool, **options: Any) -> None:
    """Run the sandbox until it is interrupted, and print its address and its account key."""
    if not allow_remote_bind and not _is_loopback(host):
        raise click.UsageError(
            f"--host {host} can be reached by other machines; add --allow-remote-bind if that is meant"
        )
    from harness.sandbox.serve import ServeError, ServeOptions, run

    try:
        run(ServeOptions(host=host, **options))
    except ServeError as error:
        raise click.UsageError(str(error)) from error


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def defects(as_json: bool) -> None:
    """List the defects, the requirements that each violates, and where it shows."""
    from harness.sandbox.defects.catalogue import describe

    rows = describe()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:34}  {row['sentence']}")
        click.echo(f"{'':34}  violates {', '.join(row['requirements'])}; shows in {row['shows_in']}")


@cli.command()
@click.option("--profile", "switches", multiple=True, metavar="NAME=VALUE", help="Show the effect of a switch.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def profile(switches: tuple[str, ...], as_json: bool) -> None:
    """List the switches of the behaviour profile with their values and meanings."""
    from harness.sandbox.profile import Profile, describe, with_switches

    try:
        rows = describe(with_switches(Profile(), switches))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        value = str(row["value"]).lower() if isinstance(row["value"], bool) else row["value"]
        click.echo(f"{row['name']} = {value}\n    {row['meaning']} ({row['question']})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code: 0 when all is well, 2 for wrong usage or a port that is taken."""
    try:
        cli.main(args=arguments, prog_name="harness sandbox", standalone_mode=False)
    except click.UsageError as error:
        click.echo(f"Error: {error.format_message()}", err=True)
        return USAGE_ERROR
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        sys.stderr.write("Aborted\n")
        return 1
    return 0
