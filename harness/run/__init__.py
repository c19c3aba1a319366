"""Running scenarios: provisioning, issuing, the ledger, the pytest plugin, the verdict."""
