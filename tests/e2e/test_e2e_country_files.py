"""A malformed country file stops a run before it begins, with one message that names file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli import main
from harness.run import context, resources
from harness.run.national import particulars as words


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fixtures that a test may break."""
    copy = tmp_path / "fixtures"
    shutil.copytree(resources.fixtures(), copy)
    for module in (context, words):
        monkeypatch.setattr(module, "fixtures", lambda *parts: copy.joinpath(*parts))
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("countries/si/rates.toml", "source =", "sauce =", "rates.toml:"),
        ("countries/si/rates.toml", 'rate = "22"', 'rate = "22', "rates.toml:"),
        ("countries/de/identity.toml", 'code = "DE"', 'code = "DE"\nsurprise = 1', "surprise"),
        ("requirements/branding.toml", 'severity = "major"', 'severity = "dreadful"', "branding.toml:"),
        ("labels/sl-SI.toml", "[totals]", "[totals", "sl-SI.toml:"),
        ("labels/common.toml", "[vat_ids]", "[vat_id]", "common.toml:"),
        ("vies/numbers.toml", 'state = "seller"', 'state = "sleeping"', "sleeping"),
    ],
)
def test_malformed_file_names_itself_and_nothing_is_written(folders, tmp_path, monkeypatch, file, old, new, words):
    text = (folders / file).read_text(encoding="utf-8")
    assert old in text
    (folders / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["run", "SI", "--out", "run"])
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "run").exists()


def test_folder_that_was_only_begun_shows_the_first_problems(folders, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["country", "new", "RS", "--folder", str(folders / "countries")]).exit_code == 0
    result = CliRunner().invoke(main, ["run", "SI"])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == context.SHOWN_PROBLEMS + 1
    assert "more: see `harness country check`" in result.stderr


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"rate = 1\n", b"\x00"], ids=["empty", "utf16", "type", "null"])
@pytest.mark.parametrize("name", ["identity", "rates", "wording", "invoicing"])
def test_file_of_nonsense_is_named(folders, tmp_path, monkeypatch, name, content):
    (folders / "countries" / "si" / f"{name}.toml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["run", "SI", "--out", "run"])
    assert result.exit_code == 2, result.output
    assert f"{name}.toml:" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", ["parties.toml", "brands/brands.toml", "territories.toml"])
@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"\xff", b"[x\n"], ids=["empty", "strange", "latin", "torn"])
def test_other_file_of_nonsense_is_named(folders, tmp_path, monkeypatch, name, content):
    (folders / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["run", "SI", "--depth", "smoke", "--out", "run"])
    assert result.exit_code == 2, result.output
    assert Path(name).name in result.stderr
    assert "Traceback" not in result.output


def test_missing_file_is_named(folders, tmp_path, monkeypatch):
    (folders / "countries" / "fr" / "wording.toml").unlink()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["run", "--out", "run"])
    assert result.exit_code == 2
    assert "wording.toml" in result.stderr


def test_country_without_another_member_state_has_nobody_to_sell_to(folders, tmp_path, monkeypatch):
    for folder in set((folders / "countries").iterdir()) - {folders / "countries" / "si"}:
        shutil.rmtree(folder)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["run", "SI", "--out", "run"])
    assert result.exit_code == 2
    assert "SI has no buyer abroad" in result.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[[particular]]\nstamp = 1\n"])
def test_unusable_particulars_are_refused_before_the_run(folders, tmp_path, monkeypatch, content):
    (folders / "particulars.toml").write_bytes(content)
    words.particulars.cache_clear()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["run", "SI", "--out", "run"])
    words.particulars.cache_clear()
    assert result.exit_code == 2
    assert "particulars.toml: cannot be read" in result.stderr
    assert not (tmp_path / "run").exists()
