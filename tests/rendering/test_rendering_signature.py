"""The signature: its image above the line, its text, and neither where the entity switched it off."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from harness.sandbox.rendering import render_html, render_pdf

Json = dict[str, Any]
TEMPLATES = ("modern", "classic", "condensed", "minimal", "fashion")


def pictures(pdf: bytes) -> list[tuple[int, int]]:
    return [picture.image.size for page in PdfReader(io.BytesIO(pdf)).pages for picture in page.images]


@pytest.fixture
def scribble() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (90, 30), (20, 30, 90, 255)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("template", TEMPLATES)
def test_image_and_text_are_on_the_page(document: Json, entity: Json, template: str, scribble: bytes) -> None:
    pdf = render_pdf(document, entity, template=template, signature=scribble)
    assert pictures(pdf) == [(90, 30)]
    assert "Ana Novak" in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_image_needs_no_text(document: Json, entity: Json, template: str, scribble: bytes) -> None:
    silent = {**entity, "settings": {**entity["settings"], "default_document_signature": None}}
    assert pictures(render_pdf(document, silent, template=template, signature=scribble)) == [(90, 30)]


def test_logo_and_signature_stand_side_by_side(
    document: Json, entity: Json, image: Callable[..., bytes], scribble: bytes
) -> None:
    assert len(pictures(render_pdf(document, entity, logo=image(), signature=scribble))) == 2


def test_a_signature_that_is_switched_off_is_not_printed(document: Json, entity: Json, scribble: bytes) -> None:
    off = {**entity, "settings": {**entity["settings"], "has_signature": False}}
    assert pictures(render_pdf(document, off, signature=scribble)) == []


def test_html_has_it_too(document: Json, entity: Json, scribble: bytes) -> None:
    assert base64.b64encode(scribble).decode() in render_html(document, entity, signature=scribble)
