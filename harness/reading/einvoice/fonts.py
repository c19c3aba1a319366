"""Which fonts a PDF uses without embedding them (PDF/A, ISO 19005-3, 6.2.11.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MOST_RESOURCES = 2_000
"""Enough for any invoice; form XObjects nest, and a hostile file nests them without end."""


def fonts_not_embedded(reader: PdfReader) -> tuple[str, ...]:
    """Base names of the fonts of all pages and their forms that the file does not hold, sorted."""
    found: set[str] = set()
    for resources in _resources(reader):
        fonts = _dictionary(resources.get("/Font"))
        found |= {str(font.get("/BaseFont", name)).removeprefix("/") for name, font in _each(fonts) if _missing(font)}
    return tuple(sorted(found))


def _resources(reader: PdfReader) -> Iterator[DictionaryObject]:
    waiting = [_dictionary(page.get("/Resources")) for page in reader.pages]
    seen: dict[int, DictionaryObject] = {}  # holds the objects, so that no identity is given twice
    while waiting and len(seen) < _MOST_RESOURCES:
        resources = waiting.pop()
        if id(resources) in seen:
            continue
        seen[id(resources)] = resources
        yield resources
        forms = (form for _, form in _each(_dictionary(resources.get("/XObject"))) if form.get("/Subtype") == "/Form")
        waiting += [_dictionary(form.get("/Resources")) for form in forms]


def _missing(font: DictionaryObject) -> bool:
    kind = font.get("/Subtype")
    if kind == "/Type3":
        return False  # its glyphs are drawn in the file
    if kind == "/Type0":
        descendants = font.get("/DescendantFonts")
        below = descendants.get_object() if descendants is not None else None
        return not isinstance(below, ArrayObject) or any(_missing(_dictionary(one)) for one in below)
    descriptor = _dictionary(font.get("/FontDescriptor"))
    return not any(name in descriptor for name in _FILES)


def _each(dictionary: DictionaryObject) -> list[tuple[str, DictionaryObject]]:
    return [(str(name), _dictionary(value)) for name, value in dictionary.items()]


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
