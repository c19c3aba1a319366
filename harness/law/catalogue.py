"""The requirement catalogue: one rule per entry, with a stable id that checks and reports cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harness.law.country import Country
from harness.law.errors import LawDataError, Problem
from harness.law.loader import read_record
from harness.law.records import BadValue, Duty, NationalField, PaymentCode, Side
from harness.law.validity import duplicates
from harness.model.depth import Depth
from harness.model.expectation import Assurance
from harness.model.finding import Fidelity, Severity

NationalFact = NationalField | Duty | PaymentCode
"""What a folder lists beyond the particulars of Art. 226, each claimed by some requirement."""


class Scope(StrEnum):
    """Sellers to which a requirement applies."""

    ALL = "all"
    EU_VAT_TERRITORY = "eu_vat_territory"
    """Inside the common VAT area for goods or for services (Art. 5): Northern Ireland is inside for goods alone."""
    MEMBER_STATE = "member_state"
    """Inside the common VAT area for services, and so for goods."""
    NATIONAL = "national"
    """Where the country's folder lists a national field, a duty or a payment code that the requirement names."""


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
    not_applicable: str | None = None
    """Why no invoice of a tenant can show whether it holds; ``None`` where one can."""
    fields: tuple[str, ...] = ()
    """Ids of national fields (``[[field]]`` of ``invoicing.toml``) that it stands for; scope ``national`` alone."""
    duties: tuple[str, ...] = ()
    """Beginnings of the kinds of duties (``[[duty]]``) that it stands for, unless a scheme of the API meets them; scope
    ``national`` alone."""
    schemes: tuple[str, ...] = ()
    """Schemes of duties that it stands for; scope ``national`` alone."""
    payment_codes: tuple[str, ...] = ()
    """Schemes of payment codes (``[[payment_code]]``) that it stands for; scope ``national`` alone."""

    def __post_init__(self) -> None:
        if unknown := set(self.targets) - set(Fidelity):
            raise BadValue("targets", sorted(unknown), f"expected some of {', '.join(Fidelity)}")
        if self.not_checked and self.not_applicable:
            raise BadValue("not_applicable", self.not_applicable, "stands beside not_checked: give one reason")
        if (self.applies is Scope.NATIONAL) != bool(self.fields or self.duties or self.schemes or self.payment_codes):
            way_out = "scope national goes with fields, duties, schemes or payment_codes, and they with it"
            raise BadValue("applies", self.applies, way_out)

    @property
    def why_unproved(self) -> str:
        """Why no run has to prove it; empty where one has to."""
        if self.not_applicable:
            return f"not applicable: {self.not_applicable}"
        return f"not checked yet: {self.not_checked}" if self.not_checked else ""

    def applies_to(self, seller: Country) -> bool:
        """Whether it concerns invoices of sellers established there."""
        return {
            Scope.ALL: True,
            Scope.EU_VAT_TERRITORY: seller.in_eu_vat_territory,
            Scope.MEMBER_STATE: seller.identity.vat_area.services is Side.INSIDE,
            Scope.NATIONAL: bool(self.national_in(seller)),
        }[self.applies]

    def national_in(self, seller: Country) -> tuple[NationalFact, ...]:
        """The facts of the seller's folder that it stands for; none for a requirement of another scope."""
        given = seller.invoicing
        fields = (field for field in given.field if field.id in self.fields)
        codes = (code for code in given.payment_code if code.scheme in self.payment_codes)
        return (*fields, *(duty for duty in given.duty if self._stands_for(duty)), *codes)

    def _stands_for(self, duty: Duty) -> bool:
        if duty.schemes:
            return not set(self.schemes).isdisjoint(duty.schemes)
        return bool(self.duties) and duty.kind.startswith(self.duties)

    def source_in(self, seller: Country) -> str:
        """Where it comes from for sellers there: their own articles, where the folder has them."""
        facts = self.national_in(seller)
        own = (fact.article if isinstance(fact, NationalField) else fact.source for fact in facts)
        return "; ".join(dict.fromkeys(own)) or self.source

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

    def unclaimed(self, seller: Country) -> tuple[NationalFact, ...]:
        """National fields, duties and payment codes that no requirement stands for: mistakes of ours."""
        national = [requirement for requirement in self.requirements.values() if requirement.applies is Scope.NATIONAL]
        claimed = [fact for requirement in national for fact in requirement.national_in(seller)]
        given = seller.invoicing
        listed: tuple[NationalFact, ...] = (*given.field, *given.duty, *given.payment_code)
        return tuple(fact for fact in listed if fact not in claimed)


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
