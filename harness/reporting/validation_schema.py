"""The published JSON Schema of ``harness validate --json``.

``reports/validation.schema.json`` is kept in step by a test; rewrite it with
``python -m harness.reporting.validation_schema``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.reporting.schema import published, write
from harness.reporting.validated import Validation

IDENTITY = "urn:space-invoices-harness:validation:1"
"""The number is the document's ``schema_version``."""


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the document as it is written."""
    return published(Validation, IDENTITY, "Which rules e-invoices break, by which artefact and version")


if __name__ == "__main__":
    write(Path("reports/validation.schema.json"), schema())
