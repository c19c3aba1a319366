"""The API's operations in groups: ``client.invoices.create(...)``. Paths are in ``harness.api.routes``."""
