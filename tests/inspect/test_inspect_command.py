"""``harness inspect``: many files, one document, errors of their own, images."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import jsonschema
import pytest
import typst
from click.testing import CliRunner, Result
from PIL import Image

from harness.cli import main
from harness.cli.inspecting import INSPECT
from harness.cli.processes import Job, Task, in_processes
from harness.reading import Labels
from harness.reporting.inspection import Inspected, failed
from harness.reporting.schema import schema
from harness.run.resources import fixtures

ROOT = Path(__file__).parents[2]
PAGE = """
= Rechnung
Rechnungsnummer: 2026-17 \\ Rechnungsdatum: 05.03.2026 \\ USt-IdNr.: DE123456789
#table(columns: 4, [Beschreibung], [Menge], [Einzelpreis], [Gesamt], [Kabel], [2], [50,00 €], [100,00 €])
#grid(columns: 2, column-gutter: 20pt, row-gutter: 6pt, [Nettobetrag], [100,00 €], [MwSt. 19 %], [19,00 €],
  [Gesamtbetrag], [119,00 €])
"""


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    source = tmp_path / "page.typ"
    source.write_text(PAGE, encoding="utf-8")
    pdf = typst.compile(str(source), format="pdf", ignore_system_fonts=True)
    path = tmp_path / "invoice.pdf"
    path.write_bytes(pdf)
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)], prog_name="harness")


def test_json_follows_the_schema_and_states_what_is_printed(invoice: Path) -> None:
    result = call(invoice, "--json", "--jobs", 1)
    document = json.loads(result.stdout)
    jsonschema.validate(document, schema("inspection"))
    (entry,) = document["documents"]
    values = {name: entry[name] and entry[name]["value"] for name in entry if isinstance(entry[name], dict | None)
              and name not in ("seller", "buyer", "error")}  # fmt: skip
    assert result.exit_code == 0
    assert values["number"] == "2026-17"
    assert values["issue_date"] == "2026-03-05"
    assert values["currency"] == "EUR"
    assert values["seller_vat"] == "DE123456789"
    assert values["buyer_vat"] is None
    assert (values["net_total"], values["tax_total"], values["gross_total"]) == ("100.00", "19.00", "119.00")
    assert values["rates"] == [19.0]
    assert values["reverse_charge"] is False


def test_each_fact_has_page_box_confidence_and_text(invoice: Path) -> None:
    entry = json.loads(call(invoice, "--json", "--jobs", 1).stdout)["documents"][0]
    for name in ("number", "issue_date", "seller_vat", "net_total", "tax_total", "gross_total", "rates"):
        seen = entry[name]
        left, top, right, bottom = seen["box"]
        assert seen["page"] == 1
        assert 0 < left < right < 596
        assert 0 < top < bottom < 842
        assert 0.5 <= seen["confidence"] <= 1
        assert seen["text"]


def test_a_broken_file_does_not_stop_the_others(invoice: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html>an error page</html>", encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "half.pdf").write_bytes(invoice.read_bytes()[:900])
    blank = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(blank, "PDF")
    (tmp_path / "scan.pdf").write_bytes(blank.getvalue())
    names = ("page.html", "empty.pdf", "half.pdf", "scan.pdf", "missing.pdf", "invoice.pdf")
    result = call(*(tmp_path / name for name in names), "--json", "--jobs", 2)
    entries = json.loads(result.stdout)["documents"]
    assert [Path(entry["file"]).name for entry in entries] == list(names)
    assert [entry["error"] and entry["error"]["code"] for entry in entries] == [
        "not_a_document", "not_a_document", "unreadable", "image_only", "not_found", None,
    ]  # fmt: skip
    assert entries[-1]["number"]["value"] == "2026-17"
    assert all(entry["number"] is None and entry["reverse_charge"] is None for entry in entries[:-1])
    assert result.exit_code == 3


def _stuck(job: Job, data: bytes, labels: Labels) -> Inspected:
    """Never comes back from a file that is called slow."""
    if "slow" in job.file:
        threading.Event().wait()
    return INSPECT.read(job, data, labels)


def test_a_file_out_of_time_has_an_error_and_the_next_one_is_read(invoice: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.pdf"
    slow.write_bytes(invoice.read_bytes())
    jobs = [Job(0, str(slow)), Job(1, str(invoice))]
    stuck = Task(Inspected, _stuck, failed)
    late, read = in_processes(stuck, jobs, fixtures("labels"), 1, seconds=3.0)
    assert late.error
    assert late.error.code == "time_limit"
    assert read.number
    assert read.number.value == "2026-17"


def test_images_mark_the_facts(invoice: Path, tmp_path: Path) -> None:
    out = tmp_path / "seen.png"
    assert call(invoice, "--image", out, "--jobs", 1).exit_code == 0
    with Image.open(out) as picture:
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours
    assert any(colour == (214, 40, 57) and count > 200 for count, colour in colours)


def test_images_of_several_files_go_to_a_folder_under_names_of_their_own(invoice: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "invoice.pdf"
    other.parent.mkdir()
    other.write_bytes(invoice.read_bytes())
    assert call(invoice, other, "--image", tmp_path / "seen", "--jobs", 1).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "seen").iterdir()) == ["invoice~1.png", "invoice~2.png"]


def test_the_terminal_shows_values_and_what_was_not_seen(invoice: Path) -> None:
    shown = call(invoice, "--jobs", 1).stdout
    assert "2026-17" in shown
    assert "DE123456789" in shown
    assert "not seen" in shown


def test_the_published_schema_is_in_step() -> None:
    committed = json.loads((ROOT / "reports" / "inspection.schema.json").read_text(encoding="utf-8"))
    assert committed == schema("inspection")
