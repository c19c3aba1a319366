"""How the symbols of the schemes must be printed: format, version, error correction, size and quiet zone.

Each rule names its source. What a decoder cannot tell (dots of a printer, rows and level of a PDF417) is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.fiscal.errors import Fault
from harness.model.symbol import SymbolSeen

TOLERANCE_MM = 0.15
"""A little more than a pixel at 200 dpi, by which a measured length may fall short."""
TOLERANCE_MODULES = 0.3
"""By how much a measured quiet zone may fall short."""


@dataclass(frozen=True, slots=True)
class SymbolRule:
    """What a scheme asks of its printed symbol; ``None`` where it asks nothing."""

    scheme: str
    format: str
    """As in :attr:`harness.model.symbol.SymbolSeen.format`."""
    source: str
    versions: tuple[int, int] | None = None
    """Lowest and highest version of a QR symbol."""
    error_correction: tuple[str, ...] | None = None
    """Levels that are allowed."""
    side_mm: float | None = None
    """Least width and height without quiet zone."""
    module_mm: float | None = None
    """Least width of a module."""
    quiet_modules: float | None = None
    """Least light margin in modules."""
    quiet_mm: float | None = None
    """Least light margin in millimetres."""
    recalled: frozenset[str] = frozenset()
    """Names of the fields above that were not read in the source and are not to be asserted to the letter."""


_ZOI_SOURCE = "technical specification for fiscal verification, version 3.2, chapter 11"
ZOI_QR = SymbolRule(
    "60-digit record", "QRCode", _ZOI_SOURCE, versions=(2, 2), error_correction=("M",), side_mm=12,
    quiet_modules=4, quiet_mm=2,
)  # fmt: skip
ZOI_PDF417 = SymbolRule("60-digit record", "PDF417", _ZOI_SOURCE, module_mm=0.25)
ZOI_CODE128 = SymbolRule("60-digit record", "Code128", _ZOI_SOURCE)
ZKI_QR = SymbolRule(
    "invoice lookup address", "QRCode", "technical specification for users, version 2.6, chapter 2.7",
    error_correction=("L", "M", "Q", "H"), side_mm=20, quiet_mm=2,
)  # fmt: skip
ATCUD_QR = SymbolRule(
    "QR record with ATCUD", "QRCode", "Portaria 195/2020 and the tax authority's specification of the QR code",
    error_correction=("M",), side_mm=30, quiet_mm=2.5, recalled=frozenset({"side_mm"}),
)  # fmt: skip
EPC_QR = SymbolRule(
    "EPC069-12", "QRCode", "EPC069-12, 2D code guidelines; quiet zone: ISO/IEC 18004",
    versions=(1, 13), error_correction=("M",), quiet_modules=4,
)  # fmt: skip
UPN_QR = SymbolRule(
    "UPN QR", "QRCode", "Bank Association of Slovenia, technical standard UPN QR; quiet zone: ISO/IEC 18004",
    versions=(15, 15), error_correction=("M",), quiet_modules=4,
)  # fmt: skip
VERIFACTU_QR = SymbolRule(
    "VERI*FACTU address", "QRCode", "AEAT, specification of the QR code, version 0.5.0",
    error_correction=("M",), side_mm=30,
)  # fmt: skip
KSEF_QR = SymbolRule(
    "KSeF address", "QRCode", "KSeF documentation of QR codes; quiet zone: ISO/IEC 18004", quiet_modules=4
)
HUB3_PDF417 = SymbolRule("HUB3", "PDF417", "Croatian Banking Association, HUB3 2D barcode specification")


def judge(symbol: SymbolSeen, rule: SymbolRule) -> tuple[Fault, ...]:
    """What is wrong with the way a symbol is printed; faults are named by the fields of :class:`SymbolRule`.

    What could not be measured is no fault; :func:`unmeasured` names it.
    """
    if symbol.format != rule.format:
        return (Fault("format", symbol.format, f"{rule.format} for the {rule.scheme}"),)
    return (*_encoding_faults(symbol, rule), *_size_faults(symbol, rule))


def unmeasured(symbol: SymbolSeen, rule: SymbolRule) -> tuple[str, ...]:
    """Fields of ``rule`` that ask for something that could not be measured on ``symbol``."""
    pairs = {
        "versions": symbol.version, "side_mm": symbol.width_mm, "module_mm": symbol.module_mm,
        "quiet_modules": symbol.quiet_zone, "quiet_mm": symbol.quiet_zone_mm,
    }  # fmt: skip
    return tuple(name for name, seen in pairs.items() if getattr(rule, name) is not None and seen is None)


def _encoding_faults(symbol: SymbolSeen, rule: SymbolRule) -> Iterator[Fault]:
    if rule.versions and symbol.version is not None and not rule.versions[0] <= symbol.version <= rule.versions[1]:
        low, high = rule.versions
        wanted = f"version {low}" if low == high else f"version {low} to {high}"
        yield Fault("versions", str(symbol.version), wanted)
    if rule.error_correction and symbol.error_correction not in rule.error_correction:
        yield Fault("error_correction", symbol.error_correction, " or ".join(rule.error_correction))


def _size_faults(symbol: SymbolSeen, rule: SymbolRule) -> Iterator[Fault]:
    sides = [side for side in (symbol.width_mm, symbol.height_mm) if side is not None]
    shortest = min(sides) if sides else None
    yield from _least("side_mm", shortest, rule.side_mm, "mm", TOLERANCE_MM)
    yield from _least("module_mm", symbol.module_mm, rule.module_mm, "mm", TOLERANCE_MM / 8)
    yield from _least("quiet_modules", symbol.quiet_zone, rule.quiet_modules, "modules", TOLERANCE_MODULES)
    yield from _least("quiet_mm", symbol.quiet_zone_mm, rule.quiet_mm, "mm", TOLERANCE_MM)


def _least(field: str, seen: float | None, least: float | None, unit: str, tolerance: float) -> Iterator[Fault]:
    if seen is not None and least is not None and seen < least - tolerance:
        yield Fault(field, f"{seen:.2f} {unit}", f"at least {least:g} {unit}")
