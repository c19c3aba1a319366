"""``harness validate``: e-invoices held against the published rules of their format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click

from harness.cli.shared import console, reported

if TYPE_CHECKING:
    from harness.reporting.validated import Validated
    from harness.run.errors import ExitCode


@click.command(short_help="Hold e-invoices against the published rules of their format.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (reports/validation.schema.json).")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes [default: one for each processor].")
def validate(files: tuple[str, ...], as_json: bool, jobs: int | None) -> NoReturn:
    """Judge FILEs: UBL, CII (Factur-X, ZUGFeRD) and eSLOG, alone or attached to a PDF.

    Schema and schematron of the norm and of the profile judge, with the German rules where XRechnung is claimed; each
    broken rule comes with its published id, its place and the version of the artefact. Of a PDF with an e-invoice, the
    structure as PDF/A-3 is judged, too, and the page is compared with the e-invoice. What nobody judged is named.

    Exit code 0 if all files are valid, 1 if one is not, 3 if one could not be read or judged.
    """
    import os

    from harness.cli.processes import Job, in_processes
    from harness.cli.validating import VALIDATE
    from harness.run.errors import ExitCode, decisive
    from harness.run.resources import fixtures

    entries: list[Validated] = []
    work = [Job(at, file) for at, file in enumerate(files)]
    with reported():
        for entry in in_processes(VALIDATE, work, fixtures("labels"), jobs or os.cpu_count() or 1):
            entries.append(entry)
            if not as_json:
                _print(entry)
    if as_json:
        _print_json(entries)
    raise SystemExit(int(decisive([ExitCode.PASSED, *map(_code, entries)])))


def _code(entry: Validated) -> ExitCode:
    from harness.run.errors import ExitCode

    if entry.valid is None:
        return ExitCode.INCOMPLETE
    return ExitCode.PASSED if entry.valid else ExitCode.FINDINGS


def _print(entry: Validated) -> None:
    from harness.reporting.validated_views import as_terminal

    console().print(as_terminal(entry))


def _print_json(entries: list[Validated]) -> None:
    from harness.reporting.validated import Validation

    click.echo(Validation(documents=entries).model_dump_json(indent=1))
