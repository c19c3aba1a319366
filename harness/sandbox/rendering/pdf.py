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
from harness.sandbox.rendering.fonts import fonts, work_folder
from harness.sandbox.rendering.logo import Logo

_local = threading.local()
_setup = threading.Lock()


def compile_pdf(content: dict[str, Any], logo: Logo | None) -> bytes:
    """Set ``content`` with its template. Text travels as JSON, never as markup, so it cannot act on the page."""
    year, month, day = content["date"]
    with _logo_file(logo) as path:
        inputs = {"data": json.dumps({**content, "logo": _placed(logo, path)}, ensure_ascii=False)}
        try:
            pdf = _compiler().compile(
                str(_template_folder() / f"{content['template']}.typ"),
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
        folder = _template_folder()
        with _setup:
            shared = fonts()
        _local.compiler = typst.Compiler(root=str(folder), font_paths=shared, ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler


def _template_folder() -> Path:
    with _setup:
        return _copied_templates()


@cache
def _copied_templates() -> Path:
    """Templates beside the logos: typst reads nothing outside of its root folder."""
    folder = work_folder() / "root"
    folder.mkdir()
    for source in (Path(__file__).parent / "templates").glob("*.typ"):
        (folder / source.name).write_bytes(source.read_bytes())
    return folder


@contextmanager
def _logo_file(logo: Logo | None) -> Iterator[str | None]:
    if logo is None:
        yield None
        return
    path = _template_folder() / f"logo-{uuid4().hex}.{logo.suffix}"
    path.write_bytes(logo.data)
    try:
        yield path.name
    finally:
        path.unlink()


def _placed(logo: Logo | None, path: str | None) -> dict[str, Any] | None:
    if logo is None:
        return None
    return {"path": path, "ratio": logo.ratio, "scale": logo.scale}
