"""Symbols on rendered pages: written by segno and pdf417gen, decoded by zxing-cpp, judged by the schemes' rules."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pdf417gen
import pytest
import segno
from PIL import Image, ImageDraw

from harness.fiscal import epc, hub3, symbols, upn, zki_url, zoi_record
from harness.fiscal.epc import EpcTransfer
from harness.fiscal.hub3 import Hub3Payment
from harness.fiscal.lines import Postal
from harness.fiscal.upn import UpnPayment
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord
from harness.model.place import Place
from harness.model.symbol import SymbolSeen
from harness.reading.errors import UnreadablePdf
from harness.reading.page.codes import read_codes

RECORD = ZoiRecord("a7e5f55e1dbb48b799268e1a6d8618a3", "12345678", datetime(2015, 8, 15, 10, 13, 32))
PAYMENT = UpnPayment(
    payee_iban="SI56020170014356205", payee=Postal("RentaCar d.o.o.", "Pohorska ulica 22", "2000 Maribor"),
    amount=Decimal("81.05"), purpose_code="RENT", purpose="Plačilo žage", reference="SI121234567890120",
)  # fmt: skip
TRANSFER = EpcTransfer("Seller d.o.o.", "SI56020170014356205", Decimal("1220.00"), text="Račun 17")
ORDER = Hub3Payment("HR1210010051863000160", Postal("2DBK d.d."), Decimal("123.55"), "HR01", description="Čišćenje")
LOOKUP = InvoiceLookup(datetime(2021, 2, 5, 8, 1), Decimal("5.10"), zki="12345678123412341234123456789012")
DPI = 600


def qr(code: segno.QRCode, side_mm: float, border: int = 0) -> Image.Image:
    """The symbol so large that its modules (without ``border``) measure ``side_mm`` at 600 dpi."""
    out = io.BytesIO()
    code.save(out, kind="png", scale=1, border=border)
    picture = Image.open(out).convert("L")
    modules = code.symbol_size(border=0)[0]
    side = round(side_mm / 25.4 * DPI / modules * picture.width)
    return picture.resize((side, side), Image.Resampling.NEAREST)


def record_qr(**options: object) -> segno.QRCode:
    settings = {"version": 2, "error": "m", "mode": "numeric", "boost_error": False} | options
    return segno.make(zoi_record.build(RECORD), **settings)


def upn_qr(version: int = 15) -> segno.QRCode:
    return segno.make(
        upn.build(PAYMENT), error="m", version=version, mode="byte", encoding="iso-8859-2", eci=True, boost_error=False
    )


def test_the_contents_place_and_make_of_a_qr_code(page_of):
    (seen,) = read_codes(page_of((qr(record_qr(), 13), 30, 40)))
    assert zoi_record.parse(seen.text) == RECORD
    assert seen.data == zoi_record.build(RECORD).encode()
    assert (seen.format, seen.version, seen.columns, seen.rows, seen.error_correction) == ("QRCode", 2, 25, 25, "M")
    assert seen.place.page == 1
    assert seen.place.box == pytest.approx((85.04, 113.39, 121.89, 150.24), abs=0.6)
    assert seen.width_mm == pytest.approx(13, abs=0.2)
    assert seen.module_mm == pytest.approx(0.52, abs=0.01)
    assert seen.quiet_zone == pytest.approx(12, abs=0.5)
    assert symbols.judge(seen, symbols.ZOI_QR) == ()


def test_every_scheme_on_one_page(page_of):
    hub = pdf417gen.render_image(pdf417gen.encode(hub3.build(ORDER), columns=9, security_level=4), scale=6, padding=0)
    page = page_of(
        (qr(record_qr(), 13), 20, 20), (qr(segno.make(zki_url.build(LOOKUP), error="m"), 22), 60, 20),
        (qr(segno.make(epc.encode(TRANSFER), error="m", boost_error=False), 25), 110, 20), (qr(upn_qr(), 35), 20, 70),
        (hub, 70, 130),
    )  # fmt: skip
    seen = read_codes(page)
    assert [symbol.format for symbol in seen] == ["QRCode"] * 4 + ["PDF417"]
    assert zoi_record.parse(seen[0].text) == RECORD
    assert zki_url.parse(seen[1].text) == LOOKUP
    assert epc.parse(seen[2].data) == TRANSFER
    assert upn.parse(seen[3].text) == PAYMENT
    assert hub3.parse(seen[4].text) == ORDER
    rules = (symbols.ZOI_QR, symbols.ZKI_QR, symbols.EPC_QR, symbols.UPN_QR, symbols.HUB3_PDF417)
    assert [symbols.judge(symbol, rule) for symbol, rule in zip(seen, rules, strict=True)] == [()] * 5


def test_pdf417_columns_and_module_width(page_of):
    picture = pdf417gen.render_image(pdf417gen.encode("1" * 40, columns=5, security_level=2), scale=7, padding=0)
    (seen,) = read_codes(page_of((picture, 40, 40)))
    assert seen.columns == 69 + 17 * 5
    assert seen.module_mm == pytest.approx(7 / DPI * 25.4, abs=0.01)
    assert symbols.judge(seen, symbols.ZOI_PDF417) == ()
    thin = replace(seen, place=Place(1, box=(0, 0, 80, 40)))
    assert [fault.field for fault in symbols.judge(thin, symbols.ZOI_PDF417)] == ["module_mm"]


def test_code128_parts_are_read_and_joined(page_of):
    import zxingcpp

    placed = []
    for at, part in enumerate(zoi_record.split(zoi_record.build(RECORD), 3)):
        image = zxingcpp.create_barcode(part, zxingcpp.BarcodeFormat.Code128).to_image(scale=8, add_quiet_zones=False)
        bars = Image.frombuffer("L", (image.shape[1], image.shape[0]), bytes(memoryview(image)))
        placed.append((bars, 30, 30 + 40 * at))
    seen = read_codes(page_of(*placed))
    assert {symbol.format for symbol in seen} == {"Code128"}
    assert zoi_record.parse(zoi_record.join([symbol.text for symbol in seen])) == RECORD
    # A start character, eleven pairs of digits and a check character of 11 modules each, and a stop of 13.
    assert [symbol.columns for symbol in seen] == [11 * 13 + 13] * 3
    assert seen[0].module_mm == pytest.approx(8 / DPI * 25.4, abs=0.01)


def test_the_quiet_zone_ends_at_the_nearest_thing_that_is_dark(page_of):
    frame = Image.new("L", (700, 700), 255)
    pen = ImageDraw.Draw(frame)
    code = qr(record_qr(), 13)
    frame.paste(code, (200, 200))
    module = code.width / 25
    edge = 200 + code.width + 3 * module
    pen.rectangle((edge, 0, edge + 20, 699), fill=0)
    (seen,) = read_codes(page_of((frame, 30, 30)))
    assert seen.quiet_zone == pytest.approx(3, abs=0.35)
    assert [fault.field for fault in symbols.judge(seen, symbols.ZOI_QR)] == ["quiet_modules", "quiet_mm"]


def test_the_quiet_zone_ends_at_the_edge_of_the_page(page_of):
    (seen,) = read_codes(page_of((qr(record_qr(), 13), 1, 40)))
    assert seen.quiet_zone == pytest.approx(1 / 0.52, abs=0.35)


def test_a_small_symbol_of_another_version_is_faulted(page_of):
    (seen,) = read_codes(page_of((qr(record_qr(version=4), 11), 30, 30)))
    assert [fault.field for fault in symbols.judge(seen, symbols.ZOI_QR)] == ["versions", "side_mm"]
    (seen,) = read_codes(page_of((qr(record_qr(version=5, error="h"), 13), 30, 30)))
    assert [fault.field for fault in symbols.judge(seen, symbols.ZOI_QR)] == ["versions", "error_correction"]


def test_the_wrong_format_is_the_only_fault(page_of):
    (seen,) = read_codes(page_of((qr(upn_qr(), 35), 30, 30)))
    assert [fault.field for fault in symbols.judge(seen, symbols.HUB3_PDF417)] == ["format"]
    assert [fault.field for fault in symbols.judge(replace(seen, version=14), symbols.UPN_QR)] == ["versions"]


@pytest.mark.parametrize(("turned", "measured"), [(90, True), (180, True), (270, True), (30, False)])
def test_turned_symbols_are_read(page_of, turned, measured):
    picture = qr(record_qr(), 13, border=4).rotate(turned, expand=True, fillcolor=255)
    (seen,) = read_codes(page_of((picture, 40, 40)))
    assert zoi_record.parse(seen.text) == RECORD
    assert (seen.quiet_zone is not None) is measured
    assert symbols.unmeasured(seen, symbols.ZOI_QR) == (() if measured else ("quiet_modules", "quiet_mm"))


def test_a_page_without_codes_and_a_file_that_is_no_pdf(page_of):
    assert read_codes(page_of()) == ()
    with pytest.raises(UnreadablePdf):
        read_codes(b"no pdf")


def test_a_symbol_that_is_painted_over_is_not_read(page_of):
    cover = Image.new("L", (200, 320), 255)
    assert read_codes(page_of((qr(record_qr(), 13), 30, 30), (cover, 30, 30))) == ()


def test_a_symbol_without_a_place_is_not_measured():
    seen = SymbolSeen("QRCode", "", b"", Place(), "M", version=2)
    assert (seen.width_mm, seen.height_mm, seen.module_mm, seen.quiet_zone_mm) == (None, None, None, None)
    assert symbols.judge(seen, symbols.ZOI_QR) == ()
    assert symbols.unmeasured(seen, symbols.ZOI_QR) == ("side_mm", "quiet_modules", "quiet_mm")


def test_zxing_and_cryptography_are_imported_on_first_use_only():
    import subprocess
    import sys

    modules = "harness.reading.page.codes, harness.fiscal.zoi, harness.fiscal.hash_chain, harness.fiscal.symbols"
    code = f"import sys, {modules}; print(sorted({{'zxingcpp', 'cryptography'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
