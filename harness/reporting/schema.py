"""The published JSON Schema of ``run.json``.

``reports/run.schema.json`` is kept in step by a test; rewrite it with ``python -m harness.reporting.schema``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from harness.run.record.document import RunDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:space-invoices-harness:run:1"
"""The number is the document's ``schema_version``."""


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a run document as it is written."""
    return published(RunDocument, IDENTITY, "A run of the Space Invoices harness")


def published(document: type[BaseModel], identity: str, title: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a document as it is written, under its identity."""
    body = document.model_json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": identity, **body, "title": title}


def write(path: Path, written: dict[str, Any] | None = None) -> Path:
    """Write a schema (that of a run where none is given) to ``path``; returns it."""
    path.write_text(json.dumps(written or schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    write(Path("reports/run.schema.json"))
