"""Typst as a library: page content in, PDF bytes out, the same bytes for the same content."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import typst

from harness.sandbox.rendering.errors import RenderingError
from harness.sandbox.rendering.logo import Logo
from harness.sandbox.rendering.workfolder import work_folder

_local = threading.local()
_setup = threading.Lock()


def compile_pdf(content: dict[str, Any], logo: Logo | None) -> bytes:
    """Set ``content`` with its template. Text travels as JSON, never as markup, so it cannot act on the page."""
    year, month, day = content["date"]
    with _logo_file(logo) as name:
        inputs = {"data": json.dumps({**content, "logo": _placed(logo, name)}, ensure_ascii=False)}
        try:
            pdf = _compiler().compile(
                str(_root() / f"{content['template']}.typ"),
                format="pdf",
                sys_inputs=inputs,
                timestamp=datetime(year, month, day, tzinfo=UTC),
                pdf_tags=False,
            )
        except typst.TypstError as error:
            raise RenderingError(f"document {content['number']} cannot be set: {error.message}") from error
    if not isinstance(pdf, bytes):
        raise RenderingError(f"document {content['number']} has no pages")
    return pdf


def _compiler() -> typst.Compiler:
    """One compiler per thread: typst refuses to be used by two threads at once."""
    if not hasattr(_local, "compiler"):
        with _setup:
            fonts = _fonts()
        _local.compiler = typst.Compiler(root=str(_root()), font_paths=fonts, ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    """The packaged fonts and typst's own; never the system's, since a page must not depend on the machine."""
    folder = str(work_folder() / "fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _root() -> Path:
    """The templates' folder: typst reads no file outside of it."""
    return work_folder() / "root"


@contextmanager
def _logo_file(logo: Logo | None) -> Iterator[str | None]:
    """The logo as a file beside the templates, for as long as the page is being set."""
    if logo is None:
        yield None
        return
    path = _root() / f"logo-{uuid4().hex}.{logo.suffix}"
    path.write_bytes(logo.data)
    try:
        yield path.name
    finally:
        path.unlink()


def _placed(logo: Logo | None, name: str | None) -> dict[str, Any] | None:
    return {"path": name, "ratio": logo.ratio, "scale": logo.scale} if logo else None
