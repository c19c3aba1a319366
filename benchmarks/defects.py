"""Which defects of the embedded sandbox are caught in which countries, at standard depth.

    python benchmarks/defects.py FOLDER [--countries SI,DE] [--defects wrong-rate,...] [-n WORKERS] [--whole]

The scenario that is made to see a defect runs in every country; a country where it does not catch the defect is run
whole. ``--whole`` runs everything everywhere. What fails without a defect, too, counts for nothing. Prints one line for
each defect, and ends with 1 if one escapes a country where it shows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

Failure = tuple[str, str, str]
"""Country, scenario and requirement."""


@dataclass
class Bench:
    """Where runs go, with how many workers, and what fails without any defect."""

    folder: Path
    workers: str
    honest: frozenset[Failure] = frozenset()
    runs: int = 0

    def failures(self, codes: Sequence[str], *more: str) -> frozenset[Failure]:
        """What fails in a run of the countries."""
        self.runs += 1
        out = self.folder / str(self.runs)
        command = [sys.executable, "-m", "harness", "run", *codes, "-n", self.workers, "--out", str(out), *more]
        subprocess.run(command, capture_output=True, check=False)
        findings = json.loads((out / "run.json").read_text(encoding="utf-8"))["findings"]
        rmtree(out)
        failed = (row for row in findings if row["verdict"] == "failed")
        return frozenset((row["country"], row["scenario"], row["requirement"]) for row in failed)

    def escaped(self, defect: dict[str, Any], codes: Sequence[str], *narrowed: str) -> list[str]:
        """The countries in which nothing fails for a requirement that the defect violates."""
        found = self.failures(codes, "--defect", defect["name"], *narrowed) - self.honest
        return sorted(set(codes) - {country for country, _, broken in found if broken in defect["requirements"]})

    def escaped_whole(self, defect: dict[str, Any], codes: Sequence[str]) -> list[str]:
        """The same in two steps: the scenario that is made to see the defect, then whole runs."""
        left = self.escaped(defect, codes, "-k", defect["seen_by"])
        return self.escaped(defect, left) if left else []


def main() -> int:
    """Run the defects, print what was caught; 1 if one escaped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--countries", default="")
    parser.add_argument("--defects", default="")
    parser.add_argument("-n", dest="workers", default="1")
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = set(given.countries.split(",")) - {""}
    command = [sys.executable, "-m", "harness.sandbox", "defects", "--json"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    bench, failed = Bench(given.folder, given.workers), False
    bench.honest = bench.failures(sorted(wanted))
    print(f"without a defect: {len(bench.honest)} fail", *sorted({code for code, *_ in bench.honest}), flush=True)
    for defect in listed:
        codes = [code for code in defect["countries"] if not wanted or code in wanted]
        if not codes or (given.defects and defect["name"] not in given.defects.split(",")):
            continue
        missed = bench.escaped(defect, codes) if given.whole else bench.escaped_whole(defect, codes)
        failed |= bool(missed)
        print(f"{defect['name']}: caught in {len(codes) - len(missed)} of {len(codes)}", *missed, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
