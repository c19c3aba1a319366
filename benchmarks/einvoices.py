"""How long reading and validating an e-invoice takes: compiling the rules, the first document, the documents after it.

    python benchmarks/einvoices.py FILE... [--rounds N]

FILE is an e-invoice (XML), or a PDF with one attached.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from harness.reading.einvoice import EInvoice, einvoice_in, parse_einvoice, read_einvoice, read_hybrid
from harness.validation import validate


def _milliseconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000


def _opened(data: bytes) -> EInvoice:
    if not data.startswith(b"%PDF"):
        return parse_einvoice(data)
    found = einvoice_in(read_hybrid(data))
    if found is None:
        raise SystemExit("the PDF has no attached invoice")
    return found


def _measured(data: bytes, rounds: int) -> str:
    invoice = _opened(data)
    first = _milliseconds(lambda: validate(invoice))
    jobs = (lambda: _opened(data), lambda: read_einvoice(invoice), lambda: validate(invoice))
    opened, read, warm = (statistics.median(_milliseconds(job) for _ in range(rounds)) for job in jobs)
    return f"{invoice.profile:<18} {opened:7.2f} {read:7.2f} {first:8.0f} {warm:7.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    print(f"{'file':<40} {'profile':<18} {'open':>7} {'read':>7} {'first':>8} {'warm':>7}   (ms)")
    for path in options.files:
        data = path.read_bytes()
        print(f"{path.name[:40]:<40} {_measured(data, options.rounds)}")


if __name__ == "__main__":
    main()
