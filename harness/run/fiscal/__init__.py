"""Tenants that issue under a scheme of fiscalization: certificate, premises, series, sales."""
