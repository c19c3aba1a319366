"""Labels of the page in 18 languages, one TOML file each, all with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

Labels = Mapping[str, Mapping[str, str]]
"""Section name to key to text, such as ``labels["line"]["quantity"]``."""

_FOLDER = Path(__file__).parent / "labels"


@cache
def load_labels(language: str) -> Labels:
    """The labels of one of the short language codes in ``locales.LANGUAGES``."""
    with (_FOLDER / f"{language}.toml").open("rb") as file:
        labels: Labels = tomllib.load(file)
    return labels
