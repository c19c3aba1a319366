"""Codes as a phone would read them: QR, PDF417 and Code 128 symbols, decoded from the rendered page.

Nothing is taken from the file's own objects, so a symbol that is drawn, embedded as an image or set in a font is read
alike, and one that is covered, too small or without margin is not. ``zxing-cpp`` is imported on first use.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from harness.model.place import Place
from harness.model.symbol import SymbolSeen
from harness.reading.errors import ReadingError
from harness.reading.page.document import open_pdf
from harness.reading.page.glyphs import Box

if TYPE_CHECKING:
    from zxingcpp import Barcode

DPI = 200
"""Resolution at which pages are rendered: the least at which a PDF417 of usual size is read with certainty, twice."""
QUIET_LIMIT = 12
"""Quiet zones are measured up to so many modules."""
_MOST_PIXELS = 40_000_000
_DARK = 128
"""Grey values below are dark."""
_UPRIGHT = 2
"""Degrees by which a symbol may be off the axes to have its quiet zone measured."""
_BARS = {"PDF417": (4, 17, 5, 18), "Code128": (3, 11, 4, 13)}
"""Bars and modules of a character, then of the stop pattern (ISO/IEC 15438; ISO/IEC 15417)."""
_MARGIN = 0.6
"""Margin around a part of a page: twelve modules of the smallest QR code, as part of its side."""
_LEAST_MARGIN = 14.0
"""Points."""
_SCAN_LINES = 15
"""Lines across a symbol on which its bars are counted."""

_Box = tuple[int, int, int, int]


def read_codes(data: bytes, dpi: int = DPI) -> tuple[SymbolSeen, ...]:
    """Every symbol on every page of the PDF in ``data``, from top to bottom of each page.

    Raises :class:`~harness.reading.errors.UnreadablePdf` for what is no PDF.
    """
    found: list[SymbolSeen] = []
    with open_pdf(data) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            try:
                found += codes_on(page, number, dpi)
            finally:
                page.close()
    return tuple(found)


def codes_on(page: pdfium.PdfPage, number: int, dpi: int = DPI) -> tuple[SymbolSeen, ...]:
    """Every symbol on one page (``number`` from 1) of a document that is open, from top to bottom."""
    picture, scale = _grey(page, dpi / 72)
    symbols = (_symbol(barcode, picture, scale, number) for barcode in _decode(picture))
    return tuple(sorted(symbols, key=_position))


def codes_within(page: pdfium.PdfPage, number: int, boxes: Sequence[Box], dpi: int = DPI) -> tuple[SymbolSeen, ...]:
    """Every symbol in some parts of a page (``number`` from 1), from top to bottom; the rest is not rendered.

    ``boxes`` are in points from the top left corner as displayed. A margin is looked at, too, for the quiet zones.
    """
    found: dict[tuple[str, str, Place], SymbolSeen] = {}
    for box in boxes:
        picture, origin = _part(page, box, dpi / 72)
        for barcode in _decode(picture):
            symbol = _symbol(barcode, picture, dpi / 72, number, origin)
            found.setdefault(_identity(symbol), symbol)
    return tuple(sorted(found.values(), key=_position))


def _identity(symbol: SymbolSeen) -> tuple[str, str, Place]:
    """The same for a symbol that is seen in two parts that overlap: its contents, and its place to a centimetre."""
    left, top, _, _ = symbol.place.box or (0.0, 0.0, 0.0, 0.0)
    return symbol.format, symbol.text, Place(page=symbol.place.page, box=(left // 28, top // 28, 0, 0))


def _part(page: pdfium.PdfPage, box: Box, scale: float) -> tuple[Image.Image, tuple[float, float]]:
    """A part of the page in grey with a margin around it, and the point where it begins."""
    width, height = page.get_size()
    margin = max(_LEAST_MARGIN, _MARGIN * min(box[2] - box[0], box[3] - box[1]))
    left, top = max(0.0, box[0] - margin), max(0.0, box[1] - margin)
    right, bottom = min(width, box[2] + margin), min(height, box[3] + margin)
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    return _rendered(page, (left, top), size, scale), (left, top)


def _rendered(page: pdfium.PdfPage, origin: tuple[float, float], size: tuple[int, int], scale: float) -> Image.Image:
    bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_Gray, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, 0xFFFFFFFF)
        matrix = raw.FS_MATRIX(scale, 0, 0, scale, -origin[0] * scale, -origin[1] * scale)
        flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page.raw, matrix, raw.FS_RECTF(0, 0, *size), flags)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        samples = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * size[1])
        return Image.frombuffer("L", size, samples, "raw", "L", stride, 1)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def codes_in_image(picture: Image.Image, dpi: float = DPI) -> tuple[SymbolSeen, ...]:
    """Every symbol of a picture that was taken at ``dpi``, as if it were the first page."""
    grey = picture.convert("L")
    symbols = (_symbol(barcode, grey, dpi / 72, 1) for barcode in _decode(grey))
    return tuple(sorted(symbols, key=_position))


def _grey(page: pdfium.PdfPage, scale: float) -> tuple[Image.Image, float]:
    """The page in grey, and the pixels per point; less than asked for where the page is huge."""
    width, height = page.get_size()
    if width * height * scale * scale > _MOST_PIXELS:
        scale = (_MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return bitmap.to_pil().convert("L"), scale
    finally:
        bitmap.close()


def _decode(picture: Image.Image) -> list[Barcode]:
    try:
        import zxingcpp
    except ImportError as error:
        raise ReadingError("codes cannot be decoded: the package zxing-cpp is not installed") from error
    formats = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.PDF417, zxingcpp.BarcodeFormat.Code128]
    return list(zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(formats), try_invert=False))


def _symbol(
    barcode: Barcode, picture: Image.Image, scale: float, page: int, origin: tuple[float, float] = (0.0, 0.0)
) -> SymbolSeen:
    """What the decoder found in a picture that begins at ``origin`` (points) of the page."""
    box = _box(barcode)
    kind = barcode.format.name
    version = _version(barcode) if kind == "QRCode" else None
    rotation = round(barcode.orientation) % 360
    upright = min(rotation % 90, 90 - rotation % 90) <= _UPRIGHT
    columns = 17 + 4 * version if version else (None if rotation % 180 else _columns(kind, picture, box))
    return SymbolSeen(
        format=kind,
        text=barcode.text,
        data=bytes(barcode.bytes),
        place=Place(page=page, box=_in_points(box, scale, origin)),
        error_correction=barcode.ec_level,
        version=version,
        columns=columns,
        rows=17 + 4 * version if version else None,
        quiet_zone=_quiet_zone(picture, box, (box[2] - box[0]) / columns) if columns and upright else None,
        rotation=rotation,
    )


def _in_points(box: _Box, scale: float, origin: tuple[float, float]) -> Box:
    across, down = origin
    return box[0] / scale + across, box[1] / scale + down, box[2] / scale + across, box[3] / scale + down


def _version(barcode: Barcode) -> int | None:
    """The version that the decoder read off a QR symbol; its type stub leaves the dictionary untyped."""
    stated = barcode.extra.get("Version") if isinstance(barcode.extra, dict) else None
    return int(stated) if stated else None


def _box(barcode: Barcode) -> _Box:
    corners = barcode.position
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    across, down = [point.x for point in points], [point.y for point in points]
    return min(across), min(down), max(across), max(down)


def _columns(kind: str, picture: Image.Image, box: _Box) -> int | None:
    """Modules across a symbol of bars, from the number of its bars; ``None`` where that cannot be made out.

    Bars are counted on several lines, since a line may fall between two rows of a PDF417.
    """
    if kind not in _BARS:
        return None
    per_character, modules, in_stop, stop_modules = _BARS[kind]
    left, top, right, bottom = box
    heights = {top + (bottom - top) * (2 * line + 1) // (2 * _SCAN_LINES) for line in range(_SCAN_LINES)}
    counts = (_bars(picture.crop((left - 1, height, right + 1, height + 1)).tobytes()) for height in heights)
    seen = Counter(bars for bars in counts if bars > in_stop and (bars - in_stop) % per_character == 0)
    if not seen:
        return None
    return (seen.most_common(1)[0][0] - in_stop) // per_character * modules + stop_modules


def _bars(greys: bytes) -> int:
    """How many dark stretches a line has."""
    dark = [False, *(grey < _DARK for grey in greys)]
    return sum(now and not before for before, now in pairwise(dark))


def _quiet_zone(picture: Image.Image, box: _Box, module: float) -> float:
    """How many modules around the symbol are free of anything dark, up to :data:`QUIET_LIMIT`; the page's edge ends it.

    The symbol itself is painted over, with three quarters of a module more, since corners are found to a few pixels
    only; then the widest free frame is sought.
    """
    reach = round(QUIET_LIMIT * module)
    left, top, right, bottom = box
    reach = max(0, min(reach, left, top, picture.width - right, picture.height - bottom))
    around = picture.crop((left - reach, top - reach, right + reach, bottom + reach))
    dark = around.point(lambda grey: 255 if grey < _DARK else 0)
    blur = max(1, round(0.75 * module))
    inner = (reach - blur, reach - blur, reach + right - left + blur - 1, reach + bottom - top + blur - 1)
    ImageDraw.Draw(dark).rectangle(inner, fill=0)
    free, taken = 0, reach + 1
    while taken - free > 1:
        middle = (free + taken) // 2
        edge = reach - middle
        frame = dark.crop((edge, edge, dark.width - edge, dark.height - edge))
        free, taken = (middle, taken) if frame.getbbox() is None else (free, middle)
    return free / module


def _position(symbol: SymbolSeen) -> tuple[int, float, float]:
    left, top = symbol.place.box[:2] if symbol.place.box else (0.0, 0.0)
    return symbol.place.page or 0, top, left
