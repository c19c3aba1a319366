"""The published JSON Schema of ``run.json``.

``reports/run.schema.json`` is kept in step by a test; rewrite it with ``python -m harness.reporting.schema``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.run.document import RunDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:space-invoices-harness:run:1"
"""The number is the document's ``schema_version``."""


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a run document as it is written."""
    body = RunDocument.model_json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": IDENTITY, **body, "title": "A run of the Space Invoices harness"}


def write(path: Path) -> Path:
    """Write the schema to ``path``; returns it."""
    path.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    write(Path("reports/run.schema.json"))
