"""A machine-readable symbol (QR code, PDF417, Code 128) as it was decoded from a rendered page."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.place import Place

_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class SymbolSeen:
    """One symbol on a page: what it holds, where it stands and how it is printed."""

    format: str
    """``QRCode``, ``PDF417`` or ``Code128``."""
    text: str
    """The contents, decoded by the character set that the symbol states (ECI) or that the reader takes for likely."""
    data: bytes
    """The bytes of the contents, not decoded."""
    place: Place
    """Page, and box of the symbol without its quiet zone, in points from the top left corner."""
    error_correction: str
    """As the symbol states it: ``L``, ``M``, ``Q`` or ``H`` for QR, a digit for PDF417, empty where there is none."""
    version: int | None = None
    """Version of a QR symbol, 1 to 40; ``None`` for other formats."""
    columns: int | None = None
    """Modules across the symbol; ``None`` where they cannot be told."""
    rows: int | None = None
    """Modules down the symbol, for QR; ``None`` for other formats."""
    quiet_zone: float | None = None
    """Narrowest light margin in modules, up to a limit of the reader; ``None`` where it cannot be measured."""
    rotation: int = 0
    """Degrees by which the symbol is turned."""

    @property
    def width_mm(self) -> float | None:
        """Width of its box on paper in millimetres."""
        return None if self.place.box is None else (self.place.box[2] - self.place.box[0]) * _MM_PER_POINT

    @property
    def height_mm(self) -> float | None:
        """Height of its box on paper in millimetres."""
        return None if self.place.box is None else (self.place.box[3] - self.place.box[1]) * _MM_PER_POINT

    @property
    def module_mm(self) -> float | None:
        """Width of one module on paper in millimetres, for symbols that stand upright or on a side."""
        if self.columns is None or self.width_mm is None or self.height_mm is None or self.rotation % 90:
            return None
        return (self.height_mm if self.rotation % 180 else self.width_mm) / self.columns

    @property
    def quiet_zone_mm(self) -> float | None:
        """The narrowest light margin in millimetres."""
        if self.quiet_zone is None or self.module_mm is None:
            return None
        return self.quiet_zone * self.module_mm
