"""Machine-readable codes in the document of ``harness inspect``: what each says, and how it is printed.

A code is decoded and held to the form of its scheme. Nothing is compared, and no authority is asked, so that nothing
here says that a code is genuine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from harness.model.symbol import SymbolSeen

if TYPE_CHECKING:
    from harness.fiscal.recognise import Recognised

NOT_VERIFIED = "decoded and held to the form of its scheme; nothing was compared, and no authority was asked"
"""What a reader of the output must know of every code."""
RECALLED = "not looked up, and not to be taken to the letter"
"""What is said of a print rule whose number is only recalled."""


class CodeSeen(BaseModel):
    """One symbol on a page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str = Field(description="QRCode, PDF417 or Code128.")
    scheme: str | None = Field(
        description="zoi_record, zki_address, atcud_record, verifactu_address, ksef_address, epc, upn or hub3; "
        "null for a code of no scheme that is known, and for a part of a record that is split over several codes."
    )
    says: dict[str, str] = Field(
        description="What it states, by the names of its scheme; empty where it cannot be read by it. "
        f"Never verified: {NOT_VERIFIED}."
    )
    faults: list[str] = Field(description="Rules of its scheme that its contents break.")
    print_faults: list[str] = Field(description="Rules of its scheme that the printed symbol breaks.")
    text: str = Field(description="The contents as they were decoded.")
    page: int | None = None
    box: tuple[float, float, float, float] | None = Field(
        default=None, description="Of the symbol without its light margin, in points from the top left corner."
    )
    width_mm: float | None = None
    height_mm: float | None = None
    version: int | None = Field(default=None, description="Of a QR code, 1 to 40.")
    error_correction: str = Field(default="", description="As the symbol states it: L, M, Q, H, or a digit for PDF417.")
    module_mm: float | None = Field(default=None, description="Width of a module on paper.")
    quiet_zone: float | None = Field(default=None, description="Light margin in modules, as far as it was measured.")


def codes_seen(symbols: Sequence[SymbolSeen]) -> list[CodeSeen]:
    """Every symbol with what its scheme makes of it, in the order of the pages."""
    if not symbols:
        return []
    from harness.fiscal.recognise import recognise_all  # only here: most documents have no code

    known = {symbol: code for code in recognise_all(symbols) for symbol in code.symbols}
    return [_code(symbol, known.get(symbol)) for symbol in symbols]


def _code(symbol: SymbolSeen, code: Recognised | None) -> CodeSeen:
    return CodeSeen(
        format=symbol.format,
        scheme=code.scheme.value if code else None,
        says=dict(_says(code.value)) if code else {},
        faults=[str(fault) for fault in code.faults] if code else [],
        print_faults=list(_print_faults(symbol, code)) if code else [],
        text=symbol.text,
        page=symbol.place.page,
        box=symbol.place.box,
        width_mm=_rounded(symbol.width_mm),
        height_mm=_rounded(symbol.height_mm),
        version=symbol.version,
        error_correction=symbol.error_correction,
        module_mm=_rounded(symbol.module_mm),
        quiet_zone=_rounded(symbol.quiet_zone),
    )


def _print_faults(symbol: SymbolSeen, code: Recognised) -> Iterator[str]:
    """Faults of print; those of rules that are only recalled say so."""
    from harness.fiscal.recognise import rule_for
    from harness.fiscal.symbols import judge

    rule = rule_for(code.scheme, symbol.format)
    for fault in judge(symbol, rule):
        yield f"{fault} ({RECALLED})" if fault.field in rule.recalled else str(fault)


def _says(value: object, above: str = "") -> Iterator[tuple[str, str]]:
    """Names and values of what a code states, nested ones with a dot; what is left out is not told."""
    if value is None or not is_dataclass(value):
        return
    for field in fields(value):
        yield from _told(f"{above}{field.name}", getattr(value, field.name))


def _told(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        yield from _says(value, f"{name}.")
    elif isinstance(value, (tuple, list)):
        for at, item in enumerate(value, start=1):
            yield from _told(f"{name}.{at}", item)
    elif isinstance(value, bool):
        if value:
            yield name, "yes"
    elif value is not None and str(value):
        yield name, str(value)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
