"""The embedded sandbox: a local server that behaves as the published API. Shares nothing with the other packages."""
