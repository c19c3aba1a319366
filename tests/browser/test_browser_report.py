"""The report in a real browser: it opens from disk, asks the network for nothing, and its filters work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
if BROWSER is None and not os.environ.get("CI"):
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "run"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    command = [sys.executable, "-m", "harness", "run", "SI", "--depth", "smoke", "-n", "1", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True, env=clean, cwd=folder.parent)
    return folder / "index.html"


def _rendered(page: Path, profile: Path) -> tuple[str, str]:
    """The page's DOM after its script ran, and the browser's log."""
    assert BROWSER is not None, "CI installs Chromium"
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={profile}", "--enable-logging=stderr", "--virtual-time-budget=2000", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    return done.stdout, done.stderr


def test_report_renders_offline_and_its_script_runs(report: Path, tmp_path: Path) -> None:
    dom, log = _rendered(report, tmp_path)
    assert "Slovenia" in dom
    assert "REHEARSED" in dom
    assert re.search(r"<form class=\"filters\"(?![^>]*hidden)", dom), "the script shows the filters"
    assert re.search(r"<output[^>]*>\d+ of \d+ requirements</output>", dom)
    assert "Content Security Policy" not in log
    assert "Refused to" not in log


def test_page_shows_the_marked_invoice(report: Path, tmp_path: Path) -> None:
    dom, _ = _rendered(report, tmp_path)
    assert dom.count("data:image/") >= 1
    assert "<rect" in dom


def test_steps_of_a_finding_open_below_it(report: Path, tmp_path: Path) -> None:
    page = report.with_name("clicked.html")
    click = "<script>document.querySelector('.rows [data-why]').click()</script></body>"
    page.write_text(report.read_text(encoding="utf-8").replace("</body>", click), encoding="utf-8")
    dom, _ = _rendered(page, tmp_path)
    assert re.search(r'<tr class="why"><td colspan="7"><ol class="steps">\s*<li>', dom)
