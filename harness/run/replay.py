"""Cases that failed, kept in the run's folder as files, so that each of them alone can be issued again.

A file holds a ``Case`` as JSON and is named by the case's digest, the case id of the report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from harness.evidence import Redactor
from harness.model.case import Case
from harness.run.errors import UsageError

FOLDER = "cases"
_CASES = TypeAdapter(Case)


def keep(case: Case, folder: Path, redactor: Redactor) -> Path:
    """Write the case into the run's folder; the file."""
    path = folder / FOLDER / f"{case.digest()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(redactor.redact(_CASES.dump_json(case, indent=1)) + b"\n")
    return path


def kept(folder: Path, ids: Sequence[str] = ()) -> tuple[Path, ...]:
    """The files of a run's failed cases: those of the ids, or all of them. Raises ``UsageError`` if one is missing."""
    if not (folder / "run.json").is_file() and not (folder / FOLDER).is_dir():
        raise UsageError(f"{folder} is no folder of a run: it has neither run.json nor {FOLDER}/")
    known = {path.stem: path for path in sorted((folder / FOLDER).glob("*.json"))}
    unknown = sorted(set(ids) - set(known))
    if unknown or not known:
        which = f"case {', '.join(unknown)}" if unknown else "failed case"
        raise UsageError(f"{folder} keeps no {which}; there are {', '.join(known) or 'none at all'}")
    return tuple(known[name] for name in ids or known)


def load(files: Sequence[Path]) -> dict[str, Case]:
    """The cases of the files, by the names of the files. Raises ``UsageError`` that names the file."""
    return {_name(path): _load(path) for path in files}


def for_country(cases: Mapping[str, Case], country: str) -> list[str]:
    """The names of the cases that are sold from a country."""
    return [name for name, case in cases.items() if case.seller.country == country]


def _name(path: Path) -> str:
    """The file's name as part of an item's id."""
    return re.sub(r"[^\w-]+", "-", path.stem)


def _load(path: Path) -> Case:
    try:
        return _CASES.validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(f"{path} holds no case: {where}: {first['msg']}") from error
