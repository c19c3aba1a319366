"""A run that did not prove what it set out to prove is never green, whatever went wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = """
import os
import pytest
from harness.checks.platform import metadata_comes_back
from harness.run.matrix import all_countries, for_sellers, smoke
from harness.run.scenario import line
"""
PASSING = """
@smoke
@for_sellers(all_countries)
def test_that_passes(seller, verify):
    '''Does it pass?'''
    verify.that(metadata_comes_back({"id": "1"}, {"id": "1"}), about="metadata")
"""
DRIVER = Path(__file__).with_name("driver.py")


@pytest.fixture
def drive(tmp_path, served):
    def run(body, *arguments, **variables):
        scenario = tmp_path / "test_scenario.py"
        scenario.write_text(HEAD + PASSING + body)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        done = subprocess.run(
            [sys.executable, str(DRIVER), str(tmp_path / "run"), str(scenario), served["address"], *arguments],
            capture_output=True, text=True, timeout=100, check=False,
            env={**environment, "SPACE_INVOICES_API_KEY": served["key"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                 **variables},
        )  # fmt: skip
        assert done.stdout, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


def _outcomes(document):
    return {result["item"].partition("::")[2]: result["outcome"] for result in document["results"]}


def _scenario(body):
    return (
        f"\n@smoke\n@for_sellers(all_countries)\ndef test_other(seller, issue, desk, verify):\n    '''Why?'''\n{body}\n"
    )


@pytest.mark.parametrize(
    ("body", "outcome", "code"),
    [
        ("    pass", "broken", 3),
        ("    raise RuntimeError('ours')", "broken", 3),
        ("    desk.client.invoices.get(seller.tenant.entity_id, 'inv_000000000000000000000000')", "broken", 3),
        ("    pytest.skip('not today')", "skipped", 3),
        ("    verify.that(metadata_comes_back({'a': '1'}, {}), about='lost')", "failed", 1),
    ],
    ids=["judges-nothing", "raises", "target-refuses", "skips", "requirement-fails"],
)
def test_scenario_without_a_verdict_is_broken_and_a_failed_one_fails(drive, body, outcome, code):
    document = drive(_scenario(body))
    assert _outcomes(document) == {"test_that_passes[SI]": "passed", "test_other[SI]": outcome}
    expected = 3 if code == 3 else 1
    assert document["gate"]["exit_code"] == expected
    assert document["gate"]["passed"] is False


def test_module_that_cannot_be_collected_is_not_forgotten(drive):
    document = drive("\nraise RuntimeError('cannot be imported')\n")
    assert document["gate"]["exit_code"] == 3
    assert "cannot be imported" in document["run"]["interrupted"]


def test_worker_that_dies_makes_the_run_incomplete(drive):
    body = _scenario("    os._exit(7)")
    document = drive(body, "-p", "xdist.plugin", "-n", "2", "--dist", "loadgroup", "--max-worker-restart", "0")
    assert document["gate"]["exit_code"] == 3
    assert document["run"]["interrupted"]


WORKERS = ("-p", "xdist.plugin", "-n", "2", "--dist", "loadgroup", "--max-worker-restart", "0")


@pytest.mark.parametrize("workers", [(), WORKERS], ids=["alone", "workers"])
def test_scenario_that_loops_is_broken_and_the_others_go_on(drive, workers):
    document = drive(_scenario("    while True:\n        pass"), *workers, TIME_LIMIT="3")
    assert _outcomes(document) == {"test_that_passes[SI]": "passed", "test_other[SI]": "broken"}
    assert document["gate"]["exit_code"] == 3
    assert "time limit" in next(r["message"] for r in document["results"] if r["outcome"] == "broken")


def test_worker_that_is_stopped_does_not_hang_the_run(drive):
    document = drive(_scenario("    os.kill(os.getpid(), 19)"), *WORKERS, TIME_LIMIT="3")
    assert _outcomes(document)["test_other[SI]"] == "broken"
    assert "did not answer" in document["run"]["interrupted"]
    assert document["gate"]["exit_code"] == 3


def test_process_that_does_not_answer_ends_itself(drive):
    deaf = "    import signal, time\n    signal.signal(signal.SIGALRM, signal.SIG_IGN)\n    time.sleep(90)"
    with pytest.raises(AssertionError, match="time limit"):
        drive(_scenario(deaf), TIME_LIMIT="2")


def test_refusal_in_one_worker_stops_the_others(drive):
    other = """
@smoke
@for_sellers(all_countries)
def test_refused(fresh_seller, desk, verify):
    '''Why?'''
    desk.client.entities.disable('ent_000000000000000000000000')


@smoke
@for_sellers(all_countries, each=("turn", lambda country, context: [f"{n:02}" for n in range(20)]))
def test_slow(seller, turn, verify):
    '''Why?'''
    import time
    time.sleep(0.5)
    verify.that(metadata_comes_back({"id": "1"}, {"id": "1"}), about="metadata")
"""
    document = drive(other, *WORKERS)
    assert document["gate"]["exit_code"] == 4
    assert "guard" in document["run"]["interrupted"]
    assert len(document["results"]) < 15


def test_write_to_an_entity_of_somebody_else_is_refused(drive):
    document = drive(_scenario("    desk.client.entities.disable('ent_000000000000000000000000')"))
    assert document["gate"]["exit_code"] == 4


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_leaves_a_partial_report_that_says_so(tmp_path, number):
    command = [sys.executable, "-m", "harness", "run", "-n", "2", "--out", str(tmp_path / "run")]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment,
                          cwd=tmp_path) as process:  # fmt: skip
        assert "items in" in process.stderr.readline()  # the plan is known: the run is under way
        process.send_signal(number)
        process.send_signal(number)
        process.stderr.read()
    document = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert process.returncode == 3
    assert document["run"]["interrupted"]
    assert {r["verdict"] for r in document["readiness"]} == {"INCOMPLETE"}
    assert (tmp_path / "run" / "index.html").exists()
