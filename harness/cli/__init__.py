"""The command line. Each command is a module of its own, imported when it is called or listed; none imports anything
heavy before it runs, so that ``harness --help`` answers at once."""

from __future__ import annotations

from harness.cli.lazy import LazyGroup

main = LazyGroup(
    name="harness",
    members=("run", "replay", "plan", "country", "explain", "coverage", "inspect", "validate", "sandbox"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="""Prove, before a country goes live, that the invoices which tenants will issue there on Space Invoices are
    numbered, taxed, worded and branded as the law and the tenant expect.

    \b
    Exit codes: 0 gate passed, 1 findings, 2 usage or configuration, 3 incomplete or infrastructure,
    4 refused by the safety guard, 5 internal error.
    """,
)
"""The command ``harness``."""
