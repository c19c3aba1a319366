"""``harness inspect``: what the readers see in any document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from harness.cli.shared import console, reported

if TYPE_CHECKING:
    from harness.cli.processes import Job
    from harness.reporting.inspection import Inspected


@click.command(short_help="What the readers see in a document: facts, places, confidence.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (reports/inspection.schema.json).")
@click.option("--image", type=click.Path(path_type=Path), metavar="OUT",
              help="Write page images with the facts marked: OUT.png for one file, else a folder.")  # fmt: skip
@click.option("--codes/--no-codes", default=None,
              help="Search whole pages for codes, or none [default: where a page seems to show one].")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes [default: one for each processor].")
def inspect(
    files: tuple[str, ...], as_json: bool, image: Path | None, codes: bool | None, jobs: int | None
) -> NoReturn:
    """Read FILEs as the harness reads the documents of a run, and show what is seen in them.

    Each fact comes with its page, its box in points from the top left corner, the text that it was read from and how
    sure the reader is. Codes are decoded and held to the form of their scheme; nothing is compared, and no authority is
    asked, so that none is verified. A file that cannot be read has an error of its own and does not stop the others.

    Exit code 0 if all files were read, 3 if one was not (missing, damaged, encrypted, without text, too slow).
    """
    import os

    from harness.cli.inspecting import SECONDS, inspecting
    from harness.cli.processes import in_processes
    from harness.run.errors import ExitCode
    from harness.run.resources import fixtures

    with reported():
        work = _jobs(files, image)
        entries = []
        processes = jobs or os.cpu_count() or 1
        for entry in in_processes(inspecting(codes), work, fixtures("labels"), processes, SECONDS):
            entries.append(entry)
            if not as_json:
                _print(entry)
    if as_json:
        _print_json(entries)
    failed = any(entry.error for entry in entries)
    raise SystemExit(int(ExitCode.INCOMPLETE if failed else ExitCode.PASSED))


def _jobs(files: tuple[str, ...], image: Path | None) -> list[Job]:
    """The work, with a name of its own for each image."""
    from harness.cli.processes import Job
    from harness.run.errors import UsageError

    if image is None:
        return [Job(at, file) for at, file in enumerate(files)]
    if len(files) == 1 and image.suffix.lower() == ".png":
        return [Job(0, files[0], image)]
    if image.is_file():
        raise UsageError(f"{image} is a file; the images of several documents go to a folder")
    image.mkdir(parents=True, exist_ok=True)
    stems = [Path(file).stem for file in files]
    names = [stem if stems.count(stem) == 1 else f"{stem}~{at + 1}" for at, stem in enumerate(stems)]
    return [Job(at, file, image / f"{name}.png") for at, (file, name) in enumerate(zip(files, names, strict=True))]


def _print(entry: Inspected) -> None:
    from harness.reporting.inspection_views import as_terminal

    console().print(as_terminal(entry))


def _print_json(entries: list[Inspected]) -> None:
    from harness.reporting.inspection import Inspection

    click.echo(Inspection(documents=entries).model_dump_json(indent=1))
