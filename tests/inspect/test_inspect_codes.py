"""``harness inspect`` and machine-readable codes: what they say, what is wrong with them, and that none is verified."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import segno
import typst
from click.testing import CliRunner, Result
from PIL import Image

from harness.cli import main
from harness.fiscal import zoi_record
from harness.fiscal.zoi_record import ZoiRecord
from harness.reporting.schema import schema

IBAN = "SI56191000000123438"
PAYLOAD = f"BCD\n002\n1\nSCT\n\nLumen Studio\n{IBAN}\nEUR119.00\n\n\n2026-17"


def _page(folder: Path, text: str, *, border: int = 4, place: str = "", **options: Any) -> Path:
    """An invoice with one QR code."""
    code = segno.make_qr(text, **{"error": "m", "boost_error": False, **options})
    (folder / "qr.svg").write_text(code.svg_inline(border=border), encoding="utf-8")
    around = "box(stroke: 1pt, inset: 3pt, " if border == 0 else "box("
    markup = f'= Rechnung\nRechnungsnummer: 2026-17\n{place}\n#{around}image("qr.svg", width: 30mm))'
    source = folder / "page.typ"
    source.write_text(markup, encoding="utf-8")
    path = folder / "invoice.pdf"
    path.write_bytes(typst.compile(str(source), format="pdf", root=str(folder), ignore_system_fonts=True))
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments), "--jobs", "1"], prog_name="harness")


def seen(*arguments: object) -> dict[str, Any]:
    document = json.loads(call(*arguments, "--json").stdout)
    jsonschema.validate(document, schema("inspection"))
    (entry,) = document["documents"]
    return dict(entry)


def test_a_payment_code_is_taken_apart(tmp_path: Path) -> None:
    (code,) = seen(_page(tmp_path, PAYLOAD))["codes"]
    assert (code["format"], code["scheme"], code["page"], code["text"]) == ("QRCode", "epc", 1, PAYLOAD)
    assert (code["says"]["iban"], code["says"]["amount"], code["says"]["text"]) == (IBAN, "119.00", "2026-17")
    assert (code["faults"], code["print_faults"], code["error_correction"]) == ([], [], "M")
    left, top, right, bottom = code["box"]
    assert 60 < right - left < 86
    assert bottom - top == pytest.approx(right - left, abs=2)


def test_faults_of_contents_and_print_are_told_apart(tmp_path: Path) -> None:
    (code,) = seen(_page(tmp_path, PAYLOAD.replace("EUR119.00", "EUR119,00"), border=0, error="l"))["codes"]
    assert code["says"] == {}
    assert [fault.split()[0] for fault in code["faults"]] == ["amount"]
    assert {fault.split()[0] for fault in code["print_faults"]} == {"error_correction", "quiet_modules"}


def test_a_fiscal_code_is_decoded_and_never_called_verified(tmp_path: Path) -> None:
    record = zoi_record.build(
        ZoiRecord("a7e5f55e1dbb48b799268e1a6d8618a3", "12345678", datetime(2026, 11, 23, 10, 11, 12))
    )
    page = _page(tmp_path, record, version=2, mode="numeric")
    (code,) = seen(page)["codes"]
    assert (code["scheme"], code["says"]["tax_number"]) == ("zoi_record", "12345678")
    shown = call(page).stdout
    assert "zoi_record" in shown
    assert not re.search(r"(?<!not )\bverified|genuine", shown)
    assert "no authority was asked" in " ".join(shown.split())


def test_a_code_of_no_known_scheme_is_shown_as_it_is(tmp_path: Path) -> None:
    page = _page(tmp_path, "https://example.org/pay/2026-17")
    (code,) = seen(page)["codes"]
    assert (code["scheme"], code["says"], code["faults"]) == (None, {}, [])
    assert "https://example.org/pay/2026-17" in call(page).stdout


def test_whether_codes_are_looked_for_can_be_said(tmp_path: Path) -> None:
    page = _page(tmp_path, PAYLOAD)
    assert seen(page, "--no-codes")["codes"] is None
    assert [code["text"] for code in seen(page, "--codes")["codes"]] == [PAYLOAD]
    source = tmp_path / "plain.typ"
    source.write_text("= Rechnung\nRechnungsnummer: 2026-17", encoding="utf-8")
    (tmp_path / "plain.pdf").write_bytes(typst.compile(str(source), format="pdf", ignore_system_fonts=True))
    assert seen(tmp_path / "plain.pdf")["codes"] == []


def test_a_page_that_is_an_image_still_shows_its_code(tmp_path: Path) -> None:
    picture = Image.new("L", (1240, 1754), 255)
    segno.make_qr(PAYLOAD).save(tmp_path / "qr.png", scale=6, border=4)
    with Image.open(tmp_path / "qr.png") as code:
        picture.paste(code.convert("L"), (200, 300))
    picture.save(tmp_path / "scan.pdf", resolution=150)
    entry = seen(tmp_path / "scan.pdf", "--codes")
    assert entry["error"]["code"] == "image_only"
    assert [code["text"] for code in entry["codes"]] == [PAYLOAD]


def test_the_image_marks_the_code(tmp_path: Path) -> None:
    page = _page(tmp_path, PAYLOAD)
    (code,) = seen(page)["codes"]
    for name, options in (("with", ()), ("without", ("--no-codes",))):
        assert call(page, "--image", tmp_path / f"{name}.png", *options).exit_code == 0
    corner = (round((code["box"][0] - 2) * 110 / 72), round((code["box"][1] - 2) * 110 / 72) + 8)
    colours = []
    for name in ("with", "without"):
        with Image.open(tmp_path / f"{name}.png") as picture:
            colours.append(picture.convert("RGB").getpixel(corner))
    assert colours == [(214, 40, 57), (255, 255, 255)]
