"""Loads the country folders and the territories; every problem of every file is reported in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from harness.law.binding import bind
from harness.law.country import Countries, Country, Identity, Invoicing, RatesFile, Territory, WordingFile
from harness.law.errors import LawDataError, Problem
from harness.law.records import Currency
from harness.law.third_countries import third_country
from harness.law.toml_file import TomlFile, read_toml
from harness.law.validity import duplicates, rate_problems

R = TypeVar("R")

FILES: dict[str, type[Any]] = {
    "identity.toml": Identity,
    "rates.toml": RatesFile,
    "wording.toml": WordingFile,
    "invoicing.toml": Invoicing,
}
"""The same four files in every folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesFile:
    """``territories.toml``: places without a folder, and currencies without two decimals."""

    territory: tuple[Territory, ...]
    currency: tuple[Currency, ...] = ()


def load_countries(folder: Path, territories: Path | None = None) -> Countries:
    """All country folders below ``folder``, in the order of their codes.

    ``territories`` is the file of places without a folder, by default ``territories.toml`` beside ``folder``. Raises
    ``LawDataError`` with every problem found; nothing is loaded then.
    """
    problems: list[Problem] = []
    loaded = [_load_folder(path, problems) for path in _folders(folder, problems)]
    places = _load_territories(territories or folder.parent / "territories.toml", problems)
    if problems or places is None:
        raise LawDataError(problems)
    return _assemble([country for country in loaded if country is not None], places)


def load_folder(folder: Path) -> Country:
    """One country folder on its own. Raises ``LawDataError`` with every problem of its files."""
    problems: list[Problem] = []
    country = _load_folder(folder, problems) if folder.is_dir() else None
    if country is None:
        raise LawDataError(problems or [Problem(folder, 1, "", "", "no such folder: `harness country new` makes one")])
    return country


def read_record(path: Path, record: type[R], problems: list[Problem]) -> tuple[TomlFile, R] | None:
    """One file as a ``record``; its problems are added to ``problems``."""
    try:
        file = read_toml(path)
    except LawDataError as error:
        problems.extend(error.problems)
        return None
    bound, found = bind(record, file)
    problems.extend(found)
    return None if bound is None else (file, bound)


def country_folders(folder: Path) -> list[Path]:
    """The country folders below ``folder``, in the order of their names."""
    return [path for path in _given(folder) if path.is_dir()]


def _given(folder: Path) -> list[Path]:
    """What a person put there: what starts with a dot or an underscore is a tool's, ``__pycache__`` for one."""
    below = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in below if not path.name.startswith((".", "_"))]


def _folders(folder: Path, problems: list[Problem]) -> list[Path]:
    found = country_folders(folder)
    if not found:
        problems.append(Problem(folder, 1, "", "", "no country folder here: name the folder that holds them"))
    return found


def _load_folder(folder: Path, problems: list[Problem]) -> Country | None:
    before = len(problems)
    problems.extend(_strangers(folder))
    read = {name: read_record(folder / name, record, problems) for name, record in FILES.items()}
    for name, pair in read.items():
        if pair is not None:
            problems.extend(_whole_file_problems(name, folder, *pair))
    if len(problems) > before:
        return None
    return _country(*(pair[1] for pair in read.values() if pair is not None))


def _country(identity: Identity, rates: RatesFile, wording: WordingFile, invoicing: Invoicing) -> Country:
    return Country(identity, rates.rate, wording.wording, invoicing, wording.no_wording)


def _strangers(folder: Path) -> Iterator[Problem]:
    for path in _given(folder):
        if path.name not in FILES:
            yield Problem(path, 1, "", "", f"unexpected file: a country folder holds {', '.join(FILES)}")


def _whole_file_problems(name: str, folder: Path, file: TomlFile, record: Any) -> Iterator[Problem]:
    if name == "identity.toml":
        yield from _identity_problems(folder, file, record)
    elif name == "rates.toml":
        yield from duplicates(file, "rate", record.rate, lambda r: (r.category, r.territory, r.since))
        yield from rate_problems(file, record.rate)
    elif name == "wording.toml":
        yield from duplicates(file, "wording", record.wording, lambda w: (w.kind.value, w.language))
        yield from _contradictions(file, record)
    else:
        yield from duplicates(file, "domestic_reverse_charge", record.domestic_reverse_charge, lambda d: d.text)
        yield from duplicates(file, "field", record.field, lambda f: f.id)
        yield from duplicates(file, "duty", record.duty, lambda d: (d.kind, d.since))
        yield from duplicates(file, "payment_code", record.payment_code, lambda p: p.scheme)


def _identity_problems(folder: Path, file: TomlFile, identity: Identity) -> Iterator[Problem]:
    if identity.code != folder.name.upper():
        yield file.problem(("code",), identity.code, f"differs from the folder's name {folder.name!r}")
    yield from duplicates(file, "territory", identity.territory, lambda t: t.name)
    for index, territory in enumerate(identity.territory):
        for pattern in territory.post_codes:
            if not _compiles(pattern):
                yield file.problem(("territory", index, "post_codes"), pattern, "is no regular expression")


def _contradictions(file: TomlFile, record: WordingFile) -> Iterator[Problem]:
    """A wording that the same file says the law does not know."""
    for index, none in enumerate(record.no_wording):
        stated = [w for w in record.wording if none.covers(w.kind, w.language)]
        for wording in stated:
            words = f"{wording.kind.value} ({wording.language})"
            yield file.problem(("no_wording", index), words, "has a wording in this file: remove one of the two")


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _load_territories(path: Path, problems: list[Problem]) -> TerritoriesFile | None:
    pair = read_record(path, TerritoriesFile, problems)
    if pair is None:
        return None
    file, record = pair
    problems.extend(duplicates(file, "territory", record.territory, lambda t: t.code))
    problems.extend(duplicates(file, "currency", record.currency, lambda c: c.code))
    return record


def _assemble(countries: Sequence[Country], places: TerritoriesFile) -> Countries:
    territories = {place.code: place for place in places.territory}
    territories.update({country.code: _as_territory(country) for country in countries})
    currencies = {country.identity.currency.code: country.identity.currency for country in countries}
    currencies.update({currency.code: currency for currency in places.currency})
    return Countries({country.code: country for country in countries}, territories, currencies, third_country)


def _as_territory(country: Country) -> Territory:
    identity = country.identity
    return Territory(
        code=identity.code,
        name=identity.name.english,
        member_state=identity.vat_area.member_state,
        goods=identity.vat_area.goods,
        services=identity.vat_area.services,
        prefix=identity.vat_id.prefix,
        pattern=identity.vat_id.pattern,
        module=identity.vat_id.module,
        one_territory_with=identity.vat_area.one_territory_with,
        source=identity.vat_area.source,
        since=identity.vat_area.since,
        assurance=identity.vat_area.assurance,
    )
