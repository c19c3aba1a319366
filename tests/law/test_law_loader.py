"""Country folders that do not load: every problem at once, each with file and line."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from harness.law import Countries, LawDataError, OracleError, load_countries
from harness.law.rates import rate_on
from harness.law.toml_file import MAX_BYTES
from harness.law.vat_id import checksum_holds, issuing_territory, normalise


@pytest.fixture
def root(tmp_path: Path, fixtures_dir: Path) -> Path:
    """A copy of one folder and the territories, to be broken."""
    shutil.copytree(fixtures_dir / "countries" / "de", tmp_path / "countries" / "de")
    shutil.copy(fixtures_dir / "territories.toml", tmp_path)
    return tmp_path


def line_of(path: Path, text: str, occurrence: int = 1) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if text in line][occurrence - 1]


def problems(root: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(LawDataError) as caught:
        load_countries(root / "countries")
    return [(problem.file.name, problem.line, problem.key) for problem in caught.value.problems]


# file, text that is replaced, its replacement, text of the line named, key named
BROKEN = [
    ("rates.toml", 'scope = "photo', 'scoop = "photo', "scoop", "rate[6].scoop"),
    ("rates.toml", "since = 2023-01-01\n", "", "[[rate]]", "rate[6].since"),
    ("rates.toml", 'source = "UStG § 12(3); not looked up"\n', "", "[[rate]]", "rate[6].source"),
    ("rates.toml", "since = 2023-01-01", 'since = "2023-01-01"', '"2023-01-01"', "rate[6].since"),
    ("rates.toml", "since = 2023-01-01", "since = 2023-13-01", "2023-13-01", ""),
    ("rates.toml", 'rate = "16"', "rate = 16.0", "16.0", "rate[1].rate"),
    ("rates.toml", 'rate = "16"', 'rate = "sixteen"', "sixteen", "rate[1].rate"),
    ("rates.toml", 'rate = "16"', 'rate = "160"', 'rate = "160"', "rate[1].rate"),
    ("rates.toml", "until = 2020-12-31", "until = 2021-01-31", "until = 2021-01-31", "rate[1].until"),
    ("rates.toml", "until = 2020-12-31", "until = 2020-11-30", "until = 2020-11-30", "rate[1].until"),
    ("rates.toml", "since = 2021-01-01", "since = 2019-01-01", "since = 2020-07-01", "rate[1].since"),
    ("rates.toml", 'assurance = "recalled"', 'assurance = "guessed"', "guessed", "rate[6].assurance"),
    ("identity.toml", 'code = "DE"', 'code = "AT"', 'code = "AT"', "code"),
    ("identity.toml", "pattern = 'DE\\d{9}'", "pattern = 'DE(\\d{9}'", "pattern", "vat_id.pattern"),
    ("identity.toml", "DE245422874", "DE24542287", "example", "vat_id.example"),
    ("identity.toml", "member_state = true", 'member_state = "yes"', '"yes"', "vat_area.member_state"),
    ("identity.toml", '["27498"]', "['2749(']", "2749(", "territory[1].post_codes"),
    ("identity.toml", 'official = ["de"]', "official = []", "official", "languages.official"),
    ("wording.toml", 'kind = "small_business_exempt"', 'kind = "small_shop"', "small_shop", "wording[8].kind"),
    ("wording.toml", 'kind = "small_business_exempt"', 'kind = "reverse_charge"', "[[wording]]", "wording[8]"),
    ("invoicing.toml", "[numbering]", "[numberings]", "[numberings]", "numberings"),
    ("invoicing.toml", 'basis = "gross"', 'basis = "brutto"', "brutto", "simplified_invoice.basis"),
    ("invoicing.toml", 'unique = true', 'unique = true = false', "true = false", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "at", "key"), BROKEN, ids=[f"{b[0]}-{b[2]}-{b[4]}" for b in BROKEN])
def test_a_broken_fact_is_named_with_file_and_line(
    root: Path, name: str, old: str, new: str, at: str, key: str
) -> None:
    path = root / "countries" / "de" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = problems(root)
    assert (name, key) in [(file, path_of_key) for file, _, path_of_key in found]
    lines = {line for file, line, path_of_key in found if (file, path_of_key) == (name, key)}
    written = path.read_text(encoding="utf-8").splitlines()
    assert all(at in written[line - 1] for line in lines)


def test_line_is_exact_where_the_key_stands(root: Path) -> None:
    path = root / "countries" / "de" / "rates.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('rate = "16"', "rate = 16.0"), encoding="utf-8")
    assert problems(root) == [("rates.toml", line_of(path, "16.0"), "rate[1].rate")]


def test_all_problems_of_all_files_come_at_once(root: Path) -> None:
    folder = root / "countries" / "de"
    rates, wording = folder / "rates.toml", folder / "wording.toml"
    rates.write_text(rates.read_text(encoding="utf-8").replace('rate = "16"', "rate = 16.0"), encoding="utf-8")
    words = wording.read_text(encoding="utf-8")
    wording.write_text(words.replace("key_phrase", "keyphrase"), encoding="utf-8")
    (folder / "notes.txt").write_text("?", encoding="utf-8")
    found = problems(root)
    assert {name for name, _, _ in found} == {"rates.toml", "wording.toml", "notes.txt"}
    assert len([name for name, _, _ in found if name == "wording.toml"]) == 2 * words.count("[[wording]]")


@pytest.mark.parametrize("name", ["identity.toml", "rates.toml", "wording.toml", "invoicing.toml"])
def test_a_missing_file_is_named(root: Path, name: str) -> None:
    (root / "countries" / "de" / name).unlink()
    assert problems(root) == [(name, 1, "")]


# what is put before or into the file -> line named
HOSTILE = [
    (lambda text: b"\xef\xbb\xbf" + text, 1),
    (lambda text: text.replace(b'rate = "16"', b'rate\t= "16"'), 11),
    (lambda text: text.replace(b'rate = "16"', b'rate = "\xff"'), 11),
    (lambda text: text + b"#" * MAX_BYTES, 1),
    (lambda text: text.replace(b'rate = "16"', b'rate = "16"\nrate = "17"'), 12),
]


@pytest.mark.parametrize(("spoil", "line"), HOSTILE, ids=["bom", "tab", "not-utf-8", "oversized", "duplicate-key"])
def test_hostile_files_are_refused(root: Path, spoil: object, line: int) -> None:
    path = root / "countries" / "de" / "rates.toml"
    assert callable(spoil)
    path.write_bytes(spoil(path.read_bytes()))
    assert problems(root) == [("rates.toml", line, "")]


def test_no_folder_at_all_is_an_error(tmp_path: Path, fixtures_dir: Path) -> None:
    with pytest.raises(LawDataError, match="no country folder"):
        load_countries(tmp_path, fixtures_dir / "territories.toml")


def test_duplicate_territory_is_named(root: Path) -> None:
    path = root / "territories.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('code = "BE"', 'code = "AT"'), encoding="utf-8")
    assert problems(root) == [("territories.toml", line_of(path, "[[territory]]", 2), "territory[1]")]


def test_message_reads_file_line_key_value_and_way_out(root: Path) -> None:
    path = root / "countries" / "de" / "rates.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('rate = "16"', "rate = 16.0"), encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_countries(root / "countries")
    (problem,) = caught.value.problems
    assert str(caught.value).startswith(f"{path}:{problem.line}: rate[1].rate: '16.0': ")
    assert problem.way_out


# code, category, day -> rate
DATED = [
    ("DE", "standard", date(2020, 6, 30), "19"),
    ("DE", "standard", date(2020, 7, 1), "16"),
    ("DE", "standard", date(2020, 12, 31), "16"),
    ("DE", "standard", date(2021, 1, 1), "19"),
    ("DE", "reduced", date(2020, 12, 31), "5"),
    ("FR", "super_reduced", date(2026, 1, 1), "2.1"),
    ("SI", "reduced2", date(2026, 1, 1), "9.5"),
]


@pytest.mark.parametrize(("code", "category", "day", "rate"), DATED)
def test_rates_on_both_sides_of_a_change(code: str, category: str, day: date, rate: str, countries: Countries) -> None:
    assert {r.rate for r in countries[code].rates_on(day) if r.category == category} == {Decimal(rate)}


RATES = """
[[rate]]
category = "standard"
rate = "20"
since = 2000-01-01
source = "test"

[[rate]]
category = "zero"
rate = "0"
since = 2022-01-01
{later}
source = "test"

[[rate]]
category = "zero"
rate = "0"
since = 2020-01-01
{earlier}
source = "test"
"""

# keys of the later and of the earlier validity -> key that is wrong; the earlier one may leave a hole if it lapses
LAPSES = [
    ("", "until = 2020-06-30\nlapses = true", None),
    ("until = 2022-12-31\nlapses = true", "until = 2020-06-30\nlapses = true", None),
    ("", "until = 2020-06-30", "rate[2].until"),
    ("", "until = 2020-06-30\nlapses = false", "rate[2].until"),
    ("", "until = 2022-06-30\nlapses = true", "rate[2].until"),
    ("", "until = 2021-12-31\nlapses = true", "rate[2].lapses"),
    ("lapses = true", "until = 2020-06-30\nlapses = true", "rate[1].lapses"),
]


@pytest.mark.parametrize(("later", "earlier", "wrong"), LAPSES)
def test_a_hole_is_allowed_where_a_rate_lapses(root: Path, later: str, earlier: str, wrong: str | None) -> None:
    path = root / "countries" / "de" / "rates.toml"
    path.write_text(RATES.format(later=later, earlier=earlier), encoding="utf-8")
    if wrong is None:
        assert len(load_countries(root / "countries")["DE"].rates) == 3
    else:
        assert [key for _, _, key in problems(root)] == [wrong]


def test_a_lapsed_rate_is_missing_until_it_comes_back(root: Path) -> None:
    path = root / "countries" / "de" / "rates.toml"
    text = RATES.format(later="until = 2022-12-31\nlapses = true", earlier="until = 2020-06-30\nlapses = true")
    path.write_text(text, encoding="utf-8")
    country = load_countries(root / "countries")["DE"]
    assert rate_on(country, "zero", date(2020, 6, 30)).since == date(2020, 1, 1)
    assert rate_on(country, "zero", date(2022, 1, 1)).since == date(2022, 1, 1)
    with pytest.raises(OracleError, match=r"zero rate lapsed on 2020-06-30 and is not in force on 2020-07-01"):
        rate_on(country, "zero", date(2020, 7, 1))
    with pytest.raises(OracleError, match="lapsed on 2022-12-31"):
        rate_on(country, "zero", date(2023, 1, 1))


def test_regional_rates_do_not_apply_to_the_whole_country(countries: Countries) -> None:
    assert all(rate.territory is None for rate in countries["FR"].rates_on(date(2026, 1, 1)))


@pytest.mark.parametrize("code", ["SI", "DE", "FR"])
def test_example_numbers_have_right_check_digits(code: str, countries: Countries) -> None:
    example = countries[code].identity.vat_id.example
    assert example is not None
    assert checksum_holds(example, countries.territory(code)) is True
    last = str((int(example[-1]) + 1) % 10)
    assert checksum_holds(example[:-1] + last, countries.territory(code)) is False


ISSUERS = [
    ("si 585.711-08", "SI"),
    ("EL027807956", "GR"),
    ("GR027807956", "GR"),
    ("XI524258945", "XI"),
    ("GB993247526", None),
    ("ATU68487452-EX", None),
    ("68487452", None),
    ("", None),
]


@pytest.mark.parametrize(("number", "code"), ISSUERS)
def test_whose_number_it_is(number: str, code: str | None, countries: Countries) -> None:
    territory = issuing_territory(number, countries)
    assert (territory.code if territory else None) == code


def test_normal_form() -> None:
    assert normalise(" che-187.850.231 mwst ") == "CHE187850231MWST"


def test_territories_name_every_member_state(countries: Countries) -> None:
    members = [t.code for t in countries.territories.values() if t.member_state]
    assert len(members) == 27
    assert all(countries.territory(code).prefix for code in members)
