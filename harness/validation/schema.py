"""Judging a document by its XML schema, compiled once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from harness.reading.einvoice import EInvoice
from harness.reading.einvoice.cursor import pointer_to
from harness.validation.artefacts import Artefact
from harness.validation.errors import ArtefactBroken
from harness.validation.findings import Level, RuleFinding

RULE = "XSD"
MOST_FINDINGS = 50
"""A document that is wrong throughout is not listed line by line."""


@lru_cache(maxsize=16)
def _compiled(path: Path) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
    except etree.Error as error:
        raise ArtefactBroken(f"the schema {path.name} cannot be compiled: {error}") from error


def judge_by_schema(invoice: EInvoice, schema: Artefact) -> list[RuleFinding]:
    """What the schema finds wrong, each with the element's XPath."""
    compiled = _compiled(schema.path)
    if compiled.validate(invoice.root):
        return []
    prefixes = _prefixes(invoice.root)
    return [
        RuleFinding(RULE, Level.FATAL, _location(invoice.root, entry.path, prefixes), entry.message, schema.version)
        for entry in list(compiled.error_log)[:MOST_FINDINGS]
    ]


def _location(root: etree._Element, path: str | None, prefixes: dict[str, str]) -> str:
    """libxml2's path (``/*/*[3]``) as one with names."""
    found = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    return pointer_to(found[0]) if found else (path or "/")


def _prefixes(root: etree._Element) -> dict[str, str]:
    return {prefix: uri for element in root.iter(etree.Element) for prefix, uri in element.nsmap.items() if prefix}
