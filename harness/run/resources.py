"""Finds the data that travels with the harness, in a checkout and in an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def root() -> Path:
    """The folder that holds ``scenarios`` and ``fixtures``: the checkout, or ``harness/_bundled`` in a wheel."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def scenarios() -> Path:
    """The folder of the scenario modules."""
    return root() / "scenarios"


def fixtures(*parts: str) -> Path:
    """A folder or file below ``fixtures``."""
    return root().joinpath("fixtures", *parts)
