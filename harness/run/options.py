"""What the user asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.model.depth import Depth


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The command line of ``harness run`` (or of ``pytest scenarios``), validated for form only."""

    countries: tuple[str, ...] = ()
    """Codes as typed; empty means every country folder."""
    depth: Depth = Depth.STANDARD
    target: str | None = None
    """Base URL of the API under test; ``None`` starts the embedded sandbox."""
    out: Path | None = None
    """The run's folder; ``None`` means ``reports/<run id>`` below the working directory."""
    as_of: date | None = None
    """Issue the invoices on this date (the embedded sandbox's clock is set to it); ``None`` means today."""
    seed: int = 1
    """Seed of the embedded sandbox: the same seed gives the same ids and the same PDF bytes."""
    defects: tuple[str, ...] = ()
    """Deliberate faults of the embedded sandbox to switch on."""
    gaps_block: bool = False
    cases: tuple[Path, ...] = ()
    """Files of kept cases: the run issues these again, and nothing else."""
    vies_numbers: Path | None = None
    """Sellers' and buyers' VAT numbers instead of the simulated register's."""
    requests_per_minute: int = 55
    """Budget on a target that is not on this machine (its published limit is 60)."""
    time_limit: float | None = None
    """Seconds that one scenario may take; ``None`` means the default of the target's kind."""
    command: str = "harness run"
