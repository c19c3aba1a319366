"""The published JSON Schema of ``harness inspect --json``.

``reports/inspection.schema.json`` is kept in step by a test; rewrite it with
``python -m harness.reporting.inspection_schema``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.reporting.inspection import Inspection
from harness.reporting.schema import published, write

IDENTITY = "urn:space-invoices-harness:inspection:1"
"""The number is the document's ``schema_version``."""


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the document as it is written."""
    return published(Inspection, IDENTITY, "What the readers of the harness saw in documents")


if __name__ == "__main__":
    write(Path("reports/inspection.schema.json"), schema())
