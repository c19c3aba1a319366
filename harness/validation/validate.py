"""One document, every rule set that it is under."""

from __future__ import annotations

from collections.abc import Callable

from harness.reading.einvoice import EInvoice, Profile, Syntax
from harness.validation.artefacts import schema_for, schematrons_for, uncovered
from harness.validation.errors import ArtefactStopped, TooLarge
from harness.validation.findings import ArtefactVersion, Report, RuleFinding
from harness.validation.schema import judge_by_schema
from harness.validation.schematron import judge_by_schematron
from harness.validation.sums import SUMS, judge_sums
from harness.validation.xrechnung import XRECHNUNG, judge_xrechnung

MOST_ELEMENTS = 60_000
"""About 2000 lines, for which schematrons take a second or two; 8000 lines take half a minute, so they are refused."""
OwnRules = Callable[[EInvoice], list[RuleFinding]]


def validate(invoice: EInvoice) -> Report:
    """Judge ``invoice`` by its schema, the schematrons of its profile and the own checks.

    Raises :class:`~harness.validation.errors.ValidationError` where the harness cannot judge; that is no verdict on the
    document. A document that breaks its schema is judged by the other rules all the same: they name the cause better.
    """
    elements = sum(1 for _ in invoice.root.iter())
    if elements > MOST_ELEMENTS:
        raise TooLarge(f"the e-invoice has {elements} elements, more than the {MOST_ELEMENTS} that are judged")
    schema = schema_for(invoice)
    findings = judge_by_schema(invoice, schema)
    judged, gaps = [schema.version], [*uncovered(invoice)]
    for schematron in schematrons_for(invoice):
        try:
            findings += judge_by_schematron(invoice, schematron)
            judged.append(schematron.version)
        except ArtefactStopped as stopped:
            if not findings:
                raise
            gaps.append(str(stopped))
    for version, rules in _own_rules(invoice):
        findings += rules(invoice)
        judged.append(version)
    return Report(tuple(findings), tuple(judged), tuple(gaps))


def _own_rules(invoice: EInvoice) -> list[tuple[ArtefactVersion, OwnRules]]:
    rules: list[tuple[ArtefactVersion, OwnRules]] = []
    if invoice.profile in (Profile.XRECHNUNG, Profile.XRECHNUNG_EXTENSION):
        rules.append((XRECHNUNG, judge_xrechnung))
    if invoice.syntax is Syntax.ESLOG:
        rules.append((SUMS, judge_sums))
    return rules
