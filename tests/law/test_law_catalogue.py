"""The requirement catalogue: the ids that checks cite, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.law import Catalogue, Countries, LawDataError, load_catalogue
from harness.model.depth import Depth
from harness.model.finding import Fidelity, Severity

LISTED = """
VAT-226-1 VAT-226-2 VAT-226-3 VAT-226-4 VAT-226-5 VAT-226-6 VAT-226-7 VAT-226-7a VAT-226-8 VAT-226-9 VAT-226-10
VAT-226-10a VAT-226-11 VAT-226-11a VAT-226-11a-LANGUAGE VAT-226-11a-ABSENT VAT-OUT-OF-SCOPE VAT-LIABILITY
VAT-ROUNDING VAT-219
VAT-PRELOADED-TAXES TOTALS-ADD-UP TOTALS-AGREE VIES-VALID VIES-INVALID VIES-UNREACHABLE API-TRANSACTION-TYPE
API-CALCULATION API-CONTRACT API-IDEMPOTENCY API-DRAFT API-ENTITY NUM-FORMAT NUM-SEQUENCE NUM-UNIQUE NUM-CHRONOLOGY
NUM-TENANT NUM-PREVIEW NUM-CREDIT-NOTE BRAND-LOGO BRAND-COLOUR BRAND-NAME BRAND-ISOLATION BRAND-PLACEHOLDER
TEN-ISOLATION TEN-METADATA ACCESS-ENTITY-KEY ACCESS-USER DOC-LANGUAGE DOC-READABLE
"""

ENTRY = """\
[[requirement]]
id = "X-1"
title = "Title"
text = "Text"
source = "Source"
severity = "major"
group = "X"
depth = "smoke"
applies = "all"
"""


@pytest.fixture(scope="module")
def catalogue(fixtures_dir: Path) -> Catalogue:
    return load_catalogue(fixtures_dir / "requirements")


def test_ids_are_locked(catalogue: Catalogue) -> None:
    assert sorted(catalogue) == sorted(LISTED.split())


def test_ids_start_with_their_group(catalogue: Catalogue) -> None:
    assert [r.id for r in catalogue.values() if not r.id.startswith(f"{r.group}-")] == []


def test_what_is_not_checked_says_why(catalogue: Catalogue) -> None:
    assert {r.id for r in catalogue.values() if r.not_checked} == {"VAT-226-7a", "VAT-226-10a"}


def test_an_outage_cannot_be_provoked_at_the_vendor(catalogue: Catalogue) -> None:
    unprovable = {r.id for r in catalogue.values() if not r.provable_on(Fidelity.VENDOR_SANDBOX)}
    assert unprovable == {"VIES-UNREACHABLE"}
    assert all(r.provable_on(Fidelity.EMBEDDED) for r in catalogue.values())


def test_every_requirement_applies_to_sellers_in_the_union(catalogue: Catalogue, countries: Countries) -> None:
    assert all(r.applies_to(countries["SI"]) for r in catalogue.values())


def test_smoke_depth_holds_the_first_milestone(catalogue: Catalogue) -> None:
    smoke = {r.id for r in catalogue.values() if r.depth is Depth.SMOKE}
    assert {"API-ENTITY", "BRAND-LOGO", "VAT-226-9", "NUM-FORMAT", "DOC-READABLE", "ACCESS-ENTITY-KEY"} <= smoke


def test_severities_are_read(catalogue: Catalogue) -> None:
    assert catalogue["VAT-LIABILITY"].severity is Severity.BLOCKER
    assert catalogue["API-CONTRACT"].severity is Severity.MINOR


# change to the entry -> line and key of the problem
BROKEN = [
    (ENTRY.replace('source = "Source"\n', ""), 1, "requirement[0].source"),
    (ENTRY.replace('"major"', '"severe"'), 6, "requirement[0].severity"),
    (ENTRY + 'colour = "red"\n', 10, "requirement[0].colour"),
    (ENTRY + 'targets = ["moon"]\n', 10, "requirement[0].targets"),
    (ENTRY + ENTRY, 10, "requirement[1]"),
]


@pytest.mark.parametrize(("text", "line", "key"), BROKEN, ids=[b[2] for b in BROKEN])
def test_broken_entries_are_named(tmp_path: Path, text: str, line: int, key: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_catalogue(tmp_path)
    assert [(p.file.name, p.line, p.key) for p in caught.value.problems] == [("x.toml", line, key)]


def test_an_id_in_two_files_is_named(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(ENTRY, encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_catalogue(tmp_path)
    assert [(p.file.name, p.line, p.key) for p in caught.value.problems] == [("b.toml", 2, "requirement[0].id")]


def test_an_empty_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LawDataError, match="no requirement"):
        load_catalogue(tmp_path)
