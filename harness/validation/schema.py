"""Judging a document by its XML schema, compiled once per process."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
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
    found = ((_location(invoice.root, entry.path, prefixes), _plain(entry.message)) for entry in compiled.error_log)
    return [RuleFinding(RULE, Level.FATAL, *one, schema.version) for one in islice(found, MOST_FINDINGS)]


def _plain(message: str) -> str:
    """libxml2's words without the namespaces of names: the place tells them, with its prefixes."""
    return re.sub(r"\{[^}]*\}", "", message)


def _location(root: etree._Element, path: str | None, prefixes: dict[str, str]) -> str:
    """libxml2's path (``/*/*[3]``) as one with names."""
    found = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    return pointer_to(found[0]) if found else (path or "/")


def _prefixes(root: etree._Element) -> dict[str, str]:
    return {prefix: uri for element in root.iter(etree.Element) for prefix, uri in element.nsmap.items() if prefix}
