"""Page content as one self-contained HTML page: no script, no address to fetch, every value escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from harness.sandbox.rendering.logo import Logo


def compile_html(content: dict[str, Any], logo: Logo | None) -> str:
    """Fill the HTML template with ``content``."""
    placed = {"uri": logo.data_uri, "scale": logo.scale} if logo else None
    return _template().render(**{**content, "logo": placed})


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(
        "page.html"
    )
