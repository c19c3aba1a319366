"""The codes on a page as drawings: QR by segno, PDF417 by pdf417gen, each with its quiet zone."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from math import ceil
from typing import Any

import pdf417gen
import segno
from pdf417gen.rendering import modules as bars

from harness.sandbox.rendering.payloads import Transfer, epc, hub3, transfer, upn
from harness.sandbox.rendering.source import Json, Source

_QUIET_MODULES = 4
_BAR_RATIO, _BAR_QUIET = 3, 2
_UPN_VERSION = 15


def _drawing(width: int, height: int, cells: Iterable[tuple[int, int, int, int]]) -> str:
    path = "".join(f"M{x} {y}h{wide}v{high}h-{wide}z" for x, y, wide, high in cells)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'shape-rendering="crispEdges"><rect width="{width}" height="{height}" fill="#fff"/><path d="{path}"/></svg>'
    )


def _placed(key: str, svg: str, width: float, height: float, caption: str) -> dict[str, Any]:
    uri = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"
    return {
        "key": key,
        "svg": svg,
        "uri": uri,
        "width": round(width, 3),
        "height": round(height, 3),
        "caption": caption,
    }


def _runs(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Start and length of each run of dark modules: touching squares would show seams between them."""
    start = None
    for at, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = at
        if not dark and start is not None:
            yield start, at - start
            start = None


def qr(key: str, text: str, size: float, quiet: float = 0, caption: str = "", **options: Any) -> dict[str, Any]:
    """A QR symbol of ``size`` mm with a quiet zone of four modules, and of ``quiet`` mm at least."""
    code = segno.make_qr(text, **{"error": "m", "boost_error": False, **options})
    count = len(code.matrix)
    border = max(_QUIET_MODULES, ceil(quiet * count / size))
    side = count + 2 * border
    rows = enumerate(code.matrix)
    cells = [(start + border, y + border, length, 1) for y, row in rows for start, length in _runs(row)]
    millimetres = size * side / count
    return _placed(key, _drawing(side, side, cells), millimetres, millimetres, caption)


def pdf417(key: str, text: str, width: float, caption: str) -> dict[str, Any]:
    """A PDF417 symbol of ``width`` mm with nine columns and error level 4, as HUB3 asks."""
    codes = pdf417gen.encode(text, columns=9, security_level=4)
    pitch, rows = len(codes[0]) * 17 + 1, len(codes)
    across, down = pitch + 2 * _BAR_QUIET, rows * _BAR_RATIO + 2 * _BAR_QUIET
    dark: list[list[int]] = [[0] * pitch for _ in range(rows)]
    for x, y in bars(codes):
        dark[y][x] = 1
    cells = [
        (start + _BAR_QUIET, y * _BAR_RATIO + _BAR_QUIET, length, _BAR_RATIO)
        for y, row in enumerate(dark)
        for start, length in _runs(row)
    ]
    return _placed(key, _drawing(across, down, cells), width, width * down / across, caption)


def _fiscal(document: Json) -> list[dict[str, Any]]:
    """The authority's code: FURS 2-M and at least 12 mm, CIS at least 20 mm, AT at least 30 mm."""
    furs, fina, pt = ((document.get(key) or {}) for key in ("furs", "fina", "pt"))
    found = []
    if text := (furs.get("data") or {}).get("qr_code"):
        found.append(qr("furs", text, 17, 2, version=2, mode="numeric"))
    if text := (fina.get("data") or {}).get("qr_code_url"):
        found.append(qr("fina", text, 24, 2))
    if text := pt.get("qr_code"):
        found.append(qr("pt", text, 34, 2.5, mode="byte"))
    return found


def _payment(source: Source, asked: Transfer) -> list[dict[str, Any]]:
    """The payment codes that the settings ask for (contract 7.3)."""
    settings, caption = source.settings, source.label("payment", "scan")
    wanted = {key: settings.get(key) or {} for key in ("epc_qr", "upn_qr", "hub3_qr")}
    found = []
    if wanted["epc_qr"].get("enabled") and (text := epc(asked)):
        found.append(qr("epc", text, 25, caption=f"EPC QR – {caption}", encoding="utf-8", mode="byte"))
    if wanted["upn_qr"].get("enabled"):
        latin = upn(asked, wanted["upn_qr"].get("purpose_code") or "OTHR").encode("iso-8859-2", "replace")
        options: dict[str, Any] = {"encoding": "iso-8859-2", "eci": True, "version": _UPN_VERSION, "mode": "byte"}
        found.append(qr("upn", latin.decode("iso-8859-2"), 33, caption=f"UPN QR – {caption}", **options))
    if wanted["hub3_qr"].get("enabled"):
        own = wanted["hub3_qr"]
        text = hub3(asked, own.get("purpose_code") or "OTHR", own.get("reference_model") or "HR00")
        found.append(pdf417("hub3", text, 78, f"HUB3 – {caption}"))
    return found


def symbols(source: Source) -> list[dict[str, Any]]:
    """Every code that belongs on the page, the authority's first."""
    asked = transfer(source)
    return [*_fiscal(source.document), *(_payment(source, asked) if asked else ())]
