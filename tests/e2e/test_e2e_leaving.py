"""What a run leaves on a target that is not ours: its entities disabled, and listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import httpx

from harness.model.depth import Depth
from harness.model.finding import Fidelity
from harness.run.context import Preparation
from harness.run.desk import Desk
from harness.run.options import RunOptions
from harness.run.record import ledger
from harness.run.record.recorder import Recorder


def test_entities_of_a_remote_run_are_disabled_and_listed(served, tmp_path, monkeypatch):
    monkeypatch.setenv("SPACE_INVOICES_API_KEY", served["key"])
    options = RunOptions(
        ("SI",), depth=Depth.SMOKE, target=served["address"], out=tmp_path / "run", as_of=date(2026, 11, 23)
    )
    with Preparation(options) as local:
        context = replace(local, target=replace(local.target, fidelity=Fidelity.VENDOR_SANDBOX))
        desk = Desk(context, Recorder(context, "main"), "main")
        entity = desk.shared_seller("SI").tenant.entity_id
        desk.close()
    left = [record["what"] for kind, record in ledger.read(tmp_path / "run") if kind == "left_behind"]
    assert len(left) == 1
    assert entity in left[0]
    assert "disabled" in left[0]
    with httpx.Client(base_url=served["address"], trust_env=False) as client:
        answer = client.get(f"/entities/{entity}", headers={"authorization": f"Bearer {served['key']}"})
    assert answer.json()["is_enabled"] is False
    assert answer.json()["metadata"]["harness_run"] == context.run_id
