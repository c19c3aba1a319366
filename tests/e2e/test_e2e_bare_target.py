"""A target that preloads neither taxes nor clauses: the harness provisions them, and says so."""

from __future__ import annotations

import json
import subprocess
import sys


def test_what_the_target_lacks_is_provisioned_and_said(harness):
    command = [sys.executable, "-m", "harness", "sandbox", "serve", "--json", "--exit-with-parent",
               "--clock", "2026-11-23T10:00:00Z",
               "--profile", "preload_taxes=false", "--profile", "preload_tax_clauses=false"]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        ready = json.loads(server.stdout.readline())
        outcome = harness("run", "SI", "-n", "1", "--date", "2026-11-23", "--target", ready["address"],
                          SPACE_INVOICES_API_KEY=ready["key"])  # fmt: skip
        server.stdin.close()
        server.terminate()
    document = outcome.document
    assert any("preloads no tax for" in note for note in document["notes"])
    assert any("preloads no tax clauses" in note for note in document["notes"])
    assert {f["verdict"] for f in document["findings"]} <= {"passed", "gap", "not_applicable"}
    not_applicable = {f["requirement"] for f in document["findings"] if f["verdict"] == "not_applicable"}
    assert not_applicable == {"VAT-PRELOADED-TAXES"}
    rates = [f for f in document["findings"] if f["requirement"] == "VAT-226-9"]
    assert {f["supplied_by"] for f in rates} == {"harness"}
    assert outcome.code == 0
    assert document["readiness"][0]["verdict"] == "REHEARSED"
