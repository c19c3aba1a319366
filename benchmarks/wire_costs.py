"""Writes the table from which `harness plan` counts requests, from finished runs, one per depth.

    harness run -n 2 --out A; harness run -n 2 --depth smoke --out B
    python benchmarks/wire_costs.py A B

Use runs of every country against the embedded sandbox, without defects. A country stays on one worker, so two are fine;
more may onboard a shared tenant twice. Depths that are not measured are planned with the costs of the largest.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from harness.run.measured import TABLE, as_json, measured_run

_HERE = Path(__file__).resolve().parents[1] / "harness" / "run" / TABLE


def main() -> None:
    measurements = [measured_run(Path(argument)) for argument in sys.argv[1:]]
    if not measurements or len({m.depth for m in measurements}) < len(measurements):
        raise SystemExit(f"{__doc__}\nName at least one run, and one per depth.")
    entries = [json.dumps(as_json(measurement), indent=1) for measurement in measurements]
    _HERE.write_text("[\n" + ",\n".join(entries) + "\n]\n", encoding="utf-8")
    for m in measurements:
        print(f"{m.depth}: {m.mean.items} items, {m.mean.requests} requests in {', '.join(m.countries)}")


if __name__ == "__main__":
    main()
