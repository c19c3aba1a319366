"""Page content as one self-contained HTML page: no script, no address to fetch, every value escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from harness.sandbox.rendering.logo import Images, Logo


def compile_html(content: dict[str, Any], images: Images) -> str:
    """Fill the HTML template with ``content``."""
    return _template().render(**{**content, "logo": _placed(images.logo), "signature": _placed(images.signature)})


def _placed(image: Logo | None) -> dict[str, Any] | None:
    return {"uri": image.data_uri, "scale": image.scale} if image else None


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(
        "page.html"
    )
