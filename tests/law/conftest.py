"""Country data for the tests of the law side: the folders of the product, and small ones of the tests' own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.law import Countries, load_countries

FIXTURES = Path(__file__).parents[2] / "fixtures"

IDENTITY = """\
code = "{code}"
[name]
english = "{code} of the tests"
local = {{ en = "{code}" }}
since = 2000-01-01
source = "test"
[vat_id]
pattern = '{code}\\d{{9,11}}'
prefix = "{code}"
since = 2000-01-01
source = "test"
[currency]
code = "EUR"
since = 2000-01-01
source = "test"
[languages]
official = ["en"]
locale = "en-US"
since = 2000-01-01
source = "test"
[vat_area]
member_state = {member_state}
goods = "inside"
services = "{services}"
since = 2000-01-01
source = "test"
"""

ISLAND = """\
[[territory]]
name = "Island"
post_codes = ["9999"]
goods = "outside"
services = "undecided"
rule = "A rule of its own"
since = 2000-01-01
source = "test"
"""

RATE = '[[rate]]\ncategory = "{category}"\nrate = "{rate}"\nsince = 2000-01-01\nsource = "test"\n'


def write_folder(root: Path, code: str, rates: dict[str, str], *, member_state: bool = True) -> Path:
    """A minimal country folder; its wording and invoicing are those of the product's first folder."""
    folder = root / code.lower()
    shutil.copytree(FIXTURES / "countries" / "si", folder)
    services = "inside" if member_state else "outside"
    words = {"code": code, "member_state": str(member_state).lower(), "services": services}
    (folder / "identity.toml").write_text(IDENTITY.format(**words), encoding="utf-8")
    text = "".join(RATE.format(category=category, rate=rate) for category, rate in rates.items())
    (folder / "rates.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """The product's data."""
    return FIXTURES


@pytest.fixture(scope="session")
def countries() -> Countries:
    """The product's country folders."""
    return load_countries(FIXTURES / "countries")


@pytest.fixture(scope="session")
def more_countries(tmp_path_factory: pytest.TempPathFactory) -> Countries:
    """Three folders of the product and three of the tests' own, as a user would add them."""
    root = tmp_path_factory.mktemp("law")
    for code in ("si", "de", "fr"):
        shutil.copytree(FIXTURES / "countries" / code, root / "countries" / code)
    shutil.copy(FIXTURES / "territories.toml", root)
    folder = write_folder(root / "countries", "HR", {"standard": "25"})
    with (folder / "identity.toml").open("a", encoding="utf-8") as identity:
        identity.write(ISLAND)
    write_folder(root / "countries", "LU", {"standard": "17", "super_reduced": "3"})
    write_folder(root / "countries", "XI", {"standard": "20"}, member_state=False)
    return load_countries(root / "countries")
