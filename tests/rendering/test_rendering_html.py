from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from harness.sandbox.rendering import LOCALES, RenderingError, render_html
from harness.sandbox.rendering.labels import load_labels

Json = dict[str, Any]
VOID = {"meta", "img", "br"}


class Balance(HTMLParser):
    """Collects tags that are closed out of order or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def words(page: str) -> str:
    body = page.split("<body>")[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("code", LOCALES)
def test_page_states_the_facts(code: str, document: Json, entity: Json) -> None:
    page = render_html(document, entity, language=code, locale=code)
    text, labels = words(page), load_labels(LOCALES[code].language)
    expected = ["2025-00017", "SI12345678", "DE136695976", "Pendant lamp", "SI56 1920 0123 4567 892",
                labels["title"]["invoice"], labels["total"]["gross"], labels["vat"]["base"], "Ana Novak"]  # fmt: skip
    assert [fact for fact in expected if fact not in text] == []
    assert f'<html lang="{LOCALES[code].language}">' in page


def test_markup_is_balanced_and_self_contained(document: Json, entity: Json, image: Callable[..., bytes]) -> None:
    page = render_html(document, entity, logo=image())
    parser = Balance()
    parser.feed(page)
    assert (parser.open, parser.wrong) == ([], [])
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert not re.search(r"<(?:script|link|iframe)|(?:src|href)=\"(?!data:)|url\(", page)


def test_logo_and_colour_are_inside(document: Json, entity: Json, image: Callable[..., bytes]) -> None:
    logo = image("WEBP")
    page = render_html(document, entity, logo=logo)
    assert f'src="data:image/webp;base64,{base64.b64encode(logo).decode()}"' in page
    assert "--primary: #1a5fb4" in page


def test_hostile_text_is_escaped(document: Json, entity: Json) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=y>{{ 7*191 }}'
    document["items"][1] |= {"name": hostile, "description": hostile, "unit": hostile}
    document |= {"number": hostile, "note": f"**{hostile}**", "reference": hostile}
    document["customer"]["name"] = hostile
    page = render_html(document, entity)
    assert "<script" not in page
    assert "<img" not in page
    assert "1337" not in page
    assert unescape(page).count(hostile) >= 7


def test_markdown_becomes_elements(document: Json, entity: Json) -> None:
    document["note"] = "**Bold** and *soft*\n- one\n2. two"
    page = render_html(document, entity)
    assert "<strong>Bold</strong> and <em>soft</em>" in page
    assert '<li data-marker="•">one</li><li data-marker="2.">two</li>' in page


@pytest.mark.parametrize(
    ("change", "stamp"), [({"is_draft": True}, "Osnutek"), ({"voided_at": "2025-03-06"}, "Stornirano")]
)
def test_marks_are_shown(change: Json, stamp: str, document: Json, entity: Json) -> None:
    assert f'<span class="stamp">{stamp}</span>' in render_html({**document, **change}, entity)


def test_bare_document_and_wrong_language(document: Json, entity: Json) -> None:
    assert "<h1>Invoice</h1>" in render_html({"id": "inv_1", "date": "2025-01-01"}, {})
    with pytest.raises(RenderingError, match="'xx'"):
        render_html(document, entity, language="xx")
