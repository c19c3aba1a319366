"""Fiscal codes of the sandbox: Slovenia (FURS), Croatia (FINA) and Portugal (AT), made with keys of its own."""
