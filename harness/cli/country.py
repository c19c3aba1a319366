"""``harness country``: list, show, check and begin country folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from harness.cli.shared import codes_of, console, reported

if TYPE_CHECKING:
    from harness.law.shelf import Examined
    from harness.reporting.country_page import CountryPage

_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the country folders are [default: the harness's own].",
)


@click.group(short_help="List, show, check and begin country folders.")
def country() -> None:
    """Country folders: the dated, sourced facts of law that everything is compared with."""


@country.command("list")
@_FOLDER
def list_(folder: Path | None) -> NoReturn:
    """List the countries with the readiness of their data; exit code 1 if one does not load or is incomplete."""
    from harness.reporting.country_table import list_table

    examined = _examined((), folder)
    console().print(list_table(examined))
    raise SystemExit(_exit_code(examined))


@country.command()
@click.argument("code", metavar="COUNTRY")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write an HTML page.")
@_FOLDER
def show(code: str, html: Path | None, folder: Path | None) -> None:
    """Show every fact of a country with its source, dates and assurance, for a reviewer to hold against the law."""
    from harness.law import LawDataError
    from harness.reporting.country_page import as_terminal, country_page

    with reported():
        (examined,) = _examined((code,), folder)
        if examined.country is None:
            raise LawDataError(examined.problems)
        page = country_page(examined.country, examined.remarks, date.today())
        if html is None:
            console().print(as_terminal(page))
        else:
            click.echo(f"written: {_write(page, html)}")


@country.command()
@click.argument("codes", nargs=-1, metavar="[COUNTRY]...")
@_FOLDER
def check(codes: tuple[str, ...], folder: Path | None) -> NoReturn:
    """Check country folders: schema, dates, VAT id example by check digits, wording in each official language, sources;
    and report where the package eu-vat-rates-data says something else.

    Exit code 1 if a folder does not load or lacks something; differences and notes alone are no error.
    """
    from harness.reporting.country_table import check_report

    examined = _examined(codes, folder)
    console().print(check_report(examined))
    raise SystemExit(_exit_code(examined))


@country.command()
@click.argument("code", metavar="COUNTRY")
@_FOLDER
def new(code: str, folder: Path | None) -> None:
    """Begin a country folder: what the packages know is filled in, what a person must find out is marked.

    The folder does not load until every mark is replaced; `harness country check` lists what is left.
    """
    from harness.law.scaffold import scaffold

    with reported():
        made = scaffold(code.upper(), _home(folder))
    click.echo(f"made {made.folder}: {', '.join(path.name for path in made.files)}")
    click.echo(f"to find out: {made.open_questions} values, each marked FIND OUT in its file")
    click.echo(f"next: harness country check {code.upper()}{f' --folder {folder}' if folder else ''}")


def _write(page: CountryPage, path: Path) -> Path:
    from harness.reporting.country_page import write_html
    from harness.run.errors import UsageError

    try:
        return write_html(page, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): name another file with --html") from error


def _examined(codes: tuple[str, ...], folder: Path | None) -> tuple[Examined, ...]:
    from harness.law.shelf import examine

    with reported():
        return examine(_home(folder), codes_of(codes), date.today())


def _home(folder: Path | None) -> Path:
    from harness.run.resources import fixtures

    return folder or fixtures("countries")


def _exit_code(examined: tuple[Examined, ...]) -> int:
    from harness.run.errors import ExitCode

    return int(ExitCode.PASSED if all(one.is_sound for one in examined) else ExitCode.FINDINGS)
