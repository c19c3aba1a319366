"""A malformed country file stops a run before it begins, with one message that names file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli import main
from harness.run import context, resources


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fixtures that a test may break."""
    copy = tmp_path / "fixtures"
    shutil.copytree(resources.fixtures(), copy)
    monkeypatch.setattr(context, "fixtures", lambda *parts: copy.joinpath(*parts))
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
