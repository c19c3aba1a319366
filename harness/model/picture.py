"""Pixels: what an uploaded image holds, and what a page shows of it."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[int, int, int]
"""sRGB, 0 to 255 each."""
WHITE: Rgb = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Picture:
    """Samples of 8 bits, row by row from the top left: red, green, blue and, where there is transparency, alpha."""

    width: int
    height: int
    samples: bytes
    has_alpha: bool = False

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where the samples do not fill the area."""
        if len(self.samples) != self.width * self.height * (4 if self.has_alpha else 3) or not self.samples:
            raise ValueError(f"{len(self.samples)} samples do not make a picture of {self.width} x {self.height}")

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    def pixel(self, x: int, y: int) -> Rgb:
        """Red, green and blue at a column and row, from 0."""
        at = (y * self.width + x) * (4 if self.has_alpha else 3)
        red, green, blue = self.samples[at : at + 3]
        return red, green, blue
