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
from harness.sandbox.rendering.hybrid import STANDARD, Attachment, with_factur_x_metadata
from harness.sandbox.rendering.logo import Images, Logo
from harness.sandbox.rendering.workfolder import work_folder

_local = threading.local()
_setup = threading.Lock()


def compile_pdf(content: dict[str, Any], images: Images, attachment: Attachment | None = None) -> bytes:
    """Set ``content`` with its template. Text travels as JSON, never as markup, so it cannot act on the page.

    With an ``attachment`` the page becomes a PDF/A-3 that carries it.
    """
    pdf = _set(content, images, attachment)
    return with_factur_x_metadata(pdf, attachment.carrier) if attachment else pdf


def _attached(attachment: Attachment | None) -> dict[str, str] | None:
    if attachment is None or not attachment.carrier.is_attached:
        return None
    carrier = attachment.carrier
    return {"name": carrier.file_name, "xml": attachment.xml, "relationship": carrier.relationship}


def _set(content: dict[str, Any], images: Images, attachment: Attachment | None) -> bytes:
    year, month, day = content["date"]
    with _file(images.logo) as logo, _file(images.signature) as signature:
        placed = {**content, "logo": logo, "signature": signature, "attachment": _attached(attachment)}
        inputs = {"data": json.dumps(placed, ensure_ascii=False)}
        try:
            pdf = _compiler().compile(
                str(_root() / f"{content['template']}.typ"),
                format="pdf",
                sys_inputs=inputs,
                timestamp=datetime(year, month, day, tzinfo=UTC),
                pdf_standards=[STANDARD] if attachment else [],
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
def _file(image: Logo | None) -> Iterator[dict[str, Any] | None]:
    """The image as a file beside the templates, for as long as the page is being set, and what they need of it."""
    if image is None:
        yield None
        return
    path = _root() / f"image-{uuid4().hex}.{image.suffix}"
    path.write_bytes(image.data)
    try:
        yield {"path": path.name, "ratio": image.ratio, "scale": image.scale}
    finally:
        path.unlink()
