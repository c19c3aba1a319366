"""The command line, and the sandbox as a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from harness.sandbox.cli import main
from harness.sandbox.defects import catalogue
from harness.sandbox.profile import Profile, describe, with_switches

SERVE = [sys.executable, "-m", "harness.sandbox", "serve", "--json"]


@contextmanager
def _serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*SERVE, *arguments], text=True, **pipes) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_defects_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["defects"]) == 0
    text = capsys.readouterr().out
    assert all(f"{name} " in text for name in catalogue.names())
    assert text.count("violates ") == len(catalogue.names())
    assert main(["defects", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(catalogue.names())


def test_profile_shows_switches_and_their_effect(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile"]) == 0
    assert "save_customer_default = true" in capsys.readouterr().out
    assert main(["profile", "--json", "--profile", "create_status=200"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["create_status"]["value"], rows["create_status"]["default"]) == (200, 201)


def test_switches_are_converted_by_their_type() -> None:
    changed = with_switches(Profile(), ("preload_taxes=false", "rate_limit_per_minute=60", "delete_returns=nothing"))
    assert (changed.preload_taxes, changed.rate_limit_per_minute, changed.delete_returns) == (False, 60, "nothing")
    assert len(describe(changed)) == len(describe(Profile()))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["serve", "--defect", "nonsense"], "wrong-rate"),
        (["serve", "--profile", "nonsense=1"], "preload_taxes"),
        (["serve", "--profile", "preload_taxes"], "NAME=VALUE"),
        (["serve", "--profile", "preload_taxes=maybe"], "maybe"),
        (["serve", "--profile", "create_status=x"], "create_status"),
        (["serve", "--profile", "delete_returns=x"], "nothing"),
        (["serve", "--clock", "yesterday"], "--clock"),
        (["serve", "--host", "0.0.0.0"], "--allow-remote-bind"),
        (["serve", "--host", "192.0.2.1", "--allow-remote-bind"], "192.0.2.1"),
        (["serve", "--db", "nonsense"], "--db"),
        (["serve", "--db", "sqlite://"], "memory"),
        (["serve", "--profile", "create_status=999"], "201"),
        (["serve", "--port", "70000"], "70000"),
        (["serve", "--vies-url", "localhost:8080"], "--vies-url"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert main(arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert word in lines[0]


def test_a_port_in_use_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "choose another --port" in capsys.readouterr().err


def test_the_process_serves_asks_its_vies_and_stops_on_sigterm() -> None:
    with _serving("--clock", "2026-11-22T10:00:00Z", "--exit-with-parent") as (process, ready):
        assert set(ready) == {"address", "key", "vies"}
        headers = {"authorization": f"Bearer {ready['key']}"}
        body = {"issuer": {"country": "SI"}, "customer": {"country": "AT", "tax_number": "ATU23406053"}}
        with httpx.Client(base_url=ready["address"], headers=headers, trust_env=False) as client:
            assert client.get("/sandbox/profile").status_code == 200
            assert client.post("/entities", json={"name": "A", "country": "Slovenia"}).status_code == 201
            assert client.post("/transaction-type/check", json=body).json()["vies_valid"] is True
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_the_process_ends_with_its_parent() -> None:
    with _serving("--exit-with-parent") as (process, _ready):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
