"""What the plugin's parts keep in pytest's config: one key each."""

from __future__ import annotations

import pytest

from harness.run.context import RunContext
from harness.run.desk import Desk
from harness.run.record.document import RunDocument
from harness.run.record.recorder import Recorder

CONTEXT = pytest.StashKey[RunContext]()
"""The prepared run, in the controlling process and in each worker."""
DOCUMENT = pytest.StashKey[RunDocument]()
"""The merged run, in the controlling process, once the session has ended."""
RECORDER = pytest.StashKey[Recorder]()
"""Writes the ledger of this process."""
DESK = pytest.StashKey[Desk]()
"""Opened with the first scenario of this process."""
INCOMPLETE = pytest.StashKey[str]()
"""Why the run did not come to its end; the first reason stays."""
