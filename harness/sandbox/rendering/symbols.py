"""The codes on a page as drawings: QR by segno, PDF417 by pdf417gen, each with its quiet zone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

import pdf417gen
import segno
from pdf417gen.rendering import modules as bars

from harness.sandbox.payment_codes import Print, Steps, Transfer
from harness.sandbox.rendering.payloads import epc, hub3, transfer, upn
from harness.sandbox.rendering.source import Json, Source

_QUIET_MODULES = 4
_BAR_RATIO, _BAR_QUIET = 3, 2


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
    border = max(_QUIET_MODULES, ceil(quiet * len(code.matrix) / size))
    return _framed(key, code, size, border, caption)


def _framed(key: str, code: segno.QRCode, size: float, border: int, caption: str) -> dict[str, Any]:
    """The symbol, ``size`` mm wide, with so many light modules around it."""
    count = len(code.matrix)
    side = count + 2 * border
    rows = enumerate(code.matrix)
    cells = [(start + border, y + border, length, 1) for y, row in rows for start, length in _runs(row)]
    millimetres = size * side / count
    return _placed(key, _drawing(side, side, cells), millimetres, millimetres, caption)


def pdf417(key: str, text: str, how: Print, caption: str) -> dict[str, Any]:
    """A PDF417 symbol with nine columns and error level 4, as HUB3 asks."""
    codes = pdf417gen.encode(text, columns=9, security_level=4)
    pitch, rows = len(codes[0]) * 17 + 1, len(codes)
    across, down = pitch + 2 * how.quiet, rows * _BAR_RATIO + 2 * how.quiet
    dark: list[list[int]] = [[0] * pitch for _ in range(rows)]
    for x, y in bars(codes):
        dark[y][x] = 1
    cells = [
        (start + how.quiet, y * _BAR_RATIO + how.quiet, length, _BAR_RATIO)
        for y, row in enumerate(dark)
        for start, length in _runs(row)
    ]
    millimetres = how.size * across / pitch
    return _placed(key, _drawing(across, down, cells), millimetres, millimetres * down / across, caption)


def _fiscal(document: Json) -> list[dict[str, Any]]:
    """The authority's code: FURS 2-M and at least 12 mm, CIS at least 20 mm, AT at least 30 mm.

    ``code_print`` of the document, which only defects set, asks for another scale or level of error correction.
    """
    asked = document.get("code_print") or {}
    scale, level = asked.get("scale", 1), {"error": asked["error"]} if "error" in asked else {}
    furs, fina, pt = ((document.get(key) or {}) for key in ("furs", "fina", "pt"))
    found = []
    if text := (furs.get("data") or {}).get("qr_code"):
        found.append(qr("furs", text, 17 * scale, 2, version=2, mode="numeric", **level))
    if text := (fina.get("data") or {}).get("qr_code_url"):
        found.append(qr("fina", text, 24 * scale, 2, **level))
    if text := pt.get("qr_code"):
        found.append(qr("pt", text, 34 * scale, 2.5, mode="byte", **level))
    return found


def _epc(asked: Transfer, _own: Json) -> str | None:
    return epc(asked)


def _upn(asked: Transfer, own: Json) -> str:
    return upn(asked, own.get("purpose_code") or "OTHR").encode("iso-8859-2", "replace").decode("iso-8859-2")


def _hub3(asked: Transfer, own: Json) -> str:
    return hub3(asked, own.get("purpose_code") or "OTHR", own.get("reference_model") or "HR00")


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A payment code of the API: contents, print and caption."""

    key: str
    name: str
    text: Callable[[Transfer, Json], str | None]
    how: Print
    encoding: dict[str, Any] | None
    """Options of the QR symbol; None where it is a PDF417."""


_SCHEMES = (
    _Scheme("epc", "EPC QR", _epc, Print(25, _QUIET_MODULES), {"encoding": "utf-8"}),
    _Scheme("upn", "UPN QR", _upn, Print(33, _QUIET_MODULES, 15), {"encoding": "iso-8859-2", "eci": True}),
    _Scheme("hub3", "HUB3", _hub3, Print(76.7, _BAR_QUIET), None),
)


def _payment(source: Source, scheme: _Scheme, steps: Steps) -> dict[str, Any] | None:
    """The code of a scheme, where the settings ask for it and something is due (contract 7.3)."""
    own = source.settings.get(f"{scheme.key}_qr") or {}
    asked = transfer(source, bool(own.get("enabled")), steps) if own else None
    text = scheme.text(asked, own) if asked else None
    if text is None:
        return None
    text, how = steps.code_text(text, scheme.key), steps.code_print(scheme.how, scheme.key)
    caption = f"{scheme.name} – {source.label('payment', 'scan')}"
    if scheme.encoding is None:
        return pdf417(scheme.key, text, how, caption)
    options = {"mode": "byte", "boost_error": False, "version": how.version, "error": how.error, **scheme.encoding}
    return _framed(scheme.key, segno.make_qr(text, **options), how.size, how.quiet, caption)


def symbols(source: Source, steps: Steps) -> list[dict[str, Any]]:
    """Every code that belongs on the page, the authority's first."""
    payment = (_payment(source, scheme, steps) for scheme in _SCHEMES)
    return [*_fiscal(source.document), *(symbol for symbol in payment if symbol)]
