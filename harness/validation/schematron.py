"""Judging a document by compiled schematrons: SaxonC, one processor per process, each stylesheet compiled once.

Stylesheets are compiled from their path, since Factur-X ones read code lists beside them (``document()``). The document
has been through the safe parser before; Saxon is told to open nothing but local files. The output (SVRL) is read with
an XML parser: attributes hold ``>``, and some rules report instead of failing.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from harness.reading.einvoice import EInvoice
from harness.reading.einvoice.cursor import NAMESPACES, UNPREFIXED
from harness.validation.artefacts import Artefact
from harness.validation.errors import ArtefactBroken, ArtefactStopped
from harness.validation.findings import Level, RuleFinding

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_HITS = (f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
_LEVELS = {"fatal": Level.FATAL, "error": Level.FATAL, "warning": Level.WARNING, "information": Level.INFORMATION}
_STEP = re.compile(r"\*:([\w.-]+)\[namespace-uri\(\)='([^']*)'\]|Q\{([^}]*)\}([\w.-]+)")
_ONLY_ONE = re.compile(r"\[1\](?=/|$)")
_RULE_IN_TEXT = re.compile(r"^\s*\[([A-Z][\w-]+)\]")
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items() if prefix not in UNPREFIXED}
UNNAMED = "STRUCTURE"
"""Rule of findings without one: Factur-X marks elements that a profile has no use for."""
_LOCK = threading.Lock()
"""SaxonC objects are used by one thread at a time."""


def _saxon() -> Any:
    """SaxonC; importing it loads a native library of 100 MB, so it is done on first use."""
    import saxonche  # type: ignore[import-not-found]

    return saxonche


@lru_cache(maxsize=1)
def _processor() -> Any:
    processor = _saxon().PySaxonProcessor(license=False)
    processor.set_configuration_property("http://saxon.sf.net/feature/allowedProtocols", "file")
    return processor


@lru_cache(maxsize=16)
def _compiled(path: Path) -> Any:
    try:
        return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))
    except _saxon().PySaxonApiError as error:
        raise ArtefactBroken(f"the schematron {path.name} cannot be compiled: {error}") from error


def judge_by_schematron(invoice: EInvoice, schematron: Artefact) -> list[RuleFinding]:
    """The rules of ``schematron`` that ``invoice`` breaks, in the order of the document's rules."""
    report = etree.fromstring(_run(invoice, schematron).encode(), etree.XMLParser(huge_tree=True, no_network=True))
    found = [_finding(hit, schematron) for hit in report.iter(*_HITS)]
    return [finding for finding in found if schematron.only is None or finding.rule in schematron.only]


def _run(invoice: EInvoice, schematron: Artefact) -> str:
    with _LOCK:
        compiled = _compiled(schematron.path)
        try:
            node = _processor().parse_xml(xml_text=etree.tostring(invoice.root, encoding="unicode"))
            result = compiled.transform_to_string(xdm_node=node)
        except _saxon().PySaxonApiError as error:
            raise ArtefactStopped(f"{schematron.name} could not be applied to the end: {str(error).strip()}") from error
    if not result:
        raise ArtefactBroken(f"the schematron {schematron.path.name} gave no report")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", str(result))


def _finding(hit: etree._Element, schematron: Artefact) -> RuleFinding:
    text = " ".join("".join(part for node in hit.iter(f"{_SVRL}text") for part in node.itertext()).split())
    named = _RULE_IN_TEXT.match(text)
    rule = hit.get("id") or (named[1] if named else UNNAMED)
    level = _LEVELS.get((hit.get("flag") or hit.get("role") or "fatal").lower(), Level.FATAL)
    return RuleFinding(rule, level, readable(hit.get("location") or "/"), text, schematron.version)


def readable(location: str) -> str:
    """An SVRL location with prefixes instead of namespaces, and without the positions that say nothing."""

    def step(match: re.Match[str]) -> str:
        name, uri = (match[1], match[2]) if match[1] else (match[4], match[3])
        return f"{_PREFIXES[uri]}:{name}" if uri in _PREFIXES else name

    return _ONLY_ONE.sub("", _STEP.sub(step, location))
