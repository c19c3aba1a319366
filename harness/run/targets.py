"""The API under test: the embedded sandbox in a process of its own, or an address that the user names."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from harness.api import Secret
from harness.api.guard import check_address, check_key, is_loopback
from harness.model.finding import Fidelity
from harness.run.errors import Incomplete, UsageError

KEY_VARIABLE = "SPACE_INVOICES_API_KEY"
"""The one environment variable that a key is read from, and only with ``--target``."""
START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where the requests go."""

    address: str
    key: str
    fidelity: Fidelity

    def __repr__(self) -> str:
        return f"Target({self.address!r}, key hidden, {self.fidelity.value})"

    @property
    def is_remote(self) -> bool:
        """Whether the target is not on this machine."""
        return self.fidelity is Fidelity.VENDOR_SANDBOX


def named_target(address: str) -> Target:
    """The target that ``--target`` names. Raises ``GuardRefused`` or ``UsageError`` before anything is sent."""
    url = check_address(address)
    key = os.environ.get(KEY_VARIABLE, "")
    if not key:
        raise UsageError(f"--target needs a sandbox key in the environment variable {KEY_VARIABLE}")
    check_key(Secret(key))
    fidelity = Fidelity.LOCAL if is_loopback(url.host) else Fidelity.VENDOR_SANDBOX
    return Target(address.rstrip("/"), key, fidelity)


class EmbeddedSandbox:
    """The sandbox that ships with the project, started once per run as a process that ends with ours."""

    def __init__(self, *, seed: int, as_of: date, log: Path) -> None:
        self._log = log
        command = [sys.executable, "-m", "harness.sandbox", "serve", "--json", "--exit-with-parent"]
        command += ["--seed", str(seed), "--clock", f"{as_of.isoformat()}T10:00:00Z"]
        with log.open("wb") as errors:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)

    def target(self) -> Target:
        """Wait until it listens. Raises ``Incomplete`` with its last words if it does not come up."""
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        line = self._process.stdout.readline() if ready else b""
        if not line:
            self.stop()
            words = self._log.read_text(encoding="utf-8", errors="replace").strip()[-600:]
            raise Incomplete(f"the embedded sandbox did not start within {START_SECONDS:.0f} s: {words or 'no word'}")
        answer = json.loads(line)
        return Target(answer["address"], answer["key"], Fidelity.EMBEDDED)

    def stop(self) -> None:
        """End the process; kill it if it does not listen."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def check_defects(names: Sequence[str]) -> None:
    """Ask the embedded sandbox which defects it has. Raises ``UsageError`` for a name that it does not know."""
    command = [sys.executable, "-m", "harness.sandbox", "defects", "--json"]
    listed = subprocess.run(command, capture_output=True, check=True)
    known = [defect["name"] for defect in json.loads(listed.stdout)]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise UsageError(f"unknown defect {', '.join(unknown)}; the embedded sandbox has {', '.join(known)}")


def display_address(address: str) -> str:
    """The address without user info, for reports."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
