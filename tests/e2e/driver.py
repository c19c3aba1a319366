"""Runs a scenario file of a test's own as a run: `python driver.py FOLDER SCENARIO.py [PYTEST ARGUMENT ...]`.

Prints the gate's exit code and rules as JSON on its last line.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from harness.model.depth import Depth
from harness.run.context import Preparation
from harness.run.engine import activation
from harness.run.engine.activation import PreparedRun
from harness.run.options import RunOptions

folder, scenario, target, *arguments = sys.argv[1:]
activation.GRACE = 1.0
options = RunOptions(
    countries=("SI",), depth=Depth.SMOKE, target=target, out=Path(folder), as_of=date(2026, 11, 23), command="driver",
    time_limit=float(os.environ.get("TIME_LIMIT", "60")),
)  # fmt: skip
with Preparation(options) as context:
    prepared = PreparedRun(context)
    plugins = ["-p", "harness.run.engine.plugin", "-p", "no:cacheprovider", "-p", "no:terminal"]
    home = str(Path(scenario).parent)
    pytest.main([scenario, "--rootdir", home, "-c", "/dev/null", "--import-mode=importlib", *plugins, *arguments],
                plugins=[prepared])  # fmt: skip
    print(json.dumps(prepared.document.model_dump(mode="json") if prepared.document else None))
