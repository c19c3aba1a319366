"""The guide to a new country names every part of the format, and its example is as good as a folder of the product."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from harness.law import country as countries
from harness.law import records
from harness.law.inventory import inventory, tally
from harness.law.records import Side
from harness.law.shelf import examine
from harness.model.facts import MentionKind

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "new-country.md").read_text(encoding="utf-8")
FILES = (countries.Identity, countries.RatesFile, countries.WordingFile, countries.Invoicing, countries.Territory)
WRITTEN = [*FILES, *(value for value in vars(records).values() if is_dataclass(value))]


@pytest.mark.parametrize("record", WRITTEN, ids=lambda record: record.__name__)
def test_every_key_is_explained(record: type) -> None:
    assert [
        f.name for f in fields(record) if not re.search(rf"`\[*{f.name}\]*`", GUIDE) and f"`{f.name} =" not in GUIDE
    ] == []


@pytest.mark.parametrize("value", [*Side, *MentionKind], ids=str)
def test_every_choice_is_explained(value: str) -> None:
    assert f"`{value}`" in GUIDE


def test_every_file_that_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:fixtures|harness|docs)/[\w./-]+)`", GUIDE)) | set(
        re.findall(r"cat (\S+) >> (\S+)", GUIDE)[0]
    )
    assert {name for name in named if not (DOCS.parent / name).exists()} == set()


def test_the_example_is_complete_and_honest() -> None:
    (example,) = examine(DOCS / "examples", (), date(2026, 11, 23))
    assert (example.code, example.is_sound) == ("RS", True)
    assert example.country is not None
    count = tally(inventory(example.country))
    assert f"{count.verified} of {count.facts}\nfacts are verified" in GUIDE
    assert f"{count.facts} facts: {count.verified} verified, {count.recalled} recalled" in GUIDE
