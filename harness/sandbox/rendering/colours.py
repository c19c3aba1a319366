"""The page's colours, all derived from the entity's primary colour, with contrast as WCAG 2.1 asks for text."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEFAULT_PRIMARY = "#5c6ac4"
READABLE = 4.5
"""Smallest contrast ratio of text on its ground (WCAG 2.1, 1.4.3)."""

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_WHITE, _DARK = (255, 255, 255), (17, 24, 39)
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``."""

    primary: str
    """Exactly the entity's colour: rules and fills."""
    on_primary: str
    """Text on a primary fill."""
    soft_on_primary: str
    """Quieter text on a primary fill."""
    ink: str
    """Primary for text on white, darkened until it is readable."""
    tint: str
    """A whisper of primary for grounds."""


def palette(primary: object) -> Palette:
    """The colours for ``settings.primary_color``; the API's placeholder colour where it is missing or no hex colour."""
    text = primary if isinstance(primary, str) and _HEX.fullmatch(primary) else DEFAULT_PRIMARY
    colour = _rgb(text)
    on_primary = _WHITE if _contrast(colour, _WHITE) >= _contrast(colour, _DARK) else _DARK
    soft = _mix(on_primary, colour, 0.82)
    return Palette(
        primary=_hex(colour),
        on_primary=_hex(on_primary),
        soft_on_primary=_hex(soft if _contrast(soft, colour) >= READABLE else on_primary),
        ink=_hex(_darkened(colour)),
        tint=_hex(_mix(colour, _WHITE, 0.07)),
    )


def _rgb(text: str) -> Rgb:
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _darkened(colour: Rgb) -> Rgb:
    while _contrast(colour, _WHITE) < READABLE:
        colour = _mix(colour, (0, 0, 0), 0.92)
    return colour


def _contrast(first: Rgb, second: Rgb) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
