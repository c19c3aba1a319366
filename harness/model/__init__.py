"""Plain data that every other package speaks: facts, cases, expectations, findings."""
