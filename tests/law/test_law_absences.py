"""What a folder says is not there, and what it says of sources that disagree."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from harness.law import LawDataError
from harness.law.inspection import Weight, inspect
from harness.law.loader import load_folder
from harness.model.facts import MentionKind

TODAY = date(2026, 11, 22)
NONE = """
[[no_wording]]
{keys}
reason = "The statute has no version in it"
since = 2007-01-01
source = "Looked for, and not found"
"""


@pytest.fixture
def folder(tmp_path: Path, fixtures_dir: Path) -> Path:
    """A country folder to change: two official languages, and words in one."""
    copied = Path(copytree(fixtures_dir / "countries" / "de", tmp_path / "de"))
    change(copied, "identity.toml", 'official = ["de"]', 'official = ["de", "hu"]')
    return copied


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Write something else in a file."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def add(folder: Path, name: str, text: str) -> None:
    """Write more at the end of a file."""
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def missing(folder: Path) -> set[str]:
    """The statements that the inspection misses in the second language."""
    remarks = inspect(load_folder(folder), TODAY, None)
    return {r.message.split()[1] for r in remarks if r.code == "wording-missing" and "'hu'" in r.message}


def test_each_official_language_needs_words(folder: Path) -> None:
    assert {"reverse_charge", "export_goods_exempt"} <= missing(folder)


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ('language = "hu"', False),
        ('language = "hu"\nkind = "reverse_charge"', True),
        ('language = "it"', True),
    ],
)
def test_a_sourced_absence_takes_the_place_of_words(keys: str, left: bool, folder: Path) -> None:
    add(folder, "wording.toml", NONE.format(keys=keys))
    found = missing(folder)
    assert ("export_goods_exempt" in found) is left
    assert ("reverse_charge" in found) is (left and "it" in keys)


def test_a_statement_may_be_unknown_in_every_language(folder: Path) -> None:
    wording = folder / "wording.toml"
    parts = wording.read_text(encoding="utf-8").split("[[wording]]")
    kept = [part for part in parts if "small_business_exempt" not in part]
    none = NONE.format(keys='kind = "small_business_exempt"')
    wording.write_text("[[wording]]".join(kept) + none, encoding="utf-8")
    country = load_folder(folder)
    assert "small_business_exempt" not in {r.message.split()[1] for r in inspect(country, TODAY, None)}
    assert not any(w.kind is MentionKind.SMALL_BUSINESS_EXEMPT for w in country.wording)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('language = "de"', "has a wording in this file"),
        ('kind = "reverse_charge"', "has a wording in this file"),
        ("", "name the kind, the language, or both"),
    ],
)
def test_a_contradicted_or_boundless_absence_does_not_load(keys: str, words: str, folder: Path) -> None:
    add(folder, "wording.toml", NONE.format(keys=keys))
    with pytest.raises(LawDataError) as error:
        load_folder(folder)
    assert words in str(error.value)


def test_what_another_source_says_is_reported_as_a_difference(folder: Path) -> None:
    change(folder, "invoicing.toml", "[supply_date]\n", '[supply_date]\ndiffers = "a handbook has never"\n')
    (remark,) = (r for r in inspect(load_folder(folder), TODAY, None) if r.code == "sources-differ")
    assert remark.weight is Weight.DIFFERENCE
    assert "a handbook has never" in remark.message


def test_a_missing_limit_of_simplified_invoices_is_named(folder: Path) -> None:
    invoicing = folder / "invoicing.toml"
    sections = re.split(r"(?m)^(?=\[)", invoicing.read_text(encoding="utf-8"))
    kept = [section for section in sections if not section.startswith("[simplified_invoice]")]
    invoicing.write_text("".join(kept), encoding="utf-8")
    assert "simplified-invoice-unknown" in {r.code for r in inspect(load_folder(folder), TODAY, None)}
