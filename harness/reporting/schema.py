"""The published JSON Schemas: of ``run.json``, and of what ``harness inspect`` and ``harness validate`` print as JSON.

``reports/*.schema.json`` are kept in step by tests; rewrite them with ``python -m harness.reporting.schema``.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1
"""The ``schema_version`` of every document."""
PUBLISHED = {
    "run": ("harness.run.record.document", "RunDocument", "A run of the Space Invoices harness"),
    "inspection": ("harness.reporting.inspection", "Inspection", "What the readers of the harness saw in documents"),
    "validation": ("harness.reporting.validated", "Validation", "The rules that e-invoices break, and who judged"),
}
"""Name -> module and class of the document, and its title. Imported on demand: each needs libraries of its own."""


def schema(name: str = "run") -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a document as it is written."""
    module, document, title = PUBLISHED[name]
    body = getattr(import_module(module), document).model_json_schema(mode="serialization")
    identity = f"urn:space-invoices-harness:{name}:{VERSION}"
    return {"$schema": DIALECT, "$id": identity, **body, "title": title}


def write(path: Path, name: str = "run") -> Path:
    """Write a schema to ``path``; returns it."""
    path.write_text(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    for published in PUBLISHED:
        write(Path(f"reports/{published}.schema.json"), published)
