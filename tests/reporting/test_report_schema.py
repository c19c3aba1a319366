import json
from pathlib import Path

import jsonschema

from harness.reporting import schema

COMMITTED = Path(__file__).parents[2] / "reports" / "run.schema.json"


def test_committed_schema_is_in_step():
    """Rewrite it with ``python -m harness.reporting.schema``."""
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == schema.schema()


def test_schema_is_valid_and_accepts_a_run(document):
    published = schema.schema()
    jsonschema.Draft202012Validator.check_schema(published)
    validator = jsonschema.Draft202012Validator(published)
    written = json.loads(document.model_dump_json())
    assert list(validator.iter_errors(written)) == []
    written["run"]["depth"] = "deep"
    assert [list(e.path) for e in validator.iter_errors(written)] == [["run", "depth"]]


def test_schema_has_identity_and_title():
    published = schema.schema()
    assert published["$id"] == "urn:space-invoices-harness:run:1"
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert published["title"]


def test_write_gives_the_same_file(tmp_path):
    assert json.loads(schema.write(tmp_path / "s.json").read_text()) == schema.schema()
