"""Pages of the embedded sandbox: API documents as PDF (typst) and HTML (jinja2), in 18 languages and five layouts.

The package stands alone: it needs the answer's JSON and nothing of the server, so the server may change freely.
"""

from __future__ import annotations

from harness.sandbox.rendering.content import TEMPLATES
from harness.sandbox.rendering.errors import RenderingError
from harness.sandbox.rendering.locales import LANGUAGES, LOCALES
from harness.sandbox.rendering.pages import render_html, render_pdf

__all__ = ["LANGUAGES", "LOCALES", "TEMPLATES", "RenderingError", "render_html", "render_pdf"]
