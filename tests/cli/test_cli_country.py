import re
import shutil

import pytest

from harness.run.resources import fixtures

HOME = fixtures("countries")
CODES = sorted(path.name.upper() for path in HOME.iterdir() if path.is_dir())


@pytest.fixture
def home(tmp_path):
    """A folder with two sound country folders."""
    for code in ("si", "fr"):
        shutil.copytree(HOME / code, tmp_path / "countries" / code)
    return tmp_path / "countries"


def spoil(home, code, file, found, instead):
    path = home / code / file
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, instead, 1), encoding="utf-8")


def test_list_has_one_line_per_country_at_120_columns(command):
    lines = command("country", "list").stdout.splitlines()
    assert max(map(len, lines)) <= 120
    rows = [found[1] for line in lines if (found := re.match(r" ([A-Z]{2})  +\S.* (?:complete|incomplete) ", line))]
    assert rows == CODES


def test_list_tells_readiness_by_exit_code(command, home):
    assert command("country", "list", "--folder", home).exit_code == 0
    spoil(home, "si", "identity.toml", 'example = "', 'example = "1')
    assert command("country", "list", "--folder", home).exit_code == 1


def test_a_folder_that_does_not_load_is_listed_beside_the_others(command, home):
    (home / "si" / "rates.toml").write_text("rate = 3")
    result = command("country", "list", "--folder", home)
    assert result.exit_code == 1
    assert re.search(r" SI .*not loaded", result.stdout)
    assert re.search(r" FR .*complete", result.stdout)


@pytest.mark.parametrize("code", ["SI", "si"])
def test_show_prints_facts_with_sources_dates_and_assurance(command, code):
    shown = command("country", "show", code).stdout
    for words in ("Slovenia (SI)", "standard 22 %", "2013-07-01", "recalled", "verified", "single-source",
                  "reverse_charge (sl)", "Obrnjena davčna obveznost", "Source"):  # fmt: skip
        assert words in shown


def test_show_tells_how_numbers_and_dates_are_written(command):
    shown = command("country", "show", "DE").stdout.replace("\xa0", " ")
    assert "1.234.567,89 €" in shown
    assert "9. März 2026" in shown


def test_show_writes_a_page_that_asks_the_network_for_nothing(command, tmp_path):
    page = tmp_path / "si.html"
    result = command("country", "show", "SI", "--html", page)
    assert (result.exit_code, list(tmp_path.iterdir())) == (0, [page])
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    for words in ("Obrnjena davčna obveznost", "How numbers and dates are written", "What the check says"):
        assert words in text


def test_show_does_not_show_a_folder_that_does_not_load(command, home):
    (home / "si" / "rates.toml").write_text("rate = 3")
    result = command("country", "show", "SI", "--folder", home)
    assert result.exit_code == 2
    assert "rates.toml:1:" in result.stderr


def test_check_passes_sound_folders_and_reports_both_values_of_a_difference(command, home):
    result = command("country", "check", "--folder", home)
    assert result.exit_code == 0
    assert "✓ 2 countries checked" in result.stdout
    differing = " ".join(command("country", "check", "FR").stdout.split())
    assert re.search(r"FR ◐ difference .*the folder says .*eu-vat-rates-data says", differing)


@pytest.mark.parametrize(
    ("file", "found", "instead", "told"),
    [
        ("identity.toml", 'example = "SI', 'example = "SI1', "example"),
        ("rates.toml", 'source = "', 'sauce = "', "sauce"),
        ("rates.toml", "since = ", "since_ = ", "since"),
        ("wording.toml", 'language = "sl"', 'language = "hr"', "'sl'"),
    ],
)
def test_check_fails_what_is_wrong_and_names_it(command, home, file, found, instead, told):
    spoil(home, "si", file, found, instead)
    result = command("country", "check", "si", "--folder", home)
    assert result.exit_code == 1
    assert told in result.stdout
    assert file in result.stdout


def test_check_finds_overlap_and_hole_of_dates(command, home):
    rate = '\n[[rate]]\ncategory = "standard"\nrate = "{}"\nsince = {}\nuntil = {}\nsource = "x"\n'
    path = home / "si" / "rates.toml"
    sound = path.read_text(encoding="utf-8")
    for since, until in (("2010-01-01", "2013-08-01"), ("2010-01-01", "2013-05-31")):
        path.write_text(sound + rate.format("20", since, until), encoding="utf-8")
        assert command("country", "check", "SI", "--folder", home).exit_code == 1
    path.write_text(sound + rate.format("20", "2010-01-01", "2013-06-30"), encoding="utf-8")
    assert command("country", "check", "SI", "--folder", home).exit_code == 0


@pytest.mark.parametrize("code", ["RS", "rs"])
def test_new_begins_a_folder_that_check_guides_through(command, tmp_path, code):
    begun = command("country", "new", code, "--folder", tmp_path)
    assert begun.exit_code == 0
    assert "harness country check RS" in begun.stdout
    files = sorted(path.name for path in (tmp_path / "rs").iterdir())
    assert files == ["identity.toml", "invoicing.toml", "rates.toml", "wording.toml"]
    marks = sum(path.read_text(encoding="utf-8").count('"FIND OUT') for path in (tmp_path / "rs").iterdir())
    assert f"to find out: {marks} values" in begun.stdout
    checked = command("country", "check", "RS", "--folder", tmp_path)
    assert checked.exit_code == 1
    assert "FIND OUT" in checked.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("show", "QQ"), "QQ"),
        (("check", "SI", "qq"), "QQ"),
        (("show",), "COUNTRY"),
        (("show", "SI", "--html", "/nowhere/si.html"), "/nowhere/si.html"),
        (("list", "--folder", "/nowhere"), "/nowhere"),
        (("new", "si"), "si is there already"),
        (("new", "QQ", "--folder", "/nowhere"), "'QQ'"),
        (("new", "../si"), "'../SI'"),
        (("new", "RS", "--folder", "/dev/null"), "/dev/null"),
        (("erase", "SI"), "erase"),
    ],
)
def test_bad_input_is_one_line_that_names_it(refused, arguments, named):
    assert named in refused("country", *arguments)
