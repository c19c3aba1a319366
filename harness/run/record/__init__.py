"""What a run leaves behind: ledgers, run.json, verdicts and gate."""
