"""The published JSON Schema of ``harness inspect --json``.

``reports/inspection.schema.json`` is kept in step by a test; rewrite it with
``python -m harness.reporting.inspection_schema``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.reporting.inspection import Inspection

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:space-invoices-harness:inspection:1"
"""The number is the document's ``schema_version``."""


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the document as it is written."""
    body = Inspection.model_json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": IDENTITY, **body, "title": "What the readers of the harness saw in documents"}


def write(path: Path) -> Path:
    """Write the schema to ``path``; returns it."""
    path.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    write(Path("reports/inspection.schema.json"))
