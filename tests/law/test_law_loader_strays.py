"""What else lies about in country folders: tools' leavings are passed over, a person's stray file is named."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from harness.law import LawDataError, load_countries
from harness.law.loader import load_folder
from harness.law.shelf import examine, folders


@pytest.fixture
def home(tmp_path: Path, fixtures_dir: Path) -> Path:
    """One country folder, to which strays are added."""
    shutil.copytree(fixtures_dir / "countries" / "de", tmp_path / "countries" / "de")
    shutil.copy(fixtures_dir / "territories.toml", tmp_path)
    return tmp_path / "countries"


@pytest.mark.parametrize("stray", ["__pycache__", ".ruff_cache", ".git", "_drafts", ".DS_Store", "de/__pycache__/x.pyc",
                                   "de/.rates.toml.swp", ".hidden/identity.toml"])  # fmt: skip
def test_tools_leavings_are_no_country(home: Path, stray: str) -> None:
    path = home / stray
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"?") if path.suffix or stray.endswith("Store") else path.mkdir()
    assert list(load_countries(home)) == ["DE"]
    assert list(folders(home)) == ["DE"]
    assert load_folder(home / "de").code == "DE"
    assert [one.code for one in examine(home, (), date(2026, 11, 23))] == ["DE"]


@pytest.mark.parametrize("stray", ["notes.txt", "rates.toml.orig", "copy of rates.toml"])
def test_a_stray_file_of_a_person_is_named(home: Path, stray: str) -> None:
    (home / "de" / stray).write_text("?", encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_countries(home)
    assert [problem.file.name for problem in caught.value.problems] == [stray]


def test_only_leavings_are_no_country_folder_at_all(tmp_path: Path, fixtures_dir: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    with pytest.raises(LawDataError, match="no country folder"):
        load_countries(tmp_path, fixtures_dir / "territories.toml")


CHARGES = """
[[domestic_reverse_charge]]
text = "Scrap"
article = "Act § 1"
since = 2020-01-01
source = "test"

[[domestic_reverse_charge]]
text = "{second}"
article = "Act § 2"
since = 2020-01-01
until = 2022-12-31
source = "test"
"""


def test_domestic_reverse_charge_is_listed_once_each(home: Path) -> None:
    path = home / "de" / "invoicing.toml"
    before = path.read_text(encoding="utf-8")
    known = len(load_folder(home / "de").invoicing.domestic_reverse_charge)
    path.write_text(before + CHARGES.format(second="Mobile phones"), encoding="utf-8")
    added = load_folder(home / "de").invoicing.domestic_reverse_charge[known:]
    assert [(charge.text, charge.until) for charge in added] == [("Scrap", None), ("Mobile phones", date(2022, 12, 31))]
    path.write_text(before + CHARGES.format(second="Scrap"), encoding="utf-8")
    with pytest.raises(LawDataError, match="duplicate entry"):
        load_folder(home / "de")
