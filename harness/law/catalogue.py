"""The requirement catalogue: one rule per entry, with a stable id that checks and reports cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harness.law.country import Country
from harness.law.errors import LawDataError, Problem
from harness.law.loader import read_record
from harness.law.records import BadValue
from harness.law.validity import duplicates
from harness.model.depth import Depth
from harness.model.expectation import Assurance
from harness.model.finding import Fidelity, Severity


class Scope(StrEnum):
    """Sellers to which a requirement applies."""

    ALL = "all"
    EU_VAT_TERRITORY = "eu_vat_territory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One rule of law or of the product."""

    id: str
    title: str
    text: str
    """What it asks, in a reviewer's words."""
    source: str
    """Article, or the product document that promises it."""
    severity: Severity
    group: str
    """``VAT``, ``NUM``, ``BRAND``, ...: the subject that reports group by."""
    depth: Depth
    """From which depth it is proved."""
    applies: Scope
    assurance: Assurance = Assurance.VERIFIED
    targets: tuple[str, ...] = ("embedded", "local", "vendor-sandbox")
    """Where it can be verified (values of ``Fidelity``)."""
    not_checked: str | None = None
    """Why no check proves it yet; ``None`` where one does."""

    def __post_init__(self) -> None:
        if unknown := set(self.targets) - set(Fidelity):
            raise BadValue("targets", sorted(unknown), f"expected some of {', '.join(Fidelity)}")

    def applies_to(self, seller: Country) -> bool:
        """Whether it concerns invoices of sellers established there."""
        return self.applies is Scope.ALL or seller.in_eu_vat_territory

    def provable_on(self, target: Fidelity) -> bool:
        """Whether such a target lets it be verified at all."""
        return target in self.targets


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequirementsFile:
    requirement: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Catalogue(Mapping[str, Requirement]):
    """All requirements by id, in the order of the files."""

    requirements: Mapping[str, Requirement]

    def __getitem__(self, requirement: str) -> Requirement:
        return self.requirements[requirement]

    def __iter__(self) -> Iterator[str]:
        return iter(self.requirements)

    def __len__(self) -> int:
        return len(self.requirements)


def load_catalogue(folder: Path) -> Catalogue:
    """All ``*.toml`` below ``folder``. Raises ``LawDataError`` with every problem of every file."""
    problems: list[Problem] = []
    requirements: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.toml")):
        _add_file(path, requirements, problems)
    if not requirements and not problems:
        problems.append(Problem(folder, 1, "", "", "no requirement here: name the folder that holds the catalogue"))
    if problems:
        raise LawDataError(problems)
    return Catalogue(requirements)


def _add_file(path: Path, requirements: dict[str, Requirement], problems: list[Problem]) -> None:
    pair = read_record(path, _RequirementsFile, problems)
    if pair is None:
        return
    file, record = pair
    problems.extend(duplicates(file, "requirement", record.requirement, lambda r: r.id))
    earlier = frozenset(requirements)
    for index, requirement in enumerate(record.requirement):
        if requirement.id in earlier:
            problems.append(file.problem(("requirement", index, "id"), requirement.id, "stands in another file, too"))
        requirements[requirement.id] = requirement
